// A made-up world of counts: places, times and victims in four, four and three levels, and claims on any mix of levels.
// Almost all of them fit; every 500th claim begins a planted conflict of three that no two of them show.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/conflict/scope.h"
#include "core/record/record_set.h"

namespace tallystick {

struct CountClaim {
  int place = 0, time = 0, of_class = 0;  // of CountWorld
  int64_t low = 0, high = -1;             // -1: unstated
};

class CountWorld {
 public:
  // 1 + 12 + 144 + 1,728 places; a year of 336 days with its 12 months and 48 weeks; persons, civilians, combatants and
  // three classes of these.
  CountWorld();

  // The same for the same number.
  std::vector<CountClaim> Claims(int number, std::vector<CountClaim>* planted) const;
  Scope ScopeOf(const CountClaim& claim) const;
  Lattices lattices() const { return {entities_.get(), &Vocabulary::Shipped()}; }

  // What each lies in, -1 for the topmost.
  const std::vector<int>& places() const { return place_above_; }
  const std::vector<int>& times() const { return time_above_; }
  const std::vector<int>& classes() const { return class_above_; }

 private:
  RecordSet records_;
  std::unique_ptr<EntityGraph> entities_;
  std::vector<Entity> place_entities_;
  std::vector<int> place_above_, time_above_, class_above_;
  std::vector<std::pair<Seconds, Seconds>> spans_;
};

}  // namespace tallystick

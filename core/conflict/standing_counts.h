// Bounds on counts that are added and taken back one at a time: which scopes now hold more than they admit, at the
// cost of the scopes that hold the one spoken of, however many others there are (docs/conflict-rules.md, "What it
// costs"). What it says depends on the bounds that stand, not on how they came to. Scopes once spoken of stay known.
// Not thread-safe.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "core/conflict/inner_sums.h"
#include "core/conflict/scope.h"
#include "core/conflict/span_set.h"

namespace tallystick {

class StandingCounts {
 public:
  // What one claim says of one scope: at least (`lower`), or at most, so many, counted by `moment`.
  struct Bound {
    Scope scope;
    Seconds moment = kEndOfTime;
    bool lower = true;
    int64_t value = 0;
    int claim = 0;  // the caller's number for it
  };

  // `lattices` must outlive this. `assumed`: as in core/conflict/spots.h.
  StandingCounts(const Lattices& lattices, bool assumed) : lattices_(lattices), assumed_(assumed) {}

  // The sites that became heavy by it, or ceased to be; ascending.
  std::vector<int> Add(const Bound& bound);
  // Of a bound that was added; of any other one, nothing happens.
  std::vector<int> Remove(const Bound& bound);

  // The site of a scope and moment, made when first asked for. Scopes that hold each other share one.
  int SiteOf(const Scope& scope, Seconds moment);
  bool IsHeavy(int site) const { return sums_.IsHeavy(site); }
  // Ascending.
  std::vector<int> HeavySites() const;
  // What has to be looked at to tell why a site is heavy: the heavy sites that hang together with it by lower bounds
  // they hold, these bounds, and the other sites that hold one of them. Claims, ascending. Sites that merely lie across
  // are not among them. Nothing for a site that is not heavy.
  std::vector<int> ClaimsAround(int site);

  int sites() const { return sums_.size(); }

 private:
  struct Where {
    Entity event = kNoEntity;
    std::vector<Entity> places;
    auto operator<=>(const Where&) const = default;
    template <typename H>
    friend H AbslHashValue(H h, const Where& w) {
      return H::combine(std::move(h), w.event, w.places);
    }
  };
  struct Kind {
    std::vector<Victims> victims;
    std::vector<Entity> agents;
    std::string predicate;
    auto operator<=>(const Kind&) const = default;
    template <typename H>
    friend H AbslHashValue(H h, const Kind& k) {
      for (const Victims& v : k.victims) h = H::combine(std::move(h), v.of_class, v.group);
      return H::combine(std::move(h), k.victims.size(), k.agents, k.predicate);
    }
  };
  struct Key {
    int where = 0, kind = 0, unit = 0;
    Seconds begin = 0, end = 0, moment = 0;
    auto operator<=>(const Key&) const = default;
    template <typename H>
    friend H AbslHashValue(H h, const Key& k) {
      return H::combine(std::move(h), k.where, k.kind, k.unit, k.begin, k.end, k.moment);
    }
  };
  struct Anchor {
    Entity event, place;
    int predicate, unit;
    auto operator<=>(const Anchor&) const = default;
    template <typename H>
    friend H AbslHashValue(H h, const Anchor& a) {
      return H::combine(std::move(h), a.event, a.place, a.predicate, a.unit);
    }
  };
  using Values = absl::btree_set<std::pair<int64_t, int>>;  // value and claim
  struct Site {
    Key key;
    Values lows, highs;
  };

  template <typename T>
  static int Number(const T& value, absl::flat_hash_map<T, int>* numbers, std::vector<T>* values);
  int AnchorNumber(const Anchor& anchor);
  // The anchors of what may hold this: those of its first place, and of all above.
  const std::vector<int>& AnchorsAbove(const Key& key);
  std::vector<int> OwnAnchors(const Key& key);
  bool Holds(const Key& outer, const Key& inner);
  bool WhereHolds(int outer, int inner);
  bool KindHolds(int outer, int inner);
  bool HoldsAll(const Scope& outer, const Scope& inner) const;
  std::vector<int> HoldersOf(const Key& key);
  std::vector<int> InnersOf(const Key& key);
  int Make(const Key& key);
  void Refresh(int site);

  const Lattices lattices_;
  const bool assumed_;
  absl::flat_hash_map<Where, int> where_numbers_;
  std::vector<Where> wheres_;
  absl::flat_hash_map<Kind, int> kind_numbers_;
  std::vector<Kind> kinds_;
  absl::flat_hash_map<std::string, int> word_numbers_;  // predicates and units
  std::vector<std::string> words_;
  absl::flat_hash_map<Anchor, int> anchor_numbers_;
  absl::flat_hash_map<Key, int> site_numbers_;
  std::vector<Site> sites_;
  SpanSet own_;    // each site under the anchors of its places
  SpanSet below_;  // and under all anchors above its first one
  // Filled when first asked. Kinds are few: a row for each.
  absl::flat_hash_map<std::tuple<int, int, int>, std::vector<int>> anchors_above_;  // by place, predicate and unit
  absl::flat_hash_map<std::pair<int, int>, bool> where_holds_;
  std::vector<std::vector<signed char>> kind_holds_;  // by outer, then inner one: -1 not asked yet
  InnerSums sums_;
};

}  // namespace tallystick

// Two spans of time that cannot be kept apart, of different holders: found in n log n, without listing pairs. Pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/conflict/claim_time.h"

namespace tallystick {

struct Held {
  int claim = 0;  // in the order of claims
  TimeBounds time;
  std::string holder;  // two of one holder never collide
  std::string moment;  // "as of" claims that speak of one and the same moment share this; "" otherwise
};

// The first of `queries` (in their order) with a collision in `base`, and that member: spans that surely overlap with
// `sure`, else that may overlap.
std::optional<std::pair<const Held*, const Held*>> FindOverlap(const std::vector<const Held*>& queries,
                                                               const std::vector<const Held*>& base, bool sure);

// Splits into runs of spans that touch one another in time, earliest first. Each run keeps the order of claims.
std::vector<std::vector<const Held*>> TouchingRuns(std::vector<const Held*> all);

}  // namespace tallystick

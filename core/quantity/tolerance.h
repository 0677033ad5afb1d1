// How far a hedged number reaches, in exact integers: docs/quantities.md, "Tolerances and rounding".
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// The largest number that is read: any product below stays inside int64.
inline constexpr int64_t kMaxCount = 9'000'000'000'000'000;

// u: the largest 10^k or 5*10^k that divides n, the step to which a speaker may have rounded. 1 for n = 0.
// n: 0 to kMaxCount, here and below.
int64_t Granularity(int64_t n);

// 20 w and 20 v, where w = max(10 %, min(2u, 25 %)) and v = max(5 %, min(u/2, 20 %)) of n; both are twentieths.
int64_t HardTolerance20(int64_t n);
int64_t SoftTolerance20(int64_t n);

// A bare n counts as round when its step is at least ten and at least the 5 % that v grants anyway: u >= 10, 20u >= n.
// 60, 250, 1100 are round; 63, 5, 25, 210 and 1283 are not.
bool IsRound(int64_t n);

// One end of a rule, as tables write it: "0", or n (or m, the second number of "a to b") with an optional factor in
// tenths and an optional step: "n", "n-w", "n+v", "n+1", "1.5n", "m".
struct Term {
  enum class Step { kNone, kHard, kSoft, kOne };
  bool zero = false;
  bool second = false;
  int tenths = 10;
  int sign = 1;
  Step step = Step::kNone;

  // n itself, n+1 or n-1: what the phrase means, not how far it stretches.
  bool is_literal() const { return zero || (tenths == 10 && (step == Step::kNone || step == Step::kOne)); }
};

// kInvalidArgument for any other text.
absl::StatusOr<Term> ParseTerm(absl::string_view text);

// The smallest (largest) whole number not below (above) the term's exact value; may be -1 for "n-1".
int64_t RoundUp(const Term& term, int64_t n, int64_t m);
int64_t RoundDown(const Term& term, int64_t n, int64_t m);

}  // namespace tallystick

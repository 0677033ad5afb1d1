// A kind of finding with what makes it fire and a near miss that must not (docs/conflict-rules.md).
#pragma once

#include "tests/core/conflict/casebook.h"

namespace tallystick {

constexpr auto kContradicts = v1::Finding::contradicts;
constexpr auto kTension = v1::Finding::tension;
constexpr auto kAgrees = v1::Finding::agrees;
constexpr auto kNote = v1::Finding::note;
constexpr auto kNotDecided = v1::Finding::not_decided;

struct RuleCase {
  const char* name;
  const char* kind;
  v1::Finding::Verdict verdict;
  const char* says;  // part of the paragraph
  void (*fires)(Casebook*);
  void (*near_miss)(Casebook*);
};

// Fires once, with these words; never on the near miss; no other conflict in either.
void CheckCase(const RuleCase& rule);

Say Killed(const std::string& by, const std::string& words);

}  // namespace tallystick

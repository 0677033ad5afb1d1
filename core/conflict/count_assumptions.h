// What a conflict of counts rests on, each assumption with whoever asserts it. Pure.
#pragma once

#include <vector>

#include "core/conflict/count_solver.h"

namespace tallystick {

// In the order a reader wants them: parts and their disjointness, the full toll, the rest. None twice.
std::vector<v1::Assumption> AssumptionsOf(const CountProblem& problem, const ConflictSet& set);

// That differently named entities of these claims are the same.
void AssumeSameNames(const EntityGraph& entities, const std::vector<const ClaimView*>& claims,
                     std::vector<v1::Assumption>* out);
void DropRepeated(std::vector<v1::Assumption>* assumptions);

}  // namespace tallystick

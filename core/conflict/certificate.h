// The certificates of findings about counts (docs/conflict-rules.md, "Certificates").
#pragma once

#include <string>
#include <vector>

#include "core/conflict/count_solver.h"
#include "proto/finding.pb.h"

namespace tallystick {

// One, or one for each reading of its claims. None where fractions would do (the sum alone is no proof), or where a
// number does not fit into JSON.
std::vector<v1::Certificate> CertificatesOf(const CountProblem& problem, const ConflictSet& set);

// The id of a finding: SHA-256 over its kind, claims and assumptions, in hex.
std::string FindingId(const v1::Finding& finding);

// Whether the finding's certificates show that its claims cannot all hold. Looks at nothing else than the finding; that
// its bounds are what the claims say is seen by reading them, or by computing the finding again. False without any
// certificate, and where there are too many cases to try. `why`, when given, is set when the answer is no.
[[nodiscard]] bool CertificatesHold(const v1::Finding& finding, std::string* why);

}  // namespace tallystick

// The set of claims that a person names: by claims, by an event, by a finding.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/casebook_view.h"
#include "core/record/record_set.h"

namespace tallystick {

struct NamedClaims {
  std::vector<const Record*> claims;  // each once, in the order in which they were named
  std::vector<std::string> subjects;  // "event Fighting in Arra: 3 claims"; nothing for a claim named by itself
};

// Each word is an id or label of a claim, an id or name of an event (all its current claims), or the id of a finding
// (six digits or more; the claims on its sides). kNotFound with a hint when it is none of these, and for an event of
// which nothing is claimed.
absl::StatusOr<NamedClaims> FindClaimsNamed(const CasebookView& book, const RecordSet& records,
                                            const std::vector<std::string>& words);

}  // namespace tallystick

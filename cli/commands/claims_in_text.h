// The claims that an article holds: by their words, nearly, by id or by label (docs/provenance.md, "Radar").
#pragma once

#include <map>
#include <string>

#include "core/record/record_set.h"
#include "proto/view.pb.h"

namespace tallystick {

struct ClaimsInText {
  std::map<Digest, std::vector<v1::RadarPlace>> places;  // by claim, each by line
  int sentences = 0, not_recognised = 0;
  int too_short = 0;  // claims that were only looked for by id and label
};

// `text` is valid UTF-8. An id counts with 12 digits or more. A label counts as it is written, folded, when it has a
// digit,
// '-' or '_' in it; any other, which could be an everyday word, as @label or [label].
ClaimsInText FindClaimsInText(const RecordSet& records, absl::string_view text);

}  // namespace tallystick

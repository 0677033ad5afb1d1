// A claim's attribution with its sources resolved, and the document it stands in (docs/provenance.md).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "core/provenance/sources.h"
#include "core/record/record_set.h"

namespace tallystick {

struct LineageStep {
  absl::InlinedVector<Digest, 1> sources;  // classes; sorted, each once, never empty
  bool any_of = false;                     // two or more, and only one of them spoke
  bool inferred = false;
};

struct Lineage {
  const Record* claim = nullptr;
  std::optional<Digest> capture;   // absent: withheld
  std::optional<Digest> document;  // what it, its copies, translations and identical bytes go back to
  bool copy = false;               // the capture copies or translates another, or has its bytes
  std::vector<LineageStep> steps;  // empty: not known
  bool first_hand = false;

  bool known() const { return !steps.empty(); }
  const LineageStep& end() const { return steps.back(); }
  // A copy has no voice of its own: what it says in its own name is retold from the original.
  bool retold() const { return copy && steps.size() == 1; }
};

// In the order of `claims`; one entry each. A chain with a withheld or unreadable step is not known.
std::vector<Lineage> LineagesOf(const RecordSet& records, SourceResolver& sources,
                                std::span<const Record* const> claims);

// The claims that links make one statement with this one; itself included, sorted.
std::vector<Digest> SameStatementAs(const RecordSet& records, const Record& claim);

bool IsFirstHand(v1::Attribution::Basis basis);

}  // namespace tallystick

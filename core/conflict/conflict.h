// Which claims cannot be true together, and why (docs/conflict-rules.md). Pure functions of records and tables: the
// same input gives the same bytes, in any order of arrival. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/provenance/provenance.h"
#include "core/quantity/phrase_table.h"
#include "core/record/record_set.h"
#include "core/record/vocabulary.h"
#include "proto/finding.pb.h"

namespace tallystick {

inline constexpr absl::string_view kConflictRules = "tallystick-rules-4";

// What the engine reads besides the records.
struct ConflictTables {
  const PhraseTable* phrases = nullptr;          // decides
  std::vector<const PhraseTable*> alternatives;  // asked whether they would decide otherwise
  const Vocabulary* vocabulary = nullptr;
};
// The shipped tables.
ConflictTables ShippedTables();

// Everything that the records yield: contradictions first, then tensions, what is not decided, agreements, notes; each
// by when its first claim was said, then by that claim's id, so that the order of arrival plays no part. Claims that
// are not current take no part. Never lists pairs: cost is n log n in the claims of one scope.
v1::Findings FindConflicts(const RecordSet& records, const ConflictTables& tables);

// Which claims may be one origin, by suspected copies that nobody calls a false alarm: for CountOrigins(). Without the
// rest of FindConflicts(), or from its result.
SharedOrigins FindSharedOrigins(const RecordSet& records, const ConflictTables& tables);
SharedOrigins SharedOriginsOf(const v1::Findings& findings);

bool IsConflict(const v1::Finding& finding);  // contradicts or tension

// A finding as a paragraph to paste: its sentence, what would resolve it, what it rests on.
std::string FindingInWords(const v1::Finding& finding);

enum class ContentRelation { kIncomparable, kContradicts, kTension, kEqual, kRefines, kAgrees, kCompatible };
enum class SuccessionRelation { kNone, kCorrects, kUpdates, kWithdraws };
absl::string_view ContentRelationName(ContentRelation relation);
absl::string_view SuccessionRelationName(SuccessionRelation relation);

// The answer between two claims on its three axes.
struct Comparison {
  ContentRelation content = ContentRelation::kIncomparable;
  OriginRelation origin = OriginRelation::kUndecided;
  SuccessionRelation succession = SuccessionRelation::kNone;
  std::string in_words;  // "corroborates", "agrees, independence not shown", "repeats", "not comparable: …"
  std::vector<std::string> reasons;  // why not comparable, which assumption decides, notes; a sentence each
};
Comparison CompareClaims(const RecordSet& records, const ConflictTables& tables, const Record& a, const Record& b);

}  // namespace tallystick

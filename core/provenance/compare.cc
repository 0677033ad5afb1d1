#include <algorithm>
#include <set>

#include "core/provenance/lineage.h"
#include "core/provenance/provenance.h"
#include "core/provenance/sources.h"

namespace tallystick {
namespace {

enum class Shown { kForSure, kPossibly };

// A step of which only one source spoke shows none of them for sure.
bool ShareStatement(SourceResolver& sources, const Lineage& a, const Lineage& b, Shown shown) {
  std::set<Digest> statements;
  for (const Lineage* lineage : {&a, &b}) {
    for (const LineageStep& step : lineage->steps) {
      if (step.any_of && shown == Shown::kForSure) continue;
      for (const Digest& source : step.sources) {
        if (!sources.IsStatement(source)) continue;
        if (lineage == &a) statements.insert(source);
        if (lineage == &b && statements.count(source) != 0) return true;
      }
    }
  }
  return false;
}

// Every speaker of one claim is a speaker of the other.
bool SameSpeakers(const LineageStep& a, const LineageStep& b) {
  if (a.any_of || b.any_of) return false;
  return std::includes(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end()) ||
         std::includes(b.sources.begin(), b.sources.end(), a.sources.begin(), a.sources.end());
}

bool IsOneStatement(const RecordSet& records, SourceResolver& sources, const Lineage& a, const Lineage& b) {
  const std::vector<Digest> same = SameStatementAs(records, *a.claim);
  if (std::binary_search(same.begin(), same.end(), b.claim->id)) return true;
  if (a.document && a.document == b.document && a.capture != b.capture) {
    if (a.retold() || b.retold()) return true;
    if (a.known() && b.known() && SameSpeakers(a.end(), b.end())) return true;
  }
  return ShareStatement(sources, a, b, Shown::kForSure);
}

bool IsRunByThoseOf(SourceResolver& sources, const LineageStep& a, const LineageStep& b) {
  return std::all_of(a.sources.begin(), a.sources.end(), [&](const Digest& x) {
    const auto shares = [&](const Digest& y) { return sources.ShareControl(x, y); };
    return a.any_of || b.any_of ? std::all_of(b.sources.begin(), b.sources.end(), shares)
                                : std::any_of(b.sources.begin(), b.sources.end(), shares);
  });
}

bool AllDistinct(SourceResolver& sources, const LineageStep& a, const LineageStep& b) {
  for (const Digest& x : a.sources) {
    for (const Digest& y : b.sources) {
      if (!sources.AreDistinct(x, y)) return false;
    }
  }
  return true;
}

// Carriers may be shared: an article may carry three witnesses. But who speaks for himself in one claim and passes the
// other on has had a hand in both.
bool IsIndependent(SourceResolver& sources, const Lineage& a, const Lineage& b) {
  if (!a.first_hand || !b.first_hand || a.end().inferred || b.end().inferred) return false;
  // What copies of one document say in their own name has one voice behind it: whoever wrote the document.
  if (a.retold() && b.retold() && a.document && a.document == b.document) return false;
  if (ShareStatement(sources, a, b, Shown::kPossibly)) return false;
  for (const LineageStep& step : a.steps) {
    if (!AllDistinct(sources, step, b.end())) return false;
  }
  for (const LineageStep& step : b.steps) {
    if (!AllDistinct(sources, step, a.end())) return false;
  }
  return true;
}

}  // namespace

absl::string_view OriginRelationName(OriginRelation relation) {
  switch (relation) {
    case OriginRelation::kSameCapture:
      return "same capture";
    case OriginRelation::kSameStatement:
      return "same statement";
    case OriginRelation::kSameSource:
      return "same source";
    case OriginRelation::kSameController:
      return "same controller";
    case OriginRelation::kIndependent:
      return "independent";
    case OriginRelation::kUndecided:
      break;
  }
  return "undecided";
}

OriginRelation CompareOrigins(const RecordSet& records, const Record& a, const Record& b) {
  SourceResolver sources(records);
  const Record* const claims[] = {&a, &b};
  const std::vector<Lineage> lineages = LineagesOf(records, sources, claims);
  const Lineage &x = lineages[0], &y = lineages[1];
  if (IsOneStatement(records, sources, x, y)) return OriginRelation::kSameStatement;
  const bool same_capture = x.capture && x.capture == y.capture;
  if (!x.known() || !y.known()) return same_capture ? OriginRelation::kSameCapture : OriginRelation::kUndecided;
  if (SameSpeakers(x.end(), y.end())) return OriginRelation::kSameSource;
  if (IsRunByThoseOf(sources, x.end(), y.end()) || IsRunByThoseOf(sources, y.end(), x.end())) {
    return OriginRelation::kSameController;
  }
  if (IsIndependent(sources, x, y)) return OriginRelation::kIndependent;
  const bool same_words = same_capture && x.end().sources == y.end().sources;
  return same_words ? OriginRelation::kSameCapture : OriginRelation::kUndecided;
}

}  // namespace tallystick

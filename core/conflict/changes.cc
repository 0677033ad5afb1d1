#include "core/conflict/changes.h"

#include <algorithm>
#include <set>

#include "core/conflict/grades.h"
#include "core/conflict/retraction.h"
#include "core/record/references.h"

namespace tallystick {
namespace {

using S = v1::Slot;
using What = ClaimChange::What;

v1::Verdict::Status StatusOf(const Record& judgement) { return judgement.Get(S::kVerdict).verdict().status(); }

// From when on the finding could be found.
Position LastNeeded(const RecordSet& records, const v1::Finding& finding) {
  Position last;
  const auto need = [&](const std::string& hex) {
    if (const Record* record = records.Find(hex)) last = std::max(last, record->position);
  };
  for (const std::string& claim : finding.claims()) need(claim);
  for (const v1::Assumption& a : finding.assumptions()) need(a.record());
  return last;
}

}  // namespace

absl::string_view ChangeName(What what) {
  switch (what) {
    case What::kRetracted:
      return "retracted";
    case What::kReplaced:
      return "replaced";
    case What::kWithdrawn:
      return "withdrawn";
    case What::kCorrected:
      return "corrected";
    case What::kUndercut:
      return "undercut";
    case What::kBaseFell:
      return "base retracted";
    case What::kDisputed:
      return "disputed";
    case What::kJudged:
      return "judged";
    case What::kUsed:
      return "used";
  }
  return "";
}

ChangeFinder::ChangeFinder(const RecordSet& records, const ConflictTables& tables, const v1::Findings& findings)
    : records_(records), retold_(records, tables, findings) {
  for (const v1::Finding& finding : findings.findings()) {
    if (!IsConflict(finding)) continue;
    const Position since = LastNeeded(records, finding);
    for (const std::string& claim : finding.claims()) disputes_[claim].push_back({&finding, since});
  }
}

void ChangeFinder::AddLinks(const Record& claim, v1::Link::Type type, What what,
                            std::vector<ClaimChange>* changes) const {
  for (const LinkEnd& end : records_.LinksTo(claim.id, type)) {
    changes->push_back({what, end.link, nullptr, nullptr, end.link->position});
  }
}

void ChangeFinder::AddReplacements(const Record& claim, std::vector<ClaimChange>* changes) const {
  const Digest current = records_.CurrentVersion(claim.id);
  std::vector<const Record*> replaced_by = records_.ReplacedBy(claim.id);
  // A later correction of what it corrects itself counts instead of it.
  if (replaced_by.empty() && current != claim.id) replaced_by.push_back(records_.Find(current));
  for (const Record* newer : replaced_by) changes->push_back({What::kReplaced, newer, nullptr, nullptr, newer->position});
}

void ChangeFinder::AddJudgements(const Record& claim, std::vector<ClaimChange>* changes) const {
  const Digest current = records_.CurrentVersion(claim.id);
  std::vector<Digest> versions = WithReplaced(records_, claim.id);
  if (std::find(versions.begin(), versions.end(), current) == versions.end()) versions.push_back(current);
  std::set<const Record*> seen;
  for (const Digest& id : versions) {
    for (const Record* by : records_.JudgementsOf(id)) {
      const v1::Verdict::Status status = StatusOf(*by);
      // Who used a claim used that version of it.
      const bool used = status == v1::Verdict::used;
      if (status == v1::Verdict::retracted || !records_.IsCurrent(*by) || (used && id != claim.id)) continue;
      if (!seen.insert(by).second) continue;
      changes->push_back({used ? What::kUsed : What::kJudged, by, nullptr, nullptr, by->position});
    }
  }
}

void ChangeFinder::AddRetractions(const Digest& id, What what, std::vector<ClaimChange>* changes) const {
  const Record* base = what == What::kBaseFell ? records_.Find(id) : nullptr;
  const Digest current = records_.CurrentVersion(id);
  std::vector<const Record*> retractions = records_.RetractionsOf(id);
  if (current != id) {
    for (const Record* by : records_.RetractionsOf(current)) {
      if (std::find(retractions.begin(), retractions.end(), by) == retractions.end()) retractions.push_back(by);
    }
  }
  for (const Record* by : retractions) changes->push_back({what, by, nullptr, base, by->position});
}

std::vector<ClaimChange> ChangeFinder::Of(const Record& claim) const {
  std::vector<ClaimChange> changes;
  AddReplacements(claim, &changes);
  AddRetractions(claim.id, What::kRetracted, &changes);
  AddJudgements(claim, &changes);
  AddLinks(claim, v1::Link::withdraws, What::kWithdrawn, &changes);
  AddLinks(claim, v1::Link::corrects, What::kCorrected, &changes);
  AddLinks(claim, v1::Link::undercuts, What::kUndercut, &changes);
  std::set<Digest> bases;
  VisitReferences(claim, [&bases](const std::string&, const Digest& id) { bases.insert(id); });
  for (const Digest& base : bases) AddRetractions(base, What::kBaseFell, &changes);
  if (const auto disputes = disputes_.find(records_.CurrentVersion(claim.id).hex()); disputes != disputes_.end()) {
    for (const auto& [finding, since] : disputes->second) {
      changes.push_back({What::kDisputed, nullptr, finding, nullptr, since});
    }
  }
  const Record* current = records_.Find(records_.CurrentVersion(claim.id));
  for (const RetoldDispute& dispute : retold_.Of(current == nullptr ? claim : *current)) {
    const Position since = std::max(dispute.since, LastNeeded(records_, *dispute.finding));
    changes.push_back({What::kDisputed, nullptr, dispute.finding, nullptr, since, dispute.through});
  }
  std::stable_sort(changes.begin(), changes.end(), [](const ClaimChange& a, const ClaimChange& b) {
    return std::pair(a.what, a.since) < std::pair(b.what, b.since);
  });
  return changes;
}

}  // namespace tallystick

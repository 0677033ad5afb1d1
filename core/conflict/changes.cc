#include "core/conflict/changes.h"

#include <algorithm>
#include <set>

#include "core/conflict/retraction.h"
#include "core/record/fields.h"

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
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::judgement) continue;
    const v1::Subject& subject = record.Get(S::kSubject).subject();
    for (const std::string& hex : std::set<std::string>(subject.records().begin(), subject.records().end())) {
      if (const auto id = Digest::FromHex(hex); id.ok()) judged_by_[*id].push_back(&record);
    }
  }
  for (const v1::Finding& finding : findings.findings()) {
    if (!IsConflict(finding)) continue;
    const Position since = LastNeeded(records, finding);
    for (const std::string& claim : finding.claims()) disputes_[claim].push_back({&finding, since});
  }
}

void ChangeFinder::AddLinks(const Record& claim, v1::Link::Type type, What what,
                            std::vector<ClaimChange>* changes) const {
  for (const Record* link : records_.LinksTo(claim.id, type)) {
    changes->push_back({what, link, nullptr, nullptr, link->position});
  }
}

std::vector<ClaimChange> ChangeFinder::Of(const Record& claim) const {
  std::vector<ClaimChange> changes;
  for (const Record* newer : records_.ReplacedBy(claim.id)) {
    changes.push_back({What::kReplaced, newer, nullptr, nullptr, newer->position});
  }
  if (const auto judged = judged_by_.find(claim.id); judged != judged_by_.end()) {
    for (const Record* by : judged->second) {
      const v1::Verdict::Status status = StatusOf(*by);
      // A retraction counts even when it was itself judged: so RecordSet::IsCurrent has it.
      if (status != v1::Verdict::retracted && !records_.IsCurrent(*by)) continue;
      const What what = status == v1::Verdict::retracted ? What::kRetracted
                        : status == v1::Verdict::used    ? What::kUsed
                                                         : What::kJudged;
      changes.push_back({what, by, nullptr, nullptr, by->position});
    }
  }
  AddLinks(claim, v1::Link::withdraws, What::kWithdrawn, &changes);
  AddLinks(claim, v1::Link::corrects, What::kCorrected, &changes);
  AddLinks(claim, v1::Link::undercuts, What::kUndercut, &changes);
  std::set<Digest> bases;
  for (const std::optional<v1::Slot>& slot : claim.slots) {
    if (!slot || slot->has_header()) continue;
    VisitMarked(*slot, Mark::kRecord, [&bases](const std::string&, const std::string& hex) {
      if (const auto id = Digest::FromHex(hex); id.ok()) bases.insert(*id);
      return absl::OkStatus();
    }).IgnoreError();  // the visitor has no errors
  }
  for (const Digest& base : bases) {
    const auto judged = judged_by_.find(base);
    if (judged == judged_by_.end()) continue;
    for (const Record* by : judged->second) {
      if (StatusOf(*by) != v1::Verdict::retracted) continue;
      changes.push_back({What::kBaseFell, by, nullptr, records_.Find(base), by->position});
    }
  }
  if (const auto disputes = disputes_.find(claim.id.hex()); disputes != disputes_.end()) {
    for (const auto& [finding, since] : disputes->second) {
      changes.push_back({What::kDisputed, nullptr, finding, nullptr, since});
    }
  }
  for (const RetoldDispute& dispute : retold_.Of(claim)) {
    const Position since = std::max(dispute.since, LastNeeded(records_, *dispute.finding));
    changes.push_back({What::kDisputed, nullptr, dispute.finding, nullptr, since, dispute.through});
  }
  std::stable_sort(changes.begin(), changes.end(), [](const ClaimChange& a, const ClaimChange& b) {
    return std::pair(a.what, a.since) < std::pair(b.what, b.since);
  });
  return changes;
}

}  // namespace tallystick

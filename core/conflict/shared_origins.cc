#include "core/conflict/shared_origins.h"

#include "core/conflict/certificate.h"
#include "core/conflict/settled.h"
#include "core/conflict/suspected_copies.h"

namespace tallystick {
namespace {

constexpr char kFalseAlarm[] = "false alarm";

std::string IdOf(const FindingDraft& draft) {
  v1::Finding finding;
  finding.set_kind(draft.kind);
  for (const ClaimView* claim : draft.claims) finding.add_claims(claim->record->id.hex());
  for (const v1::Assumption& assumption : draft.wording.assumptions) *finding.add_assumptions() = assumption;
  return FindingId(finding);
}

}  // namespace

SharedOrigins SharedOriginsOf(const RecordSet& records, const std::vector<FindingDraft>& copies) {
  const std::map<std::string, std::vector<v1::Judged>> judged = JudgedFindings(records);
  std::vector<MayBeOne> sets;
  for (const FindingDraft& draft : copies) {
    const auto it = judged.find(IdOf(draft));
    if (it != judged.end() && it->second.back().status() == kFalseAlarm) continue;
    MayBeOne& set = sets.emplace_back();
    for (const ClaimView* claim : draft.claims) set.claims.push_back(claim->record->id);
    set.shared = draft.shares;
  }
  return SharedOrigins(std::move(sets));
}

SharedOrigins SharedOriginsOf(const v1::Findings& findings) {
  std::vector<MayBeOne> sets;
  for (const v1::Finding& f : findings.findings()) {
    if (f.kind() != kSuspectedCopy) continue;
    if (!f.judged().empty() && f.judged().rbegin()->status() == kFalseAlarm) continue;
    MayBeOne& set = sets.emplace_back();
    for (const std::string& hex : f.claims()) {
      if (const auto id = Digest::FromHex(hex); id.ok()) set.claims.push_back(*id);
    }
    set.shared = f.shares();
  }
  return SharedOrigins(std::move(sets));
}

SharedOrigins FindSharedOrigins(const RecordSet& records, const ConflictTables& tables) {
  const EntityGraph entities(records);
  const ConflictRun run(records, tables, ViewClaims(records, entities, *tables.vocabulary), entities);
  ClaimChains chains(run);
  return SharedOriginsOf(records, FindSuspectedCopies(chains));
}

}  // namespace tallystick

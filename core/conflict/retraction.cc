#include "core/conflict/retraction.h"

#include <algorithm>

#include "core/conflict/settled.h"

namespace tallystick {

RecordSet WithRetracted(const RecordSet& records, std::span<const Digest> ids) {
  RecordSet set;
  Position last;
  for (const Record& record : records.records()) {
    last = std::max(last, record.position);
    set.Add(record);
  }
  Record judgement;
  judgement.id = Sha256("tallystick: a retraction that nobody recorded");
  judgement.position = {last.submission + 1, 0};
  judgement.header.set_kind(v1::Header::judgement);
  judgement.slots.resize(SlotsOf(v1::Header::judgement).size(), v1::Slot());
  for (const Digest& id : ids) judgement.slots[1]->mutable_subject()->add_records(id.hex());
  judgement.slots[2]->mutable_verdict()->set_status(v1::Verdict::retracted);
  set.Add(std::move(judgement));
  return set;
}

RetractionEffect EffectOfRetracting(const RecordSet& records, const ConflictTables& tables, const v1::Findings& before,
                                    std::span<const Digest> ids) {
  const RecordSet retracted = WithRetracted(records, ids);
  const v1::Findings after = FindConflicts(retracted, tables);
  RetractionEffect effect{DiffFindings(before, after), {}};
  const std::set<std::string> was = SettledFindings(records), is = SettledFindings(retracted);
  const auto reopen = [&](const std::string& old_id, const v1::Finding& now) {
    if (IsConflict(now) && was.count(old_id) > 0 && is.count(now.id()) == 0) effect.reopened.push_back(now);
  };
  for (const v1::Finding& f : after.findings()) reopen(f.id(), f);
  for (const ChangedFinding& c : effect.findings.changed) {
    if (c.before.id() != c.after.id()) reopen(c.before.id(), c.after);
  }
  return effect;
}

std::vector<v1::Finding> FindingsThatRestOn(const v1::Findings& findings, const std::set<std::string>& hex_ids) {
  std::vector<v1::Finding> found;
  const auto has = [&hex_ids](const std::string& hex) { return hex_ids.count(hex) > 0; };
  for (const v1::Finding& f : findings.findings()) {
    if (std::any_of(f.claims().begin(), f.claims().end(), has) ||
        std::any_of(f.assumptions().begin(), f.assumptions().end(),
                    [&](const v1::Assumption& a) { return has(a.record()) || has(a.asserter()); })) {
      found.push_back(f);
    }
  }
  return found;
}

}  // namespace tallystick

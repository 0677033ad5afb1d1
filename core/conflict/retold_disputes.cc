#include "core/conflict/retold_disputes.h"

#include <algorithm>
#include <tuple>

#include "core/conflict/figure.h"
#include "core/conflict/one_statement.h"
#include "core/conflict/retraction.h"

namespace tallystick {
namespace {

// What two tellings must share besides the statement, so that what disputes the one disputes the other.
using Said = std::tuple<std::string, Entity, bool, std::vector<Victims>, std::vector<Entity>, std::vector<Entity>,
                        int64_t, int64_t>;

std::optional<Said> SaidBy(const ClaimView& claim, const PhraseTable& phrases) {
  if (!claim.has_number) return std::nullopt;
  const auto figure = ReadFigure(*claim.record, phrases);
  if (!figure.ok()) return std::nullopt;
  return Said(claim.predicate, claim.event, claim.negated, claim.victims, claim.places, claim.agents, figure->hard.low,
              figure->hard.high.value_or(-1));
}

bool HasConflict(const v1::Findings& findings) {
  return std::any_of(findings.findings().begin(), findings.findings().end(), IsConflict);
}

}  // namespace

RetoldDisputes::RetoldDisputes(const RecordSet& records, const ConflictTables& tables, const v1::Findings& findings)
    : records_(records), findings_(findings) {
  if (!HasConflict(findings)) return;
  const EntityGraph entities(records);
  const ConflictRun run(records, tables, ViewClaims(records, entities, *tables.vocabulary), entities);
  ClaimChains chains(run);
  for (const Retellings& retellings : FindRetellings(chains)) {
    Position needed;
    for (const v1::Assumption& why : retellings.assumptions) {
      if (const Record* record = records.Find(why.record())) needed = std::max(needed, record->position);
    }
    std::map<Said, std::vector<const Record*>> tellings;
    for (int i : retellings.claims) {
      if (const auto said = SaidBy(*chains.claims[i], *tables.phrases)) {
        tellings[*said].push_back(chains.claims[i]->record);
      }
    }
    for (const auto& [said, claims] : tellings) {
      if (claims.size() < 2) continue;
      for (const Record* claim : claims) telling_of_[claim->id] = tellings_.size();
      tellings_.push_back({{}, needed});
    }
  }
  for (int i = 0; i < findings.findings_size(); ++i) {
    if (!IsConflict(findings.findings(i))) continue;
    for (const std::string& hex : findings.findings(i).claims()) {
      const auto id = Digest::FromHex(hex);
      if (!id.ok()) continue;
      if (const auto telling = telling_of_.find(*id); telling != telling_of_.end()) {
        tellings_[telling->second].disputes[i].insert(*id);
      }
    }
  }
}

std::vector<RetoldDispute> RetoldDisputes::Of(const Record& claim) const {
  std::vector<RetoldDispute> found;
  const auto at = telling_of_.find(claim.id);
  if (at == telling_of_.end()) return found;
  const Telling& telling = tellings_[at->second];
  for (const auto& [finding, named] : telling.disputes) {
    if (named.count(claim.id) != 0) continue;
    found.push_back(
        {&findings_.findings(finding), records_.Find(*named.begin()), std::max(claim.position, telling.since)});
  }
  return found;
}

}  // namespace tallystick

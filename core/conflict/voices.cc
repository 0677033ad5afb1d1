#include "core/conflict/voices.h"

#include "core/provenance/connected.h"

namespace tallystick {

const Digest& Voices::StatementOf(const Record& claim) {
  if (const auto it = statements_.find(claim.id); it != statements_.end()) return it->second;
  const std::vector<Digest> same = SameStatementAs(chains_.run.records, claim);
  for (const Digest& each : same) statements_.insert({each, same.front()});
  return statements_.at(claim.id);
}

const std::vector<Digest>& Voices::TiesOf(int claim) {
  std::optional<std::vector<Digest>>& ties = ties_[claim];
  if (ties) return *ties;
  ties.emplace();
  const Lineage& lineage = chains_.lineages[claim];
  if (!lineage.known() || !lineage.capture || !lineage.document) return *ties;
  const RecordSet& records = chains_.run.records;
  *ties = {*lineage.document, *lineage.capture, StatementOf(*lineage.claim)};
  for (const LineageStep& step : lineage.steps) {
    for (const Digest& source : step.sources) {
      ties->push_back(source);
      const std::vector<Digest>& roots = chains_.sources.ControlOf(source).roots;
      ties->insert(ties->end(), roots.begin(), roots.end());
    }
  }
  const Record* capture = records.Find(*lineage.capture);
  const std::string publisher = capture == nullptr ? "" : capture->Get(v1::Slot::kOrigin).origin().publisher();
  if (const auto id = Digest::FromHex(publisher); id.ok()) ties->push_back(chains_.sources.ClassOf(*id));
  for (const auto type : {v1::Link::cites, v1::Link::updates}) {
    for (const LinkEnd& end : chains_.sources.LinksFrom(*lineage.capture, type)) ties->push_back(end.other);
  }
  return *ties;
}

std::vector<int> Voices::FirstOfEach(const std::vector<int>& claims) {
  Groups groups(claims.size());
  std::map<Digest, int> first_with;
  for (int i = 0; i < static_cast<int>(claims.size()); ++i) {
    for (const Digest& tie : TiesOf(claims[i])) {
      const auto [it, added] = first_with.insert({tie, i});
      if (!added) groups.Join(it->second, i);
    }
  }
  std::map<int, int> first;  // by group: the claim
  for (int i = 0; i < static_cast<int>(claims.size()); ++i) {
    if (TiesOf(claims[i]).empty()) continue;
    const auto [it, added] = first.insert({groups.Find(i), claims[i]});
    if (!added && chains_.PublishedBefore(claims[i], it->second)) it->second = claims[i];
  }
  std::vector<int> voices;
  for (const auto& [group, claim] : first) voices.push_back(claim);
  std::sort(voices.begin(), voices.end(), [this](int a, int b) { return chains_.PublishedBefore(a, b); });
  return voices;
}

}  // namespace tallystick

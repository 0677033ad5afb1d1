#include <algorithm>

#include "core/base/digest_table.h"
#include "core/conflict/chains.h"
#include "core/conflict/event_rows.h"
#include "core/provenance/lineage.h"

namespace tallystick {
namespace {

class OriginGroups {
 public:
  OriginGroups(const RecordSet& records, const std::vector<const FigureAt*>& figures)
      : records_(records), sources_(records), groups_(figures.size()) {
    std::vector<const Record*> claims;
    claims.reserve(figures.size());
    for (const FigureAt* figure : figures) claims.push_back(figure->claim->record);
    lineages_ = LineagesOf(records_, sources_, claims);
    for (const Lineage& lineage : lineages_) {
      if (lineage.retold() && lineage.document) retold_.insert(*lineage.document);
    }
    for (int i = 0; i < static_cast<int>(lineages_.size()); ++i) JoinByStatement(i), JoinByVoice(i);
  }

  std::vector<std::vector<int>> Take() {
    std::vector<std::vector<int>> members(lineages_.size());
    for (int i = 0; i < static_cast<int>(lineages_.size()); ++i) members[groups_.Find(i)].push_back(i);
    members.erase(std::remove_if(members.begin(), members.end(), [](const auto& list) { return list.empty(); }),
                  members.end());
    return members;
  }

 private:
  void Join(int i, const Digest& by) {
    const auto [it, added] = first_.insert({by, i});
    if (!added) groups_.Join(i, it->second);
  }

  void JoinByStatement(int i) {
    const Lineage& lineage = lineages_[i];
    if (statements_.count(lineage.claim->id) == 0) {
      const std::vector<Digest> same = SameStatementAs(records_, *lineage.claim);
      for (const Digest& each : same) statements_[each] = same.front();
    }
    Join(i, statements_[lineage.claim->id]);
    for (const LineageStep& step : lineage.steps) {
      if (step.any_of) continue;
      for (const Digest& source : step.sources) {
        if (sources_.IsStatement(source)) Join(i, source);
      }
    }
  }

  void JoinByVoice(int i) {
    const Lineage& lineage = lineages_[i];
    // What a document says in its own name, its copies repeat.
    if (lineage.document && lineage.steps.size() == 1 && retold_.count(*lineage.document) != 0)
      Join(i, *lineage.document);
    if (!lineage.known() || lineage.end().any_of) return;
    for (const Digest& source : lineage.end().sources) {
      for (const Digest& root : sources_.ControlOf(source).roots) Join(i, root);
    }
  }

  const RecordSet& records_;
  SourceResolver sources_;
  Groups groups_;
  std::vector<Lineage> lineages_;
  DigestSet retold_;                // documents that a copy tells in its own name
  DigestTable<Digest> statements_;  // the claim that stands for all of its statement
  DigestTable<int> first_;          // by what joins them
};

}  // namespace

std::vector<std::vector<int>> GroupByOrigin(const RecordSet& records, const std::vector<const FigureAt*>& figures) {
  return OriginGroups(records, figures).Take();
}

}  // namespace tallystick

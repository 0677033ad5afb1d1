#include "core/conflict/one_statement.h"

#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/provenance/describe.h"

namespace tallystick {
namespace {

// The innermost statement that alone makes up a step of the chain.
std::optional<Digest> StatementOf(ClaimChains& chains, const Lineage& lineage) {
  for (auto step = lineage.steps.rbegin(); step != lineage.steps.rend(); ++step) {
    if (step->sources.size() == 1 && chains.sources.IsStatement(step->sources[0])) return step->sources[0];
  }
  return std::nullopt;
}

// What two claims have to share to be one statement without a link.
struct Key {
  Digest origin;                 // statement, or document
  std::vector<Digest> speakers;  // of a document: the first speakers; empty: its own voice
  std::string predicate;
  Entity event = kNoEntity;
  auto operator<=>(const Key&) const = default;
};

class RetellingFinder {
 public:
  explicit RetellingFinder(ClaimChains& chains) : chains_(chains), groups_(chains.taking_part) {
    for (int i = 0; i < size(); ++i) by_id_[chains.claims[i]->record->id] = i;
  }

  std::vector<Retellings> Find() {
    JoinByLinks();
    std::map<Key, std::vector<int>> by_statement, by_document;
    for (int i = 0; i < size(); ++i) {
      const ClaimView& claim = *chains_.claims[i];
      const Lineage& lineage = chains_.lineages[i];
      if (claim.event == kNoEntity || !lineage.known()) continue;
      if (const auto statement = StatementOf(chains_, lineage)) {
        by_statement[{*statement, {}, claim.predicate, claim.event}].push_back(i);
      } else if (lineage.document) {
        const std::vector<Digest> speakers = lineage.steps.size() == 1 ? std::vector<Digest>() : lineage.end().sources;
        by_document[{*lineage.document, speakers, claim.predicate, claim.event}].push_back(i);
      }
    }
    for (const auto& [key, claims] : by_statement) {
      JoinWhereClear(claims, Assume(absl::StrCat("all go back to ", DescribeSource(chains_.run.records, key.origin)),
                                    kAnalyst, key.origin.hex()));
    }
    for (const auto& [key, claims] : by_document) {
      JoinWhereClear(claims, Assume(absl::StrCat("all stand in copies or translations of ",
                                                 DescribeRecord(chains_.run.records, key.origin)),
                                    kAnalyst, key.origin.hex()));
    }
    return Collect();
  }

 private:
  int size() const { return static_cast<int>(chains_.taking_part); }

  void Note(int claim, const v1::Assumption& why) { why_[claim].push_back(why); }

  void JoinByLinks() {
    std::set<int> seen;
    for (int i = 0; i < size(); ++i) {
      if (seen.count(i) != 0) continue;
      const RecordSet& records = chains_.run.records;
      const std::vector<Digest> same = SameStatementAs(records, *chains_.claims[i]->record);
      if (same.size() < 2) continue;
      for (const Digest& id : same) {
        for (const Record* link : records.LinksFrom(id, v1::Link::same_statement)) {
          const std::string& asserter = link->Get(v1::Slot::kLink).link().asserter();
          Note(i, Assume("they are one statement", asserter.empty() ? kAnalyst : absl::string_view(asserter),
                         link->id.hex()));
        }
        const auto it = by_id_.find(id);
        if (it == by_id_.end()) continue;
        groups_.Join(i, it->second);
        seen.insert(it->second);
      }
    }
  }

  // Nobody tells one thing twice in one document.
  bool OnePerCapture(const std::vector<int>& claims) const {
    std::set<Digest> captures;
    for (int i : claims) {
      if (!chains_.lineages[i].capture || !captures.insert(*chains_.lineages[i].capture).second) return false;
    }
    return true;
  }

  void JoinWhereClear(const std::vector<int>& claims, const v1::Assumption& why) {
    if (claims.size() < 2) return;
    std::map<std::pair<std::vector<Victims>, std::vector<Entity>>, std::vector<int>> parts;
    const bool clear = OnePerCapture(claims);
    for (int i : claims) {
      const ClaimView& claim = *chains_.claims[i];
      parts[clear ? std::pair<std::vector<Victims>, std::vector<Entity>>() : std::pair(claim.victims, claim.places)]
          .push_back(i);
    }
    for (const auto& [which, part] : parts) {
      if (part.size() < 2 || !OnePerCapture(part)) continue;
      for (int i : part) groups_.Join(part[0], i);
      Note(part[0], why);
    }
  }

  std::vector<Retellings> Collect() {
    std::map<int, Retellings> groups;
    for (int i = 0; i < size(); ++i) groups[groups_.Find(i)].claims.push_back(i);
    std::vector<Retellings> found;
    for (auto& [root, group] : groups) {
      if (group.claims.size() < 2) continue;
      for (int i : group.claims) {
        if (const auto it = why_.find(i); it != why_.end()) {
          group.assumptions.insert(group.assumptions.end(), it->second.begin(), it->second.end());
        }
      }
      std::sort(
          group.assumptions.begin(), group.assumptions.end(), [](const v1::Assumption& a, const v1::Assumption& b) {
            return std::tuple(a.text(), a.asserter(), a.record()) < std::tuple(b.text(), b.asserter(), b.record());
          });
      std::sort(group.claims.begin(), group.claims.end(),
                [this](int a, int b) { return chains_.PublishedBefore(a, b); });
      found.push_back(std::move(group));
    }
    return found;
  }

  ClaimChains& chains_;
  Groups groups_;
  std::map<Digest, int> by_id_;
  std::map<int, std::vector<v1::Assumption>> why_;
};

}  // namespace

std::vector<Retellings> FindRetellings(ClaimChains& chains) { return RetellingFinder(chains).Find(); }

}  // namespace tallystick

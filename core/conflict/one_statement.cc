#include "core/conflict/one_statement.h"

#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/base/disjoint_sets.h"
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

// Beyond this number of different victims and places, only equal ones are taken for one.
constexpr size_t kCompared = 32;

using WhoAndWhere = std::pair<std::vector<Victims>, std::vector<Entity>>;

// Nobody is in both.
bool AreDisjoint(const Lattices& lattices, const Victims& a, const Victims& b) {
  if (!a.of_class.empty() && !b.of_class.empty() && lattices.vocabulary->ClassesDisjoint(a.of_class, b.of_class)) {
    return true;
  }
  return a.group != kNoEntity && b.group != kNoEntity && lattices.entities->StatedDisjoint(a.group, b.group);
}

// What is told of the one is not told of the other: whoever retells a statement does not turn one into the other.
bool TellApart(const Lattices& lattices, const WhoAndWhere& a, const WhoAndWhere& b) {
  if (!a.second.empty() && !b.second.empty() && !lattices.entities->AllWithin(a.second, b.second) &&
      !lattices.entities->AllWithin(b.second, a.second)) {
    return true;
  }
  if (a.first.empty() || b.first.empty()) return false;
  return std::all_of(a.first.begin(), a.first.end(), [&](const Victims& x) {
    return std::all_of(b.first.begin(), b.first.end(), [&](const Victims& y) { return AreDisjoint(lattices, x, y); });
  });
}

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
      if (claim.event == kNoEntity || !lineage.known() || !lineage.capture) continue;
      if (const auto statement = StatementOf(chains_, lineage)) {
        by_statement[{*statement, {}, claim.predicate, claim.event}].push_back(i);
      } else if (lineage.document) {
        std::vector<Digest> speakers;
        if (lineage.steps.size() > 1) speakers.assign(lineage.end().sources.begin(), lineage.end().sources.end());
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
        if (records.CurrentVersion(id) != id) continue;  // the links of all versions are found from any
        for (const LinkEnd& end : records.LinksFrom(id, v1::Link::same_statement)) {
          const std::string& asserter = end.body().asserter();
          Note(i, Assume("they are one statement", asserter.empty() ? kAnalyst : absl::string_view(asserter),
                         end.link->id.hex()));
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
    return std::all_of(claims.begin(), claims.end(),
                       [&](int i) { return captures.insert(*chains_.lineages[i].capture).second; });
  }

  // One communiqué told of the dead of two towns: two statements, though each document holds only one.
  bool TellsOfSeveral(const std::map<WhoAndWhere, std::vector<int>>& parts) const {
    if (parts.size() > kCompared) return true;
    for (auto a = parts.begin(); a != parts.end(); ++a) {
      for (auto b = parts.begin(); b != a; ++b) {
        if (TellApart(chains_.run.lattices, a->first, b->first)) return true;
      }
    }
    return false;
  }

  void JoinWhereClear(const std::vector<int>& claims, const v1::Assumption& why) {
    if (claims.size() < 2) return;
    std::map<WhoAndWhere, std::vector<int>> parts;
    for (int i : claims) parts[{chains_.claims[i]->victims, chains_.claims[i]->places}].push_back(i);
    if (OnePerCapture(claims) && !TellsOfSeveral(parts)) parts = {{{}, claims}};
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
  DisjointSets groups_;
  std::map<Digest, int> by_id_;
  std::map<int, std::vector<v1::Assumption>> why_;
};

}  // namespace

std::vector<Retellings> FindRetellings(ClaimChains& chains) { return RetellingFinder(chains).Find(); }

}  // namespace tallystick

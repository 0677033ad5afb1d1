#include "core/record/record_index.h"

#include <algorithm>

namespace tallystick {
namespace {

bool IsRetraction(const Record& record) {
  return record.kind() == v1::Header::judgement &&
         record.Get(v1::Slot::kVerdict).verdict().status() == v1::Verdict::retracted;
}

// The ids among these texts, each once, in their order.
std::vector<Digest> IdsIn(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::vector<Digest> ids;
  DigestSet seen;
  for (const std::string& hex : texts) {
    const auto id = Digest::FromHex(hex);
    if (id.ok() && (texts.size() == 1 || seen.insert(*id).second)) ids.push_back(*id);
  }
  return ids;
}

std::vector<Digest> JudgedIn(const Record& judgement) {
  return IdsIn(judgement.Get(v1::Slot::kSubject).subject().records());
}

// Ids in groups that grow together.
class JoinedIds {
 public:
  size_t NumberOf(const Digest& id) {
    const auto [it, added] = numbers_.insert({id, ids_.size()});
    if (added) {
      up_.push_back(ids_.size());
      ids_.push_back(id);
    }
    return it->second;
  }
  size_t Find(size_t i) {
    while (up_[i] != i) i = up_[i] = up_[up_[i]];
    return i;
  }
  void Join(const Digest& a, const Digest& b) {
    const size_t x = Find(NumberOf(a)), y = Find(NumberOf(b));
    up_[std::max(x, y)] = std::min(x, y);
  }
  const std::vector<Digest>& ids() const { return ids_; }

 private:
  DigestTable<size_t> numbers_;
  std::vector<Digest> ids_;
  std::vector<size_t> up_;
};

}  // namespace

RecordIndex::RecordIndex(const std::vector<Record>& records) {
  ReadVersions(records);
  ReadJudgements(records);
  ReadLinks(records);
}

// All that replacements join is one record. Of those that nothing replaces the last in the log counts; ids are hashes,
// so that there is always one, but in what was made up: then the last of all counts.
void RecordIndex::ReadVersions(const std::vector<Record>& records) {
  JoinedIds joined;
  for (size_t at = 0; at < records.size(); ++at) {
    for (const Digest& old : IdsIn(records[at].header.replaces())) {
      if (old == records[at].id) continue;
      replaced_by_[old].push_back(at);
      joined.Join(records[at].id, old);
    }
  }
  if (joined.ids().empty()) return;
  DigestTable<size_t> places;
  for (const Digest& id : joined.ids()) places.insert({id, records.size()});
  for (size_t at = 0; at < records.size(); ++at) {
    if (const auto it = places.find(records[at].id); it != places.end()) it->second = at;
  }
  std::vector<std::pair<std::pair<bool, size_t>, Digest>> order;  // those that are not here first, by id
  for (const auto& [id, at] : places) order.push_back({{at < records.size(), at}, id});
  std::sort(order.begin(), order.end());
  std::vector<size_t> numbers(joined.ids().size(), joined.ids().size());
  for (const auto& [place, id] : order) {
    size_t& number = numbers[joined.Find(joined.NumberOf(id))];
    if (number == joined.ids().size()) {
      number = groups_.size();
      groups_.emplace_back();
    }
    groups_[number].versions.push_back(id);
    group_of_[id] = number;
    joined_.insert(id);
  }
  for (Group& group : groups_) {
    const auto tip = std::find_if(group.versions.rbegin(), group.versions.rend(),
                                  [this](const Digest& id) { return replaced_by_.count(id) == 0; });
    group.current = tip == group.versions.rend() ? group.versions.back() : *tip;
  }
}

const Digest& RecordIndex::CurrentVersion(const Digest& id) const {
  const auto it = group_of_.find(id);
  return it == group_of_.end() ? id : groups_[it->second].current;
}

const std::vector<Digest>* RecordIndex::VersionsOf(const Digest& id) const {
  const auto it = group_of_.find(id);
  return it == group_of_.end() ? nullptr : &groups_[it->second].versions;
}

void RecordIndex::ReadJudgements(const std::vector<Record>& records) {
  for (size_t at = 0; at < records.size(); ++at) {
    if (records[at].kind() != v1::Header::judgement) continue;
    for (const Digest& id : JudgedIn(records[at])) judged_by_[id].push_back(at);
  }
  for (const size_t at : StandingRetractions(records)) {
    for (const Digest& id : JudgedIn(records[at])) {
      retracted_by_[id].push_back(at);
      joined_.insert(id);
    }
  }
}

// A retraction holds unless it is replaced or a retraction of it holds. Decided from those that nobody retracts on down,
// each once; whoever retract each other in a circle (which no real ids can) hold none of them.
std::vector<size_t> RecordIndex::StandingRetractions(const std::vector<Record>& records) const {
  enum State { kOpen, kHolds, kFalls };
  struct Retraction {
    size_t at;
    size_t against = 0;  // those of it that are not decided
    std::vector<size_t> of = {};  // the retractions that it retracts
    State state = kOpen;
  };
  std::vector<Retraction> all;
  DigestTable<size_t> numbers;
  for (size_t at = 0; at < records.size(); ++at) {
    if (!IsRetraction(records[at])) continue;
    numbers.insert({records[at].id, all.size()});
    all.push_back({at});
  }
  std::vector<size_t> decided;
  const auto decide = [&](size_t number, State state) {
    if (all[number].state != kOpen) return;
    all[number].state = state;
    decided.push_back(number);
  };
  for (Retraction& by : all) {
    for (const Digest& id : JudgedIn(records[by.at])) {
      const auto of = numbers.find(id);
      if (of == numbers.end()) continue;
      by.of.push_back(of->second);
      ++all[of->second].against;
    }
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const Digest& id = records[all[i].at].id;
    if (CurrentVersion(id) != id) {
      decide(i, kFalls);
    } else if (all[i].against == 0) {
      decide(i, kHolds);
    }
  }
  for (size_t next = 0; next < decided.size(); ++next) {
    const size_t by = decided[next];
    for (const size_t of : all[by].of) {
      --all[of].against;
      if (all[by].state == kHolds) {
        decide(of, kFalls);
      } else if (all[of].against == 0) {
        decide(of, kHolds);
      }
    }
  }
  std::vector<size_t> standing;
  for (const Retraction& each : all) {
    if (each.state == kHolds) standing.push_back(each.at);
  }
  return standing;
}

void RecordIndex::ReadLinks(const std::vector<Record>& records) {
  for (size_t at = 0; at < records.size(); ++at) {
    if (records[at].kind() != v1::Header::link || !IsCurrent(records[at].id)) continue;
    const v1::Link& link = records[at].Get(v1::Slot::kLink).link();
    const auto from = Digest::FromHex(link.from());
    if (!from.ok()) continue;
    const Digest source = CurrentVersion(*from);
    DigestSet seen = {source};  // versions of one record are not linked to each other
    for (const Digest& to : IdsIn(link.to())) {
      const Digest target = CurrentVersion(to);
      if (!seen.insert(target).second) continue;
      links_from_[source].push_back({at, target, link.type()});
      links_to_[target].push_back({at, source, link.type()});
      for (const Digest* end : {&*from, &source, &to, &target}) joined_.insert(*end);
    }
  }
}

}  // namespace tallystick

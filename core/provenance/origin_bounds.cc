#include "core/provenance/origin_bounds.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "core/base/digest_table.h"
#include "core/provenance/disjoint_paths.h"

namespace tallystick {
namespace {

void SortOnce(std::vector<Digest>* ids) {
  std::sort(ids->begin(), ids->end());
  ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
}

// Controllers, those that one source shares joined into one, with what is known of their being different.
class Controllers {
 public:
  Controllers(SourceResolver& sources, const std::vector<FirstSpeaker>& speakers) : sources_(sources) {
    for (const FirstSpeaker& speaker : speakers) {
      for (const Digest& source : speaker.sources) Join(sources_.ControlOf(source).roots);
    }
    for (const auto& [root, up] : joined_) {
      const Digest id = Find(root);
      if (!sources_.MayBeAnyone(root)) shown_.insert(id);
    }
    for (const auto& [root, up] : joined_) {
      if (!sources_.MayBeAnyone(root) || shown_.count(Find(root)) != 0) continue;
      for (const Digest& other : sources_.KnownDifferent(root)) {
        if (joined_.count(other) == 0 || Find(other) == Find(root)) continue;
        different_[Find(root)].push_back(Find(other));
        different_[Find(other)].push_back(Find(root));
      }
    }
    for (auto& [id, others] : different_) SortOnce(&others);
  }

  Digest Of(const Digest& source) { return Find(sources_.ControlOf(source).roots.front()); }
  bool IsShown(const Digest& controller) const { return shown_.count(controller) != 0; }
  std::span<const Digest> DifferentFrom(const Digest& controller) const {
    const auto it = different_.find(controller);
    return it == different_.end() ? std::span<const Digest>() : std::span<const Digest>(it->second);
  }

 private:
  void Join(const std::vector<Digest>& roots) {
    for (const Digest& root : roots) joined_.insert({root, root});
    for (const Digest& root : roots) {
      const Digest a = Find(roots.front()), b = Find(root);
      joined_[std::max(a, b)] = std::min(a, b);
    }
  }
  Digest Find(Digest id) {
    for (Digest up = joined_.at(id); up != id; up = joined_.at(id)) {
      joined_[id] = joined_.at(up);
      id = up;
    }
    return id;
  }

  SourceResolver& sources_;
  DigestTable<Digest> joined_;
  DigestSet shown_;
  DigestTable<std::vector<Digest>> different_;
};

// A speaker with whom he may be. Marks of disputed identity count as somebody shown whom two speakers may both be.
struct Candidate {
  FirstSpeaker speaker;
  std::vector<Digest> controllers;  // sorted: one, or one for each of those of whom one spoke
  std::vector<Digest> disputed;     // sorted
  bool shown = true;
  size_t differences = 0;
};

// Of two that name the same person: what is known first-hand counts.
void Merge(const FirstSpeaker& speaker, FirstSpeaker* known) {
  if (known->first_hand == speaker.first_hand) {
    known->inferred = known->inferred && speaker.inferred;
    known->sources = std::min(known->sources, speaker.sources);
  } else if (speaker.first_hand) {
    *known = speaker;
  }
}

// Each single speaker once, so that what follows costs by people and not by claims.
std::vector<FirstSpeaker> EachOnce(const std::vector<FirstSpeaker>& speakers) {
  DigestTable<size_t> single;
  std::vector<FirstSpeaker> once;
  for (const FirstSpeaker& speaker : speakers) {
    if (speaker.sources.size() == 1) {
      const auto [it, added] = single.insert({speaker.sources[0], once.size()});
      if (!added) {
        Merge(speaker, &once[it->second]);
        continue;
      }
    }
    once.push_back(speaker);
  }
  return once;
}

Candidate CandidateOf(SourceResolver& sources, Controllers& controllers, const FirstSpeaker& speaker) {
  Candidate candidate{speaker};
  for (const Digest& source : speaker.sources) {
    candidate.controllers.push_back(controllers.Of(source));
    candidate.shown = candidate.shown && controllers.IsShown(candidate.controllers.back());
    const auto& disputed = sources.ControlOf(source).disputed;
    candidate.disputed.insert(candidate.disputed.end(), disputed.begin(), disputed.end());
  }
  SortOnce(&candidate.controllers);
  SortOnce(&candidate.disputed);
  for (const Digest& controller : candidate.controllers) {
    candidate.differences += controllers.DifferentFrom(controller).size();
  }
  return candidate;
}

std::vector<Candidate> CandidatesOf(SourceResolver& sources, Controllers& controllers,
                                    const std::vector<FirstSpeaker>& speakers) {
  std::vector<Candidate> single, candidates;
  for (const FirstSpeaker& speaker : speakers) {
    Candidate candidate = CandidateOf(sources, controllers, speaker);
    (candidate.controllers.size() > 1 ? candidates : single).push_back(std::move(candidate));
  }
  std::sort(single.begin(), single.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.controllers, a.disputed) < std::tie(b.controllers, b.disputed);
  });
  const size_t choices = candidates.size();
  for (Candidate& each : single) {
    Candidate* last = candidates.size() > choices ? &candidates.back() : nullptr;
    if (last != nullptr && last->controllers == each.controllers && last->disputed == each.disputed) {
      Merge(each.speaker, &last->speaker);
    } else {
      candidates.push_back(std::move(each));
    }
  }
  return candidates;
}

// Picks candidates one after the other, each shown to be distinct from all picked before.
class Selection {
 public:
  explicit Selection(Controllers& controllers) : controllers_(controllers) {}

  bool Add(const Candidate& candidate) {
    for (const Digest& id : candidate.controllers) {
      const auto separate = separate_.find(id);
      const auto [shown, anyone] = separate == separate_.end() ? std::pair(0, 0) : separate->second;
      if (taken_.count(id) != 0 || anyone != anyone_) return false;
      if (!controllers_.IsShown(id) && shown != shown_) return false;
    }
    for (const Digest& id : candidate.disputed) {
      if (taken_.count(id) != 0) return false;
    }
    ++size_;
    taken_.insert(candidate.disputed.begin(), candidate.disputed.end());
    for (const Digest& id : candidate.controllers) {
      if (!taken_.insert(id).second) continue;
      const bool shown = controllers_.IsShown(id);
      ++(shown ? shown_ : anyone_);
      for (const Digest& other : controllers_.DifferentFrom(id)) {
        ++(shown ? separate_[other].first : separate_[other].second);
      }
    }
    return true;
  }

  int size() const { return size_; }

 private:
  Controllers& controllers_;
  int size_ = 0, shown_ = 0, anyone_ = 0;
  DigestSet taken_;
  DigestTable<std::pair<int, int>> separate_;  // how many of the taken, shown and not, it is known to differ from
};

// Any such set is a lower bound. Two orders are tried: those shown first, and those of whom most is known first.
int FewestOrigins(Controllers& controllers, const std::vector<Candidate>& candidates) {
  int low = 0;
  for (const bool shown_first : {true, false}) {
    std::vector<const Candidate*> order;
    for (const Candidate& candidate : candidates) {
      if (!candidate.speaker.first_hand) continue;
      low = std::max(low, 1);
      if (!candidate.speaker.inferred) order.push_back(&candidate);
    }
    std::sort(order.begin(), order.end(), [shown_first](const Candidate* a, const Candidate* b) {
      const auto key = [shown_first](const Candidate* c) {
        return std::tuple(c->controllers.size(), c->shown != shown_first, ~c->differences);
      };
      return std::pair(key(a), std::tie(a->controllers, a->disputed)) <
             std::pair(key(b), std::tie(b->controllers, b->disputed));
    });
    Selection selection(controllers);
    for (const Candidate* candidate : order) selection.Add(*candidate);
    low = std::max(low, selection.size());
  }
  return low;
}

// Every known speaker counts; each choice may add one whom nobody else brought.
int MostOrigins(const std::vector<Candidate>& candidates) {
  DigestSet certain;
  for (const Candidate& candidate : candidates) {
    if (candidate.controllers.size() == 1) certain.insert(candidate.controllers.front());
  }
  PathGraph choices;
  DigestTable<int> free;
  for (const Candidate& candidate : candidates) {
    if (candidate.controllers.size() == 1) continue;
    const int choice = choices.AddVertex();
    choices.starts.push_back(choice);
    for (const Digest& id : candidate.controllers) {
      if (certain.count(id) != 0) continue;
      const auto [it, added] = free.insert({id, 0});
      if (added) choices.ends.push_back(it->second = choices.AddVertex());
      choices.next[choice].push_back(it->second);
    }
  }
  return static_cast<int>(certain.size()) + FindDisjointPaths(choices).count;
}

}  // namespace

OriginBounds BoundOrigins(SourceResolver& sources, const std::vector<FirstSpeaker>& all) {
  OriginBounds bounds;
  const std::vector<FirstSpeaker> speakers = EachOnce(all);
  Controllers controllers(sources, speakers);
  std::vector<Candidate> candidates = CandidatesOf(sources, controllers, speakers);
  bounds.low = FewestOrigins(controllers, candidates);
  bounds.high = MostOrigins(candidates);
  for (Candidate& candidate : candidates) {
    candidate.speaker.may_coincide = !candidate.shown && candidates.size() > 1 && candidate.controllers.size() == 1 &&
                                     candidate.differences + 1 < candidates.size();
    bounds.speakers.push_back(std::move(candidate.speaker));
  }
  return bounds;
}

}  // namespace tallystick

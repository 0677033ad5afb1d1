// The reference for counts and routes: docs/provenance.md sentence by sentence, by exhaustive search. For a dozen sources
// and captures.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "tests/core/provenance/random_story.h"

namespace tallystick {

using Set = std::set<int>;
using Claim = StoryClaim;

// Several of whom one spoke, or one.
struct Speaker {
  std::vector<int> sources;
  bool first_hand;
  bool anyone = false;  // or somebody who is counted already
};

class Literal {
 public:
  // `suspected`: pairs of claims that may be one, by their place in the story.
  Literal(const Story& story, const std::vector<Digest>& ids, const Pairs& suspected = {})
      : story_(story), ids_(ids), suspected_(suspected) {
    for (int s = 0; s < story.sources; ++s) {
      const Set all = Component(s, story.same);
      const bool disputed = std::any_of(story.different.begin(), story.different.end(), [&](const auto& pair) {
        return all.count(pair.first) != 0 && all.count(pair.second) != 0;
      });
      members_.push_back(disputed && all.size() > 1 ? Set{s} : all);
      mark_.push_back(disputed && all.size() > 1 ? *all.begin() : -1);
    }
    FindReliance();
    for (const Claim& claim : story.claims) speaking_.push_back(SpeakersOf(claim));
    FindSpeakers();
    FindPaths();
  }

  // The fewest and the most people that the speakers can be, over every way of choosing who of "A or B" spoke.
  std::pair<int, int> Bounds() const {
    int low = story_.sources, high = 0;
    Choose(speakers_, 0, {}, [&](const std::vector<std::pair<int, bool>>& chosen) {
      Set people;
      for (const auto& [source, first] : chosen) people.insert(PersonOf(source));
      high = std::max(high, static_cast<int>(people.size()));
    });
    const std::vector<Speaker> fewest = OneOfEachGroup();
    const bool any = std::any_of(fewest.begin(), fewest.end(), [](const Speaker& s) { return s.first_hand; });
    Choose(fewest, 0, {}, [&](const std::vector<std::pair<int, bool>>& chosen) {
      std::vector<int> first_hand;
      for (size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i].second && !fewest[i].anyone) first_hand.push_back(chosen[i].first);
      }
      std::vector<std::vector<int>> groups;
      low = std::min(low, std::max(any ? 1 : 0, Fewest(first_hand, 0, groups)));
    });
    return {low, high};
  }

  bool has_choices() const {
    return std::any_of(speakers_.begin(), speakers_.end(), [](const Speaker& s) { return s.sources.size() > 1; });
  }

  int MostDisjoint(unsigned used = 0) {
    if (const auto it = known_.find(used); it != known_.end()) return it->second;
    int most = 0;
    for (const unsigned path : paths_) {
      if ((path & used) == 0) most = std::max(most, 1 + MostDisjoint(used | path));
    }
    return known_[used] = most;
  }

  bool AllMeet(unsigned cut) const {
    return std::all_of(paths_.begin(), paths_.end(), [cut](unsigned path) { return (path & cut) != 0; });
  }

 private:
  static Set Component(int start, const Pairs& pairs) {
    Set found = {start};
    for (size_t before = 0; before != found.size();) {
      before = found.size();
      for (const auto& [a, b] : pairs) {
        if (found.count(a) != 0 || found.count(b) != 0) found.insert({a, b});
      }
    }
    return found;
  }

  int Smallest(const Set& vertices) const {
    return *std::min_element(vertices.begin(), vertices.end(), [this](int a, int b) { return ids_[a] < ids_[b]; });
  }
  int ClassOf(int source) const { return Smallest(members_[source]); }
  Set ClassesOf(const std::vector<int>& sources) const {
    Set classes;
    for (const int s : sources) classes.insert(ClassOf(s));
    return classes;
  }
  bool MayBeAnyone(int source) const {
    return std::none_of(members_[source].begin(), members_[source].end(), [this](int m) { return story_.named[m]; });
  }

  Set RunBy(int source) const {
    Set above;
    for (const int m : members_[source]) {
      if (story_.controller[m] >= 0) above.insert(ClassOf(story_.controller[m]));
    }
    above.erase(ClassOf(source));
    return above;
  }
  // Everybody above; himself only when they lead back to him.
  Set Above(int source) const {
    Set above = RunBy(source);
    for (size_t before = 0; before != above.size();) {
      before = above.size();
      for (const int each : Set(above)) above.merge(RunBy(each));
    }
    return above;
  }
  struct Roots {
    Set roots, marks;
    bool circular;
  };
  // Kept, since it is asked for again and again.
  Set RootsOf(int source, bool* circular = nullptr, Set* marks = nullptr) const {
    const auto it = kept_.find(source);
    const Roots& found = it != kept_.end() ? it->second : kept_.insert({source, FindRoots(source)}).first->second;
    if (circular != nullptr) *circular = found.circular;
    if (marks != nullptr) *marks = found.marks;
    return found.roots;
  }
  Roots FindRoots(int source) const {
    Roots found;
    Set all = Above(source), ends, circles;
    all.insert(ClassOf(source));
    for (const int each : all) {
      if (RunBy(each).empty()) ends.insert(each);
      if (Above(each).count(each) != 0) circles.insert(each);
      if (mark_[each] >= 0) found.marks.insert(mark_[each]);
    }
    found.circular = ends.empty();
    found.roots = ends.empty() ? circles : ends;
    return found;
  }
  static bool Meet(const Set& a, const Set& b) {
    return std::any_of(a.begin(), a.end(), [&b](int x) { return b.count(x) != 0; });
  }

  bool IsCopy(int capture) const {
    return std::any_of(story_.copies.begin(), story_.copies.end(), [=](const auto& p) { return p.first == capture; });
  }
  int DocumentOf(int capture) const {
    const Set all = Component(capture, story_.copies);
    Set originals;
    for (const int each : all) {
      if (!IsCopy(each)) originals.insert(each);
    }
    return Smallest(originals.empty() ? all : originals);
  }
  bool IsRetold(const Claim& claim) const { return claim.steps.size() == 1 && IsCopy(claim.capture); }
  bool RepeatsAnother(const Claim& claim) const {
    return IsRetold(claim) && std::any_of(story_.claims.begin(), story_.claims.end(), [&](const Claim& other) {
             return other.capture != claim.capture && DocumentOf(other.capture) == DocumentOf(claim.capture) &&
                    !IsRetold(other);
           });
  }

  // Who reaches whom over steps to another controller and over citations.
  void FindReliance() {
    const int n = story_.vertices();
    reach_.assign(n, std::vector<bool>(n, false));
    for (const Claim& claim : story_.claims) {
      for (size_t i = 1; i < claim.steps.size(); ++i) {
        for (const int a : ClassesOf(claim.steps[i - 1])) {
          for (const int b : ClassesOf(claim.steps[i])) reach_[a][b] = reach_[a][b] || !Meet(RootsOf(a), RootsOf(b));
        }
      }
    }
    for (const auto& [a, b] : story_.cites) reach_[a][b] = true;
    for (int k = 0; k < n; ++k) {
      for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) reach_[i][j] = reach_[i][j] || (reach_[i][k] && reach_[k][j]);
      }
    }
  }

  std::vector<int> SpeakersOf(const Claim& claim) const {
    std::vector<int> speakers;
    if (RepeatsAnother(claim)) return speakers;
    for (const int source : ClassesOf(claim.steps.back())) {
      bool circular = false;
      RootsOf(source, &circular);
      const bool in_circle = claim.steps.size() == 1 && reach_[claim.capture][claim.capture];
      if (claim.first_hand || !(in_circle || circular || reach_[source][source])) speakers.push_back(source);
    }
    return speakers;
  }

  // Of each statement those of its first-hand version; one of them, where versions differ.
  void FindSpeakers() {
    std::map<int, std::vector<size_t>> statements;
    for (size_t i = 0; i < story_.claims.size(); ++i) {
      const Claim& claim = story_.claims[i];
      if (RepeatsAnother(claim)) continue;
      const Set all = Component(story_.VertexOfClaim(i), story_.same_statement);
      statements[all.size() > 1    ? *all.begin()
                 : IsRetold(claim) ? DocumentOf(claim.capture)
                                   : story_.VertexOfClaim(i)]
          .push_back(i);
    }
    for (const auto& [statement, members] : statements) {
      const bool first_hand =
          std::any_of(members.begin(), members.end(), [this](size_t i) { return story_.claims[i].first_hand; });
      std::set<std::pair<std::vector<int>, bool>> versions;
      Set named;
      for (const size_t i : members) {
        if (speaking_[i].empty() || story_.claims[i].first_hand != first_hand) continue;
        versions.insert({speaking_[i], story_.claims[i].any_of && ClassesOf(story_.claims[i].steps.back()).size() > 1});
        named.insert(speaking_[i].begin(), speaking_[i].end());
      }
      statements_.push_back({members.begin(), members.end()});
      first_speaker_.push_back(speakers_.size());
      if (versions.empty()) continue;
      if (versions.size() > 1 || versions.begin()->second) {
        speakers_.push_back({{named.begin(), named.end()}, first_hand});
      } else {
        for (const int source : named) speakers_.push_back({{source}, first_hand});
      }
    }
    for (const Speaker& speaker : speakers_) {
      for (const int source : speaker.sources) {
        const Set roots = RootsOf(source);
        roots_.insert(roots.begin(), roots.end());
        for (const int root : roots) joined_.push_back({*roots.begin(), root});
      }
    }
  }

  // Of all statements that suspicions hold together, one of those who speak in them spoke.
  std::vector<Speaker> OneOfEachGroup() const {
    std::vector<Speaker> fewest;
    Set done;
    for (size_t s = 0; s < statements_.size(); ++s) {
      if (done.count(static_cast<int>(s)) != 0) continue;
      Set claims;
      for (const size_t i : statements_[s]) claims.insert(static_cast<int>(i));
      for (size_t before = 0; before != claims.size();) {
        before = claims.size();
        for (const auto& [a, b] : suspected_) {
          if (claims.count(a) != 0 || claims.count(b) != 0) claims.insert({a, b});
        }
        for (const std::vector<size_t>& other : statements_) {
          const bool in =
              std::any_of(other.begin(), other.end(), [&](size_t i) { return claims.count(static_cast<int>(i)) != 0; });
          if (in) claims.insert(other.begin(), other.end());
        }
      }
      Speaker one{{}, false};
      std::vector<Speaker> theirs;
      int together = 0;
      for (size_t t = 0; t < statements_.size(); ++t) {
        if (claims.count(static_cast<int>(statements_[t][0])) == 0) continue;
        ++together;
        done.insert(static_cast<int>(t));
        const size_t end = t + 1 < statements_.size() ? first_speaker_[t + 1] : speakers_.size();
        for (size_t i = first_speaker_[t]; i < end; ++i) theirs.push_back(speakers_[i]);
      }
      const bool anyone = std::any_of(claims.begin(), claims.end(),
                                      [this](int i) { return RepeatsAnother(story_.claims[static_cast<size_t>(i)]); });
      for (Speaker& each : theirs) {
        each.anyone = anyone;
        if (together == 1) fewest.push_back(each);
        one.first_hand = one.first_hand || each.first_hand;
        one.sources.insert(one.sources.end(), each.sources.begin(), each.sources.end());
      }
      one.anyone = anyone;
      if (together > 1 && !one.sources.empty()) fewest.push_back(one);
    }
    return fewest;
  }

  int PersonOf(int source) const { return *Component(*RootsOf(source).begin(), joined_).begin(); }
  bool IsShown(int person) const {
    const Set all = Component(person, joined_);
    return std::any_of(all.begin(), all.end(), [this](int root) { return !MayBeAnyone(root); });
  }
  bool HeldApart(int person, int other) const {
    if (IsShown(person)) return false;
    for (const int root : Component(person, joined_)) {
      for (const auto& [x, y] : story_.different) {
        for (const auto& [from, to] : {std::pair(x, y), std::pair(y, x)}) {
          if (members_[root].count(from) == 0) continue;
          for (const int end : RootsOf(to)) {
            const bool about = end == ClassOf(to) || !MayBeAnyone(end);
            if (about && roots_.count(end) != 0 && Component(other, joined_).count(end) != 0) return true;
          }
        }
      }
    }
    return false;
  }
  bool MayBeOne(int a, int b) const {
    const int x = PersonOf(a), y = PersonOf(b);
    Set marks_a, marks_b;
    RootsOf(a, nullptr, &marks_a);
    RootsOf(b, nullptr, &marks_b);
    if (x == y || Meet(marks_a, marks_b)) return true;
    return !(IsShown(x) && IsShown(y)) && !HeldApart(x, y) && !HeldApart(y, x);
  }

  template <typename Visit>
  void Choose(const std::vector<Speaker>& speakers, size_t at, std::vector<std::pair<int, bool>> chosen,
              const Visit& visit) const {
    if (at == speakers.size()) return visit(chosen);
    for (const int source : speakers[at].sources) {
      auto next = chosen;
      next.push_back({source, speakers[at].first_hand});
      Choose(speakers, at + 1, next, visit);
    }
  }

  // Tries every way of putting each with others or alone.
  int Fewest(const std::vector<int>& all, size_t at, std::vector<std::vector<int>>& groups) const {
    if (at == all.size()) return static_cast<int>(groups.size());
    for (size_t i = 0; i < at; ++i) {
      if (all[i] == all[at]) return Fewest(all, at + 1, groups);
    }
    groups.push_back({all[at]});
    int fewest = Fewest(all, at + 1, groups);
    groups.pop_back();
    for (size_t i = 0; i < groups.size(); ++i) {
      if (!std::all_of(groups[i].begin(), groups[i].end(), [&](int b) { return MayBeOne(all[at], b); })) continue;
      groups[i].push_back(all[at]);
      fewest = std::min(fewest, Fewest(all, at + 1, groups));
      groups[i].pop_back();
    }
    return fewest;
  }

  void FindPaths() {
    std::vector<Set> next(story_.vertices());
    Set ends;
    for (size_t i = 0; i < story_.claims.size(); ++i) {
      const Claim& claim = story_.claims[i];
      Set at = {claim.capture};
      const auto lead = [&](const Set& to) {
        for (const int from : at) next[from].insert(to.begin(), to.end());
        at = to;
      };
      lead({DocumentOf(claim.capture)});
      const Set statement = Component(story_.VertexOfClaim(i), story_.same_statement);
      if (statement.size() > 1) lead({Smallest(statement)});
      for (const std::vector<int>& step : claim.steps) lead(ClassesOf(step));
      for (const int speaker : speaking_[i]) {
        const Set roots = RootsOf(speaker);
        std::vector<int> chain(roots.begin(), roots.end());
        std::sort(chain.begin(), chain.end(), [this](int a, int b) { return ids_[a] < ids_[b]; });
        at = {speaker};
        for (const int root : chain) lead({root});
        ends.insert(chain.back());
      }
    }
    for (const Claim& claim : story_.claims) Walk(next, ends, claim.capture, 0);
  }
  void Walk(const std::vector<Set>& next, const Set& ends, int at, unsigned used) {
    used |= 1u << at;
    if (ends.count(at) != 0) paths_.insert(used);
    for (const int to : next[at]) {
      if ((used >> to & 1) == 0) Walk(next, ends, to, used);
    }
  }

  const Story& story_;
  const std::vector<Digest>& ids_;
  const Pairs suspected_;
  std::vector<std::vector<size_t>> statements_;  // their claims
  std::vector<size_t> first_speaker_;            // by statement
  mutable std::map<int, Roots> kept_;
  std::vector<Set> members_;  // of each source's class
  std::vector<int> mark_;     // of a disputed identity
  std::vector<std::vector<bool>> reach_;
  std::vector<std::vector<int>> speaking_;  // of each claim
  std::vector<Speaker> speakers_;
  Set roots_;
  Pairs joined_;
  std::set<unsigned> paths_;
  std::map<unsigned, int> known_;
};

}  // namespace tallystick

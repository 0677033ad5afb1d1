#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/run.h"

namespace tallystick {
namespace {

// Whose deed it was: of one event, or at one place on one day; of the same victims.
struct Deed {
  Entity event = kNoEntity;
  std::vector<Entity> places;
  Seconds begin = 0, end = 0;
  std::string predicate;
  std::vector<Victims> victims;
  auto operator<=>(const Deed&) const = default;
};

// The claims that name one and the same set of authors, by the groups at the top of what they belong to.
struct Named {
  std::vector<Entity> tops;
  std::vector<int> claims;  // those that say "alone" first
  bool any_alone = false;
};

constexpr int kMostLookedAt = 100'000;  // pairs of sets of authors of one deed

bool Disjoint(const std::vector<Entity>& a, const std::vector<Entity>& b) {
  return std::none_of(a.begin(), a.end(), [&](Entity e) { return std::binary_search(b.begin(), b.end(), e); });
}

class Perpetrators {
 public:
  explicit Perpetrators(const ConflictRun& run) : run_(run) {}

  std::vector<FindingDraft> Find() {
    std::map<Deed, std::map<std::vector<Entity>, std::vector<int>>> deeds;
    for (int i = 0; i < static_cast<int>(run_.views.taking_part.size()); ++i) {
      const ClaimView& c = run_.Claim(i);
      const std::vector<Entity> tops = AuthorsOf(c);
      if (tops.empty() || !c.fact() || c.negated) continue;
      if (const auto deed = DeedOf(c)) deeds[*deed][tops].push_back(i);
    }
    for (auto& [deed, by_authors] : deeds) {
      if (by_authors.size() < 2) continue;
      std::vector<Named> named;
      for (auto& [tops, claims] : by_authors) named.push_back({tops, std::move(claims)});
      std::sort(named.begin(), named.end(),
                [](const Named& a, const Named& b) { return a.claims.front() < b.claims.front(); });
      for (Named& n : named) {
        const auto others = std::stable_partition(n.claims.begin(), n.claims.end(), [&](int i) { return SaysAlone(i); });
        n.any_alone = others != n.claims.begin();
      }
      Decide(named);
    }
    return std::move(drafts_);
  }

 private:
  std::vector<Entity> AuthorsOf(const ClaimView& c) const {
    std::vector<Entity> tops;
    for (const v1::Role& role : c.record->Get(v1::Slot::kProposition).proposition().roles()) {
      if (!IsAgentRole(role.name())) continue;
      for (const v1::Term& term : role.terms()) {
        const Entity entity = run_.entities.Find(term.entity().empty() ? term.affiliation() : term.entity());
        if (entity == kNoEntity) return {};  // a class of people may be anybody's
        tops.push_back(run_.entities.Ancestors(entity).back());
      }
    }
    std::sort(tops.begin(), tops.end());
    tops.erase(std::unique(tops.begin(), tops.end()), tops.end());
    return tops;
  }

  static std::optional<Deed> DeedOf(const ClaimView& c) {
    Deed deed{c.event, {}, 0, 0, c.predicate, c.victims};
    if (c.event != kNoEntity && !c.restricts) return deed;
    if (c.event != kNoEntity || c.places.empty() || !c.time.stated) return std::nullopt;
    // In a month there are deeds of many.
    if (c.time.start_min == kBeginningOfTime || c.time.end_max > c.time.start_min + kSecondsOfDay) return std::nullopt;
    deed.places = c.places;
    deed.begin = c.time.start_min;
    deed.end = c.time.end_max;
    return deed;
  }

  // Different figures may be different shares of what several did.
  bool MayBeTheSame(int a, int b) const {
    const auto &left = run_.problem.figures[a], &right = run_.problem.figures[b];
    return !left || !right || Intersect(left->usual, right->usual).has_value();
  }

  bool SaysAlone(int i) const {
    const v1::Proposition& p = run_.Claim(i).record->Get(v1::Slot::kProposition).proposition();
    return p.has_only() && IsAgentRole(p.only().role());
  }

  // The first two claims that name different authors; before them, two of which one says "alone".
  void Decide(const std::vector<Named>& named) {
    std::optional<std::pair<int, int>> found;
    const bool any_alone = std::any_of(named.begin(), named.end(), [&](const Named& n) { return n.any_alone; });
    int looked_at = 0;
    for (size_t x = 0; x < named.size(); ++x) {
      for (size_t y = x + 1; y < named.size(); ++y) {
        if (++looked_at > kMostLookedAt) return found ? Report(*found, named, false) : TooMany(named);
        if (!Disjoint(named[x].tops, named[y].tops)) continue;
        const std::optional<std::pair<int, int>> pair = PairOf(named[x].claims, named[y].claims);
        if (!pair) continue;
        const bool alone = SaysAlone(pair->first) || SaysAlone(pair->second);
        if (!found || alone) found = pair;
        if (alone || !any_alone) return Report(*found, named, alone);
      }
    }
    if (found) Report(*found, named, false);
  }

  // Of each side those that say "alone" come first; a few are looked at.
  std::optional<std::pair<int, int>> PairOf(const std::vector<int>& left, const std::vector<int>& right) const {
    constexpr size_t kFew = 16;
    std::optional<std::pair<int, int>> found;
    for (size_t i = 0; i < std::min(kFew, left.size()); ++i) {
      for (size_t j = 0; j < std::min(kFew, right.size()); ++j) {
        if (!MayBeTheSame(left[i], right[j])) continue;
        if (SaysAlone(left[i]) || SaysAlone(right[j])) return std::pair(left[i], right[j]);
        if (!found) found = std::pair(left[i], right[j]);
      }
    }
    return found;
  }

  std::string Authors(int i) const {
    std::vector<std::string> names;
    for (const v1::Role& role : run_.Claim(i).record->Get(v1::Slot::kProposition).proposition().roles()) {
      if (!IsAgentRole(role.name())) continue;
      for (const v1::Term& term : role.terms()) {
        names.push_back(run_.entities.Name(term.entity().empty() ? term.affiliation() : term.entity()));
      }
    }
    return ListOf(names);
  }

  std::string WhatIn(const ClaimView& c) const {
    const std::string who = VictimsInWords(run_.entities, c.victims);
    std::vector<std::string> words = {c.predicate};
    if (!who.empty()) words.push_back(who);
    if (c.event != kNoEntity) words.push_back(run_.entities.Name(c.event));
    for (Entity place : c.event == kNoEntity ? c.places : std::vector<Entity>()) {
      words.push_back(run_.entities.Name(place));
    }
    if (c.event == kNoEntity) words.push_back(TimeInWords(c.time));
    return absl::StrJoin(words, ", ");
  }

  void Report(std::pair<int, int> pair, const std::vector<Named>& named, bool alone) {
    if (pair.second < pair.first) std::swap(pair.first, pair.second);
    const ClaimView &a = run_.Claim(pair.first), &b = run_.Claim(pair.second);
    const std::string left = Authors(pair.first), right = Authors(pair.second);
    FindingDraft d;
    d.kind = kExclusivePerpetrators;
    d.verdict = alone ? v1::Finding::contradicts : v1::Finding::tension;
    d.claims = {&a, &b};
    d.scope = WhatIn(a);
    d.wording.sentence = absl::StrCat(
        Lead(2, alone), SpeakerInWords(run_.records, a), " says that it was the work of ", left,
        SaysAlone(pair.first) ? " alone" : "", ", and ", SpeakerInWords(run_.records, b), " that it was the work of ",
        right, SaysAlone(pair.second) ? " alone" : "", " (", d.scope, ").");
    if (!alone) d.wording.resolutions.push_back(absl::StrCat(left, " and ", right, " acted together"));
    d.wording.resolutions.push_back(absl::StrCat("one of ", left, " and ", right, " belonged to the other"));
    d.wording.resolutions.push_back("the two spoke of different deeds");
    if (!alone) d.wording.assumptions.push_back(Assume("it was the work of one side alone", kUnasserted));
    if (a.has_number && b.has_number) {
      d.wording.assumptions.push_back(Assume("both figures are of the same victims", kUnasserted));
    }
    AssumeSameNames(run_.entities, d.claims, &d.wording.assumptions);
    DropRepeated(&d.wording.assumptions);
    int reports = 0;
    for (const Named& each : named) reports += static_cast<int>(each.claims.size());
    if (reports > 2) {
      d.notes.push_back(absl::StrCat(reports, " reports say whose work it was, in ", named.size(),
                                     " different ways; these two are the first of them."));
    }
    drafts_.push_back(std::move(d));
  }

  void TooMany(const std::vector<Named>& named) {
    FindingDraft d;
    d.kind = kNotDecided;
    d.verdict = v1::Finding::not_decided;
    d.scope = WhatIn(run_.Claim(named.front().claims.front()));
    d.wording.sentence = absl::StrCat("Not decided: whose work it was (", d.scope, "); ", named.size(),
                                      " different answers are too many to compare.");
    drafts_.push_back(std::move(d));
  }

  const ConflictRun& run_;
  std::vector<FindingDraft> drafts_;
};

}  // namespace

std::vector<FindingDraft> FindRivalPerpetrators(const ConflictRun& run) { return Perpetrators(run).Find(); }

}  // namespace tallystick

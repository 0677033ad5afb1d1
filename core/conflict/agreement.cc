#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/run.h"

namespace tallystick {
namespace {

// What the count of origins makes of an agreement.
std::string Corroboration(const OriginCount& count) {
  const std::string words = OriginCountInWords(count);
  if (count.origins_low >= 2) return absl::StrCat(words, ": corroborates");
  if (count.origins_high == 1) return absl::StrCat(words, ": repeats, not corroborates");
  return absl::StrCat(words, ": agrees, independence not shown");
}

// `what` follows "three reports": "agree on 63 (killed, the battle)".
FindingDraft Draft(const ConflictRun& run, const std::vector<int>& claims, const std::string& scope,
                   const std::string& what) {
  FindingDraft draft;
  draft.kind = "agreement";
  draft.verdict = v1::Finding::agrees;
  draft.scope = scope;
  std::vector<const Record*> records;
  for (int i : claims) {
    draft.claims.push_back(&run.Claim(i));
    records.push_back(run.Claim(i).record);
  }
  const OriginCount count = CountOrigins(run.records, records, run.shared);
  std::string number = NumberWord(static_cast<int>(claims.size()));
  number[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(number[0])));
  draft.wording.sentence = absl::StrCat(number, " reports ", what, ". ", Corroboration(count), ".");
  if (draft.claims.size() <= 64) AssumeSameNames(run.entities, draft.claims, &draft.wording.assumptions);
  DropRepeated(&draft.wording.assumptions);
  draft.notes = count.suspicions;
  return draft;
}

std::string Share(const Range& r) { return r.low == r.high ? absl::StrCat(r.low) : ToText(r); }

// "61 to 65", "31 or more".
std::string Spoken(const Range& r) {
  if (!r.high) return absl::StrCat(r.low, " or more");
  return r.low == *r.high ? absl::StrCat(r.low) : absl::StrCat(r.low, " to ", *r.high);
}

// What was reported, each way of saying it once, before what follows from it: nobody said "61 to 65".
std::string WhatFits(const CountProblem& problem, const std::vector<int>& bounds, const Range& shared,
                     const std::string& scope) {
  std::set<std::string> seen;
  std::vector<std::string> labels;
  for (int b : bounds) {
    std::string label = LabelOf(problem, problem.bounds[b]);
    if (seen.insert(label).second) labels.push_back(std::move(label));
  }
  if (labels.size() == 1) return absl::StrCat("agree on ", labels[0], " (", scope, ")");
  return absl::StrCat("fit together (", scope, "): ", ListOf(labels), labels.size() == 2 ? " both" : " all", " allow ",
                      Spoken(shared), ", as usually meant");
}

void OnCounts(const ConflictRun& run, std::vector<FindingDraft>* drafts) {
  const CountProblem& p = run.problem;
  std::vector<std::vector<int>> by_node(p.scopes.size());
  for (int b = 0; b < static_cast<int>(p.bounds.size()); ++b) {
    if (p.bounds[b].figure && p.bounds[b].alternative != 0) by_node[p.bounds[b].node].push_back(b);
  }
  for (int node = 0; node < p.scopes.size(); ++node) {
    if (by_node[node].size() < 2) continue;
    const std::vector<FigureGroup> groups = ConsistentGroups(p, by_node[node]);
    const auto largest = std::max_element(
        groups.begin(), groups.end(), [](const FigureGroup& a, const FigureGroup& b) { return a.reports < b.reports; });
    std::vector<int> claims, bounds;
    for (int b : by_node[node]) {
      const Range& usual = p.bounds[b].usual;
      const bool member = usual.low <= largest->shared.low && (!usual.high || *usual.high >= largest->shared.low);
      if (!member) continue;
      bounds.push_back(b);
      if (claims.empty() || claims.back() != p.bounds[b].claim) claims.push_back(p.bounds[b].claim);
    }
    if (claims.size() < 2) continue;
    const std::string scope = ScopeInWords(run.lattices, p.scopes.At(node));
    drafts->push_back(Draft(run, claims, scope, WhatFits(p, bounds, largest->shared, scope)));
    drafts->back().node = node;
    if (groups.size() > 1) {
      std::vector<std::string> words;
      for (const FigureGroup& g : groups) words.push_back(absl::StrCat(Share(g.shared), " (", g.reports, ")"));
      drafts->back().notes.push_back(absl::StrCat(
          "Of ", by_node[node].size(), " figures of this count, those that usually go together: ", ListOf(words), "."));
    }
  }
}

// States and events of one kind between the same parties: of one event, or at one place at a shared moment.
void OnStates(const ConflictRun& run, std::vector<FindingDraft>* drafts) {
  std::map<std::tuple<std::string, bool, std::vector<Entity>, Entity, std::vector<Entity>>, std::vector<int>> matters;
  for (int i = 0; i < static_cast<int>(run.views.taking_part.size()); ++i) {
    const ClaimView& c = run.Claim(i);
    if (!c.fact() || (c.measure != "state" && c.measure != "event" && c.measure != "relation")) continue;
    const bool relation = c.measure == "relation";
    if (relation ? c.actors.size() < 2 : c.event == kNoEntity && (c.places.empty() || !c.time.stated)) continue;
    const Entity event = relation ? kNoEntity : c.event;
    matters[{c.predicate, c.negated, c.actors, event,
             relation || event != kNoEntity ? std::vector<Entity>() : c.places}]
        .push_back(i);
  }
  for (auto& [matter, claims] : matters) {
    const auto& [predicate, negated, actors, event, places] = matter;
    if (!places.empty()) {  // the moment that most of them share
      std::vector<std::pair<Seconds, int>> steps;
      for (int i : claims) {
        steps.push_back({run.Claim(i).time.start_min, +1});
        steps.push_back({run.Claim(i).time.end_max, -1});
      }
      std::sort(steps.begin(), steps.end());  // an end comes before a start of the same second
      int open = 0, most = 0;
      Seconds moment = 0;
      for (const auto& [at, step] : steps) {
        open += step;
        if (open > most) most = open, moment = at;
      }
      claims.erase(std::remove_if(claims.begin(), claims.end(),
                                  [&](int i) {
                                    return run.Claim(i).time.start_min > moment || run.Claim(i).time.end_max <= moment;
                                  }),
                   claims.end());
    }
    if (claims.size() < 2) continue;
    std::vector<std::string> scope = {predicate};
    std::vector<std::string> names;
    for (Entity e : actors) names.push_back(run.entities.Name(e));
    std::sort(names.begin(), names.end());
    if (!names.empty()) scope.push_back(absl::StrJoin(names, " and "));
    if (event != kNoEntity) scope.push_back(run.entities.Name(event));
    for (Entity e : places) scope.push_back(run.entities.Name(e));
    const std::string words = absl::StrJoin(scope, ", ");
    drafts->push_back(
        Draft(run, claims, words, absl::StrCat("agree on ", negated ? "a denial" : "one thing", " (", words, ")")));
  }
}

}  // namespace

std::vector<FindingDraft> FindAgreements(const ConflictRun& run) {
  std::vector<FindingDraft> drafts;
  OnCounts(run, &drafts);
  OnStates(run, &drafts);
  return drafts;
}

}  // namespace tallystick

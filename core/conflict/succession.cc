#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/run.h"

namespace tallystick {
namespace {

std::string SaidInWords(const ClaimView& c) {
  if (c.has_number)
    return absl::StrCat("“", c.quantity().lexeme().empty() ? c.quantity().words() : c.quantity().lexeme(), "”");
  const std::string& quote = c.record->Get(v1::Slot::kQuote).quote().exact();
  return absl::StrCat("“", FirstCodePoints(quote, 80), "”");
}

// Claims that their source took back or replaced: they take no part, and are named.
void Superseded(const ConflictRun& run, std::vector<FindingDraft>* drafts) {
  std::map<Digest, const ClaimView*> by_id;
  for (const auto* list : {&run.views.taking_part, &run.views.superseded}) {
    for (const ClaimView& c : *list) by_id[c.record->id] = &c;
  }
  for (const ClaimView& old : run.views.superseded) {
    for (const auto type : {v1::Link::withdraws, v1::Link::corrects}) {
      for (const LinkEnd& end : run.records.LinksTo(old.record->id, type)) {
        const auto from = by_id.find(end.other);
        if (from == by_id.end()) continue;
        const bool withdrawn = type == v1::Link::withdraws;
        FindingDraft draft;
        draft.kind = withdrawn ? "withdrawn" : "corrected";
        draft.verdict = v1::Finding::note;
        draft.claims = {&old, from->second};
        std::sort(draft.claims.begin(), draft.claims.end(),
                  [](const ClaimView* a, const ClaimView* b) { return SaidBefore(*a, *b); });
        const std::string who = SpeakerInWords(run.records, *from->second), whose = SpeakerInWords(run.records, old);
        const std::string possessive = who == whose ? "its own " : absl::StrCat(whose, "'s ");
        draft.wording.sentence = withdrawn ? absl::StrCat(who, " withdraws ", possessive, SaidInWords(old),
                                                          ": it takes no part in any other finding.")
                                           : absl::StrCat(who, " corrects ", possessive, SaidInWords(old), " to ",
                                                          SaidInWords(*from->second),
                                                          ": the earlier one takes no part in any other finding.");
        const std::string& asserter = end.body().asserter();
        draft.wording.assumptions.push_back(
            Assume(withdrawn ? "the one withdraws the other" : "the one corrects the other",
                   asserter.empty() ? kAnalyst : absl::string_view(asserter), end.link->id.hex()));
        drafts->push_back(std::move(draft));
      }
    }
  }
}

// Figures of one scope with the moment they speak of, in the order of those moments.
std::vector<std::vector<int>> DatedBounds(const CountProblem& p) {
  std::vector<std::vector<int>> by_node(p.scopes.size());
  for (int b = 0; b < static_cast<int>(p.bounds.size()); ++b) {
    const CountBound& bound = p.bounds[b];
    if (bound.figure && bound.alternative < 0 && bound.from != kBeginningOfTime) by_node[bound.node].push_back(b);
  }
  for (auto& list : by_node) {
    std::sort(list.begin(), list.end(),
              [&](int a, int b) { return std::tie(p.bounds[a].from, a) < std::tie(p.bounds[b].from, b); });
  }
  return by_node;
}

std::string AsOf(const ClaimView& c) {
  return c.quantity().as_of().empty() ? absl::StrCat("said ", FormatDay(c.said->begin))
                                      : absl::StrCat("as of ", c.quantity().as_of());
}

// What a source knows of does not shrink, unless it corrects itself.
void KnownFalls(const ConflictRun& run, int node, const std::vector<int>& dated, std::vector<FindingDraft>* drafts) {
  const CountProblem& p = run.problem;
  std::map<std::string, int> most;  // by speaker: the bound with the greatest low so far
  std::set<std::string> reported;
  for (int b : dated) {
    const CountBound& bound = p.bounds[b];
    const ClaimView& c = run.Claim(bound.claim);
    if (c.speaker.empty() || c.quantity().coverage() != v1::Quantity::known_so_far) continue;
    const auto [it, added] = most.insert({c.speaker, b});
    if (added) continue;
    const CountBound& before = p.bounds[it->second];
    if (bound.hard.high && *bound.hard.high < before.hard.low && before.by <= bound.by &&
        reported.insert(c.speaker).second) {
      FindingDraft draft;
      draft.kind = kFallingTotal;
      draft.verdict = v1::Finding::tension;
      draft.claims = {&run.Claim(std::min(before.claim, bound.claim)), &run.Claim(std::max(before.claim, bound.claim))};
      draft.scope = ScopeInWords(run.lattices, p.scopes.At(node));
      draft.excess = before.hard.low - *bound.hard.high;
      const ClaimView& earlier = run.Claim(before.claim);
      draft.wording.sentence =
          absl::StrCat("These two reports are in tension: what ", SpeakerInWords(run.records, c),
                       " knows of falls from ", LabelOf(p, before), " (", AsOf(earlier), ") to ", LabelOf(p, bound),
                       " (", AsOf(c), ") without a correction (", draft.scope, ").");
      draft.wording.resolutions = {"the later figure corrected the earlier one", "the two counted different things"};
      draft.wording.assumptions = {Assume("both figures count the same", kUnasserted)};
      drafts->push_back(std::move(draft));
    }
    if (bound.hard.low > before.hard.low) it->second = b;
  }
}

// A toll that grows is no conflict; from the least to the last.
void Rises(const ConflictRun& run, int node, const std::vector<int>& dated, std::vector<FindingDraft>* drafts) {
  const CountProblem& p = run.problem;
  const CountBound &first = p.bounds[dated.front()], &last = p.bounds[dated.back()];
  if (first.claim == last.claim || first.by > last.from || !first.usual.high || *first.usual.high >= last.usual.low)
    return;
  FindingDraft draft;
  draft.kind = "update";
  draft.verdict = v1::Finding::note;
  draft.claims = {&run.Claim(first.claim), &run.Claim(last.claim)};
  std::sort(draft.claims.begin(), draft.claims.end(),
            [](const ClaimView* a, const ClaimView* b) { return SaidBefore(*a, *b); });
  draft.scope = ScopeInWords(run.lattices, p.scopes.At(node));
  draft.wording.sentence =
      absl::StrCat("The toll rises from ", LabelOf(p, first), " (", AsOf(run.Claim(first.claim)), ", ",
                   SpeakerInWords(run.records, run.Claim(first.claim)), ") to ", LabelOf(p, last), " (",
                   AsOf(run.Claim(last.claim)), ", ", SpeakerInWords(run.records, run.Claim(last.claim)),
                   "): the later figure updates the earlier one (", draft.scope, ").");
  drafts->push_back(std::move(draft));
}

}  // namespace

std::vector<FindingDraft> FindSuccessions(const ConflictRun& run) {
  std::vector<FindingDraft> drafts;
  Superseded(run, &drafts);
  std::set<int> conflicting;
  for (const ConflictSet& set : run.counts.conflicts) conflicting.insert(set.node);
  const auto dated = DatedBounds(run.problem);
  for (int node = 0; node < static_cast<int>(dated.size()); ++node) {
    if (dated[node].size() < 2) continue;
    KnownFalls(run, node, dated[node], &drafts);
    if (conflicting.count(node) == 0) Rises(run, node, dated[node], &drafts);
  }
  return drafts;
}

}  // namespace tallystick

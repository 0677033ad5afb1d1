#include "absl/strings/str_cat.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/run.h"

namespace tallystick {
namespace {

// "17+", "dozens": it says how many at least, and is usually said of not many more.
bool IsOpen(const CountBound& b) { return b.figure && b.alternative < 0 && !b.hard.high && b.usual.high; }

// The open figures of each scope: the one that usually ends first and the one that begins last.
struct Extremes {
  int least = -1, most = -1;  // bounds
};

}  // namespace

std::vector<FindingDraft> FindFiguresOutOfOrder(const ConflictRun& run) {
  const CountProblem& p = run.problem;
  std::vector<Extremes> of_node(p.scopes.size());
  for (int b = 0; b < static_cast<int>(p.bounds.size()); ++b) {
    const CountBound& bound = p.bounds[b];
    if (!IsOpen(bound)) continue;
    Extremes& e = of_node[bound.node];
    if (e.least < 0 || *bound.usual.high < *p.bounds[e.least].usual.high) e.least = b;
    if (e.most < 0 || bound.usual.low > p.bounds[e.most].usual.low) e.most = b;
  }
  for (const ConflictSet& set : run.counts.conflicts) of_node[set.node] = {};
  std::vector<FindingDraft> drafts;
  for (int node = 0; node < p.scopes.size(); ++node) {
    const Extremes& e = of_node[node];
    if (e.least < 0) continue;
    const CountBound &least = p.bounds[e.least], &most = p.bounds[e.most];
    // A toll may grow from the one to the other.
    const bool grows = least.by <= most.from;
    if (*least.usual.high >= most.usual.low || grows || least.claim == most.claim) continue;
    const ClaimView &small = run.Claim(least.claim), &large = run.Claim(most.claim);
    FindingDraft d;
    d.kind = kFiguresOutOfOrder;
    d.verdict = v1::Finding::note;
    d.claims = {&run.Claim(std::min(least.claim, most.claim)), &run.Claim(std::max(least.claim, most.claim))};
    d.scope = ScopeInWords(run.lattices, p.scopes.At(node));
    d.excess = most.usual.low - *least.usual.high;
    d.wording.sentence = absl::StrCat(
        "These two reports can both be right, but hardly mean the same: ", SpeakerInWords(run.records, large), " says ",
        LabelOf(p, most), ", and ", SpeakerInWords(run.records, small), " ", LabelOf(p, least),
        ", which is usually at most ", *least.usual.high, " (", d.scope, ").");
    d.wording.resolutions = {"the lesser figure was the earlier one", "the two counted different things"};
    AssumeSameNames(run.entities, d.claims, &d.wording.assumptions);
    DropRepeated(&d.wording.assumptions);
    drafts.push_back(std::move(d));
  }
  return drafts;
}

}  // namespace tallystick

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/run.h"

namespace tallystick {
namespace {

std::string Quoted(const ClaimView& c) {
  constexpr size_t kShown = 120;
  const std::string& quote = c.record->Get(v1::Slot::kQuote).quote().exact();
  const absl::string_view shown = FirstCodePoints(quote, kShown);
  return absl::StrCat("“", shown, shown.size() < quote.size() ? "…" : "", "”");
}

v1::Assumption Linked(absl::string_view text, const LinkEnd& end) {
  const std::string& asserter = end.body().asserter();
  return Assume(text, asserter.empty() ? kAnalyst : absl::string_view(asserter), end.link->id.hex());
}

FindingDraft Between(const ClaimView& a, const ClaimView& b) {
  FindingDraft d;
  d.claims = {&a, &b};
  std::sort(d.claims.begin(), d.claims.end(),
            [](const ClaimView* x, const ClaimView* y) { return SaidBefore(*x, *y); });
  return d;
}

// The claims that take part, by id; made when the first link asks, as most casebooks have none.
class TakingPart {
 public:
  explicit TakingPart(const ConflictRun& run) : run_(run) {}

  const ClaimView* Find(const Digest& id) {
    if (by_id_.empty()) {
      for (const ClaimView& c : run_.views.taking_part) by_id_[c.record->id] = &c;
    }
    const auto it = by_id_.find(run_.records.CurrentVersion(id));
    return it == by_id_.end() ? nullptr : it->second;
  }

 private:
  const ConflictRun& run_;
  std::map<Digest, const ClaimView*> by_id_;
};

}  // namespace

std::vector<FindingDraft> FindUndercuts(const ConflictRun& run) {
  std::vector<FindingDraft> drafts;
  TakingPart taking_part(run);
  for (const ClaimView& target : run.views.taking_part) {
    for (const LinkEnd& end : run.records.LinksTo(target.record->id, v1::Link::undercuts)) {
      const ClaimView* from = taking_part.Find(end.other);
      if (from == nullptr || from == &target) continue;
      FindingDraft d = Between(*from, target);
      d.kind = kUndercutClaim;
      d.verdict = v1::Finding::note;
      const std::string& reason = end.link->Get(v1::Slot::kReason).reason().text();
      d.wording.sentence =
          absl::StrCat("What ", SpeakerInWords(run.records, *from), " says, ", Quoted(*from), ", takes away a ground of what ",
                       SpeakerInWords(run.records, target), " says, ", Quoted(target), ", without contradicting it",
                       reason.empty() ? "." : absl::StrCat(": ", reason, reason.back() == '.' ? "" : "."));
      d.wording.assumptions = {Linked("the one undercuts the other", end)};
      drafts.push_back(std::move(d));
    }
  }
  return drafts;
}

std::vector<FindingDraft> FindPresuppositions(const ConflictRun& run, const std::vector<FindingDraft>& conflicts) {
  constexpr size_t kFew = 12;  // claims of one conflict
  std::vector<FindingDraft> drafts;
  TakingPart taking_part(run);
  for (const FindingDraft& conflict : conflicts) {
    if (conflict.verdict != v1::Finding::contradicts && conflict.verdict != v1::Finding::tension) continue;
    for (size_t i = 0; i < std::min(kFew, conflict.claims.size()); ++i) {
      const ClaimView& presupposed = *conflict.claims[i];
      for (const LinkEnd& end : run.records.LinksTo(presupposed.record->id, v1::Link::presupposes)) {
        const ClaimView* from = taking_part.Find(end.other);
        if (from == nullptr) continue;
        FindingDraft d;
        d.kind = kPresuppositionAgainstClaim;
        d.verdict = v1::Finding::note;  // the conflict itself is a finding already
        d.claims = conflict.claims;
        if (std::find(d.claims.begin(), d.claims.end(), from) != d.claims.end()) continue;
        d.claims.push_back(from);
        std::sort(d.claims.begin(), d.claims.end(),
                  [](const ClaimView* x, const ClaimView* y) { return SaidBefore(*x, *y); });
        d.scope = conflict.scope;
        d.excess = conflict.excess;
        d.wording = conflict.wording;
        d.wording.sentence = absl::StrCat(
            SpeakerInWords(run.records, *from), " is committed to one side of this: ", Quoted(*from), " presupposes ",
            Quoted(presupposed), from->fact() ? ". " : absl::StrCat(", although ", from->not_fact, ". "),
            conflict.wording.sentence);
        d.wording.assumptions.push_back(Linked("the one presupposes the other", end));
        DropRepeated(&d.wording.assumptions);
        drafts.push_back(std::move(d));
      }
    }
  }
  return drafts;
}

}  // namespace tallystick

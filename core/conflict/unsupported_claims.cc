#include "core/conflict/unsupported_claims.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/unsupported_actors.h"
#include "core/conflict/unsupported_dates.h"
#include "core/conflict/unsupported_denials.h"
#include "core/conflict/unsupported_numbers.h"

namespace tallystick {
namespace {

std::string NotBorneOut(const Unsupported& slot) {
  if (slot.quoted.empty()) return absl::StrCat(slot.recorded, ", which is not in the quoted words");
  return absl::StrCat(slot.recorded, ", where the quoted words have “", slot.quoted, "”");
}

FindingDraft NoteOn(const ClaimView& claim, const std::vector<std::string>& slots) {
  FindingDraft draft;
  draft.kind = kQuoteDoesNotSupport;
  draft.verdict = v1::Finding::note;
  draft.claims = {&claim};
  draft.wording.sentence = absl::StrCat("The quoted words do not bear out what is recorded: “",
                                        claim.record->Get(v1::Slot::kQuote).quote().exact(), "” is recorded with ",
                                        absl::StrJoin(slots, "; and with "), ". Read the quote again.");
  draft.wording.assumptions = {Assume("what is recorded of this claim", kAnalyst, claim.record->id.hex())};
  return draft;
}

}  // namespace

std::vector<FindingDraft> FindUnsupportedClaims(const ConflictRun& run) {
  const NameIndex names(run.records, run.entities);
  std::vector<FindingDraft> drafts;
  for (const ClaimView& claim : run.views.taking_part) {
    const std::optional<QuotedText> text = ReadQuotedText(run.records, *claim.record);
    if (!text) continue;
    std::vector<std::string> slots;
    for (const std::optional<Unsupported>& found :
         {UnsupportedNumber(*claim.record, *text, *run.tables.phrases), UnsupportedDenial(claim, *text),
          UnsupportedActor(*claim.record, *text, names, run.entities), UnsupportedDate(*claim.record, *text)}) {
      if (found) slots.push_back(NotBorneOut(*found));
    }
    if (!slots.empty()) drafts.push_back(NoteOn(claim, slots));
  }
  return drafts;
}

}  // namespace tallystick

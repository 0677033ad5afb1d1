#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/provenance/describe.h"
#include "core/provenance/lineage.h"
#include "core/provenance/provenance.h"
#include "core/record/mark.h"

namespace tallystick {
namespace {

ChainStep CaptureStep(const RecordSet& records, const v1::Quote& quote) {
  ChainStep step;
  const auto id = Digest::FromHex(quote.capture());
  if (!id.ok()) {
    step.text = "(capture withheld)";
    return step;
  }
  step.capture = *id;
  step.text = absl::StrCat(DescribeRecord(records, *id), MarkAfterName(records, *id));
  const Record* capture = records.Find(*id);
  if (capture == nullptr) return step;
  const v1::Origin& origin = capture->Get(v1::Slot::kOrigin).origin();
  const std::string published = IntervalInWords(origin.published().earliest(), origin.published().latest());
  if (!published.empty()) absl::StrAppend(&step.text, ", published ", published);
  if (!origin.uri().empty()) absl::StrAppend(&step.text, ", ", origin.uri());
  return step;
}

ChainStep SpeakerStep(const RecordSet& records, const v1::Step& from) {
  ChainStep step;
  step.any_of = from.joined() == v1::Step::any_of && from.sources_size() > 1;
  step.inferred = from.certainty() == v1::Step::inferred;
  step.words = from.words();
  std::vector<std::string> names;
  for (const std::string& hex : from.sources()) {
    const auto id = Digest::FromHex(hex);
    if (!id.ok()) continue;
    step.sources.push_back(*id);
    names.push_back(absl::StrCat(DescribeSource(records, *id), MarkAfterName(records, *id)));
    const Record* source = records.Find(*id);
    step.unnamed = step.unnamed ||
                   (source != nullptr && source->Get(v1::Slot::kIdentity).identity().kind() == v1::Identity::unnamed);
  }
  step.text = absl::StrJoin(names, step.any_of ? " or " : " and ");
  if (from.has_act() && from.act() != v1::Step::act_unstated) {
    absl::StrAppend(&step.text, " ", v1::Step::Act_Name(from.act()));
  }
  const std::string said = IntervalInWords(from.said_earliest(), from.said_latest());
  if (!said.empty()) absl::StrAppend(&step.text, ", ", said);
  if (step.inferred) absl::StrAppend(&step.text, " (inferred by the analyst)");
  return step;
}

std::string BasisInWords(v1::Attribution::Basis basis) {
  switch (basis) {
    case v1::Attribution::witnessed:
      return "witnessed";
    case v1::Attribution::document:
      return "document";
    case v1::Attribution::own_count:
      return "own count";
    case v1::Attribution::compiled:
      return "compiled";
    case v1::Attribution::told:
      return "told";
    default:
      return "unstated";
  }
}

}  // namespace

Chain TraceClaim(const RecordSet& records, const Record& claim) {
  Chain chain;
  chain.claim = &claim;
  chain.mark = MarkOf(records, claim.id);
  chain.steps.push_back(CaptureStep(records, claim.Get(v1::Slot::kQuote).quote()));
  const v1::Attribution& attribution = claim.Get(v1::Slot::kAttribution).attribution();
  for (const v1::Step& step : attribution.steps()) chain.steps.push_back(SpeakerStep(records, step));
  if (attribution.steps().empty()) {
    ChainStep missing;
    missing.text = claim.IsWithheld(v1::Slot::kAttribution) ? "(attribution withheld)" : "(attribution missing)";
    chain.steps.push_back(std::move(missing));
  }
  chain.basis = BasisInWords(attribution.basis());
  chain.first_hand = !attribution.steps().empty() && IsFirstHand(attribution.basis());
  return chain;
}

}  // namespace tallystick

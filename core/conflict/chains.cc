#include "core/conflict/chains.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/provenance/describe.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr size_t kQuoteShown = 160;  // code points

std::optional<CivilSpan> SpanOf(const std::string& earliest, const std::string& latest) {
  const auto from = ReadDate(earliest), to = ReadDate(latest);
  if (!from && !to) return std::nullopt;
  return CivilSpan{from ? from->begin : to->begin, to ? to->end : from->end};
}

// The capture's date, else when its own voice is said to have spoken.
std::optional<CivilSpan> ToldWhen(const RecordSet& records, const Record& claim) {
  if (const auto capture = Digest::FromHex(claim.Get(S::kQuote).quote().capture()); capture.ok()) {
    if (const auto span = PublicationOf(records, *capture)) return span;
  }
  const v1::Attribution& attribution = claim.Get(S::kAttribution).attribution();
  if (attribution.steps().empty()) return std::nullopt;
  return SpanOf(attribution.steps(0).said_earliest(), attribution.steps(0).said_latest());
}

}  // namespace

ClaimChains::ClaimChains(const ConflictRun& r) : run(r), sources(r.records) {
  std::vector<const Record*> records;
  for (const auto* list : {&run.views.taking_part, &run.views.superseded}) {
    for (const ClaimView& claim : *list) {
      claims.push_back(&claim);
      records.push_back(claim.record);
      published.push_back(ToldWhen(run.records, *claim.record));
    }
  }
  taking_part = run.views.taking_part.size();
  lineages = LineagesOf(run.records, sources, records);
}

bool ClaimChains::PublishedBefore(int a, int b) const {
  const Seconds when_a = published[a] ? published[a]->begin : kEndOfTime;
  const Seconds when_b = published[b] ? published[b]->begin : kEndOfTime;
  return when_a != when_b ? when_a < when_b : claims[a]->record->id < claims[b]->record->id;
}

bool ClaimChains::SurelyBefore(int a, int b) const {
  return published[a] && published[b] && published[a]->end <= published[b]->begin;
}

std::optional<CivilSpan> PublicationOf(const RecordSet& records, const Digest& capture) {
  const Record* record = records.Find(capture);
  if (record == nullptr) return std::nullopt;
  const v1::Interval& published = record->Get(S::kOrigin).origin().published();
  return SpanOf(published.earliest(), published.latest());
}

std::string CaptureInWords(const RecordSet& records, const Digest& capture) {
  const Record* record = records.Find(capture);
  const std::string name = DescribeRecord(records, capture);
  if (record == nullptr) return name;
  const v1::Interval& published = record->Get(S::kOrigin).origin().published();
  const std::string date = IntervalInWords(published.earliest(), published.latest());
  return date.empty() ? name : absl::StrCat(name, ", ", date);
}

std::string RetellingInWords(const RecordSet& records, const ClaimView& claim) {
  const v1::Quote& quote = claim.record->Get(S::kQuote).quote();
  const absl::string_view shown = FirstCodePoints(quote.exact(), kQuoteShown);
  std::string text = quote.exact().empty()
                         ? std::string("(quote withheld)")
                         : absl::StrCat("“", shown, shown.size() < quote.exact().size() ? "…" : "", "”");
  const auto capture = Digest::FromHex(quote.capture());
  absl::StrAppend(&text, " (", capture.ok() ? absl::StrCat(CaptureInWords(records, *capture), "; ") : "",
                  AttributionInWords(records, claim), ")");
  return text;
}

Groups::Groups(size_t n) : up_(n) { std::iota(up_.begin(), up_.end(), 0); }

int Groups::Find(int i) {
  while (up_[i] != i) i = up_[i] = up_[up_[i]];
  return i;
}

void Groups::Join(int a, int b) {
  a = Find(a), b = Find(b);
  up_[std::max(a, b)] = std::min(a, b);
}

}  // namespace tallystick

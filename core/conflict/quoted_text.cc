#include "core/conflict/quoted_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/fold.h"

namespace tallystick {

bool QuotedText::is_read() const {
  return language.empty() || language == "en" || language == "fr" || language == "ar";
}

std::string FirstSubtag(const std::string& language) {
  return absl::AsciiStrToLower(language.substr(0, language.find_first_of("-_")));
}

std::optional<QuotedText> ReadQuotedText(const RecordSet& records, const Record& claim) {
  if (claim.IsWithheld(v1::Slot::kQuote)) return std::nullopt;
  const v1::Quote& quote = claim.Get(v1::Slot::kQuote).quote();
  if (quote.exact().empty()) return std::nullopt;
  QuotedText text;
  text.language = FirstSubtag(quote.language());
  if (const Record* capture = records.Find(quote.capture()); text.language.empty() && capture != nullptr) {
    text.language = FirstSubtag(capture->Get(v1::Slot::kOrigin).origin().language());
  }
  text.runs.push_back(absl::StrCat(quote.prefix(), quote.exact(), quote.suffix()));
  for (const v1::Passage& passage : quote.passages()) text.runs.push_back(passage.exact());
  text.translated = !quote.translation().empty();
  if (text.translated) text.runs.push_back(quote.translation());
  for (const std::string& run : text.runs) text.folded.push_back(Fold(run));
  return text;
}

}  // namespace tallystick

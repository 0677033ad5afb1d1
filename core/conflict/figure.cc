#include "core/conflict/figure.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
absl::StatusOr<FigureReading> ReadSpoken(const Record& claim, const PhraseTable& table) {
  const v1::Quantity& quantity = claim.Get(v1::Slot::kQuantity).quantity();
  const std::string& words = quantity.lexeme().empty() ? quantity.words() : quantity.lexeme();
  const std::string& language =
      quantity.language().empty() ? claim.Get(v1::Slot::kQuote).quote().language() : quantity.language();
  absl::StatusOr<Reading> reading = ReadWords(words, language, table);
  if (reading.ok()) {
    absl::string_view label = words;
    if (label.size() > reading->rest.size()) label.remove_suffix(reading->rest.size());
    return FigureReading{*std::move(reading), std::string(absl::StripAsciiWhitespace(label)), false};
  }
  if (!quantity.has_nominal()) return reading.status();
  TALLY_ASSIGN_OR_RETURN(Reading nominal, ReadNominal(quantity.nominal(), "", table));
  return FigureReading{std::move(nominal), absl::StrCat(quantity.nominal()), true};
}

absl::StatusOr<Figure> ReadFigure(const Record& claim, const PhraseTable& table) {
  TALLY_ASSIGN_OR_RETURN(FigureReading spoken, ReadSpoken(claim, table));
  const Reading& reading = spoken.reading;
  return Figure{reading.hard, Intersect(reading.hard, reading.soft).value_or(reading.hard), reading.soft,
                reading.nominal, std::move(spoken.label)};
}

std::string FigureInWords(const Figure& figure) {
  std::string text = figure.label;
  const std::string hard = ToText(figure.hard), soft = ToText(figure.soft);
  if (text != hard) absl::StrAppend(&text, ": ", hard);
  if (soft != hard) absl::StrAppend(&text, text == hard ? ": usually " : ", usually ", soft);
  return text;
}

}  // namespace tallystick

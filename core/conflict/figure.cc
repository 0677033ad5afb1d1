#include "core/conflict/figure.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

Figure FromReading(const Reading& reading, std::string label) {
  return {reading.hard, Intersect(reading.hard, reading.soft).value_or(reading.hard), reading.soft, reading.nominal,
          std::move(label)};
}

}  // namespace

absl::StatusOr<Figure> ReadFigure(const v1::Quantity& quantity, absl::string_view language, const PhraseTable& table) {
  const std::string& words = quantity.lexeme().empty() ? quantity.words() : quantity.lexeme();
  const absl::string_view spoken = quantity.language().empty() ? language : absl::string_view(quantity.language());
  absl::StatusOr<Reading> reading = ReadWords(words, spoken, table);
  if (reading.ok()) {
    absl::string_view label = words;
    if (label.size() > reading->rest.size()) label.remove_suffix(reading->rest.size());
    return FromReading(*reading, std::string(absl::StripAsciiWhitespace(label)));
  }
  if (!quantity.has_nominal()) return reading.status();
  TALLY_ASSIGN_OR_RETURN(const Reading nominal, ReadNominal(quantity.nominal(), "", table));
  return FromReading(nominal, absl::StrCat(quantity.nominal()));
}

std::string FigureInWords(const Figure& figure) {
  std::string text = figure.label;
  const std::string hard = ToText(figure.hard), soft = ToText(figure.soft);
  if (text != hard) absl::StrAppend(&text, ": ", hard);
  if (soft != hard) absl::StrAppend(&text, text == hard ? ": usually " : ", usually ", soft);
  return text;
}

}  // namespace tallystick

// The number of a claim under a phrase table. Pure.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "core/quantity/phrase_table.h"
#include "core/quantity/reading.h"
#include "proto/claim.pb.h"

namespace tallystick {

struct Figure {
  Range hard;   // what was said for certain
  Range usual;  // the part of it that is usually meant
  Range soft;   // how far it is usually stretched: wider than `hard` for a bare round number
  std::optional<int64_t> nominal;
  std::string label;  // as said: "some 60", "63"

  bool bare_round() const { return soft != usual; }
  bool exact() const { return hard.high == hard.low; }
};

// Reads the lexeme, or the words when there is none. Words that no table reads give way to the nominal number.
// `language` is that of the quote. kInvalidArgument and kNotFound as ReadWords().
absl::StatusOr<Figure> ReadFigure(const v1::Quantity& quantity, absl::string_view language, const PhraseTable& table);

// "some 60: 45–75, usually 55–65"
std::string FigureInWords(const Figure& figure);

}  // namespace tallystick

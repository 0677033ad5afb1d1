// The number of a claim under a phrase table. Pure.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "core/quantity/phrase_table.h"
#include "core/quantity/reading.h"
#include "core/record/record.h"

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

// What the table makes of a claim's number, and the words that it read.
struct FigureReading {
  Reading reading;
  std::string label;
  bool nominal = false;  // no table reads the words: the nominal number is taken
};

// Reads the claim's lexeme, or the words when there is none, in their own language or else the quote's. Words that no
// table reads give way to the nominal number. kInvalidArgument and kNotFound as ReadWords().
absl::StatusOr<FigureReading> ReadSpoken(const Record& claim, const PhraseTable& table);
absl::StatusOr<Figure> ReadFigure(const Record& claim, const PhraseTable& table);

// "some 60: 45–75, usually 55–65"
std::string FigureInWords(const Figure& figure);

}  // namespace tallystick

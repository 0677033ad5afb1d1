// Full-text queries over records. Backends only supply candidates; what matches is decided here on the folded text, so
// that every store gives the same answer. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/record/record.h"

namespace tallystick {

// The texts of a record that a search looks through: names, quotes, passages, translations, titles, reasons, notes.
std::vector<std::string> SearchableTexts(const Record& record);

// Every term must be met: a word as the beginning of a word, a term of several words as a phrase of whole words.
struct TextQuery {
  std::vector<std::vector<std::string>> terms;  // folded words
};

// One term an argument. kInvalidArgument when one has no letter or digit in it.
absl::StatusOr<TextQuery> ParseTextQuery(const std::vector<std::string>& arguments);

bool Matches(const TextQuery& query, const Record& record);

}  // namespace tallystick

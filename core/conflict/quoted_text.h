// The words that a claim rests on, and what was found in them against what is recorded. Internal to this folder. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/record/record_set.h"

namespace tallystick {

// The quote, its passages, what stands within 32 code points of it, and its translation: each a run of its own.
struct QuotedText {
  std::string language;             // of the quote, or else of the capture: the first subtag; "" when unstated
  std::vector<std::string> runs;    // as written; the quote with what stands around it first
  std::vector<std::string> folded;  // the same, folded

  bool translated = false;  // the last run is the translation

  bool is_translation(size_t run) const { return translated && run + 1 == runs.size(); }
  // Of a language whose numbers, months and denials are known here, or of an unstated one.
  bool is_read() const;
};

// Nothing when the quote is withheld or empty: then nothing can be missing from it.
std::optional<QuotedText> ReadQuotedText(const RecordSet& records, const Record& claim);

// "ar" of "ar-ML".
std::string FirstSubtag(const std::string& language);

// One thing that is recorded and not borne out: for "the record says …, the quoted words say …".
struct Unsupported {
  std::string recorded;  // "the number 61"
  std::string quoted;    // "60"; "" when the words just do not have it
};

}  // namespace tallystick

// From quantity words to bounds: what a phrase says for certain (hard) and how it is usually meant (soft).
// The rules, what is read and what is refused: docs/quantities.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/quantity/interval.h"
#include "core/quantity/phrase_table.h"

namespace tallystick {

struct Reading {
  // The truth conditions: only these can contradict.
  Range hard;
  // The usual meaning: in tension. Inside `hard`, save for a bare round number, whose soft reading is the wider one: a
  // round 60 against 63 is tension, and no contradiction.
  Range soft;
  // The number said; none for vague words and for "a to b".
  std::optional<int64_t> nominal;
  // The rule or amount of the table that gave the reading: "round", "about", "dozens".
  std::string form;
  // The words after the number phrase, as written: "members" in "some 60 members". They had no part in the reading.
  std::string rest;

  bool operator==(const Reading&) const = default;
};

// Reads the number phrase with which `words` (UTF-8, at most kMaxPhraseBytes) begin. `language` is a BCP 47 tag, of
// which the first subtag counts; empty when unknown, then every language of the table is tried and must agree.
// Pure; a table may be shared between threads.
// kInvalidArgument, quoting the words: nothing is read, or only in part, or in more than one way.
// kNotFound: the words are known, but this table does not say what they count as.
absl::StatusOr<Reading> ReadWords(absl::string_view words, absl::string_view language, const PhraseTable& table);

// The reading of a bare number (`hedge` empty) or of one under a hedge, named as the rules of a table are: "exact",
// "about", "nearly", "at-least", "more-than", "up-to", "below". kInvalidArgument for another hedge, for n outside 0 to
// kMaxCount, and where nothing is left ("below 0").
absl::StatusOr<Reading> ReadNominal(int64_t n, absl::string_view hedge, const PhraseTable& table);

}  // namespace tallystick

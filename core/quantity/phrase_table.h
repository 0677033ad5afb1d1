// Phrase tables: which words speak of a number, and what a table says they count as. Data files, embedded; the formats
// are in docs/quantities.md. A table is the word list (tables/words.tsv, shared) and one set of rules and amounts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/quantity/interval.h"
#include "core/quantity/token.h"
#include "core/quantity/tolerance.h"

namespace tallystick {

// The four ends that a hedge gives a number; no `hard_high` or `soft_high` means no upper bound.
struct Rule {
  Term hard_low, soft_low;
  std::optional<Term> hard_high, soft_high;
};

// What a vague word counts as.
struct Amount {
  Range hard, soft;
};

enum class WordKind {
  kHedge,       // before the number, name: a rule
  kHedgeAfter,  // after it
  kUnit,        // 0 to 19
  kTens,        // takes a unit below `room` after it
  kHundred,     // multiplies a unit
  kHundreds,    // the same, multiplied already: Arabic duals and fused hundreds
  kScale,       // thousand and up: multiplies what is below it
  kScales,
  kCollective,  // dozen, trentaine: multiplies, and means about
  kArticle,     // one, before a hundred, scale or collective
  kJoin,        // "and" inside a number, name: after hundreds, after tens, or any
  kPrefix,      // written together with the next word
  kVague,       // name: an amount
  kWhole,       // an exact number that joins no other: none, both
  kBetween,     // text opens a range, `middle` parts it
  kTo,          // parts a range
  kStop,        // changes the number before it in a way that is not read
};

struct Word {
  std::string language;  // "en", or "*" for all
  WordKind kind = WordKind::kUnit;
  std::vector<std::string> text;    // folded
  std::vector<std::string> middle;  // kBetween
  std::string name;
  int64_t value = 0;
  int64_t room = 0;
};

// Plain data once parsed; safe to share between threads.
struct PhraseTable {
  std::string name;
  int32_t version = 0;
  // SHA-256 of the bytes of the word list followed by those of the table: `cat words.tsv tally.tsv | sha256sum`.
  Digest digest;
  std::map<std::string, Rule> rules;
  std::map<std::string, Amount> amounts;
  std::vector<Word> words;
  // The languages of `words`, sorted, without "*".
  std::vector<std::string> languages;
  // Language ("*": when none is named) to the sign that groups digits by threes there, ',' or '.'.
  std::map<std::string, char> grouping;
  // First word of each text to its rows in `words`, longest first; and every word of any text.
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_first_word;
  absl::flat_hash_set<std::string> vocabulary;
  // The rows of kBetween and kTo, and of kPrefix, in file order.
  std::vector<uint32_t> range_words, prefixes;

  // The longest row of `kind` for `language` (empty: any) that tokens[at, end) begin with, or null.
  const Word* Match(WordKind kind, absl::string_view language, const std::vector<Token>& tokens, size_t at,
                    size_t end) const;
};

// Strict: unknown kinds, missing columns, texts twice, rules missing or amounts that no word names are refused.
// kInvalidArgument as "words.tsv:12: …" or "table:3: …".
absl::StatusOr<PhraseTable> ParsePhraseTable(absl::string_view words, absl::string_view table);

// The names of the tables that are shipped: the house table "tally" first, then "acled" and "airwars".
std::vector<absl::string_view> ShippedTableNames();
// Parses it anew: call it once and keep it. kNotFound, with the names, for another name.
absl::StatusOr<PhraseTable> ShippedTable(absl::string_view name);

}  // namespace tallystick

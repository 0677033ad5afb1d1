#include "core/quantity/phrase_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tallystick {

extern const absl::string_view kQuantityWords;
extern const absl::string_view kTallyTable;
extern const absl::string_view kAcledTable;
extern const absl::string_view kAirwarsTable;

const Word* PhraseTable::Match(WordKind kind, absl::string_view language, const std::vector<Token>& tokens, size_t at,
                               size_t end) const {
  if (at >= end || tokens[at].kind == Token::Kind::kNumber) return nullptr;
  const auto rows = by_first_word.find(tokens[at].text);
  if (rows == by_first_word.end()) return nullptr;
  for (const uint32_t index : rows->second) {
    const Word& word = words[index];
    if (word.kind != kind || word.text.size() > end - at) continue;
    if (!language.empty() && word.language != "*" && word.language != language) continue;
    bool same = true;
    for (size_t i = 1; same && i < word.text.size(); ++i) {
      same = tokens[at + i].kind != Token::Kind::kNumber && tokens[at + i].text == word.text[i];
    }
    if (same) return &word;
  }
  return nullptr;
}

std::vector<absl::string_view> ShippedTableNames() { return {"tally", "acled", "airwars"}; }

absl::StatusOr<PhraseTable> ShippedTable(absl::string_view name) {
  if (name == "tally") return ParsePhraseTable(kQuantityWords, kTallyTable);
  if (name == "acled") return ParsePhraseTable(kQuantityWords, kAcledTable);
  if (name == "airwars") return ParsePhraseTable(kQuantityWords, kAirwarsTable);
  return absl::NotFoundError(
      absl::StrCat("no phrase table is called \"", name, "\": ", absl::StrJoin(ShippedTableNames(), ", ")));
}

}  // namespace tallystick

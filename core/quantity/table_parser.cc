#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/base/utf8.h"
#include "core/quantity/phrase_table.h"

namespace tallystick {
namespace {

constexpr absl::string_view kRules[] = {"exact",     "round", "about", "nearly", "at-least",
                                        "more-than", "up-to", "below", "range"};

struct KindFormat {
  absl::string_view name;
  WordKind kind;
  size_t columns;  // language, kind and text included
  bool number;     // the fourth column is a number
};
constexpr KindFormat kKinds[] = {
    {"hedge", WordKind::kHedge, 4, false},
    {"hedge-after", WordKind::kHedgeAfter, 4, false},
    {"unit", WordKind::kUnit, 4, true},
    {"tens", WordKind::kTens, 5, true},
    {"hundred", WordKind::kHundred, 4, true},
    {"hundreds", WordKind::kHundreds, 4, true},
    {"scale", WordKind::kScale, 4, true},
    {"scales", WordKind::kScales, 4, true},
    {"collective", WordKind::kCollective, 4, true},
    {"article", WordKind::kArticle, 3, false},
    {"join", WordKind::kJoin, 4, false},
    {"prefix", WordKind::kPrefix, 3, false},
    {"vague", WordKind::kVague, 4, false},
    {"whole", WordKind::kWhole, 4, true},
    {"between", WordKind::kBetween, 4, false},
    {"to", WordKind::kTo, 3, false},
    {"stop", WordKind::kStop, 3, false},
};

absl::StatusOr<int64_t> ParseNumber(absl::string_view text) {
  int64_t value = 0;
  if (text.empty() || text.size() > 16 || (text.size() > 1 && text[0] == '0') ||
      text.find_first_not_of("0123456789") != absl::string_view::npos || !absl::SimpleAtoi(text, &value) ||
      value > kMaxCount) {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is not a plain number up to ", kMaxCount));
  }
  return value;
}

absl::StatusOr<std::vector<std::string>> ParseText(absl::string_view text) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<Token> tokens, Tokenize(text));
  std::vector<std::string> words;
  for (const Token& token : tokens) {
    if (token.kind == Token::Kind::kNumber) {
      return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" has digits; texts are words and signs"));
    }
    words.push_back(token.text);
  }
  if (words.empty()) return absl::InvalidArgumentError("the text is empty");
  return words;
}

class Parser {
 public:
  absl::StatusOr<PhraseTable> Run(absl::string_view words, absl::string_view table) {
    TALLY_RETURN_IF_ERROR(Lines("words.tsv", words, &Parser::WordLine));
    TALLY_RETURN_IF_ERROR(Lines("table", table, &Parser::TableLine));
    TALLY_RETURN_IF_ERROR(Complete());
    Index();
    table_.digest = Sha256Stream().Update(words).Update(table).Finish();
    return std::move(table_);
  }

 private:
  using Fields = std::vector<absl::string_view>;

  absl::Status Lines(absl::string_view file, absl::string_view text, absl::Status (Parser::*parse)(const Fields&)) {
    if (const auto bad = FirstInvalidUtf8(text)) {
      return absl::InvalidArgumentError(absl::StrCat(file, ": not UTF-8 at byte ", *bad));
    }
    if (text.empty() || text.back() != '\n') {
      return absl::InvalidArgumentError(absl::StrCat(file, ": does not end with a line feed"));
    }
    text.remove_suffix(1);
    size_t number = 0;
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      ++number;
      if (line.empty() || line[0] == '#') continue;
      absl::Status status = line.find('\r') == absl::string_view::npos
                                ? (this->*parse)(absl::StrSplit(line, '\t'))
                                : absl::InvalidArgumentError("a carriage return; lines end with a line feed alone");
      if (!status.ok()) {
        return absl::InvalidArgumentError(absl::StrCat(file, ":", number, ": ", status.message()));
      }
    }
    return absl::OkStatus();
  }

  absl::Status WordLine(const Fields& fields) {
    if (fields.size() < 3) return absl::InvalidArgumentError("a row has a language, a kind and a text, tabs between");
    if (fields[1] == "group") return GroupLine(fields);
    const KindFormat* format = std::find_if(std::begin(kKinds), std::end(kKinds),
                                            [&](const KindFormat& kind) { return kind.name == fields[1]; });
    if (format == std::end(kKinds)) return absl::InvalidArgumentError(absl::StrCat("no kind \"", fields[1], "\""));
    if (fields.size() != format->columns) {
      return absl::InvalidArgumentError(
          absl::StrCat(fields[1], " has ", format->columns, " columns, here are ", fields.size()));
    }
    Word word;
    word.kind = format->kind;
    TALLY_ASSIGN_OR_RETURN(word.language, Language(fields[0]));
    TALLY_ASSIGN_OR_RETURN(word.text, ParseText(fields[2]));
    if (format->number) {
      TALLY_ASSIGN_OR_RETURN(word.value, ParseNumber(fields[3]));
      if (word.kind == WordKind::kTens) {
        TALLY_ASSIGN_OR_RETURN(word.room, ParseNumber(fields[4]));
      }
    } else if (format->columns > 3) {
      word.name = std::string(fields[3]);
    }
    TALLY_RETURN_IF_ERROR(CheckWord(&word));
    if (!seen_.emplace(word.language, word.kind, absl::StrJoin(word.text, " "), absl::StrJoin(word.middle, " "))
             .second) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", fields[2], "\" is there already (folded, as ", fields[1], " of ", fields[0], ")"));
    }
    table_.words.push_back(std::move(word));
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Language(absl::string_view tag) {
    if (tag != "*" && (tag.size() < 2 || tag.size() > 3 ||
                       !std::all_of(tag.begin(), tag.end(), [](char c) { return c >= 'a' && c <= 'z'; }))) {
      return absl::InvalidArgumentError(absl::StrCat("\"", tag, "\" is no language: two or three letters, or *"));
    }
    return std::string(tag);
  }

  absl::Status GroupLine(const Fields& fields) {
    if (fields.size() != 3 || (fields[2] != "," && fields[2] != ".")) {
      return absl::InvalidArgumentError("group has 3 columns, the last a comma or a full stop");
    }
    TALLY_ASSIGN_OR_RETURN(const std::string language, Language(fields[0]));
    if (!table_.grouping.emplace(language, fields[2][0]).second) {
      return absl::InvalidArgumentError(absl::StrCat("a second group for ", language));
    }
    return absl::OkStatus();
  }

  absl::Status CheckWord(Word* word) {
    const int64_t value = word->value;
    switch (word->kind) {
      case WordKind::kHedge:
      case WordKind::kHedgeAfter:
        if (word->name == "round" || word->name == "range" ||
            std::find(std::begin(kRules), std::end(kRules), word->name) == std::end(kRules)) {
          return absl::InvalidArgumentError(absl::StrCat("\"", word->name, "\" is no rule that a hedge can name"));
        }
        return absl::OkStatus();
      case WordKind::kJoin:
        if (word->name == "hundreds" || word->name == "tens" || word->name == "any") return absl::OkStatus();
        return absl::InvalidArgumentError(absl::StrCat("join after hundreds, tens or any, not \"", word->name, "\""));
      case WordKind::kUnit:
        return value < 20 ? absl::OkStatus() : absl::InvalidArgumentError("a unit is 0 to 19");
      case WordKind::kTens:
        return value >= 20 && value < 100 && word->room <= 20 && value + word->room <= 100
                   ? absl::OkStatus()
                   : absl::InvalidArgumentError("tens are 20 to 99, with room up to 20 and never past 100");
      case WordKind::kHundred:
        return value == 100 ? absl::OkStatus() : absl::InvalidArgumentError("hundred is 100");
      case WordKind::kHundreds:
        return value > 100 && value < 1000 && value % 100 == 0
                   ? absl::OkStatus()
                   : absl::InvalidArgumentError("hundreds are 200, 300, … 900");
      case WordKind::kScale:
      case WordKind::kScales:
        return value >= 1000 && value % 1000 == 0 ? absl::OkStatus()
                                                  : absl::InvalidArgumentError("a scale is a multiple of 1000");
      case WordKind::kCollective:
        return value > 0 ? absl::OkStatus() : absl::InvalidArgumentError("a collective is 1 or more");
      case WordKind::kPrefix:
        return word->text.size() == 1 ? absl::OkStatus() : absl::InvalidArgumentError("a prefix is one word");
      case WordKind::kVague:
        vague_.insert(word->name);
        return absl::OkStatus();
      case WordKind::kBetween: {
        TALLY_ASSIGN_OR_RETURN(word->middle, ParseText(word->name));
        word->name.clear();
        return absl::OkStatus();
      }
      default:
        return absl::OkStatus();
    }
  }

  absl::Status TableLine(const Fields& fields) {
    const absl::string_view kind = fields[0];
    if (kind == "name" || kind == "version") return HeaderLine(fields);
    if (table_.name.empty() || table_.version == 0) return absl::InvalidArgumentError("name and version come first");
    if (kind != "rule" && kind != "amount") return absl::InvalidArgumentError(absl::StrCat("no kind \"", kind, "\""));
    if (fields.size() != 6) {
      return absl::InvalidArgumentError(absl::StrCat(kind, " has 6 columns (kind, name, hard low and high, soft low ",
                                                     "and high), here are ", fields.size()));
    }
    return kind == "rule" ? RuleLine(fields) : AmountLine(fields);
  }

  absl::Status HeaderLine(const Fields& fields) {
    if (fields.size() != 2 || fields[1].empty()) {
      return absl::InvalidArgumentError(absl::StrCat(fields[0], " has 2 columns"));
    }
    if (fields[0] == "name") {
      if (!table_.name.empty()) return absl::InvalidArgumentError("a second name");
      table_.name = std::string(fields[1]);
      return absl::OkStatus();
    }
    if (table_.version != 0) return absl::InvalidArgumentError("a second version");
    TALLY_ASSIGN_OR_RETURN(const int64_t version, ParseNumber(fields[1]));
    if (version == 0 || version > INT32_MAX) return absl::InvalidArgumentError("a version is 1 or more");
    table_.version = static_cast<int32_t>(version);
    return absl::OkStatus();
  }

  absl::Status RuleLine(const Fields& fields) {
    const std::string name(fields[1]);
    if (std::find(std::begin(kRules), std::end(kRules), name) == std::end(kRules)) {
      return absl::InvalidArgumentError(absl::StrCat("no rule \"", name, "\": ", absl::StrJoin(kRules, ", ")));
    }
    std::array<std::optional<Term>, 4> terms;
    for (size_t i = 0; i < 4; ++i) {
      if (i % 2 == 1 && fields[2 + i] == "-") continue;
      TALLY_ASSIGN_OR_RETURN(terms[i], ParseTerm(fields[2 + i]));
      if (terms[i]->second && name != "range") return absl::InvalidArgumentError("m belongs to the rule range alone");
    }
    if (!table_.rules.emplace(name, Rule{*terms[0], *terms[2], terms[1], terms[3]}).second) {
      return absl::InvalidArgumentError(absl::StrCat("a second rule ", name));
    }
    return absl::OkStatus();
  }

  absl::Status AmountLine(const Fields& fields) {
    const std::string name(fields[1]);
    std::array<Range, 2> ranges;
    for (size_t i = 0; i < 2; ++i) {
      TALLY_ASSIGN_OR_RETURN(ranges[i].low, ParseNumber(fields[2 + 2 * i]));
      if (fields[3 + 2 * i] == "-") continue;
      TALLY_ASSIGN_OR_RETURN(ranges[i].high, ParseNumber(fields[3 + 2 * i]));
      if (*ranges[i].high < ranges[i].low) return absl::InvalidArgumentError("a low above its high");
    }
    if (!IsInside(ranges[1], ranges[0])) return absl::InvalidArgumentError("the soft reading leaves the hard one");
    if (!vague_.contains(name)) return absl::InvalidArgumentError(absl::StrCat("no word counts as \"", name, "\""));
    if (!table_.amounts.emplace(name, Amount{ranges[0], ranges[1]}).second) {
      return absl::InvalidArgumentError(absl::StrCat("a second amount ", name));
    }
    return absl::OkStatus();
  }

  absl::Status Complete() {
    for (const absl::string_view name : kRules) {
      if (!table_.rules.contains(std::string(name))) {
        return absl::InvalidArgumentError(absl::StrCat("table: the rule ", name, " is missing"));
      }
    }
    return absl::OkStatus();
  }

  void Index() {
    std::set<std::string> languages;
    for (uint32_t i = 0; i < table_.words.size(); ++i) {
      const Word& word = table_.words[i];
      if (word.language != "*") languages.insert(word.language);
      table_.by_first_word[word.text[0]].push_back(i);
      if (word.kind == WordKind::kBetween || word.kind == WordKind::kTo) table_.range_words.push_back(i);
      if (word.kind == WordKind::kPrefix) table_.prefixes.push_back(i);
      for (const std::string& text : word.text) table_.vocabulary.insert(text);
      for (const std::string& text : word.middle) table_.vocabulary.insert(text);
    }
    table_.languages.assign(languages.begin(), languages.end());
    for (auto& [first, rows] : table_.by_first_word) {
      std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
        return table_.words[a].text.size() > table_.words[b].text.size();
      });
    }
  }

  PhraseTable table_;
  std::set<std::string> vague_;
  std::set<std::tuple<std::string, WordKind, std::string, std::string>> seen_;
};

}  // namespace

absl::StatusOr<PhraseTable> ParsePhraseTable(absl::string_view words, absl::string_view table) {
  return Parser().Run(words, table);
}

}  // namespace tallystick

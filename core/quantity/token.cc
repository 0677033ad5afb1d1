#include "core/quantity/token.h"

#include <unicode/uchar.h>

#include "absl/strings/str_cat.h"
#include "core/base/fold.h"
#include "core/base/status.h"
#include "core/base/utf8.h"

namespace tallystick {
namespace {

enum class Class { kSpace, kSkip, kDigit, kLetter, kMark, kSign, kUnreadDigit };

struct Character {
  char32_t code = 0;
  Class type = Class::kSign;
  size_t begin = 0;
  size_t end = 0;
  char digit = 0;
  char script = 0;
};

void ClassifyDigit(Character* c) {
  static constexpr struct {
    char32_t zero;
    char script;
  } kScripts[] = {{U'0', 'l'}, {0x0660, 'a'}, {0x06F0, 'p'}, {0xFF10, 'f'}};
  c->type = Class::kUnreadDigit;
  for (const auto& script : kScripts) {
    if (c->code < script.zero || c->code > script.zero + 9) continue;
    c->type = Class::kDigit;
    c->digit = static_cast<char>('0' + (c->code - script.zero));
    c->script = script.script;
  }
}

Character Classify(char32_t code, size_t begin, size_t end) {
  Character c{code, Class::kSign, begin, end};
  const int8_t type = u_charType(static_cast<UChar32>(code));
  if (u_isUWhiteSpace(static_cast<UChar32>(code))) {
    c.type = Class::kSpace;
  } else if (type == U_FORMAT_CHAR) {
    c.type = Class::kSkip;
  } else if (type == U_DECIMAL_DIGIT_NUMBER || type == U_OTHER_NUMBER || type == U_LETTER_NUMBER) {
    ClassifyDigit(&c);
  } else if (type == U_DASH_PUNCTUATION || code == 0x2212) {
    c.code = '-';
  } else if (code == 0x2018 || code == 0x2019 || code == 0x02BC) {
    c.code = '\'';
  } else if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK) {
    c.type = Class::kMark;
  } else if (u_isalpha(static_cast<UChar32>(code))) {
    c.type = Class::kLetter;
  }
  return c;
}

// The separator that `c` can be inside a number, or 0.
char32_t Separator(const Character& c) {
  switch (c.code) {
    case ' ':
    case 0x00A0:
    case 0x202F:
    case 0x2007:
    case 0x2009:
      return ' ';
    case ',':
    case '.':
    case '\'':
    case 0x066B:
    case 0x066C:
      return c.code;
    default:
      return 0;
  }
}

class Tokenizer {
 public:
  explicit Tokenizer(absl::string_view phrase) : phrase_(phrase) {}

  absl::StatusOr<std::vector<Token>> Run() {
    TALLY_RETURN_IF_ERROR(Scan());
    for (at_ = 0; at_ < characters_.size();) {
      const Character& c = characters_[at_];
      if (c.type == Class::kSpace) {
        glued_ = false;
        ++at_;
      } else if (c.type == Class::kDigit) {
        TALLY_RETURN_IF_ERROR(Number());
      } else if (c.type == Class::kLetter) {
        Word();
      } else {
        Sign();
      }
    }
    return std::move(tokens_);
  }

 private:
  absl::string_view Text(size_t begin, size_t end) const { return phrase_.substr(begin, end - begin); }

  absl::Status Scan() {
    if (phrase_.size() > kMaxPhraseBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("a number phrase has at most ", kMaxPhraseBytes, " bytes, this has ", phrase_.size()));
    }
    if (const auto bad = FirstInvalidUtf8(phrase_)) {
      return absl::InvalidArgumentError(absl::StrCat("the number phrase is not UTF-8 at byte ", *bad));
    }
    for (size_t at = 0, size = 0; at < phrase_.size(); at += size) {
      const char32_t code = DecodeCodePoint(phrase_.substr(at), &size);
      const Character c = Classify(code, at, at + size);
      if (c.type == Class::kUnreadDigit) {
        return absl::InvalidArgumentError(
            absl::StrCat("\"", Text(at, c.end), "\" is not a digit that is read: write 0-9, ٠-٩ or ۰-۹"));
      }
      const bool after_letter = !characters_.empty() &&
                                (characters_.back().type == Class::kLetter || characters_.back().type == Class::kMark);
      if (c.type == Class::kMark && !after_letter) {
        return absl::InvalidArgumentError(absl::StrCat("a combining mark without a letter at byte ", at));
      }
      if (c.type != Class::kSkip) characters_.push_back(c);
    }
    return absl::OkStatus();
  }

  bool Is(size_t index, Class type) const { return index < characters_.size() && characters_[index].type == type; }

  Token Begin(Token::Kind kind) {
    Token token;
    token.kind = kind;
    token.begin = characters_[at_].begin;
    token.glued = glued_;
    glued_ = true;
    return token;
  }

  void End(Token token) {
    token.end = characters_[at_ - 1].end;
    tokens_.push_back(std::move(token));
  }

  void Word() {
    Token token = Begin(Token::Kind::kWord);
    while (Is(at_, Class::kLetter) || Is(at_, Class::kMark)) ++at_;
    token.text = Fold(Text(token.begin, characters_[at_ - 1].end));
    if (!token.text.empty()) End(std::move(token));
  }

  void Sign() {
    const char32_t code = characters_[at_].code;
    const bool parts = (code == '-' || code == '\'') && at_ > 0 && Is(at_ + 1, Class::kLetter) &&
                       (Is(at_ - 1, Class::kLetter) || Is(at_ - 1, Class::kMark));
    if (parts) {
      ++at_;
      return;
    }
    Token token = Begin(Token::Kind::kSign);
    AppendCodePoint(code, &token.text);
    ++at_;
    End(std::move(token));
  }

  absl::Status Number() {
    Token token = Begin(Token::Kind::kNumber);
    const char script = characters_[at_].script;
    token.groups.emplace_back();
    for (bool more = true; more;) {
      for (; Is(at_, Class::kDigit); ++at_) {
        if (characters_[at_].script != script) {
          return absl::InvalidArgumentError(absl::StrCat("\"", Text(token.begin, characters_[at_].end),
                                                         "\" is not a number: it mixes digits of two scripts"));
        }
        token.groups.back().push_back(characters_[at_].digit);
      }
      const char32_t separator = Is(at_ + 1, Class::kDigit) ? Separator(characters_[at_]) : 0;
      more = separator != 0;
      if (!more) break;
      token.mixed |= token.separator != 0 && token.separator != separator;
      token.separator = separator;
      token.groups.emplace_back();
      ++at_;
    }
    End(std::move(token));
    return absl::OkStatus();
  }

  absl::string_view phrase_;
  std::vector<Character> characters_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  bool glued_ = false;
};

}  // namespace

absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view phrase) { return Tokenizer(phrase).Run(); }

}  // namespace tallystick

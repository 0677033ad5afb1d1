#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/base/utf8.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status At(size_t offset, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("at byte ", offset, ": ", what));
}

// Nesting and completeness, before any field is looked at, so that a deep or half-written text says so plainly.
absl::Status ScanShape(absl::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxJsonDepth) return At(at, absl::StrCat("nested deeper than ", kMaxJsonDepth, " levels"));
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  if (in_string || depth > 0) return At(text.size(), "the text ends in the middle of a value (half-written?)");
  return absl::OkStatus();
}

class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text) {}

  absl::Status ReadAll(Message* message) {
    TALLY_RETURN_IF_ERROR(ReadMessage(message));
    SkipSpace();
    if (at_ < text_.size()) return Fail(absl::StrCat(text_.size() - at_, " bytes after the end of the object"));
    return absl::OkStatus();
  }

 private:
  absl::Status Fail(absl::string_view what) const { return At(at_, what); }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipSpace() {
    while (at_ < text_.size() && absl::string_view(" \t\r\n").find(text_[at_]) != absl::string_view::npos) ++at_;
  }

  bool Take(char c) {
    SkipSpace();
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  absl::Status Expect(char c) {
    if (Take(c)) return absl::OkStatus();
    return Fail(at_ < text_.size() ? absl::StrCat("expected '", std::string(1, c), "'") : "the text ends too early");
  }

  absl::Status ReadMessage(Message* message) {
    TALLY_RETURN_IF_ERROR(Expect('{'));
    std::set<int> seen;
    if (Take('}')) return absl::OkStatus();
    do {
      SkipSpace();
      const size_t key_at = at_;
      std::string key;
      TALLY_RETURN_IF_ERROR(ReadString(&key));
      const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(key);
      if (field == nullptr) return At(key_at, absl::StrCat("unknown field ", JsonString(key)));
      if (!seen.insert(field->number()).second) return At(key_at, absl::StrCat("field \"", key, "\" appears twice"));
      const auto* oneof = field->real_containing_oneof();
      if (oneof != nullptr && message->GetReflection()->HasOneof(*message, oneof)) {
        return At(key_at, absl::StrCat("\"", key, "\" is a second body beside the first"));
      }
      TALLY_RETURN_IF_ERROR(Expect(':'));
      TALLY_RETURN_IF_ERROR(field->is_repeated() ? ReadArray(message, field) : ReadValue(message, field));
    } while (Take(','));
    return Expect('}');
  }

  absl::Status ReadArray(Message* message, const FieldDescriptor* field) {
    TALLY_RETURN_IF_ERROR(Expect('['));
    if (Take(']')) return absl::OkStatus();
    do {
      TALLY_RETURN_IF_ERROR(ReadValue(message, field));
    } while (Take(','));
    return Expect(']');
  }

  absl::Status ReadValue(Message* m, const FieldDescriptor* f) {
    SkipSpace();
    const Reflection* r = m->GetReflection();
    const bool many = f->is_repeated();
    switch (f->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return ReadMessage(many ? r->AddMessage(m, f) : r->MutableMessage(m, f));
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string value;
        TALLY_RETURN_IF_ERROR(ReadString(&value));
        many ? r->AddString(m, f, std::move(value)) : r->SetString(m, f, std::move(value));
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_ENUM: return ReadEnum(m, f);
      case FieldDescriptor::CPPTYPE_BOOL: return ReadBool(m, f);
      default: return ReadInteger(m, f);
    }
  }

  absl::Status ReadEnum(Message* m, const FieldDescriptor* f) {
    const size_t start = at_;
    std::string name;
    TALLY_RETURN_IF_ERROR(ReadString(&name));
    const EnumValueDescriptor* value = f->enum_type()->FindValueByName(name);
    if (value == nullptr || value->number() == 0) {
      std::string known;
      for (int i = 0; i < f->enum_type()->value_count(); ++i) {
        const EnumValueDescriptor* v = f->enum_type()->value(i);
        if (v->number() != 0) absl::StrAppend(&known, known.empty() ? "" : ", ", v->name());
      }
      return At(start, absl::StrCat(JsonString(name), " is not a value of \"", f->name(), "\" (one of ", known, ")"));
    }
    const Reflection* r = m->GetReflection();
    f->is_repeated() ? r->AddEnum(m, f, value) : r->SetEnum(m, f, value);
    return absl::OkStatus();
  }

  absl::Status ReadBool(Message* m, const FieldDescriptor* f) {
    const bool value = text_.substr(at_, 4) == "true";
    if (!value && text_.substr(at_, 5) != "false") return Fail("expected true or false");
    at_ += value ? 4 : 5;
    m->GetReflection()->SetBool(m, f, value);
    return absl::OkStatus();
  }

  absl::Status ReadInteger(Message* m, const FieldDescriptor* f) {
    const size_t start = at_;
    while (at_ < text_.size() && absl::string_view("+-.0123456789eE").find(text_[at_]) != absl::string_view::npos) ++at_;
    const absl::string_view word = text_.substr(start, at_ - start);
    absl::string_view digits = word;
    absl::ConsumePrefix(&digits, "-");
    if (digits.empty() || digits.find_first_not_of("0123456789") != absl::string_view::npos ||
        (digits[0] == '0' && word != "0")) {
      return At(start, absl::StrCat("\"", f->name(), "\" needs a plain integer"));
    }
    const bool narrow = f->cpp_type() == FieldDescriptor::CPPTYPE_INT32;
    int64_t value = 0;
    if (!absl::SimpleAtoi(word, &value) || value > kMaxJsonInteger || value < -kMaxJsonInteger ||
        (narrow && value != static_cast<int32_t>(value))) {
      return At(start, absl::StrCat(word, " is too large for \"", f->name(), "\""));
    }
    const Reflection* r = m->GetReflection();
    if (narrow) {
      const auto number = static_cast<int32_t>(value);
      f->is_repeated() ? r->AddInt32(m, f, number) : r->SetInt32(m, f, number);
    } else {
      f->is_repeated() ? r->AddInt64(m, f, value) : r->SetInt64(m, f, value);
    }
    return absl::OkStatus();
  }

  // Of the characters in a string, those that do not stand for themselves.
  static bool EndsRun(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

  absl::Status ReadString(std::string* out) {
    SkipSpace();
    if (Peek() != '"') return Fail("expected a string in double quotation marks");
    ++at_;
    while (true) {
      const size_t run = at_;
      while (at_ < text_.size() && !EndsRun(text_[at_])) ++at_;
      out->append(text_.data() + run, at_ - run);
      if (at_ == text_.size() || text_[at_] == '"') break;
      if (text_[at_] != '\\') return Fail("control character inside a string (write it as an escape)");
      TALLY_RETURN_IF_ERROR(ReadEscape(out));
    }
    return Expect('"');
  }

  absl::Status ReadEscape(std::string* out) {
    static constexpr absl::string_view kLetters = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (letter == 'u') return ReadUnicodeEscape(out);
    const size_t which = kLetters.find(letter);
    if (letter == '\0' || which == absl::string_view::npos) return Fail("unknown escape in a string");
    out->push_back(kMeant[which]);
    at_ += 2;
    return absl::OkStatus();
  }

  absl::Status ReadUnicodeEscape(std::string* out) {
    uint32_t unit = 0;
    TALLY_RETURN_IF_ERROR(ReadUnit(&unit));
    if (unit >= 0xD800 && unit < 0xDC00) {
      uint32_t low = 0;
      TALLY_RETURN_IF_ERROR(ReadUnit(&low));
      if (low < 0xDC00 || low > 0xDFFF) return Fail("unpaired surrogate escape");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    } else if (unit >= 0xDC00 && unit < 0xE000) {
      return Fail("unpaired surrogate escape");
    }
    AppendCodePoint(unit, out);
    return absl::OkStatus();
  }

  absl::Status ReadUnit(uint32_t* unit) {
    const absl::string_view digits = at_ + 6 <= text_.size() ? text_.substr(at_ + 2, 4) : "";
    if (text_.substr(at_, 2) != "\\u" || digits.find_first_not_of("0123456789abcdefABCDEF") != absl::string_view::npos ||
        !absl::SimpleHexAtoi(digits, unit)) {
      return Fail("expected \\u and four hex digits");
    }
    at_ += 6;
    return absl::OkStatus();
  }

  absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace

absl::Status DecodeJson(absl::string_view text, Message* message) {
  if (const std::optional<size_t> bad = FirstInvalidUtf8(text)) return At(*bad, "not valid UTF-8");
  TALLY_RETURN_IF_ERROR(ScanShape(text));
  return Reader(text).ReadAll(message);
}

absl::Status DecodeCanonicalJson(absl::string_view text, Message* message) {
  TALLY_RETURN_IF_ERROR(DecodeJson(text, message));
  const std::string canonical = EncodeJson(*message);
  if (canonical == text) return absl::OkStatus();
  const size_t differs = std::mismatch(text.begin(), text.end(), canonical.begin(), canonical.end()).first - text.begin();
  return At(differs, "not in canonical form (order, white space, escapes or something empty that is written out)");
}

}  // namespace tallystick

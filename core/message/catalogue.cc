#include "core/message/catalogue.h"

#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tallystick {

extern const absl::string_view kEnglishMessages;
extern const absl::string_view kFrenchMessages;
extern const absl::string_view kArabicMessages;

struct Catalogue::Pattern {
  icu::UnicodeString source;
  std::unique_ptr<icu::MessageFormat> format;  // made when first used
};

namespace {

struct LanguageRow {
  absl::string_view code;
  const char* locale;
  const absl::string_view* messages;
  bool right_to_left;
};

const LanguageRow& RowOf(Language language) {
  static const LanguageRow kRows[] = {{"en", "en", &kEnglishMessages, false},
                                      {"fr", "fr", &kFrenchMessages, false},
                                      {"ar", "ar@numbers=latn", &kArabicMessages, true}};
  return kRows[static_cast<int>(language)];
}

icu::UnicodeString FromUtf8(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

}  // namespace

absl::string_view LanguageCode(Language language) { return RowOf(language).code; }

absl::StatusOr<Language> ParseLanguage(absl::string_view code) {
  for (Language language : kLanguages) {
    if (LanguageCode(language) == code) return language;
  }
  return absl::InvalidArgumentError(absl::StrCat("no texts in '", code, "': there are en, fr and ar"));
}

bool IsRightToLeft(Language language) { return RowOf(language).right_to_left; }

Catalogue::Catalogue(Language language) : language_(language) {
  for (absl::string_view line : absl::StrSplit(*RowOf(language).messages, '\n', absl::SkipEmpty())) {
    const size_t tab = line.find('\t');
    if (line[0] == '#' || tab == absl::string_view::npos) continue;
    auto pattern = std::make_unique<Pattern>();
    pattern->source = FromUtf8(line.substr(tab + 1));
    patterns_[std::string(line.data(), tab)] = std::move(pattern);
  }
}
Catalogue::~Catalogue() = default;
Catalogue::Catalogue(Catalogue&&) noexcept = default;

std::string Catalogue::Render(const Message& message) {
  switch (message.kind()) {
    case Message::Kind::kVerbatim: return message.text();
    case Message::Kind::kNumber: return absl::StrCat(message.number());
    case Message::Kind::kKeyed: return RenderKeyed(message.text(), message.arguments());
    case Message::Kind::kAllOf:
    case Message::Kind::kAnyOf: return RenderList(message);
  }
  return "";
}

std::vector<std::string> Catalogue::Keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, pattern] : patterns_) keys.push_back(key);
  return keys;
}

absl::StatusOr<std::vector<std::string>> Catalogue::ArgumentsOf(absl::string_view key) const {
  const Pattern* pattern = Find(key);
  if (pattern == nullptr) return absl::InvalidArgumentError(absl::StrCat("no message '", key, "'"));
  UErrorCode error = U_ZERO_ERROR;
  const icu::MessagePattern parsed(pattern->source, nullptr, error);
  if (U_FAILURE(error)) return absl::InvalidArgumentError(absl::StrCat(key, ": ", u_errorName(error)));
  std::set<std::string> names;
  for (int32_t i = 0; i < parsed.countParts(); ++i) {
    if (parsed.getPartType(i) != UMSGPAT_PART_TYPE_ARG_NAME) continue;
    std::string name;
    parsed.getSubstring(parsed.getPart(i)).toUTF8String(name);
    names.insert(name);
  }
  return std::vector<std::string>(names.begin(), names.end());
}

Catalogue::Pattern* Catalogue::Find(absl::string_view key) const {
  const auto found = patterns_.find(std::string(key));
  return found == patterns_.end() ? nullptr : found->second.get();
}

std::string Catalogue::RenderKeyed(const std::string& key, const std::vector<MessageArgument>& arguments) {
  Pattern* pattern = Find(key);
  if (pattern == nullptr) return absl::StrCat("[", key, "]");
  UErrorCode error = U_ZERO_ERROR;
  if (pattern->format == nullptr) {
    pattern->format = std::make_unique<icu::MessageFormat>(pattern->source, icu::Locale(RowOf(language_).locale), error);
  }
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const MessageArgument& argument : arguments) {
    names.push_back(FromUtf8(argument.name));
    if (argument.value.kind() == Message::Kind::kNumber) {
      values.emplace_back(argument.value.number());
    } else {
      values.emplace_back(FromUtf8(Isolated(argument.value)));
    }
  }
  icu::UnicodeString text;
  pattern->format->format(names.data(), values.data(), static_cast<int32_t>(names.size()), text, error);
  if (U_FAILURE(error)) return absl::StrCat("[", key, "]");
  std::string out;
  text.toUTF8String(out);
  return out;
}

std::string Catalogue::RenderList(const Message& list) {
  const std::vector<Message>& items = list.items();
  if (items.empty()) return "";
  const bool all = list.kind() == Message::Kind::kAllOf;
  // A plain argument would be grouped by ICU if it were a number.
  const auto item = [&](const Message& m) { return m.kind() == Message::Kind::kNumber ? Message(Render(m)) : m; };
  Message joined = item(items[0]);
  for (size_t i = 1; i < items.size(); ++i) {
    const char* key = i + 1 < items.size() ? (all ? "list.all.more" : "list.any.more")
                                           : (all ? "list.all.last" : "list.any.last");
    joined = Message::Of(key, {{"before", std::move(joined)}, {"item", item(items[i])}});
  }
  return items.size() == 1 ? Isolated(joined) : Render(joined);
}

std::string Catalogue::Isolated(const Message& message) {
  std::string text = Render(message);
  if (message.kind() != Message::Kind::kVerbatim || text.empty() || !IsRightToLeft(language_)) return text;
  return absl::StrCat("\u2068", text, "\u2069");
}

std::string InEnglish(const Message& message) {
  thread_local Catalogue english(Language::kEnglish);
  return english.Render(message);
}

}  // namespace tallystick

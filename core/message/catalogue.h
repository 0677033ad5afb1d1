// Messages in a language. A catalogue is a file of core/message/catalogues, a line a message: key, tab, pattern in
// ICU MessageFormat syntax (unicode-org.github.io/icu/userguide/format_parse/messages); '#' begins a comment line.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/message/message.h"

namespace tallystick {

enum class Language { kEnglish, kFrench, kArabic };
inline constexpr Language kLanguages[] = {Language::kEnglish, Language::kFrench, Language::kArabic};
// "en", "fr", "ar"
absl::string_view LanguageCode(Language language);
// kInvalidArgument for any other code, with those there are.
absl::StatusOr<Language> ParseLanguage(absl::string_view code);
bool IsRightToLeft(Language language);

// The shipped patterns of one language. A copy of ICU's formats works in one thread at a time: so does a Catalogue.
class Catalogue {
 public:
  explicit Catalogue(Language language);
  ~Catalogue();
  Catalogue(Catalogue&&) noexcept;

  // In words. Numbers are written in Latin digits without grouping, so that sums can be checked and searched. In a
  // language written from right to left, verbatim text inside a message stands between FSI and PDI (U+2068, U+2069),
  // so that names in Latin letters do not scramble the line. A key without a pattern is shown as "[key]".
  std::string Render(const Message& message);

  std::vector<std::string> Keys() const;  // sorted
  // The arguments that a pattern names, sorted, each once; kInvalidArgument when there is no such key or ICU refuses
  // its pattern.
  absl::StatusOr<std::vector<std::string>> ArgumentsOf(absl::string_view key) const;

 private:
  struct Pattern;
  Pattern* Find(absl::string_view key) const;
  std::string RenderKeyed(const std::string& key, const std::vector<MessageArgument>& arguments);
  std::string RenderList(const Message& list);
  std::string Isolated(const Message& message);

  Language language_;
  std::map<std::string, std::unique_ptr<Pattern>> patterns_;
};

// For what is always English, as ids of findings are.
std::string InEnglish(const Message& message);

}  // namespace tallystick

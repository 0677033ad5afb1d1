#include "core/message/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace tallystick {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string In(Language language, const Message& message) { return Catalogue(language).Render(message); }

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Catalogue, EveryLanguageHasEveryMessageWithTheSameArguments) {
  const Catalogue english(Language::kEnglish);
  ASSERT_FALSE(english.Keys().empty());
  for (Language language : kLanguages) {
    const Catalogue other(language);
    EXPECT_EQ(other.Keys(), english.Keys()) << LanguageCode(language);
    for (const std::string& key : english.Keys()) {
      const auto expected = english.ArgumentsOf(key), found = other.ArgumentsOf(key);
      ASSERT_TRUE(expected.ok() && found.ok()) << LanguageCode(language) << " " << key << " " << found.status();
      EXPECT_EQ(*found, *expected) << LanguageCode(language) << " " << key;
    }
  }
}

// 0, 1, 2, 3, 11 and 100 are the six plurals of Arabic; 12345 would show a grouping mark.
TEST(Catalogue, EveryMessageReadsInEveryPlural) {
  for (Language language : kLanguages) {
    Catalogue catalogue(language);
    for (const std::string& key : catalogue.Keys()) {
      const std::vector<std::string> names = catalogue.ArgumentsOf(key).value();
      for (int n : {0, 1, 2, 3, 11, 100, 12345}) {
        std::vector<MessageArgument> arguments;
        for (const std::string& name : names) {
          arguments.emplace_back(name.c_str(), name == "n" ? Message::Number(n) : Message("X"));
        }
        const std::string text = catalogue.Render(Message::Of(key, arguments));
        EXPECT_FALSE(text.empty()) << LanguageCode(language) << " " << key << " " << n;
        EXPECT_THAT(text, Not(testing::AnyOf(HasSubstr("["), HasSubstr("{"), HasSubstr("12,345"), HasSubstr("12٬345"),
                                             HasSubstr("١"), HasSubstr("12\u202f345"))))
            << LanguageCode(language) << " " << key << " " << n;
      }
    }
  }
}

TEST(Catalogue, EveryKeyIsUsedInTheCodeAndEveryKeyInTheCodeExists) {
  static const std::regex quoted(R"re("((?:list|finding)\.[a-z_.]+)")re");
  std::set<std::string> used;
  ASSERT_TRUE(fs::exists("core/message")) << "run in the root of the tree";
  for (const auto& entry : fs::recursive_directory_iterator("core")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string source = ReadFile(entry.path());
    for (std::sregex_iterator it(source.begin(), source.end(), quoted), end; it != end; ++it) used.insert((*it)[1]);
  }
  const std::vector<std::string> keys = Catalogue(Language::kEnglish).Keys();
  EXPECT_EQ(used, std::set<std::string>(keys.begin(), keys.end()));
}

TEST(Catalogue, FrenchHasItsNoBreakSpaces) {
  std::ifstream lines("core/message/catalogues/fr.tsv");
  ASSERT_TRUE(lines);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    line = std::regex_replace(line, std::regex(" ::group-off"), "");
    for (const char* wrong : {" :", " ;", " ?", " !", " »", "« "}) EXPECT_THAT(line, Not(HasSubstr(wrong)));
  }
}

TEST(Catalogue, LeadsReadAsTheyWouldBeWritten) {
  struct Case {
    const char* key;
    int n;
    const char* english;
    const char* french;
    const char* arabic;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"finding.lead.contradicts", 1, "This report cannot be right in itself:",
            "Cette information se contredit elle-même\u00a0:", "هذه الرواية تناقض نفسها:"},
           {"finding.lead.contradicts", 2, "These two reports cannot both be right:",
            "Ces deux informations ne peuvent pas être exactes l’une et l’autre\u00a0:",
            "لا يمكن أن تصح هاتان الروايتان معًا:"},
           {"finding.lead.contradicts", 3, "These three reports cannot all be right:",
            "Ces trois informations ne peuvent pas être toutes exactes\u00a0:",
            "لا يمكن أن تصح هذه الروايات الثلاث كلها معًا:"},
           {"finding.lead.contradicts", 13, "These 13 reports cannot all be right:",
            "Ces 13 informations ne peuvent pas être toutes exactes\u00a0:",
            "لا يمكن أن تصح هذه الروايات كلها معًا، وعددها 13 روايةً:"},
           {"finding.lead.tension", 2, "These two reports are in tension:",
            "Ces deux informations sont en tension\u00a0:", "بين هاتين الروايتين تعارض محتمل:"},
           {"finding.fits", 3, "Each pair alone fits.", "Prises deux à deux, elles sont compatibles.",
            "وكل اثنتين منها متوافقتان."},
       }) {
    const Message message = Message::Of(c.key, {{"n", c.n}});
    EXPECT_EQ(In(Language::kEnglish, message), c.english);
    EXPECT_EQ(In(Language::kFrench, message), c.french);
    EXPECT_EQ(In(Language::kArabic, message), c.arabic);
  }
}

TEST(Catalogue, ListsAreJoinedAndNamesIsolatedInArabic) {
  const Message all = Message::AllOf({"Agence X", "Radio Y", "ONG Z"});
  EXPECT_EQ(In(Language::kEnglish, all), "Agence X, Radio Y and ONG Z");
  EXPECT_EQ(In(Language::kFrench, all), "Agence X, Radio Y et ONG Z");
  EXPECT_EQ(In(Language::kArabic, all),
            "\u2068Agence X\u2069 و\u2068Radio Y\u2069 و\u2068ONG Z\u2069");
  EXPECT_EQ(In(Language::kEnglish, Message::AnyOf({"A", "B"})), "A or B");
  EXPECT_EQ(In(Language::kFrench, Message::AnyOf({"A", "B"})), "A ou B");
  EXPECT_EQ(In(Language::kArabic, Message::AllOf({"Agence X"})), "\u2068Agence X\u2069");
  EXPECT_EQ(In(Language::kEnglish, Message::AllOf({"A", Message::Of("list.rest", {{"n", 1234}})})), "A and 1234 more");
  EXPECT_EQ(In(Language::kFrench, Message::AllOf({Message::Number(12345), "A"})), "12345 et A");
  EXPECT_EQ(In(Language::kEnglish, Message::AllOf({})), "");
  EXPECT_EQ(In(Language::kEnglish, Message::AllOf({"A"})), "A");
}

TEST(Catalogue, VerbatimTextIsTheSameInEveryLanguage) {
  const Message plain = std::string("it's {not} a pattern");
  for (Language language : kLanguages) EXPECT_EQ(In(language, plain), "it's {not} a pattern");
}

TEST(Catalogue, AnUnknownKeyIsShownAndAnUnknownLanguageRefused) {
  EXPECT_EQ(InEnglish(Message::Of("no.such")), "[no.such]");
  EXPECT_EQ(*ParseLanguage("ar"), Language::kArabic);
  EXPECT_EQ(ParseLanguage("de").status().message(), "no texts in 'de': there are en, fr and ar");
}

}  // namespace
}  // namespace tallystick

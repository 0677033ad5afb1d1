#include "core/quantity/phrase_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "core/quantity/reading.h"

namespace tallystick {
namespace {

const char kWords[] =
    "# words\n"
    "en\thedge\tabout\tabout\n"
    "en\tunit\tten\t10\n"
    "en\tvague\tdozens\tdozens\n"
    "en\tbetween\tbetween\tand\n"
    "en\tgroup\t,\n";

const char kRules[] =
    "rule\texact\tn\tn\tn\tn\nrule\tround\tn\tn\tn-v\tn+v\nrule\tabout\tn-w\tn+w\tn-v\tn+v\n"
    "rule\tnearly\tn-w\tn-1\tn-v\tn-1\nrule\tat-least\tn\t-\tn\t1.5n\nrule\tmore-than\tn+1\t-\tn+1\t1.4n\n"
    "rule\tup-to\t0\tn\t0.6n\tn\nrule\tbelow\t0\tn-1\t0.6n\tn-1\nrule\trange\tn\tm\tn\tm\n";

std::string Table(absl::string_view more = "") { return absl::StrCat("name\tt\nversion\t3\n", kRules, more); }

std::string ErrorOf(absl::string_view words, absl::string_view table) {
  const auto parsed = ParsePhraseTable(words, table);
  return parsed.ok() ? "" : std::string(parsed.status().message());
}

TEST(PhraseTable, IsReadWithItsNameVersionAndDigest) {
  const std::string text = Table("amount\tdozens\t12\t-\t24\t80\n");
  const auto table = ParsePhraseTable(kWords, text);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->name, "t");
  EXPECT_EQ(table->version, 3);
  EXPECT_EQ(table->digest, Sha256(kWords + text));
  EXPECT_EQ(table->languages, std::vector<std::string>{"en"});
  EXPECT_EQ(ToText(ReadWords("between 10 and ten", "", *table)->hard), "10");
}

TEST(PhraseTable, ShippedTablesAreWholeAndTheirDigestIsThatOfTheFiles) {
  const auto read = [](const std::string& name) {
    std::ifstream file(absl::StrCat("core/quantity/tables/", name));
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  for (const absl::string_view name : ShippedTableNames()) {
    const auto table = ShippedTable(name);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(table->name, name);
    EXPECT_EQ(table->version, 1);
    EXPECT_EQ(table->languages, (std::vector<std::string>{"ar", "en", "fr"}));
    EXPECT_EQ(table->digest, Sha256(absl::StrCat(read("words.tsv"), read(absl::StrCat(name, ".tsv"))))) << name;
  }
  EXPECT_EQ(ShippedTable("ucdp").status().code(), absl::StatusCode::kNotFound);
}

// A vague word that the house table gives no amount is a decision, not an oversight.
TEST(PhraseTable, TheHouseTableReadsEveryVagueWordButMany) {
  const auto table = ShippedTable("tally");
  ASSERT_TRUE(table.ok()) << table.status();
  for (const Word& word : table->words) {
    if (word.kind == WordKind::kVague && word.name != "many") {
      EXPECT_TRUE(table->amounts.contains(word.name)) << word.name;
    }
  }
}

// Each word is found by the very text that its row has, in its language.
TEST(PhraseTable, EveryRowOfTheWordListIsMatched) {
  const auto table = ShippedTable("tally");
  ASSERT_TRUE(table.ok()) << table.status();
  for (const Word& word : table->words) {
    std::vector<Token> tokens(word.text.size());
    for (size_t i = 0; i < tokens.size(); ++i) tokens[i].text = word.text[i];
    const Word* match = table->Match(word.kind, word.language, tokens, 0, tokens.size());
    ASSERT_NE(match, nullptr) << word.text[0];
    EXPECT_EQ(match->text, word.text);
  }
}

TEST(PhraseTable, BadWordRowsAreRefusedWithTheirLine) {
  const struct {
    const char* row;
    const char* message;
  } kCases[] = {
      {"en\tunit", "a row has a language, a kind and a text, tabs between"},
      {"en\tnumber\tten\t10", "no kind \"number\""},
      {"en\tunit\televen", "unit has 4 columns, here are 3"},
      {"en\tunit\televen\t11\t", "unit has 4 columns, here are 5"},
      {"EN\tunit\televen\t11", "\"EN\" is no language: two or three letters, or *"},
      {"en\tunit\televen\t1x", "\"1x\" is not a plain number up to 9000000000000000"},
      {"en\tunit\televen\t011", "\"011\" is not a plain number up to 9000000000000000"},
      {"en\tunit\ttwenty\t20", "a unit is 0 to 19"},
      {"en\tunit\tTEN\t10", "\"TEN\" is there already (folded, as unit of en)"},
      {"en\tunit\t\t10", "the text is empty"},
      {"en\tunit\tten 11\t10", "\"ten 11\" has digits; texts are words and signs"},
      {"en\ttens\teighty\t80\t30", "tens are 20 to 99, with room up to 20 and never past 100"},
      {"en\thundred\thundred\t10", "hundred is 100"},
      {"en\thundreds\ttwo\t250", "hundreds are 200, 300, … 900"},
      {"en\tscale\tgross\t144", "a scale is a multiple of 1000"},
      {"en\tscale\tnothing\t0", "a scale is a multiple of 1000"},
      {"en\tcollective\tnothing\t0", "a collective is 1 or more"},
      {"en\thedge\tsome\troughly", "\"roughly\" is no rule that a hedge can name"},
      {"en\thedge\tsome\trange", "\"range\" is no rule that a hedge can name"},
      {"en\tjoin\tand\tunits", "join after hundreds, tens or any, not \"units\""},
      {"en\tprefix\tand so", "a prefix is one word"},
      {"en\tgroup\t;", "group has 3 columns, the last a comma or a full stop"},
      {"en\tgroup\t.", "a second group for en"},
      {"en\tunit\televen\t11\r", "a carriage return; lines end with a line feed alone"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(ErrorOf(absl::StrCat(kWords, c.row, "\n"), Table()), absl::StrCat("words.tsv:7: ", c.message)) << c.row;
  }
}

TEST(PhraseTable, BadTableRowsAreRefusedWithTheirLine) {
  const struct {
    const char* row;
    const char* message;
  } kCases[] = {
      {"amount\tdozens\t12\t-\t24",
       "amount has 6 columns (kind, name, hard low and high, soft low and high), here are 5"},
      {"amount\tdozens\t-\t-\t24\t80", "\"-\" is not a plain number up to 9000000000000000"},
      {"amount\tdozens\t12\t10\t12\t12", "a low above its high"},
      {"amount\tdozens\t12\t-\t10\t80", "the soft reading leaves the hard one"},
      {"amount\tdozens\t12\t50\t24\t-", "the soft reading leaves the hard one"},
      {"amount\tscores\t20\t-\t40\t99", "no word counts as \"scores\""},
      {"rule\tabout\tn\tn\tn\tn", "a second rule about"},
      {"rule\troughly\tn\tn\tn\tn",
       "no rule \"roughly\": exact, round, about, nearly, at-least, more-than, up-to, below, range"},
      {"rule\tabout\tn\tm\tn\tn", "m belongs to the rule range alone"},
      {"rule\tabout\t-\tn\tn\tn",
       "\"-\" is no bound: write 0, n, m, n-1, n+1, n-w, n+w, n-v, n+v or a factor such as 1.5n"},
      {"name\tagain", "a second name"},
      {"version\t4", "a second version"},
      {"phrase\tx", "no kind \"phrase\""},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(ErrorOf(kWords, Table(absl::StrCat(c.row, "\n"))), absl::StrCat("table:12: ", c.message)) << c.row;
  }
}

TEST(PhraseTable, FilesAsAWholeAreChecked) {
  EXPECT_EQ(ErrorOf("", Table()), "words.tsv: does not end with a line feed");
  EXPECT_EQ(ErrorOf(kWords, "name\tt"), "table: does not end with a line feed");
  EXPECT_EQ(ErrorOf("\xC0\n", Table()), "words.tsv: not UTF-8 at byte 0");
  EXPECT_EQ(ErrorOf(kWords, kRules), "table:1: name and version come first");
  EXPECT_EQ(ErrorOf(kWords, "name\tt\nversion\t0\n"), "table:2: a version is 1 or more");
  EXPECT_EQ(ErrorOf(kWords, "name\tt\nversion\t1\n"), "table: the rule exact is missing");
}

TEST(PhraseTable, ChangedBytesAreReadOrRefusedAndNeverCrash) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  const std::string table = Table("amount\tdozens\t12\t-\t24\t80\n");
  const char kBytes[] = "\t\n-nmwv019.xen#\r\xD9";
  for (int round = 0; round < 20000; ++round) {
    std::string parts[] = {kWords, table};
    for (size_t count = 1 + random() % 3; count > 0; --count) {
      std::string& part = parts[random() % 2];
      const size_t at = random() % part.size();
      if (random() % 3 == 0)
        part.erase(at, 1);
      else if (random() % 2 == 0)
        part.insert(at, 1, kBytes[random() % (sizeof kBytes - 1)]);
      else
        part[at] = kBytes[random() % (sizeof kBytes - 1)];
    }
    const auto parsed = ParsePhraseTable(parts[0], parts[1]);
    if (!parsed.ok()) {
      ASSERT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    for (const char* words : {"about 60", "between 10 and ten", "dozens of men"}) {
      (void)ReadWords(words, "", *parsed);
    }
  }
}

}  // namespace
}  // namespace tallystick

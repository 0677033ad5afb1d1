// Every view at every earlier head of a casebook, beside the casebook as it was then: byte for byte, but for the lines
// that name the head.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/commands/all.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
namespace fs = std::filesystem;

// A casebook "book" that is copied to "book-N" whenever its log has got N entries.
class Desk {
 public:
  Desk() {
    EXPECT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
    Keep();
  }

  std::string Run(const std::string& line) {
    const Outcome outcome = shell.RunLine(absl::StrCat(line, " --casebook book"));
    EXPECT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
    if (outcome.code == 0) Keep();
    return outcome.out;
  }

  // In one recording. Handles of earlier imports stand for the ids they got.
  void Import(const std::vector<std::string>& lines) {
    std::string text = absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
    for (const auto& [handle, id] : ids_) {
      text = absl::StrReplaceAll(text, {{absl::StrCat("\"@", handle, "\""), absl::StrCat("\"", id, "\"")}});
    }
    shell.Write("rows.jsonl", text);
    const auto recorded = nlohmann::json::parse(Run("import rows.jsonl --json"), nullptr, false);
    if (recorded.is_discarded()) return;  // Run has failed the test
    for (const auto& record : recorded["records"]) ids_[record.value("name", "")] = record["id"];
  }

  int entries() const { return entries_; }
  SeededShell shell;

 private:
  void Keep() {
    ++entries_;
    fs::copy(shell.folder() / "book", shell.folder() / absl::StrCat("book-", entries_), fs::copy_options::recursive);
  }
  int entries_ = 0;
  std::map<std::string, std::string> ids_;
};

// What is left of an output when the head is not named in it.
std::string WithoutHead(const std::string& out, bool json) {
  if (!json) return out.substr(out.find("\n\n") + 2);
  const size_t at = out.rfind(",\"as_of\":{\"size\":");
  EXPECT_NE(at, std::string::npos) << out;
  return absl::StrCat(out.substr(0, at), "}\n");
}

// All that is listed: ids, and of claims and captures their own.
struct Ids {
  std::vector<std::string> all, claims, captures;
};
Ids IdsOf(Desk& desk) {
  Ids ids;
  const std::string out = desk.shell.RunLine("list --jsonl --casebook book").out;
  for (absl::string_view line : absl::StrSplit(out, '\n', absl::SkipEmpty())) {
    const auto item = nlohmann::json::parse(std::string(line));
    ids.all.push_back(item["id"]);
    if (item["kind"] == "claim") ids.claims.push_back(item["id"]);
    if (item["kind"] == "capture") ids.captures.push_back(item["id"]);
  }
  return ids;
}

std::vector<std::string> ViewsOf(Desk& desk, const std::vector<std::string>& searches) {
  const Ids ids = IdsOf(desk);
  std::vector<std::string> views = {
      "list", "list claims --json", "list links", "conflicts --full", "conflicts --json", "sources", "sources --json"};
  for (const std::string& words : searches) views.push_back(absl::StrCat("search ", words));
  for (const std::string& id : ids.all) views.push_back(absl::StrCat("show ", id));
  for (const std::string& id : ids.claims) views.push_back(absl::StrCat("trace ", id, " --json"));
  views.push_back(absl::StrCat("trace ", absl::StrJoin(ids.claims, " ")));
  views.push_back(absl::StrCat("compare ", ids.claims.front(), " ", ids.claims.back()));
  for (const std::string& id : ids.captures) views.push_back(absl::StrCat("capture show --raw ", id));
  views.push_back("list --jsonl");
  return views;
}

void ExpectEveryHeadIsTheCasebookOfItsTime(Desk& desk, const std::vector<std::string>& searches) {
  const std::vector<std::string> views = ViewsOf(desk, searches);
  int shown = 0;
  for (int n = 1; n <= desk.entries(); ++n) {
    for (const std::string& view : views) {
      const Outcome then = desk.shell.RunLine(absl::StrCat(view, " --casebook book-", n));
      const Outcome as_of = desk.shell.RunLine(absl::StrCat(view, " --casebook book --as-of ", n));
      ASSERT_EQ(as_of.code, then.code) << view << " at " << n << "\n" << as_of.err;
      const bool bare = absl::StrContains(view, "--raw") || absl::StrContains(view, "--jsonl");
      if (as_of.out.empty() || bare) {
        ASSERT_EQ(as_of.out, then.out) << view << " at " << n;
        if (then.code == 0) {
          EXPECT_THAT(as_of.err, HasSubstr(absl::StrCat("As of #", n, ":"))) << view;
        }
      } else {
        const bool json = absl::StrContains(view, "--json");
        ASSERT_EQ(WithoutHead(as_of.out, json), then.out) << view << " at " << n;
        EXPECT_THAT(as_of.out,
                    HasSubstr(json ? absl::StrCat("\"as_of\":{\"size\":", n) : absl::StrCat("As of #", n, ":")));
      }
      shown += then.code == 0;
    }
  }
  EXPECT_GT(shown, 10 * desk.entries());
}

TEST(AsOfTest, TheExampleAtEveryIndexIsACasebookCutThere) {
  const fs::path example = fs::absolute("examples/menaka");  // before the desk changes folders
  Desk desk;
  for (const char* name : {"dispatch-en.txt", "depeche-fr.txt", "magazine-ar.txt", "post.txt"}) {
    fs::copy(example / name, desk.shell.folder() / name);
  }
  std::ifstream file(example / "casebook.jsonl");
  std::vector<std::string> chunk;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) chunk.push_back(line);
    if (chunk.size() < 5) continue;
    desk.Import(chunk);
    chunk.clear();
  }
  if (!chunk.empty()) desk.Import(chunk);
  desk.Run("entity add Tamalat Tamalate --type place --part-of menaka --replaces tamalat --label tamalat-2");
  desk.Run("judge raml-60 --status used");
  desk.Run("link add en-25 same_statement fr-25");
  desk.Run("judge raml-60 --status retracted --reason \"a reading error\"");
  ASSERT_GT(desk.entries(), 12);
  ExpectEveryHeadIsTheCasebookOfItsTime(desk, {"dozens", "Tamalat", "عنصرا", "sahel"});
}

// Records of all kinds that refer to earlier ones, at random.
TEST(AsOfTest, ARandomCasebookAtEveryIndexIsACasebookCutThere) {
  const uint32_t seed = 20261124;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto below = [&random](size_t n) { return static_cast<size_t>(random() % n); };
  Desk desk;
  desk.shell.Write("doc.txt", "At least 10 fell. Some 20 fell. No more than 30 fell. They hold the town.");
  desk.Run("capture add doc.txt --title doc0");
  desk.Run("source add S0 --kind outlet");
  desk.Run("entity add E0 --type event");
  std::map<std::string, std::vector<std::string>> made = {{"doc", {"doc0"}}, {"S", {"S0"}}, {"E", {"E0"}}, {"C", {}}};
  const auto any = [&](const std::string& kind) { return made[kind][below(made[kind].size())]; };
  const auto next = [&](const std::string& kind) {
    made[kind].push_back(absl::StrCat(kind, made[kind].size()));
    return made[kind].back();
  };
  const std::vector<std::pair<std::string, std::string>> words = {
      {"At least 10", "At least 10 fell"}, {"Some 20", "Some 20 fell"}, {"No more than 30", "No more than 30 fell"}};
  for (int i = 0; i < 22; ++i) {
    const auto& [number, quote] = words[below(words.size())];
    switch (made["C"].size() < 2 ? 5 : below(8)) {
      case 0:
        desk.Run(absl::StrCat("source add ", next("S"), " --kind person --controller ", any("S")));
        break;
      case 1:
        desk.Run(absl::StrCat("entity add ", next("E"), " --type event --part-of ", any("E")));
        break;
      case 2:
        desk.Run(absl::StrCat("judge ", any("C"), " --status ", below(2) ? "retracted" : "used"));
        break;
      case 3:
        desk.Run(absl::StrCat("link add ", any("C"), " withdraws ", any("C")));
        break;
      default: {
        const std::string by = any("S"), event = any("E"), in = any("doc");
        desk.Run(absl::StrCat("claim add \"", number, "\" --in ", in, " --quote \"", quote, "\" --by ", by,
                              " --predicate killed --victims civilians --full --event ", event, " --label ",
                              next("C")));
      }
    }
  }
  ExpectEveryHeadIsTheCasebookOfItsTime(desk, {"fell", "C1"});
}

class AsOfHeadTest : public ::testing::Test {
 protected:
  AsOfHeadTest() {
    desk_.shell.now = "2022-10-30T10:00:00Z";
    desk_.Run("source add Early --kind outlet");
    desk_.shell.now = "2022-11-02T10:00:00Z";
    desk_.Run("source add Fast --kind outlet");
    desk_.shell.now = "2022-11-01T12:00:00Z";
    desk_.Run("source add Late --kind outlet");
  }
  Outcome As(const std::string& of, const std::string& view = "list") {
    return desk_.shell.Run({view, "--casebook", "book", "--as-of", of});
  }
  Outcome Show(const std::string& what, const std::string& of) {
    return desk_.shell.Run({"show", what, "--casebook", "book", "--as-of", of});
  }

  Desk desk_;  // its first entry is of 2022-11-01T09:00:00Z
};

TEST_F(AsOfHeadTest, AHeadIsNamedWithSizeAndRootAndWhatIsLeftOut) {
  const Outcome outcome = As("#2");
  EXPECT_THAT(outcome.out,
              StartsWith("As of #2: the first 2 of the log's 4 entries; the later 2 are left out.\nRoot "));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Fast")));
  EXPECT_EQ(As("2").out, outcome.out);
  EXPECT_THAT(As("4").out, StartsWith("As of #4: all of the log's 4 entries.\n"));
  EXPECT_THAT(As("0").out, HasSubstr("As of #0: none of the log's 4 entries yet.\nRoot "
                                     "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nnothing found"));
}

TEST_F(AsOfHeadTest, TheRootIsThatOfTheCheckpointSignedThen) {
  const Outcome proof = desk_.shell.RunLine("prove Early --casebook book-2");
  ASSERT_EQ(proof.code, 0);
  const std::string note = proof.out.substr(proof.out.find("\n\n") + 2);
  const std::vector<std::string> lines = absl::StrSplit(note, '\n');
  ASSERT_EQ(lines[1], "2");
  EXPECT_THAT(As("2").out, HasSubstr(absl::StrCat("\nRoot ", lines[2], "\n")));
}

TEST_F(AsOfHeadTest, WhatWasRecordedLaterIsNotFoundAndItIsSaidWhere) {
  const Outcome later = Show("Fast", "2");
  EXPECT_EQ(later.code, 5);
  EXPECT_THAT(later.err,
              HasSubstr("\"Fast\" is not found as of #2: it was recorded at #3\nhint: it is there with --as-of 3"));
  EXPECT_EQ(Show("Fast", "3").code, 0);
  const Outcome never = Show("Nobody", "2");
  EXPECT_EQ(never.code, 5);
  EXPECT_THAT(never.err, HasSubstr("no record goes by \"Nobody\""));
}

TEST_F(AsOfHeadTest, MoreEntriesThanThereAreAreRefused) {
  for (const char* beyond : {"5", "#5", "2022", "#123456789012345678901234567890"}) {
    const Outcome outcome = As(beyond);
    EXPECT_EQ(outcome.code, 5) << beyond;
    EXPECT_THAT(outcome.err, HasSubstr(": the log has 4 entries\nhint: ")) << beyond;
  }
  for (const char* nothing : {"", "#", "soon", "-1", "2022-13", "2022-11-01T09:00", "#1a"}) {
    const Outcome outcome = As(nothing);
    EXPECT_EQ(outcome.code, 1) << nothing;
    EXPECT_THAT(outcome.err, HasSubstr("is no head\nhint: a number of entries")) << nothing;
  }
  EXPECT_EQ(As("abcdef0123").code, 5);
}

TEST_F(AsOfHeadTest, ASubmissionIsNamedByTheBeginningOfItsId) {
  const std::string proof = desk_.shell.RunLine("prove Fast --casebook book").out;
  std::smatch id;
  // The entry's second line, in the proof's extra line: base64.
  const std::string json = desk_.shell.RunLine("show Fast --json --casebook book").out;
  ASSERT_TRUE(std::regex_search(json, id, std::regex("\"submission\":2")));
  const std::string checked = desk_.shell.RunLine("export --all -o all.zip --casebook book").out;
  const std::string zip = desk_.shell.Read("all.zip");
  // Leaves stand in the bundle as they are: "tallystick-leaf-v1", then the submission's id.
  std::vector<std::string> ids;
  for (size_t at = zip.find("tallystick-leaf-v1\n"); at != std::string::npos;
       at = zip.find("tallystick-leaf-v1\n", at + 1)) {
    ids.push_back(zip.substr(at + 19, 64));
  }
  ASSERT_EQ(ids.size(), 4);
  EXPECT_EQ(As(ids[2].substr(0, 12)).out, As("3").out);
  EXPECT_EQ(As(ids[2]).out, As("3").out);
  EXPECT_EQ(As(ids[2].substr(0, 5)).code, 1);
}

TEST_F(AsOfHeadTest, ATimeIsByTheAuthorsClocksAndItIsSaid) {
  const Outcome day = As("2022-11-01");
  EXPECT_THAT(day.out, StartsWith("As of #4: all"));
  EXPECT_THAT(day.out, HasSubstr("Up to 2022-11-01T23:59:59Z by the authors' own clocks, which prove nothing.\n"
                                 "1 of these entries say"));
  EXPECT_THAT(day.out, HasSubstr("No outside evidence bounds it.\n"));
  EXPECT_THAT(As("2022-10-30").out, StartsWith("As of #2:"));
  EXPECT_THAT(As("2022-10-30T09:59:59Z").out, StartsWith("As of #0:"));
  EXPECT_THAT(As("2022-10-30T12:00:00+02:00").out, StartsWith("As of #2:"));
  EXPECT_THAT(As("2022-11-01T09:00:00Z").out, StartsWith("As of #2:"));
  EXPECT_THAT(As("2").out, Not(HasSubstr("clock")));
}

// A view that forgot to look at --as-of would answer.
TEST_F(AsOfHeadTest, EveryViewTakesPart) {
  int views = 0;
  for (const Command& command : AllCommands()) {
    if (command.access != Access::kViews) continue;
    ++views;
    std::vector<std::string> words = {command.noun};
    if (command.verb[0] != '\0') words.push_back(command.verb);
    for (const Positional& p : command.positionals) {
      if (p.required) words.push_back("Early");
    }
    for (const char* word : {"--casebook", "book", "--as-of", "#99"}) words.push_back(word);
    const Outcome outcome = desk_.shell.Run(words);
    EXPECT_EQ(outcome.code, 5) << absl::StrJoin(words, " ");
    EXPECT_THAT(outcome.err, HasSubstr("there is no head #99")) << absl::StrJoin(words, " ");
    EXPECT_EQ(outcome.out, "") << absl::StrJoin(words, " ");
  }
  EXPECT_GE(views, 8);
}

}  // namespace
}  // namespace tallystick

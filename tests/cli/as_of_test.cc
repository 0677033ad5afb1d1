// Every view at every earlier head of a casebook, beside the casebook as it was then: byte for byte, but for the lines
// that name the head.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
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

}  // namespace
}  // namespace tallystick

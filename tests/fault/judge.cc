#include "tests/fault/judge.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "store/last_seen.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;

// "origin size" and the root, the first lines of a note.
std::pair<std::string, std::string> HeadOf(const std::string& note) {
  const std::vector<std::string> lines = absl::StrSplit(note, '\n');
  if (lines.size() < 3) return {"(no note)", note};
  return {absl::StrCat(lines[0], " ", lines[1]), lines[2]};
}

std::vector<std::string> NotesInCasebook(const Desk& desk) {
  std::vector<std::string> notes;
  sqlite3* database = nullptr;
  const std::string uri = absl::StrCat("file:", desk.Path("/book/casebook.db"), "?immutable=1");
  sqlite3_stmt* rows = nullptr;
  if (sqlite3_open_v2(uri.c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr) == SQLITE_OK &&
      sqlite3_prepare_v2(database, "SELECT note FROM checkpoints", -1, &rows, nullptr) == SQLITE_OK) {
    while (sqlite3_step(rows) == SQLITE_ROW) {
      notes.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0)));
    }
  }
  sqlite3_finalize(rows);
  sqlite3_close(database);
  return notes;
}

std::vector<std::string> NotesLastSeen(const Desk& desk) {
  std::vector<std::string> notes;
  const std::string folder = desk.Path("/state/tallystick");
  std::error_code none;
  for (const auto& file : fs::directory_iterator(folder, none)) {
    const auto key = Digest::FromHex(file.path().stem().string());
    if (file.path().extension() != ".head" || !key.ok()) continue;
    if (const auto note = ReadLastSeen(folder, *key); note.ok()) notes.push_back(*note);
  }
  return notes;
}

std::string Join(const std::vector<std::string>& notes, std::map<std::string, std::string>* all) {
  for (const std::string& note : notes) {
    const auto [place, root] = HeadOf(note);
    const auto [it, added] = all->emplace(place, root);
    if (!added && it->second != root) return absl::StrCat("two checkpoints of one size: ", place);
  }
  return "";
}

// The keys of an acknowledged init, and what was last seen, must have outlived everything.
std::string KeysAndHeadRemain(const Desk& desk, const Acknowledged& acknowledged) {
  const Tree now = desk.Take();
  for (const auto& [path, bytes] : acknowledged.keys) {
    const auto it = now.find(path);
    if (it == now.end() || it->second != bytes) return absl::StrCat("a key file was lost: ", path);
  }
  std::string origin;  // of several logs the one that has got so far; the others come of interrupted inits
  for (const auto& [place, root] : acknowledged.checkpoints) {
    const std::vector<std::string> words = absl::StrSplit(place, ' ');
    if (words[1] == absl::StrCat(acknowledged.log_size)) origin = words[0];
  }
  uint64_t newest = 0;
  for (const std::string& note : NotesLastSeen(desk)) {
    const std::vector<std::string> words = absl::StrSplit(HeadOf(note).first, ' ');
    uint64_t size = 0;
    if (words[0] == origin && absl::SimpleAtoi(words[1], &size)) newest = std::max(newest, size);
  }
  if (newest >= acknowledged.log_size) return "";
  return absl::StrCat("what was last seen has size ", newest, ", but ", acknowledged.log_size, " was acknowledged");
}

std::string TakeUpInit(Desk& desk) {
  const Ended again = desk.Run(Story()[0].words);
  if (again.signal == 0 && again.code == 1 && absl::StrContains(again.err, "already holds a casebook")) return "";
  return MustPass("init again", again);
}

std::string NamesAreThere(Desk& desk, size_t steps) {
  const std::map<std::string, int> there = NamesIn(desk);
  std::string problem;
  for (size_t k = 0; k < steps; ++k) {
    for (const std::string& name : Story()[k].names) {
      if (there.count(name) == 0) absl::StrAppend(&problem, "record \"", name, "\" is not there; ");
    }
  }
  for (const auto& [name, times] : there) {
    if (times > 1) absl::StrAppend(&problem, "record \"", name, "\" is there ", times, " times; ");
  }
  return problem;
}

Undisturbed Tell() {
  Undisturbed told;
  Desk desk;
  told.marks.push_back({0, desk.Take(), 0, {}});
  for (const Step& step : Story()) {
    const Ended ended = desk.RunWithFault(step.words, {});
    if (ended.signal != 0 || ended.code != 0) ADD_FAILURE() << step.words[0] << ": " << ended.err;
    told.operations = desk.journal();
    Undisturbed::Mark mark{told.operations.size(), desk.Take(), told.marks.size(), {}};
    EXPECT_EQ(GatherCheckpoints(desk, &mark.checkpoints), "");
    told.marks.push_back(std::move(mark));
  }
  return told;
}

}  // namespace

const Undisturbed& TheStory() {
  static const Undisturbed told = Tell();
  return told;
}

std::string MustPass(const char* what, const Ended& ended) {
  if (ended.signal == 0 && ended.code == 0) return "";
  return absl::StrCat(what, ": ",
                      ended.signal ? absl::StrCat("signal ", ended.signal) : absl::StrCat("exit code ", ended.code),
                      "\n", ended.out, ended.err);
}

std::string CheckPasses(Desk& desk) { return MustPass("check", desk.Run({"check", "--json"})); }

std::string GatherCheckpoints(const Desk& desk, std::map<std::string, std::string>* all) {
  const std::string problem = Join(NotesLastSeen(desk), all);
  return problem.empty() ? Join(NotesInCasebook(desk), all) : problem;
}

std::map<std::string, int> NamesIn(Desk& desk) {
  std::map<std::string, int> names;
  const auto document = nlohmann::json::parse(desk.Run({"list", "all", "--json"}).out, nullptr, false);
  if (document.is_discarded()) return names;
  for (const auto& item : document.value("items", nlohmann::json::array())) {
    if (item.value("kind", "") == "key") continue;
    const std::string title = item.value("title", "");
    ++names[item.value("kind", "") == "claim" ? title.substr(0, title.find(' ')) : title];
  }
  return names;
}

Tree KeysIn(const Tree& tree) {
  Tree keys;
  for (const auto& [path, bytes] : tree) {
    if (absl::StartsWith(path, "/config/") || absl::StartsWith(path, "/book-recovery/")) keys[path] = bytes;
  }
  return keys;
}

Acknowledged AfterSteps(size_t steps) {
  const Undisturbed::Mark& mark = TheStory().marks[steps];
  if (steps == 0) return {};
  return {steps, mark.log_size, mark.checkpoints, KeysIn(TheStory().marks[1].tree)};
}

std::string Judge(Desk& desk, const Acknowledged& acknowledged) {
  std::map<std::string, std::string> checkpoints = acknowledged.checkpoints;
  size_t steps = acknowledged.steps;
  std::string problem;
  const auto bad = [&problem](std::string found) {
    problem = std::move(found);
    return !problem.empty();
  };
  if (steps == 0) {
    if (bad(TakeUpInit(desk))) return problem;
    steps = 1;
  } else if (bad(KeysAndHeadRemain(desk, acknowledged))) {
    return problem;
  }
  if (bad(CheckPasses(desk))) return problem;
  if (bad(Join(NotesLastSeen(desk), &checkpoints))) return problem;
  if (steps < Story().size()) {
    std::vector<std::string> again = Story()[steps].words;
    if (again[0] != "import") again.push_back("--once");
    if (bad(MustPass("the same again", desk.Run(again)))) return problem;
    ++steps;
    if (bad(CheckPasses(desk))) return problem;
  }
  if (bad(NamesAreThere(desk, steps))) return problem;
  return GatherCheckpoints(desk, &checkpoints);
}

}  // namespace tallystick

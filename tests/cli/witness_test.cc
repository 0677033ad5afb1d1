// Witnesses end to end: by files, as on a stick, and by requests that a desk answers within the test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/keystore.h"
#include "cli/witness/desk.h"
#include "core/record/json.h"
#include "proto/view.pb.h"
#include "store/casebook.h"
#include "store/checkpoint_history.h"
#include "tests/cli/seeded_shell.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kOrigin[] = "newsroom.example/casebook";

class WitnessCliTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Expect(0, absl::StrCat("init book --no-passphrase --origin ", kOrigin));
    Expect(0, "key new --role witness --recovery stick --no-passphrase");
    shell.Write("logs", LogKey("book").Format() + "\n");
    Expect(0, "witness add --state desk --logs logs --name w.example/desk");
    shell.Write("policy", absl::StrCat("log ", LogKey("book").Format(), "\nwitness w ", WitnessKey("desk").Format(),
                                       " https://w.example/prefix/\nquorum w\n"));
  }
  Outcome Expect(int code, const std::string& line, const std::string& input = "") {
    const Outcome outcome = shell.RunLine(line, input);
    EXPECT_EQ(outcome.code, code) << line << "\n" << outcome.out << outcome.err;
    return outcome;
  }
  static NoteKey LogKey(const std::string& book) {
    const Casebook casebook = *Casebook::Open(book);
    return *NoteKey::New(casebook.identity().origin, SignatureType::kEd25519, casebook.identity().key);
  }
  static NoteKey WitnessKey(const std::string& state) { return WitnessFolder::Open(state)->witness(); }
  static std::string Newest(const std::string& book) {
    const Casebook casebook = *Casebook::Open(book);
    return *LatestCheckpoint(**casebook.store().OpenSnapshot());
  }
  // The same where nobody has seen the log before: on the machine of who forks it.
  void GrowElsewhere(const std::string& book, const std::string& name) {
    std::filesystem::rename("state", "state-here");
    Expect(0, absl::StrCat("log adopt --casebook ", book));
    Grow(book, name);
    std::filesystem::remove_all("state");
    std::filesystem::rename("state-here", "state");
  }
  void Grow(const std::string& book, const std::string& name) {
    Expect(0, absl::StrCat("source add ", name, " --kind outlet --casebook ", book));
  }
  static std::vector<std::string> FilesIn(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) files.push_back(entry.path());
    return files;
  }
  // The desk in `state` as an answerer over the network.
  std::function<absl::StatusOr<FetchReply>(const FetchRequest&)> Network(const std::string& state, char key = 0) {
    std::shared_ptr<WitnessDesk> desk;
    const WitnessFolder folder = *WitnessFolder::Open(state);
    const auto clock = [] { return uint64_t{1667293200}; };
    if (key != 0) {
      desk = *WitnessDesk::New(folder, folder.logs(), TestKey(key), clock);
    } else {
      const Keystore keystore("keys");
      const std::vector<KeyFile> files = *keystore.List();
      for (const KeyFile& file : files) {
        if (file.role == v1::Key::witness)
          desk = *WitnessDesk::New(folder, folder.logs(), *keystore.Load(file, ""), clock);
      }
    }
    return [this, desk](const FetchRequest& request) -> absl::StatusOr<FetchReply> {
      asked.push_back(request.url + " " + request.body.substr(0, request.body.find('\n')));
      const auto answer = desk->AddCheckpoint(request.body);
      if (!answer.ok()) return FetchReply{500, "", ""};
      return FetchReply{answer->answer.status, answer->answer.body, answer->answer.content_type};
    };
  }

  SeededShell shell;
  std::vector<std::string> asked;
};

TEST_F(WitnessCliTest, AStickGoesThereAndBack) {
  EXPECT_THAT(Expect(0, "witness request --policy policy --casebook book -o out").out,
              HasSubstr(LogKey("book").Format()));
  EXPECT_THAT(shell.Read("out/w.add-checkpoint"), testing::StartsWith("old 0\n\nnewsroom.example/casebook\n1\n"));
  EXPECT_THAT(Expect(0, "witness sign --state desk out/w.add-checkpoint -o back1").out, HasSubstr("cosigned"));
  EXPECT_THAT(Expect(0, "witness import back1 --policy policy --casebook book").out,
              HasSubstr("quorum of the policy: met"));
  Grow("book", "Courier");
  Grow("book", "Herald");
  Expect(0, "witness request --policy policy --casebook book -o out2");
  EXPECT_THAT(shell.Read("out2/w.add-checkpoint"), testing::StartsWith("old 1\n"));
  Expect(0, "witness sign --state desk out2/w.add-checkpoint -o back2");
  Expect(0, "witness import back2 --policy policy --casebook book");
  EXPECT_THAT(Newest("book"), HasSubstr("\n— w.example/desk "));
  EXPECT_EQ(Expect(0, "check --casebook book").code, 0);
  EXPECT_THAT(Expect(0, "witness import back1 back2 --policy policy --casebook book").out, HasSubstr("had cosigned"));
  // What is recorded next goes on as before, and so does the log's own repetition of a checkpoint.
  Grow("book", "Gazette");
  Expect(0, "check --casebook book");
}

TEST_F(WitnessCliTest, AFileThatIsThereIsNotOverwritten) {
  Expect(0, "witness request --old 0 --casebook book -o request");
  Expect(1, "witness request --old 0 --casebook book -o request");
  shell.Write("back", "mine");
  Expect(1, "witness sign --state desk request -o back");
  EXPECT_EQ(shell.Read("back"), "mine");
  EXPECT_FALSE(WitnessFolder::Open("desk")->Begin(kOrigin)->last()) << "nothing was cosigned that nobody gets";
}

TEST_F(WitnessCliTest, ARequestFromAnotherSizeIsToldWhereToGoOn) {
  Expect(0, "witness request --old 0 --casebook book -o r1");
  Expect(0, "witness sign --state desk r1 -o b1");
  Grow("book", "Courier");
  Expect(0, "witness request --old 0 --casebook book -o r2");
  const Outcome refused = Expect(6, "witness sign --state desk r2 -o b2");
  EXPECT_THAT(refused.err, HasSubstr("--old 1"));
  EXPECT_FALSE(std::filesystem::exists("b2"));
  Expect(0, "witness request --old 1 --casebook book -o r3");
  Expect(0, "witness sign --state desk r3 -o b3");
  Expect(1, "witness request --old 9 --casebook book -o r4");
}

TEST_F(WitnessCliTest, SignPrintsTheLineWhenNoFileIsNamed) {
  Expect(0, "witness request --old 0 --casebook book -o r1");
  EXPECT_THAT(Expect(0, "witness sign --state desk - --dry-run", shell.Read("r1")).out, HasSubstr("would cosign"));
  EXPECT_THAT(Expect(0, "witness sign --state desk -", shell.Read("r1")).out, testing::StartsWith("— w.example/desk "));
  const Outcome json = Expect(6, "witness sign --state desk r1 --json");
  v1::WitnessAnswerDocument document;
  ASSERT_TRUE(DecodeJson(json.out, &document).ok()) << json.out;
  EXPECT_EQ(document.status(), 409);
  EXPECT_EQ(document.answer(), "1\n");
}

TEST_F(WitnessCliTest, SaysWhatIsWrongAndWhatToDo) {
  Expect(0, "witness request --old 0 --casebook book -o r");
  Expect(0, "init other --no-passphrase --recovery stick2 --origin other.example");
  Expect(0, "witness request --old 0 --casebook other -o foreign");
  shell.Write("other-logs", LogKey("other").Format() + "\n");
  shell.Write("garbage", "old 1\n");
  shell.Write("empty-policy", "quorum none\n");
  const struct {
    const char* line;
    int code;
    const char* message;
  } cases[] = {
      {"witness sign --state nowhere r", 5, "no witness keeps its state in nowhere"},
      {"witness sign --state desk garbage", 1, "not cosigned (400)"},
      {"witness sign --state desk foreign", 5, "does not know the log"},
      {"witness sign --state desk r --logs other-logs", 1, "has no memory of other.example"},
      {"witness sign --state desk missing", 5, "missing: No such file"},
      {"witness add --state desk --logs garbage", 1, "--logs: garbage: line 1"},
      {"witness add --state new --logs logs", 1, "--name is missing"},
      {"witness add --state desk --logs logs --name other.name", 1, "belongs to another witness"},
      {"witness add --state new --logs logs --name \"a b\"", 1, "--name: a key's name has a space"},
      {"witness serve --state nowhere", 5, "no witness keeps its state in nowhere"},
      {"witness serve --state desk --listen localhost", 1, "is not ADDRESS:PORT"},
      {"witness serve --state desk --listen localhost:0", 1, "is not a numeric address"},
      {"witness serve --state desk --prefix x", 1, "begins with"},
      {"witness request --casebook book -o x", 1, "--old SIZE, or --policy FILE"},
      {"witness request --casebook book -o x --policy empty-policy", 1, "names no witness"},
      {"witness import garbage --policy policy --casebook book", 1, "garbage: not a signed note"},
      {"witness collect --policy garbage --casebook book", 1, "--policy: garbage"},
  };
  for (const auto& c : cases) {
    const Outcome outcome = Expect(c.code, c.line);
    EXPECT_THAT(outcome.err, HasSubstr(c.message)) << c.line;
  }
}

TEST_F(WitnessCliTest, ALostMemoryIsRefusedAndAddingDoesNotHelp) {
  Expect(0, "witness request --old 0 --casebook book -o r1");
  Expect(0, "witness sign --state desk r1 -o b1");
  std::filesystem::remove(absl::StrCat("desk/logs/", Sha256(kOrigin).hex()));
  for (const char* line :
       {"witness sign --state desk r1", "witness serve --state desk", "witness add --state desk --logs logs"}) {
    const Outcome outcome = Expect(3, line);
    EXPECT_THAT(outcome.err, HasSubstr("no longer knows what it cosigned")) << line;
    EXPECT_THAT(outcome.err, HasSubstr("must be retired")) << line;
  }
}

TEST_F(WitnessCliTest, AForkOnAStickEndsInEvidence) {
  std::filesystem::copy("book", "fork", std::filesystem::copy_options::recursive);
  Grow("book", "Courier");
  GrowElsewhere("fork", "Forger");
  Expect(0, "witness request --old 0 --casebook book -o r1");
  Expect(0, "witness sign --state desk r1 -o b1");
  Expect(0, "witness request --old 2 --casebook fork -o r2");
  const Outcome fork = Expect(3, "witness sign --state desk r2 -o b2");
  EXPECT_THAT(fork.err, HasSubstr("kept as"));
  ASSERT_EQ(FilesIn("desk/evidence").size(), 1);
  const std::string kept = shell.Read(FilesIn("desk/evidence")[0]);
  EXPECT_THAT(kept, HasSubstr(Newest("book")));
  EXPECT_THAT(kept, HasSubstr(Newest("fork")));
}

TEST_F(WitnessCliTest, ACosignatureOfAnotherCheckpointOrWitnessIsNotStored) {
  std::filesystem::copy("book", "fork", std::filesystem::copy_options::recursive);
  Grow("book", "Courier");
  GrowElsewhere("fork", "Forger");
  Expect(0, "witness request --old 0 --casebook fork -o r1");
  Expect(0, "witness sign --state desk r1 -o b1");
  const std::string before = Newest("book");
  EXPECT_THAT(Expect(3, "witness import b1 --policy policy --casebook book").out, HasSubstr("good for none"));
  EXPECT_EQ(Newest("book"), before);
  const NoteKey stranger = TestNoteKey("x.example", 'x', SignatureType::kCosignatureV1);
  shell.Write("strange", Cosign(ParseNoteUnverified(before)->text, 1, stranger, TestKey('x'))->line + "\n");
  Expect(5, "witness import strange --policy policy --casebook book");
  EXPECT_EQ(Newest("book"), before);
}

TEST_F(WitnessCliTest, CollectsOverTheNetwork) {
  shell.fetch = Network("desk");
  const Outcome first = Expect(0, "witness collect --policy policy --casebook book");
  EXPECT_THAT(first.out, HasSubstr("quorum of the policy: met"));
  EXPECT_THAT(asked, ElementsAre("https://w.example/prefix/add-checkpoint old 0"));
  EXPECT_THAT(Expect(0, "witness collect --policy policy --casebook book").out, HasSubstr("had cosigned"));
  EXPECT_EQ(asked.size(), 1) << "nobody is asked for what is stored";
  Grow("book", "Courier");
  v1::CosignaturesDocument document;
  const Outcome json = Expect(0, "witness collect --policy policy --casebook book --json");
  ASSERT_TRUE(DecodeJson(json.out, &document).ok()) << json.out;
  EXPECT_EQ(document.witnesses(0).state(), "cosigned");
  EXPECT_EQ(document.witnesses(0).time(), "2022-11-01T09:00:00Z");
  EXPECT_EQ(document.quorum(), "met");
  EXPECT_EQ(asked.back(), "https://w.example/prefix/add-checkpoint old 1");
  Expect(0, "check --casebook book");
  EXPECT_THAT(FilesIn("state/evidence"), IsEmpty());
}

TEST_F(WitnessCliTest, GoesOnFromTheSizeThatTheWitnessNames) {
  Expect(0, "witness request --old 0 --casebook book -o r1");
  Expect(0, "witness sign --state desk r1 -o lost");  // and never comes back
  Grow("book", "Courier");
  shell.fetch = Network("desk");
  Expect(0, "witness collect --policy policy --casebook book");
  EXPECT_THAT(asked, ElementsAre(HasSubstr(" old 0"), HasSubstr(" old 1")));
}

TEST_F(WitnessCliTest, WithoutAnAnswerTheQuorumIsOpen) {
  const Outcome outcome = Expect(7, "witness collect --policy policy --casebook book");
  EXPECT_THAT(outcome.out, HasSubstr("unreachable"));
  EXPECT_THAT(outcome.out, HasSubstr("quorum of the policy: not met"));
  EXPECT_THAT(Expect(0, "witness collect --policy policy --casebook book --dry-run").out, HasSubstr("would be asked"));
  const FetchReply refusals[] = {{403, "no\n", ""},
                                 {404, "no\n", ""},
                                 {500, "", ""},
                                 {200, "hello\n", ""},
                                 {200, "— x.example/x AAAAAAAAAAAA\n", ""},
                                 {301, "", ""},
                                 {409, "0\n", "text/x.tlog.size"}};
  for (const FetchReply& reply : refusals) {
    shell.fetch = [&reply](const FetchRequest&) { return reply; };
    EXPECT_THAT(Expect(7, "witness collect --policy policy --casebook book").out, HasSubstr("refused")) << reply.status;
  }
  EXPECT_THAT(Newest("book"), Not(HasSubstr("w.example")));
  EXPECT_THAT(FilesIn("state/evidence"), IsEmpty());
}

// A witness that names a size beyond this log, and one that has cosigned another history: both sides are kept.
TEST_F(WitnessCliTest, AWitnessThatLiesAndALogThatForkedEndInEvidence) {
  std::filesystem::copy("book", "fork", std::filesystem::copy_options::recursive);
  Grow("book", "Courier");
  GrowElsewhere("fork", "Forger");
  GrowElsewhere("fork", "Forger2");
  const NoteKey second = TestNoteKey("w.example/second", 's', SignatureType::kCosignatureV1);
  ASSERT_TRUE(WitnessFolder::AddLogs("second", second, {LogKey("book")}).ok());
  shell.Write("both", absl::StrCat("log ", LogKey("book").Format(), "\nwitness liar ", WitnessKey("desk").Format(),
                                   " https://liar.example\nwitness second ", second.Format(),
                                   " https://second.example\ngroup g any liar second\nquorum g\n"));
  // The second witness has seen the fork, as large as this log.
  Expect(0, "witness request --old 0 --casebook book -o unused");
  const auto answers = Network("second", 's');
  const Casebook forked = *Casebook::Open("fork");
  const auto snapshot = *forked.store().OpenSnapshot();
  const CheckpointHistory history = *CheckpointHistory::Load(*snapshot, forked.identity());
  ASSERT_EQ(answers({"", FormatAddCheckpoint(*RequestCosignature(*snapshot, history, 0)), ""})->status, 200);
  Grow("book", "Herald");
  Grow("book", "Gazette");
  shell.fetch = [&](const FetchRequest& request) -> absl::StatusOr<FetchReply> {
    if (request.url == "https://liar.example/add-checkpoint") return FetchReply{409, "4711\n", "text/x.tlog.size"};
    return answers(request);
  };
  const Outcome outcome = Expect(3, "witness collect --policy both --casebook book");
  EXPECT_THAT(outcome.out, HasSubstr("contradicts"));
  ASSERT_EQ(FilesIn("state/evidence").size(), 2);
  std::string all;
  for (const std::string& file : FilesIn("state/evidence")) all += shell.Read(file);
  EXPECT_THAT(all, HasSubstr("4711\n"));
  EXPECT_THAT(all, HasSubstr("is not the beginning of this log"));
  EXPECT_THAT(all, HasSubstr(Newest("book")));
  EXPECT_EQ(FilesIn("second/evidence").size(), 1) << "the witness keeps its side too";
}

TEST_F(WitnessCliTest, AWitnessThatForgotContradictsItsOwnCosignature) {
  shell.fetch = Network("desk");
  Expect(0, "witness collect --policy policy --casebook book");
  Grow("book", "Courier");
  shell.fetch = [](const FetchRequest&) { return FetchReply{409, "0\n", "text/x.tlog.size"}; };
  EXPECT_THAT(Expect(3, "witness collect --policy policy --casebook book").out, HasSubstr("lost its memory"));
  EXPECT_EQ(FilesIn("state/evidence").size(), 1);
}

TEST_F(WitnessCliTest, PassphrasesAreAskedForOnce) {
  shell.passphrases = {"long words", "long words"};
  Expect(0, "key new --role witness --recovery stick3");
  v1::KeysDocument keys;
  ASSERT_TRUE(DecodeJson(shell.RunLine("key list --json").out, &keys).ok());
  std::string id;
  for (const v1::KeyItem& key : keys.keys()) {
    if (key.role() == "witness" && key.encrypted()) id = key.id();
  }
  Expect(1, "witness add --state locked --logs logs --name w.example/locked");
  Expect(0, "witness add --state locked --logs logs --name w.example/locked --key " + id);
  Expect(0, "witness request --old 0 --casebook book -o r");
  shell.passphrases = {"wrong"};
  Expect(1, "witness sign --state locked r -o b");
  shell.passphrases = {"long words"};
  Expect(0, "witness sign --state locked r -o b");
}

}  // namespace
}  // namespace tallystick

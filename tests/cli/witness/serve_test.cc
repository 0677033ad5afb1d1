// `tally witness serve` as a process of its own, spoken to over a socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "core/sign/note.h"
#include "store/casebook.h"
#include "store/witness_folder.h"
#include "tests/cli/seeded_shell.h"
#include "tests/cli/witness/raw_client.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// Ends with the test, however that ends.
class ServingTally {
 public:
  explicit ServingTally(const std::vector<std::string>& arguments) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    const pid_t parent = ::getpid();
    child_ = ::fork();
    if (child_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(1);
      ::dup2(ends[1], STDOUT_FILENO);
      if (std::freopen("serve.log", "a", stderr) == nullptr) ::_exit(1);
      ::close(ends[0]);
      ::setenv("XDG_CONFIG_HOME", (std::filesystem::current_path() / "config").c_str(), 1);
      std::vector<char*> argv;
      std::vector<std::string> words = arguments;
      words.insert(words.begin(), std::getenv("TALLY"));
      for (std::string& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    char c;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') first_line.push_back(c);
    ::close(ends[0]);
  }
  ~ServingTally() {
    if (child_ > 0) End(SIGKILL);
  }
  uint16_t port() const {
    return static_cast<uint16_t>(std::atoi(first_line.substr(first_line.rfind(':') + 1).c_str()));
  }
  // The exit code; -1 when it was killed.
  int End(int signal) {
    ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  std::string first_line;

 private:
  pid_t child_ = 0;
};

class ServeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories("config/tallystick");
    std::filesystem::create_directory_symlink(std::filesystem::current_path() / "keys", "config/tallystick/keys");
    Must("init book --no-passphrase --origin log.example");
    Must("key new --role witness --recovery stick --no-passphrase");
    const Casebook casebook = *Casebook::Open("book");
    const NoteKey log = *NoteKey::New("log.example", SignatureType::kEd25519, casebook.identity().key);
    shell.Write("logs", log.Format() + "\n");
    Must("witness add --state desk --logs logs --name w.example");
  }
  void Must(const std::string& line) {
    const Outcome outcome = shell.RunLine(line);
    ASSERT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
  }
  std::string Request(int old_size) {
    const std::string file = absl::StrCat("request", files_++);
    Must(absl::StrCat("witness request --casebook book -o ", file, " --old ", old_size));
    return shell.Read(file);
  }
  static std::string Ask(uint16_t port, const std::string& bytes) {
    RawClient client(port);
    client.Send(bytes);
    return client.ReadResponse();
  }
  const std::vector<std::string> serve = {"witness", "serve", "--state", "desk", "--logs", "logs"};
  SeededShell shell;
  int files_ = 0;
};

TEST_F(ServeTest, CosignsOverHttpAndStopsCleanly) {
  const std::string first = Request(0);
  {
    ServingTally tally(serve);
    ASSERT_THAT(tally.first_line, StartsWith("listening on http://127.0.0.1:")) << shell.Read("serve.log");
    const std::string good = Ask(tally.port(), Post("/add-checkpoint", first));
    EXPECT_EQ(StatusIn(good), "200") << good;
    shell.Write("policy", absl::StrCat("witness w ", WitnessFolder::Open("desk")->witness().Format(), "\nquorum w\n"));
    shell.Write("back", BodyIn(good));
    Must("witness import back --policy policy --casebook book");
    const std::string again = Ask(tally.port(), Post("/add-checkpoint", first));
    EXPECT_EQ(StatusIn(again), "409");
    EXPECT_THAT(again, HasSubstr("Content-Type: text/x.tlog.size\r\n"));
    EXPECT_EQ(BodyIn(again), "1\n");
    EXPECT_EQ(StatusIn(Ask(tally.port(), Post("/add-checkpoint", "old\n"))), "400");
    EXPECT_EQ(StatusIn(Ask(tally.port(), Post("/elsewhere", first))), "404");
    EXPECT_EQ(StatusIn(Ask(tally.port(), "GET /add-checkpoint HTTP/1.1\r\nHost: x\r\n\r\n")), "405");
    EXPECT_EQ(StatusIn(Ask(tally.port(), Post("/add-checkpoint", std::string(70000, 'x')))), "413");
    EXPECT_EQ(tally.End(SIGTERM), 0);
  }
  const std::string log = shell.Read("serve.log");
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 6) << log;
  EXPECT_THAT(log, HasSubstr("POST /add-checkpoint 200 log.example 0 -> 1\n"));
  ServingTally again(serve);
  EXPECT_EQ(BodyIn(Ask(again.port(), Post("/add-checkpoint", first))), "1\n") << "remembered across a restart";
  EXPECT_EQ(again.End(SIGINT), 0);
}

TEST_F(ServeTest, AKillLosesNothingThatWasAnswered) {
  const std::string first = Request(0);
  {
    ServingTally tally(serve);
    ASSERT_EQ(StatusIn(Ask(tally.port(), Post("/add-checkpoint", first))), "200");
    EXPECT_EQ(tally.End(SIGKILL), -1);
  }
  Must("source add Courier --kind outlet --casebook book");
  ServingTally tally(serve);
  EXPECT_EQ(BodyIn(Ask(tally.port(), Post("/add-checkpoint", Request(0)))), "1\n");
  EXPECT_EQ(StatusIn(Ask(tally.port(), Post("/add-checkpoint", Request(1)))), "200");
  EXPECT_EQ(tally.End(SIGTERM), 0);
}

// The desk by file and the server share one memory.
TEST_F(ServeTest, ServingAndSigningShareOneMemory) {
  ServingTally tally(serve);
  shell.Write("r", Request(0));
  Must("witness sign --state desk r -o back");
  EXPECT_EQ(BodyIn(Ask(tally.port(), Post("/add-checkpoint", Request(0)))), "1\n");
  EXPECT_EQ(tally.End(SIGTERM), 0);
}

}  // namespace
}  // namespace tallystick

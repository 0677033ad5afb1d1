#include "cli/environment.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/civil_time.h"

namespace tallystick {
namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// `name` in the folder that `variable` names, or in the one below $HOME that stands in for it.
std::string XdgFolder(const char* variable, absl::string_view below_home, absl::string_view name) {
  const std::string folder = Variable(variable);
  // The XDG specification has relative paths ignored.
  if (!folder.empty() && folder[0] == '/') return absl::StrCat(folder, "/", name);
  return absl::StrCat(Variable("HOME"), "/", below_home, "/", name);
}

std::string Random(size_t bytes) {
  std::string out(bytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(bytes)) != 1) {
    std::cerr << "tally: the system gives no random numbers\n";
    std::abort();
  }
  return out;
}

absl::StatusOr<std::string> AskPassphrase(const std::string& prompt) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) {
    return absl::FailedPreconditionError(
        "the key needs a passphrase and there is no terminal to ask on (give it with --passphrase-fd)");
  }
  termios before{};
  ::tcgetattr(terminal, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(terminal, TCSAFLUSH, &silent);
  (void)!::write(terminal, prompt.data(), prompt.size());
  std::string line;
  char c;
  while (::read(terminal, &c, 1) == 1 && c != '\n') line.push_back(c);
  ::tcsetattr(terminal, TCSAFLUSH, &before);
  (void)!::write(terminal, "\n", 1);
  ::close(terminal);
  return line;
}

constexpr int kPlainColumns = 80, kFewestColumns = 40, kMostColumns = 500;

// POSIX: COLUMNS is a wish that goes before what the terminal says. Ignored when it is no sensible number.
int Columns(int descriptor) {
  int wished = 0;
  if (absl::SimpleAtoi(Variable("COLUMNS"), &wished) && wished >= kFewestColumns && wished <= kMostColumns) return wished;
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col < kFewestColumns) return kPlainColumns;
  return std::min<int>(size.ws_col, 120);
}

// POSIX 8.2: the first of these that is set decides. Without any, a terminal of today.
bool Unicode() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = absl::AsciiStrToLower(Variable(name));
    if (!locale.empty()) return absl::StrContains(locale, "utf-8") || absl::StrContains(locale, "utf8");
  }
  return true;
}

}  // namespace

Environment SystemEnvironment() {
  Environment e;
  e.now = [] { return FormatUtc(std::time(nullptr)); };
  e.random = Random;
  e.ask_passphrase = AskPassphrase;
  e.fetch = Fetch;
  e.key_folder = XdgFolder("XDG_CONFIG_HOME", ".config", "tallystick/keys");
  e.state_folder = XdgFolder("XDG_STATE_HOME", ".local/state", "tallystick");
  e.casebook = Variable("TALLYSTICK_CASEBOOK");
  e.in = &std::cin;
  e.out = &std::cout;
  e.err = &std::cerr;
  e.columns = Columns(STDOUT_FILENO);
  e.message_columns = ::isatty(STDERR_FILENO) ? Columns(STDERR_FILENO) : 0;
  e.unicode = Unicode();
  e.color = ::isatty(STDOUT_FILENO) && Variable("NO_COLOR").empty() && Variable("TERM") != "dumb";
  return e;
}

}  // namespace tallystick

// Everything that enters from outside: clock, randomness, terminal, folders. The only place that reads them, so that a
// second main with a seeded one gives golden output (tests/golden).
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/fetch.h"

namespace tallystick {

struct Environment {
  std::function<std::string()> now;                     // "2022-10-31T09:00:00Z"
  std::function<std::string(size_t bytes)> random;      // cryptographic
  std::function<absl::StatusOr<std::string>(const std::string& prompt)> ask_passphrase;  // without echo
  std::function<absl::StatusOr<FetchReply>(const FetchRequest&)> fetch;  // over the network
  std::string key_folder;                               // private keys
  std::string state_folder;                             // what outlives a casebook: heads last seen, evidence
  std::string casebook;                                 // from TALLYSTICK_CASEBOOK; may be empty
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  int columns = 80;
  int message_columns = 0;  // of standard error; 0 when it is no terminal: messages are then one line each
  bool unicode = true;  // the terminal shows more than ASCII
  bool color = false;
};

// The real one.
Environment SystemEnvironment();

}  // namespace tallystick

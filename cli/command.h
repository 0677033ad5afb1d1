// A command of `tally` as data: what it is called, what it takes, what runs. The command line, its help and later its man
// page are made from these tables (cli/command_line.h).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/environment.h"
#include "cli/exit_code.h"

namespace tallystick {

struct Option {
  const char* name;           // "--by"
  const char* value;          // "SOURCE"; "" for a flag
  const char* help;
  bool many = false;
  bool required = false;
};

struct Positional {
  const char* name;  // "ID"
  const char* help;
  bool required = true;
  bool many = false;
};

// What was typed, by option or positional name.
class Arguments {
 public:
  void Set(const std::string& name, std::vector<std::string> values) { values_[name] = std::move(values); }
  bool Has(const std::string& name) const { return values_.count(name) > 0; }
  // The (last) value; "" when not given.
  std::string Get(const std::string& name) const;
  std::vector<std::string> All(const std::string& name) const;
  // kInvalidArgument unless it is a whole number of at least `least`.
  absl::StatusOr<std::optional<int64_t>> Number(const std::string& name, int64_t least) const;

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

struct Context {
  const Environment& environment;
  Arguments arguments;

  bool json() const { return arguments.Has("--json"); }
  std::ostream& out() const { return *environment.out; }
};

enum class Access { kNone, kReads, kViews, kWrites, kViewsAndWrites };

struct Command {
  const char* noun;
  const char* verb;  // "" for a command without one
  const char* help;
  Access access;     // kReads adds --casebook, kViews also --as-of (cli/casebook_view.h), kWrites the options of recording
  std::vector<Positional> positionals;
  std::vector<Option> options;
  absl::StatusOr<ExitCode> (*run)(Context&);
};

}  // namespace tallystick

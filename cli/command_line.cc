#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands/all.h"
#include "cli/casebook_view.h"
#include "cli/message_text.h"
#include "cli/views/layout.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

constexpr char kVersion[] = "tally 0.1.0";

const Option kJson = {"--json", "", "print one JSON document"};
const Option kCasebook = {"--casebook", "DIR", "the casebook's folder (else $TALLYSTICK_CASEBOOK, else this folder or one above it)"};
const Option kRecording[] = {
    {"--author", "KEY", "id of the author key to sign with, when there are several"},
    {"--message", "TEXT", "a remark on this submission"},
    {"--passphrase-fd", "N", "read the keys' passphrase from this file descriptor"},
    {"--once", "", "add nothing when you have recorded just this before"},
    {"--dry-run", "", "check everything, write nothing"},
};

// What one command has been given, kept until it runs.
struct Bound {
  const Command* command;
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> flags;
};

void AddOption(CLI::App* app, const Option& option, Bound* bound) {
  const std::string key = std::string(option.name).substr(0, std::string(option.name).find(','));  // "--output,-o"
  if (option.value[0] == '\0') {
    app->add_flag(option.name, bound->flags[key], option.help);
    return;
  }
  CLI::Option* added = app->add_option(option.name, bound->values[key], option.help)->type_name(option.value);
  // An option takes one value each time it is named; otherwise it would swallow what stands behind it.
  added->expected(1)->take_all()->allow_extra_args(false);
  if (!option.many) added->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  if (option.required) added->required();
}

void AddCommand(CLI::App* app, const Command& command, Bound* bound) {
  bound->command = &command;
  for (const Positional& p : command.positionals) {
    CLI::Option* added = app->add_option(p.name, bound->values[p.name], p.help)->type_name("");
    p.many ? added->expected(p.required ? 1 : 0, 1 << 20) : added->expected(1);
    added->allow_extra_args(p.many);
    if (p.required) added->required();
  }
  for (const Option& option : command.options) AddOption(app, option, bound);
  if (command.access != Access::kNone) AddOption(app, kCasebook, bound);
  const bool both = command.access == Access::kViewsAndWrites;
  if (command.access == Access::kViews || both) AddOption(app, kAsOfOption, bound);
  if (command.access == Access::kWrites || both) {
    for (const Option& option : kRecording) AddOption(app, option, bound);
  }
  AddOption(app, kJson, bound);
}

Arguments Collect(const Bound& bound) {
  Arguments arguments;
  for (const auto& [name, values] : bound.values) {
    if (!values.empty()) arguments.Set(name, values);
  }
  for (const auto& [name, on] : bound.flags) {
    if (on) arguments.Set(name, {});
  }
  return arguments;
}

// CLI11 does not wrap: a description goes on below its own beginning.
std::string WrapHelp(const std::string& help, int columns) {
  std::string out;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(help, '\n'))) {
    const size_t name_end = line.find("  ", line.find_first_not_of(' '));
    const size_t text = name_end == std::string::npos ? std::string::npos : line.find_first_not_of(' ', name_end);
    const size_t indent = text == std::string::npos || static_cast<int>(text) > columns / 2 ? 0 : text;
    absl::StrAppend(&out, Wrap(line.substr(indent), columns, line.substr(0, indent), std::string(indent, ' ')));
  }
  return out.substr(0, out.size() - 1);
}

int Report(const Environment& environment, const absl::StatusOr<ExitCode>& result) {
  environment.out->flush();
  if (result.ok() && environment.out->good()) return *result;
  if (result.ok()) {
    *environment.err << "tally: the output could not be written\n";
    return kFailed;
  }
  *environment.err << MessageAsText(IsolateRightToLeft(result.status().message()), HintOf(result.status()),
                                    AllCommands(), environment.message_columns);
  return ExitCodeOf(result.status());
}

// What the parser refused. A word that is no command is answered with the nearest one.
absl::Status Refusal(const std::map<std::string, CLI::App*>& nouns, const std::vector<std::string>& arguments,
                     const std::string& what) {
  constexpr absl::string_view kHelp = "tally --help shows the commands, tally COMMAND --help one of them";
  const bool unknown = !arguments.empty() && !arguments[0].empty() && arguments[0][0] != '-' && nouns.count(arguments[0]) == 0;
  if (!unknown) return WithHint(UsageError(what), kHelp);
  const std::string nearest = NearestCommand(arguments[0], AllCommands());
  return WithHint(UsageError(absl::StrCat("there is no command \"", Safe(arguments[0]), "\"")),
                  nearest.empty() ? std::string(kHelp) : absl::StrCat(nearest, " tally --help shows all commands"));
}

// An option given without anything in it says nothing: recorded as it stands it would look like an answer.
absl::Status RefuseEmptyValues(const Command& command, const Arguments& arguments) {
  const auto check = [&](const Option& option) {
    const std::string name = std::string(option.name).substr(0, std::string(option.name).find(','));
    for (const std::string& value : arguments.All(name)) {
      if (!absl::StripAsciiWhitespace(value).empty()) continue;
      return WithHint(UsageError(absl::StrCat(name, ": the value is empty")),
                      absl::StrCat("give a ", option.value, ", or leave ", name, " out"));
    }
    return absl::OkStatus();
  };
  for (const Option& option : command.options) TALLY_RETURN_IF_ERROR(check(option));
  for (const Option& option : kRecording) TALLY_RETURN_IF_ERROR(check(option));
  return check(kAsOfOption);
}

}  // namespace

int RunCommandLine(const Environment& environment, const std::vector<std::string>& arguments) {
  CLI::App app("Records what was claimed, by whom, when, where and in which exact words; finds what cannot be true together.",
               "tally");
  app.set_version_flag("--version", kVersion);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  std::map<std::string, CLI::App*> nouns;
  std::map<CLI::App*, std::unique_ptr<Bound>> leaves;
  for (const Command& command : AllCommands()) {
    CLI::App*& noun = nouns[command.noun];
    if (noun == nullptr) noun = app.add_subcommand(command.noun, command.verb[0] == '\0' ? command.help : NounHelp(command.noun));
    CLI::App* leaf = noun;
    if (command.verb[0] != '\0') {
      noun->require_subcommand(1);
      leaf = noun->add_subcommand(command.verb, command.help);
    }
    auto bound = std::make_unique<Bound>();
    AddCommand(leaf, command, bound.get());
    leaves[leaf] = std::move(bound);
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& asked) {
    std::ostringstream help;
    app.exit(asked, help, help);
    *environment.out << WrapHelp(help.str(), environment.columns);
    return kPassed;
  } catch (const CLI::ParseError& error) {
    return Report(environment, Refusal(nouns, arguments, error.what()));
  }
  CLI::App* chosen = app.get_subcommands().front();
  if (leaves.count(chosen) == 0) chosen = chosen->get_subcommands().front();
  const Bound& bound = *leaves.at(chosen);
  Context context{environment, Collect(bound)};
  const absl::Status empty = RefuseEmptyValues(*bound.command, context.arguments);
  return Report(environment, empty.ok() ? bound.command->run(context) : empty);
}

}  // namespace tallystick

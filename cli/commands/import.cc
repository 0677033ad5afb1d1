#include <filesystem>
#include <ostream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "core/base/status.h"
#include "core/base/utf8.h"
#include "core/record/json.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr int kShownErrors = 50;

// "at byte 12: what" of the JSON reader as ":13: what", counted in columns.
std::string AtColumn(absl::string_view line, absl::string_view message) {
  size_t byte = 0;
  absl::string_view rest = message;
  if (!absl::ConsumePrefix(&rest, "at byte ")) return absl::StrCat(": ", message);
  const size_t colon = rest.find(": ");
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(rest.substr(0, colon), &byte)) return absl::StrCat(": ", message);
  const absl::string_view before = line.substr(0, std::min(byte, line.size()));
  const size_t column = FirstInvalidUtf8(before) ? byte + 1 : CountCodePoints(before) + 1;
  return absl::StrCat(":", column, ": ", rest.substr(colon + 2));
}

// Adds every line; what is wrong with each goes to `*errors`.
void AddLines(absl::string_view name, absl::string_view text, Recording* recording, std::vector<std::string>* errors) {
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    v1::ImportLine parsed;
    absl::Status status = DecodeJson(line, &parsed);
    if (!status.ok()) {
      errors->push_back(absl::StrCat(name, ":", number, AtColumn(line, status.message())));
      if (parsed.has_handle()) recording->importer().MarkFailed(parsed.handle());
      continue;
    }
    if (parsed.kind() == v1::Header::key || parsed.kind() == v1::Header::custody) {
      status = absl::InvalidArgumentError("kind: keys and custody have commands of their own");
    } else {
      status = recording->Add(parsed, /*once=*/true).status();
    }
    if (status.ok()) continue;
    // A line that only fails because an earlier one did needs no message of its own.
    bool follows = false;
    for (absl::string_view word : absl::StrSplit(status.message(), '"')) {
      follows = follows || recording->importer().FailedBefore(std::string(word));
    }
    if (!follows) errors->push_back(absl::StrCat(name, ":", number, ": ", status.message()));
    if (parsed.has_handle()) recording->importer().MarkFailed(parsed.handle());
  }
}

absl::StatusOr<ExitCode> Import(Context& context) {
  const std::string name = context.arguments.Get("FILE");
  TALLY_ASSIGN_OR_RETURN(const std::string text, ReadInput(context, name));
  const std::filesystem::path folder = name == "-" ? std::filesystem::path(".") : std::filesystem::path(name).parent_path();
  const auto reader = [&folder](const std::string& file) { return ReadFile((folder / file).string()); };
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Recording> recording, Recording::Open(context, reader));
  std::vector<std::string> errors;
  AddLines(name == "-" ? "(standard input)" : name, text, recording.get(), &errors);
  if (errors.empty()) return recording->Finish(context);
  std::string message = errors[0];
  for (size_t i = 1; i < errors.size() && i < kShownErrors; ++i) absl::StrAppend(&message, "\ntally: ", errors[i]);
  if (errors.size() > kShownErrors) absl::StrAppend(&message, "\ntally: and ", errors.size() - kShownErrors, " more");
  return WithHint(absl::InvalidArgumentError(message),
                  "nothing was recorded; mend these lines and import the file again (docs/import-format.md)");
}

}  // namespace

std::vector<Command> ImportCommands() {
  return {{"import", "", "record many things from a JSON Lines file, all or nothing", Access::kWrites,
           {{"FILE", "the file, or - for standard input"}}, {}, Import}};
}

}  // namespace tallystick

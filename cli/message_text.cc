#include "cli/message_text.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/views/layout.h"
#include "core/quote/edit_columns.h"

namespace tallystick {
namespace {

constexpr char kNoBreak = '\x01';  // stands for a space while a line is wrapped

bool EndsPhrase(absl::string_view word) { return !word.empty() && absl::StrContains(",;:.)?", word.substr(word.size() - 1)); }

// An option, a VALUE, or something with a quotation mark, a digit or a slash: what goes on a command's line.
bool IsArgument(absl::string_view word) {
  if (absl::StartsWith(word, "-")) return true;
  return std::none_of(word.begin(), word.end(), [](char c) { return absl::ascii_islower(c); });
}

// How many words from `at` on, which is "tally", are one command to paste.
size_t CommandLength(const std::vector<std::string>& words, size_t at, const std::vector<Command>& commands) {
  size_t end = at + 1;
  for (const Command& command : commands) {
    size_t matched = at + 1;
    for (absl::string_view part : {absl::string_view(command.noun), absl::string_view(command.verb)}) {
      if (part.empty() || matched >= words.size()) continue;
      if (EndsPhrase(words[matched - 1]) || absl::string_view(words[matched]).substr(0, part.size()) != part) break;
      if (words[matched].size() > part.size() && !EndsPhrase(words[matched])) break;
      ++matched;
    }
    end = std::max(end, matched);
  }
  while (end < words.size() && !EndsPhrase(words[end - 1]) && IsArgument(words[end])) ++end;
  return end - at;
}

// Spaces between quotation marks kept; of an odd mark the rest is plain text.
std::string KeepQuoted(absl::string_view text) {
  std::string out(text);
  const auto keep = [&out](absl::string_view open, absl::string_view close) {
    for (size_t at = out.find(open.data(), 0, open.size()); at != std::string::npos;) {
      const size_t end = out.find(close.data(), at + open.size(), close.size());
      if (end == std::string::npos) return;
      std::replace(out.begin() + static_cast<std::ptrdiff_t>(at), out.begin() + static_cast<std::ptrdiff_t>(end), ' ', kNoBreak);
      at = out.find(open.data(), end + close.size(), open.size());
    }
  };
  keep("\"", "\"");
  keep("“", "”");
  return out;
}

std::string Wrapped(absl::string_view text, const std::vector<Command>& commands, int columns, absl::string_view title) {
  if (columns == 0) return absl::StrCat(title, text, "\n");
  const std::vector<std::string> words = absl::StrSplit(KeepQuoted(text), absl::ByAnyChar(" \n"), absl::SkipEmpty());
  std::vector<std::string> parts;
  for (size_t at = 0; at < words.size();) {
    const size_t length = words[at] == "tally" || words[at] == "(tally" ? CommandLength(words, at, commands) : 1;
    parts.push_back(absl::StrJoin(words.begin() + static_cast<std::ptrdiff_t>(at),
                                  words.begin() + static_cast<std::ptrdiff_t>(at + length), std::string(1, kNoBreak)));
    at += length;
  }
  std::string out = Wrap(absl::StrJoin(parts, " "), static_cast<size_t>(columns), title, std::string(title.size(), ' '));
  std::replace(out.begin(), out.end(), kNoBreak, ' ');
  return out;
}

size_t Distance(absl::string_view a, absl::string_view b) {
  if (a.empty()) return b.size();
  std::u32string pattern;
  for (unsigned char c : a) pattern.push_back(c);
  EditColumns columns(pattern, EditColumns::Match::kFromStart);
  int64_t distance = static_cast<int64_t>(a.size());
  for (unsigned char c : b) distance = columns.Next(c);
  return static_cast<size_t>(distance);
}

std::string NameOf(const Command& command) {
  return absl::StrCat("tally ", command.noun, command.verb[0] == '\0' ? "" : " ", command.verb);
}

bool SpeaksOf(absl::string_view help, absl::string_view word) {
  for (absl::string_view each : absl::StrSplit(help, absl::ByAnyChar(" ,;:()/…"), absl::SkipEmpty())) {
    if (absl::StartsWithIgnoreCase(each, word)) return true;
  }
  return false;
}

}  // namespace

std::string MessageAsText(absl::string_view problem, absl::string_view hint, const std::vector<Command>& commands,
                          int columns) {
  return absl::StrCat(Wrapped(problem, commands, columns, "tally: "),
                      hint.empty() ? "" : Wrapped(hint, commands, columns, "hint: "));
}

std::string NearestCommand(absl::string_view word, const std::vector<Command>& commands) {
  constexpr size_t kFewestLetters = 3, kMostNamed = 3;
  if (word.size() < kFewestLetters || word.size() > 40) return "";
  const std::string lower = absl::AsciiStrToLower(word);
  size_t least = lower.size() / 4 + 2;  // "lst", "shwo", "conflict"
  std::string nearest;
  for (const Command& command : commands) {
    const size_t distance = Distance(lower, command.noun);
    if (distance >= least && !(nearest.empty() && absl::StartsWith(command.noun, lower))) continue;
    least = std::min(least, distance);
    nearest = absl::StrCat("tally ", command.noun);
  }
  if (!nearest.empty()) return absl::StrCat("did you mean ", nearest, "?");
  std::vector<std::string> spoken_of;
  for (const Command& command : commands) {
    bool speaks = lower == command.verb || SpeaksOf(command.help, lower);
    for (const Positional& p : command.positionals) speaks = speaks || SpeaksOf(p.help, lower);
    if (speaks && spoken_of.size() < kMostNamed) spoken_of.push_back(NameOf(command));
  }
  return spoken_of.empty() ? "" : absl::StrCat("did you mean ", absl::StrJoin(spoken_of, " or "), "?");
}

}  // namespace tallystick

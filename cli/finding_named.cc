#include "cli/finding_named.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/exit_code.h"
#include "cli/views/text.h"

namespace tallystick {
namespace {

constexpr size_t kFewestDigits = 6;
constexpr size_t kListed = 5;

absl::Status Several(const std::vector<const v1::Finding*>& found, const std::string& word) {
  size_t digits = 12;  // as lists show them, or more where that many do not tell them apart
  for (size_t i = 1; i < found.size(); ++i) {
    while (found[i]->id().substr(0, digits) == found[i - 1]->id().substr(0, digits) && digits < 64) ++digits;
  }
  std::vector<std::string> listed;
  for (const v1::Finding* finding : found) {
    if (listed.size() == kListed) break;
    listed.push_back(absl::StrCat(finding->id().substr(0, digits), " (", finding->kind(), ")"));
  }
  if (found.size() > kListed) listed.push_back(absl::StrCat("and ", found.size() - kListed, " more"));
  return WithHint(absl::InvalidArgumentError(absl::StrCat(found.size(), " findings have an id that begins with ", word,
                                                          ": ", absl::StrJoin(listed, ", "))),
                  "give more digits of it");
}

}  // namespace

bool MayBeFindingId(absl::string_view word) {
  return word.size() >= kFewestDigits && word.size() <= 64 &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

absl::StatusOr<const v1::Finding*> ResolveFinding(const v1::Findings& findings, const std::string& word) {
  if (!MayBeFindingId(word)) {
    return WithHint(absl::InvalidArgumentError(absl::StrCat("\"", word, "\" is not the id of a finding, nor its beginning")),
                    "six hex digits or more; tally conflicts lists them");
  }
  const std::string prefix = absl::AsciiStrToLower(word);
  std::vector<const v1::Finding*> found;
  for (const v1::Finding& finding : findings.findings()) {
    if (absl::StartsWith(finding.id(), prefix)) found.push_back(&finding);
  }
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    return WithHint(absl::NotFoundError(absl::StrCat("no finding has an id that begins with ", word)),
                    "tally conflicts lists them; one whose claims changed since has another id");
  }
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->id() < b->id(); });
  return Several(found, word);
}

}  // namespace tallystick

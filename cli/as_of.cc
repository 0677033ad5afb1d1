#include "cli/as_of.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/exit_code.h"
#include "core/base/digest.h"
#include "core/base/status.h"
#include "store/derived.h"

namespace tallystick {
namespace {

constexpr size_t kMinPrefix = 6;  // hex digits

bool IsIdPrefix(absl::string_view word) {
  return word.size() >= kMinPrefix &&
         std::all_of(word.begin(), word.end(), [](char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); });
}

// The entries whose submission's id begins so; no more than two.
absl::StatusOr<std::vector<uint64_t>> SubmissionsById(const Snapshot& snapshot, absl::string_view prefix) {
  std::vector<uint64_t> found;
  TALLY_RETURN_IF_ERROR(snapshot.ScanRows("submissions", "", "", [&](absl::string_view key, absl::string_view value) {
    const auto id = Digest::FromBytes(value.substr(0, 32));
    if (id.ok() && absl::string_view(id->hex()).substr(0, prefix.size()) == prefix) found.push_back(DecodeIndex(key));
    return found.size() < 2;
  }));
  return found;
}

absl::Status Beyond(const Snapshot& snapshot, absl::string_view asked, bool marked) {
  return WithHint(absl::NotFoundError(absl::StrCat("--as-of: there is no head #", asked, ": the log has ",
                                                   snapshot.size(), snapshot.size() == 1 ? " entry" : " entries")),
                  marked ? absl::StrCat("the newest is #", snapshot.size(), ": leave --as-of out to see it")
                         : "a year needs its month, e.g. 2022-10; an id needs six digits or more");
}

// The last second that a written date or time covers; a shorter one than a second is that second.
Seconds LastSecond(const CivilSpan& span) { return std::max(span.begin, span.end - 1); }

absl::StatusOr<EarlierHead> ByClock(const Snapshot& snapshot, Seconds clock) {
  EarlierHead head;
  head.clock = clock;
  int64_t later = 0;
  TALLY_RETURN_IF_ERROR(snapshot.ScanSubmissions(0, snapshot.size(), [&](uint64_t index, StoredSubmission stored) {
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
    const auto at = ParseCivil(opened.about ? opened.about->recorded_at() : "");
    if (!at.ok()) return absl::OkStatus();  // withheld: its place in the log decides
    if (at->begin > clock) {
      ++later;
    } else {
      head.size = index + 1;
      head.later_clocks = later;
    }
    return absl::OkStatus();
  }));
  return head;
}

}  // namespace

std::string HeadAfter(uint64_t index) { return absl::StrCat("#", index + 1); }

absl::StatusOr<EarlierHead> FindEarlierHead(const Snapshot& snapshot, const std::string& word) {
  absl::string_view digits = word;
  const bool marked = absl::ConsumePrefix(&digits, "#");
  const bool all_digits = !digits.empty() && std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
  uint64_t size = 0;
  if (all_digits && absl::SimpleAtoi(digits, &size) && size <= snapshot.size()) return EarlierHead{size, {}, 0};
  if (marked && all_digits) return Beyond(snapshot, digits, marked);
  if (!marked && IsIdPrefix(word)) {
    TALLY_ASSIGN_OR_RETURN(const std::vector<uint64_t> found, SubmissionsById(snapshot, word));
    if (found.size() == 1) return EarlierHead{found[0] + 1, {}, 0};
    if (found.size() > 1) {
      return WithHint(absl::InvalidArgumentError(absl::StrCat("--as-of: several submissions have an id with ", word)),
                      "give more digits of it");
    }
    if (!all_digits) {
      return WithHint(absl::NotFoundError(absl::StrCat("--as-of: no submission has an id that begins with ", word)),
                      "it is the id of a submission that counts here, not of a record");
    }
  }
  if (all_digits) return Beyond(snapshot, digits, marked);
  const absl::StatusOr<CivilSpan> span = ParseCivil(word);
  if (span.ok()) return ByClock(snapshot, LastSecond(*span));
  if (ParseCivil(absl::StrCat(word, "Z")).ok()) {
    return WithHint(UsageError(absl::StrCat("--as-of: \"", word, "\" does not say in which time zone")),
                    absl::StrCat("write ", word, "Z, or its offset from UTC, e.g. ", word, "+02:00"));
  }
  return WithHint(UsageError(absl::StrCat("--as-of: \"", word, "\" is no head")),
                  "a number of entries such as #12, the id of a submission, or a date or time such as 2022-10-31 or "
                  "2022-10-31T09:00Z");
}

}  // namespace tallystick

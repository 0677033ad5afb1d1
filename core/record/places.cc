#include "core/record/places.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/record/manifest.h"

namespace tallystick {
namespace {

// "4" or "4-7", ascending; the only way to write it is checked by writing the whole again.
absl::StatusOr<std::pair<uint64_t, uint64_t>> ParseRange(absl::string_view text) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  uint64_t first = 0, last = 0;
  const bool read = ends.size() <= 2 && absl::SimpleAtoi(ends.front(), &first) && absl::SimpleAtoi(ends.back(), &last);
  if (!read || first > last || (ends.size() == 2 && first == last)) {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is no place in a log"));
  }
  return std::pair(first, last);
}

std::string FormatRange(uint64_t first, uint64_t last) {
  return first == last ? absl::StrCat(first) : absl::StrCat(first, "-", last);
}

}  // namespace

absl::StatusOr<Places> Places::Parse(absl::string_view text) {
  Places places;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ' ', absl::SkipEmpty());
  for (absl::string_view part : parts) {
    const std::pair<absl::string_view, absl::string_view> split = absl::StrSplit(part, absl::MaxSplits(':', 1));
    TALLY_ASSIGN_OR_RETURN(const auto submissions, ParseRange(split.first));
    Part made{submissions.second, {}};
    if (split.first.size() < part.size()) {
      for (absl::string_view range : absl::StrSplit(split.second, ',')) {
        TALLY_ASSIGN_OR_RETURN(const auto numbers, ParseRange(range));
        const bool apart =
            made.numbers.empty() || numbers.first > static_cast<uint64_t>(made.numbers.back().second) + 1;
        if (!apart || submissions.first != submissions.second || numbers.second >= kMaxRecordsPerSubmission) {
          return absl::InvalidArgumentError(absl::StrCat("\"", part, "\" is no place in a log"));
        }
        made.numbers.emplace_back(static_cast<int>(numbers.first), static_cast<int>(numbers.second));
      }
    }
    if (!places.parts_.empty()) {
      const Part& before = places.parts_.rbegin()->second;
      const bool touching = before.numbers.empty() && made.numbers.empty() && submissions.first == before.last + 1;
      if (submissions.first <= before.last || touching) {
        return absl::InvalidArgumentError(
            absl::StrCat("\"", part, "\" is out of order, or goes on with what stands before"));
      }
    }
    places.parts_[submissions.first] = std::move(made);
  }
  if (places.Format() != text)
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is not how places are written"));
  return places;
}

void Places::Add(uint64_t submission, const std::vector<int>& numbers, int records) {
  if (numbers.empty()) return;
  if (static_cast<int>(numbers.size()) == records) {
    if (!parts_.empty()) {
      Part& before = parts_.rbegin()->second;
      if (before.numbers.empty() && before.last + 1 == submission) {
        before.last = submission;
        return;
      }
    }
    parts_[submission] = {submission, {}};
    return;
  }
  Part part{submission, {}};
  for (int number : numbers) {
    if (!part.numbers.empty() && part.numbers.back().second + 1 == number) {
      part.numbers.back().second = number;
    } else {
      part.numbers.emplace_back(number, number);
    }
  }
  parts_[submission] = std::move(part);
}

bool Places::Contains(const Position& position) const {
  auto it = parts_.upper_bound(position.submission);
  if (it == parts_.begin()) return false;
  const Part& part = (--it)->second;
  if (position.submission > part.last) return false;
  for (const auto& [first, last] : part.numbers) {
    if (first <= position.number && position.number <= last) return true;
  }
  return part.numbers.empty();
}

std::string Places::Format() const {
  std::vector<std::string> parts;
  for (const auto& [first, part] : parts_) {
    std::vector<std::string> numbers;
    for (const auto& [from, to] : part.numbers) numbers.push_back(FormatRange(from, to));
    parts.push_back(
        absl::StrCat(FormatRange(first, part.last), numbers.empty() ? "" : ":", absl::StrJoin(numbers, ",")));
  }
  return absl::StrJoin(parts, " ");
}

}  // namespace tallystick

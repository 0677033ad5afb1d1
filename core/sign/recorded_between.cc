#include "core/sign/recorded_between.h"

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

std::string AccordingTo(const OutsideTime& outside) {
  const bool stamp = outside.kind == OutsideKind::kTimestamp;
  return absl::StrCat(outside.according_to.empty() ? "somebody without a name" : outside.according_to,
                      outside.judged ? ""
                      : stamp        ? ", whose certificate was not judged"
                                     : ", whose key was not judged");
}

}  // namespace

RecordedInterval RecordedBetween(uint64_t index, std::span<const OutsideTime> seen_checkpoints,
                                 std::span<const OutsideTime> foreign_checkpoints) {
  RecordedInterval interval;
  std::optional<OutsideTime>& before = interval.before;
  std::optional<OutsideTime>& after = interval.after;
  for (const OutsideTime& seen : seen_checkpoints) {
    if (seen.at <= index) continue;
    const bool better = !before || (seen.judged != before->judged ? seen.judged : seen.latest < before->latest);
    if (better) before = seen;
  }
  for (const OutsideTime& foreign : foreign_checkpoints) {
    if (foreign.at > index) continue;
    const bool better =
        !after || (foreign.judged != after->judged ? foreign.judged : foreign.earliest > after->earliest);
    if (better) after = foreign;
  }
  return interval;
}

std::string DescribeRecorded(const RecordedInterval& interval) {
  const auto& [after, before] = interval;
  if (!interval.known()) return "";
  if (interval.contradicts()) {
    return absl::StrCat("others contradict one another about when it was recorded: after ", FormatUtc(after->earliest),
                        " according to ", AccordingTo(*after), "; before ", FormatUtc(before->latest), " according to ",
                        AccordingTo(*before));
  }
  if (!after) {
    return absl::StrCat("recorded before ", FormatUtc(before->latest), ", according to ", AccordingTo(*before),
                        "; nobody else says after what");
  }
  if (!before) {
    return absl::StrCat("recorded after ", FormatUtc(after->earliest), ", according to ", AccordingTo(*after),
                        "; nobody else says before what");
  }
  const std::string lower = AccordingTo(*after), upper = AccordingTo(*before);
  return absl::StrCat("recorded between ", FormatUtc(after->earliest), " and ", FormatUtc(before->latest),
                      ", according to ", lower,
                      lower == upper ? "" : absl::StrCat(" (after) and ", upper, " (before)"));
}

}  // namespace tallystick

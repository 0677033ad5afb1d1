#include "cli/views/recorded_view.h"

namespace tallystick {
namespace {

void SetBound(const OutsideTime& outside, Seconds time, v1::OutsideBound* bound) {
  bound->set_time(FormatUtc(time));
  bound->set_according_to(outside.according_to);
  bound->set_by(outside.kind == OutsideKind::kTimestamp ? "time stamp" : "cosignature");
  bound->set_judged(outside.judged);
  bound->set_at(static_cast<int64_t>(outside.at));
}

}  // namespace

v1::RecordedBetween ViewOf(const RecordedInterval& interval) {
  v1::RecordedBetween view;
  if (interval.after) SetBound(*interval.after, interval.after->earliest, view.mutable_after());
  if (interval.before) SetBound(*interval.before, interval.before->latest, view.mutable_before());
  view.set_in_words(DescribeRecorded(interval));
  return view;
}

}  // namespace tallystick

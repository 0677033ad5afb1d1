// When an entry was recorded by others' clocks, as documents show it.
#pragma once

#include "core/sign/recorded_between.h"
#include "proto/view.pb.h"

namespace tallystick {

v1::RecordedBetween ViewOf(const RecordedInterval& interval);

}  // namespace tallystick

// One scale for figures that belong together: linear, or in steps of 1, 2, 5, 10 where small and large ones stand side
// by side. Whole numbers only, so that a drawing is the same everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proto/event_view.pb.h"

namespace tallystick {

class FigureScale {
 public:
  // For these ranges; `ticks`: how many numbers there is room for; there are two at least, and on a logarithmic scale
  // up to two more.
  FigureScale(const std::vector<v1::EventRange>& ranges, int ticks);

  // Equal lengths are equal ratios, roughly; 0 stands apart at its beginning.
  bool logarithmic() const { return logarithmic_; }
  // It does not begin at 0.
  bool cut() const { return ticks_.front() > 0; }
  // Round numbers, ascending; the first and the last are the ends.
  const std::vector<int64_t>& ticks() const { return ticks_; }
  // Where a figure stands on a line of this length: 0 to `length`; what lies outside, at the end.
  int64_t At(int64_t figure, int64_t length) const;

 private:
  std::vector<int64_t> ticks_;
  std::vector<int64_t> steps_;  // of the logarithmic scale: what stands at equal distances
  bool logarithmic_ = false;
};

// Letters of the longest number that may stand at a tick for these ranges.
int WidestTick(const std::vector<v1::EventRange>& ranges);

}  // namespace tallystick

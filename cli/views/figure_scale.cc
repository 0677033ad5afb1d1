#include "cli/views/figure_scale.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

constexpr int64_t kMost = 9'000'000'000'000'000;  // kMaxCount of core/quantity
// From where on a linear scale would squeeze the small figures into its first bit.
constexpr int64_t kOutlier = 30;

// Where something begins or ends, ascending.
std::vector<int64_t> Ends(const std::vector<v1::EventRange>& ranges) {
  std::vector<int64_t> ends;
  for (const v1::EventRange& r : ranges) {
    ends.push_back(std::min(r.hard_low(), kMost));
    if (r.has_soft_low()) ends.push_back(std::min(r.soft_low(), kMost));
    if (r.has_hard_high()) ends.push_back(std::min(r.hard_high(), kMost));
    if (r.has_soft_high()) ends.push_back(std::min(r.soft_high(), kMost));
  }
  if (ends.empty()) ends.push_back(0);
  std::sort(ends.begin(), ends.end());
  return ends;
}

// 1, 2, 5, 10, 20 …
int64_t NextStep(int64_t step) {
  int64_t power = 1;
  while (power * 10 <= step) power *= 10;
  return step == 2 * power ? 5 * power : 2 * step;
}

bool IsPowerOfTen(int64_t number) {
  while (number >= 10 && number % 10 == 0) number /= 10;
  return number == 1;
}

// Where a figure stands among the steps, in 1/1000 of a step.
int64_t AmongSteps(const std::vector<int64_t>& steps, int64_t figure) {
  const size_t next = std::upper_bound(steps.begin(), steps.end(), figure) - steps.begin();
  if (next == 0) return 0;
  if (next == steps.size()) return 1000 * static_cast<int64_t>(steps.size() - 1);
  const int64_t below = steps[next - 1], width = steps[next] - below;
  const int64_t into = width > kMost / 1000 ? (figure - below) / (width / 1000) : (figure - below) * 1000 / width;
  return 1000 * static_cast<int64_t>(next - 1) + into;
}

}  // namespace

FigureScale::FigureScale(const std::vector<v1::EventRange>& ranges, int ticks) {
  ticks = std::max(ticks, 2);
  const std::vector<int64_t> ends = Ends(ranges);
  const int64_t most = std::max<int64_t>(ends.back(), 1);
  const auto positive = std::upper_bound(ends.begin(), ends.end(), 0);
  const int64_t least = positive == ends.end() ? 1 : *positive;
  bool open = false;  // an arrow needs room beyond what it starts from
  for (const v1::EventRange& r : ranges) open = open || !r.has_hard_high();
  logarithmic_ = most / least >= kOutlier;
  if (logarithmic_) {
    if (ends.front() == 0) steps_.push_back(0);
    int64_t step = 1;
    while (NextStep(step) <= least) step = NextStep(step);
    for (; step < most; step = NextStep(step)) steps_.push_back(step);
    steps_.push_back(step);
    if (open && step == most) steps_.push_back(NextStep(step));
    // The ends and, where there is room, powers of ten between them.
    std::vector<int64_t> powers;
    for (size_t i = 2; i + 2 < steps_.size(); ++i) {
      if (IsPowerOfTen(steps_[i])) powers.push_back(steps_[i]);
    }
    const size_t every = (powers.size() + ticks - 1) / ticks;
    ticks_.push_back(steps_.front());
    for (size_t i = 0; i < powers.size(); i += every) ticks_.push_back(powers[i]);
    ticks_.push_back(steps_.back());
    return;
  }
  const int64_t from = most - ends.front() < most / 2 ? ends.front() : 0;
  int64_t step = 1;
  const auto intervals = [&] {
    const int64_t first = from / step, last = (most + step - 1) / step;
    return last - first + (open && last * step == most);
  };
  while (intervals() > ticks - 1 && step < kMost) step = NextStep(step);
  int64_t tick = from / step * step;
  ticks_.push_back(tick);
  while (tick < most || (open && tick == most) || ticks_.size() < 2) ticks_.push_back(tick += step);
}

int64_t FigureScale::At(int64_t figure, int64_t length) const {
  figure = std::clamp(figure, ticks_.front(), ticks_.back());
  if (logarithmic_) {
    const int64_t all = 1000 * static_cast<int64_t>(steps_.size() - 1);
    return (AmongSteps(steps_, figure) * length + all / 2) / all;
  }
  int64_t span = ticks_.back() - ticks_.front(), into = figure - ticks_.front();
  while (span > kMost / 10'000) span /= 10, into /= 10;  // no wrap: lengths are below 10,000
  return (into * length + span / 2) / span;
}

int WidestTick(const std::vector<v1::EventRange>& ranges) {
  return static_cast<int>(WithCommas(NextStep(std::max<int64_t>(1, Ends(ranges).back()))).size());
}

}  // namespace tallystick

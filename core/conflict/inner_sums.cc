#include "core/conflict/inner_sums.h"

#include <algorithm>

namespace tallystick {

int InnerSums::Add(std::vector<int> outer) {
  sites_.emplace_back().outer = std::move(outer);
  return size() - 1;
}

void InnerSums::Link(int inner, int outer) {
  sites_[inner].outer.push_back(outer);
  if (sites_[inner].missing == 0) return;
  sites_[outer].inside += sites_[inner].missing;
  Touch(outer);
  Settle();
}

void InnerSums::SetLow(int site, int64_t low) {
  if (sites_[site].low == low) return;
  sites_[site].low = low;
  Touch(site);
  Settle();
}

void InnerSums::SetHigh(int site, int64_t high) {
  if (sites_[site].high == high) return;
  sites_[site].high = high;
  Touch(site);
  Settle();
}

void InnerSums::Occupy(int site, int64_t people) {
  sites_[site].inside += people;
  Touch(site);
  Settle();
}

void InnerSums::Touch(int site) {
  Site& s = sites_[site];
  const bool bounded = s.low > 0 || s.missing > 0 || s.high != kNoHigh || s.heavy;
  if (!bounded || s.waits) return;
  s.waits = true;
  waiting_.push_back({s.outer.size(), site});
  std::push_heap(waiting_.begin(), waiting_.end());
}

void InnerSums::Settle() {
  while (!waiting_.empty()) {
    std::pop_heap(waiting_.begin(), waiting_.end());
    const int site = waiting_.back().second;
    waiting_.pop_back();
    Site& s = sites_[site];
    s.waits = false;
    const int64_t missing = s.inside < s.low ? static_cast<int64_t>(s.low - s.inside) : 0;
    const __int128 more = static_cast<__int128>(missing) - s.missing;
    s.missing = missing;
    if (more != 0) {
      for (int outer : s.outer) {
        sites_[outer].inside += more;
        Touch(outer);
      }
    }
    // Everything inside it has settled before, so this is its last word.
    const bool heavy = s.high != kNoHigh && s.inside + s.missing > s.high;
    if (heavy == s.heavy) continue;
    s.heavy = heavy;
    heavy_ += heavy ? 1 : -1;
    if (!s.changed) changed_.push_back(site);
    s.changed = !s.changed;
  }
}

std::vector<int> InnerSums::TakeChanged() {
  std::vector<int> changed;
  for (int site : changed_) {
    if (sites_[site].changed) changed.push_back(site);
    sites_[site].changed = false;
  }
  changed_.clear();
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

}  // namespace tallystick

// How many people are surely counted inside each of many scopes: lower bounds are met innermost first, each as far as
// what lies inside it does not meet it already, by people who are in nothing else. A site is a scope at a moment of
// counting; it is heavy when it then holds more than it admits. The sums depend on the bounds alone, not on the order
// in which they came, and a changed bound costs O(the sites that hold it). Not thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace tallystick {

class InnerSums {
 public:
  static constexpr int64_t kNoHigh = std::numeric_limits<int64_t>::max();

  // A site without bounds, and those that hold it, as by Link(). Numbers count from 0.
  int Add(std::vector<int> outer = {});
  // Whoever is in `inner` is in `outer` too. Once for each such pair, those that follow from others as well; never
  // both ways round.
  void Link(int inner, int outer);
  // At least so many are in the site; 0: nothing is said.
  void SetLow(int site, int64_t low);
  // At most so many; kNoHigh: nothing is said.
  void SetHigh(int site, int64_t high);
  // So many more, or fewer, are known to be in the site, beside what its bounds and those inside it say. The sites
  // that hold it are not told.
  void Occupy(int site, int64_t people);

  bool IsHeavy(int site) const { return sites_[site].heavy; }
  const std::vector<int>& Outer(int site) const { return sites_[site].outer; }
  int64_t low(int site) const { return sites_[site].low; }
  int64_t high(int site) const { return sites_[site].high; }
  int size() const { return static_cast<int>(sites_.size()); }
  // How many sites are heavy.
  int heavy() const { return heavy_; }
  // The sites that became heavy, or ceased to be, since the last call; ascending.
  std::vector<int> TakeChanged();

 private:
  struct Site {
    __int128 inside = 0;  // in what lies inside it, and by Occupy()
    int64_t low = 0, high = kNoHigh;
    int64_t missing = 0;  // of its own lower bound: met by people who are in nothing inside it
    std::vector<int> outer;
    bool heavy = false, waits = false, changed = false;
  };

  void Touch(int site);
  void Settle();

  std::vector<Site> sites_;
  std::vector<std::pair<size_t, int>> waiting_;  // a heap: held by most first, which is inner before outer
  std::vector<int> changed_;
  int heavy_ = 0;
};

}  // namespace tallystick

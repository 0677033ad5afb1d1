#include "tests/core/linear/instances.h"

#include <algorithm>
#include <set>

namespace tallystick {
namespace {

int64_t Pick(std::mt19937_64* random, int64_t low, int64_t high) {
  return low + static_cast<int64_t>((*random)() % static_cast<uint64_t>(high - low + 1));
}

std::vector<int> RandomCells(std::mt19937_64* random, int cells) {
  std::set<int> chosen;
  const int64_t count = Pick(random, 1, std::min(cells, 6));
  while (static_cast<int64_t>(chosen.size()) < count) chosen.insert(static_cast<int>(Pick(random, 0, cells - 1)));
  return {chosen.begin(), chosen.end()};
}

// A stretch of the cells, cut in two a few times: so any two of these are nested or apart.
std::vector<int> RandomStretch(std::mt19937_64* random, int cells, const std::vector<int>& cuts) {
  int begin = 0, end = cells;
  while (end - begin > 1 && Pick(random, 0, 3) != 0) {
    const int cut = begin + 1 + cuts[begin * cells + end - 1] % (end - begin - 1);
    if (Pick(random, 0, 1) == 0) {
      begin = cut;
    } else {
      end = cut;
    }
  }
  std::vector<int> stretch;
  for (int c = begin; c < end; ++c) stretch.push_back(c);
  return stretch;
}

std::vector<int> RandomMembersOf(std::mt19937_64* random, int row, int members) {
  std::set<int> needed = {row % members};
  while (Pick(random, 0, 2) == 0) needed.insert(static_cast<int>(Pick(random, 0, members - 1)));
  if (Pick(random, 0, 19) == 0) needed.clear();
  return {needed.begin(), needed.end()};
}

}  // namespace

LinearRow AtLeast(std::vector<int> cells, int64_t bound) {
  return {std::move(cells), LinearRow::Sense::kAtLeast, bound};
}
LinearRow AtMost(std::vector<int> cells, int64_t bound) { return {std::move(cells), LinearRow::Sense::kAtMost, bound}; }

LinearSystem WorkedCase() { return {3, {AtMost({0, 1, 2}, 30), AtLeast({0}, 25), AtLeast({1}, 20)}}; }

LinearSystem Pinwheel() {
  // Cell = part (A, B) * 4 + month (1, 2) * 2 + victims (civilians, fighters).
  return {8, {AtMost({0, 1, 2, 3, 4, 5, 6, 7}, 30), AtLeast({0, 1}, 15), AtLeast({2, 6}, 10), AtLeast({5, 7}, 10)}};
}

LinearSystem OddCycle(int cells) {
  LinearSystem system{cells, {}};
  for (int c = 0; c < cells; ++c) {
    const std::vector<int> two = c + 1 < cells ? std::vector<int>{c, c + 1} : std::vector<int>{0, c};
    system.rows.push_back(AtLeast(two, 1));
    system.rows.push_back(AtMost(two, 1));
  }
  return system;
}

MemberSystem RandomMembers(std::mt19937_64* random, const InstanceShape& shape, bool laminar) {
  MemberSystem made;
  LinearSystem& system = made.system;
  system.cells = static_cast<int>(Pick(random, 1, shape.most_cells));
  const int rows = static_cast<int>(Pick(random, 1, shape.most_rows));
  made.members = static_cast<int>(Pick(random, std::max(1, rows / 2), rows));
  // Bounds lie around the sums of one assignment, so that neither answer is rare.
  std::vector<int64_t> hidden;
  std::vector<int> cuts(system.cells * system.cells);
  for (int c = 0; c < system.cells; ++c) hidden.push_back(Pick(random, 0, shape.most_bound / 3));
  for (int& cut : cuts) cut = static_cast<int>(Pick(random, 0, 1000));
  const int64_t slip = Pick(random, 0, 2);
  for (int r = 0; r < rows; ++r) {
    std::vector<int> cells = laminar ? RandomStretch(random, system.cells, cuts) : RandomCells(random, system.cells);
    int64_t sum = 0;
    for (int cell : cells) sum += hidden[cell];
    const bool at_least = Pick(random, 0, 1) == 0;
    const int64_t bound = std::clamp<int64_t>(sum + Pick(random, -1, slip) * (at_least ? 1 : -1), 0, shape.most_bound);
    system.rows.push_back(at_least ? AtLeast(std::move(cells), bound) : AtMost(std::move(cells), bound));
    made.members_of_row.push_back(RandomMembersOf(random, r, made.members));
  }
  return made;
}

MemberSystem RandomEqualities(std::mt19937_64* random) {
  MemberSystem made;
  made.system.cells = static_cast<int>(Pick(random, 3, 10));
  made.members = static_cast<int>(Pick(random, 3, made.system.cells + 1));
  for (int m = 0; m < made.members; ++m) {
    std::set<int> cells;
    const int64_t count = Pick(random, 0, 4) == 0 ? 3 : 2;
    while (static_cast<int64_t>(cells.size()) < count) {
      cells.insert(static_cast<int>(Pick(random, 0, made.system.cells - 1)));
    }
    const int64_t sum = Pick(random, 1, 3);
    made.system.rows.push_back(AtLeast({cells.begin(), cells.end()}, sum));
    made.system.rows.push_back(AtMost({cells.begin(), cells.end()}, sum));
    made.members_of_row.push_back({m});
    made.members_of_row.push_back({m});
  }
  return made;
}

DifferenceSystem RandomDifferences(std::mt19937_64* random, int points, int count, int either) {
  DifferenceSystem system;
  system.points = points;
  const auto pick = [&](int64_t low, int64_t high) { return Pick(random, low, high); };
  for (int e = 0; e < either; ++e) system.options.push_back(static_cast<int>(pick(1, 3)));
  const int64_t low = -pick(0, 6);
  for (int d = 0; d < count; ++d) {
    Difference made{static_cast<int>(pick(0, points - 1)), static_cast<int>(pick(0, points - 1)), pick(low, 8)};
    if (made.from == made.to) made.most = std::max<int64_t>(made.most, 0);
    made.members = RandomMembersOf(random, d, std::max(1, count / 2));
    if (either > 0 && pick(0, 2) == 0) {
      made.either = static_cast<int>(pick(0, either - 1));
      made.option = static_cast<int>(pick(0, system.options[made.either] - 1));
    }
    system.differences.push_back(std::move(made));
  }
  return system;
}

bool Laminar(const LinearSystem& system) {
  for (const LinearRow& a : system.rows) {
    for (const LinearRow& b : system.rows) {
      std::vector<int> shared;
      std::set_intersection(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), std::back_inserter(shared));
      if (!shared.empty() && shared != a.cells && shared != b.cells) return false;
    }
  }
  return true;
}

}  // namespace tallystick

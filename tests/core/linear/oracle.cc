#include "tests/core/linear/oracle.h"

#include <z3++.h>

#include <algorithm>
#include <numeric>

namespace tallystick {

bool OracleFeasible(const LinearSystem& system, const std::vector<int>& rows) {
  z3::context context;
  z3::solver solver(context, "QF_LIA");
  std::vector<z3::expr> cells;
  for (int c = 0; c < system.cells; ++c) {
    cells.push_back(context.int_const(("x" + std::to_string(c)).c_str()));
    solver.add(cells.back() >= 0);
  }
  for (int r : rows) {
    const LinearRow& row = system.rows[r];
    z3::expr sum = context.int_val(0);
    for (int cell : row.cells) sum = sum + cells[cell];
    const z3::expr bound = context.int_val(row.bound);
    solver.add(row.sense == LinearRow::Sense::kAtLeast ? sum >= bound : sum <= bound);
  }
  return solver.check() == z3::sat;
}

bool OracleFeasible(const LinearSystem& system) {
  std::vector<int> rows(system.rows.size());
  std::iota(rows.begin(), rows.end(), 0);
  return OracleFeasible(system, rows);
}

bool OracleFeasible(const DifferenceSystem& system, const std::vector<int>& members) {
  z3::context context;
  z3::solver solver(context, "QF_LIA");
  std::vector<z3::expr> points;
  for (int p = 0; p < system.points; ++p) points.push_back(context.int_const(("t" + std::to_string(p)).c_str()));
  std::vector<std::vector<z3::expr>> options;
  for (int count : system.options) options.emplace_back(count, context.bool_val(true));
  for (const Difference& d : system.differences) {
    const bool holds = std::all_of(d.members.begin(), d.members.end(), [&](int member) {
      return std::binary_search(members.begin(), members.end(), member);
    });
    if (!holds) continue;
    const z3::expr kept = points[d.to] - points[d.from] <= context.int_val(d.most);
    if (d.either < 0) solver.add(kept);
    if (d.either >= 0) options[d.either][d.option] = options[d.either][d.option] && kept;
  }
  for (const std::vector<z3::expr>& either : options) {
    z3::expr any = context.bool_val(false);
    for (const z3::expr& option : either) any = any || option;
    solver.add(any);
  }
  return solver.check() == z3::sat;
}

std::optional<bool> BruteFeasible(const LinearSystem& system) {
  // A solution of least total holds no more in a cell than the largest bound of an at-least row.
  int64_t most = 0;
  for (const LinearRow& row : system.rows) {
    if (row.sense == LinearRow::Sense::kAtLeast) most = std::max(most, row.bound);
  }
  double count = 1;
  for (int c = 0; c < system.cells; ++c) count *= static_cast<double>(most + 1);
  if (count > 20'000) return std::nullopt;
  std::vector<int64_t> values(system.cells, 0);
  while (!Satisfies(system, values)) {
    int c = 0;
    while (c < system.cells && values[c] == most) values[c++] = 0;
    if (c == system.cells) return false;
    ++values[c];
  }
  return true;
}

}  // namespace tallystick

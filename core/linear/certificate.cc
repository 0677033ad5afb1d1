#include "core/linear/certificate.h"

#include <gmpxx.h>

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr size_t kMostDigits = 4096;  // of honest ones, a determinant of 500 rows of zeros and ones, 700 suffice

// A branch row, as the side of the branch has it that is being walked.
struct Side {
  const Certificate::Node* branch;
  bool right;
};

std::optional<mpz_class> Positive(const std::string& decimal) {
  if (decimal.empty() || decimal.size() > kMostDigits || decimal[0] == '0') return std::nullopt;
  for (char c : decimal) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  return mpz_class(decimal, 10);
}

mpz_class Big(int64_t value) {
  static_assert(sizeof(long) == sizeof(int64_t), "GMP takes longs");
  return mpz_class(static_cast<long>(value));
}

std::string WrongLeaf(const LinearSystem& system, const std::vector<Side>& above, const Certificate::Node& leaf) {
  std::map<int, mpz_class> net;  // by cell: at-least rows less at-most rows
  mpz_class excess = 0;
  int64_t last = -1;
  for (const Certificate::Multiplier& m : leaf.multipliers) {
    const std::optional<mpz_class> times = Positive(m.times);
    const int64_t branch = m.row - static_cast<int64_t>(system.rows.size());
    if (!times) return "a multiplier is no positive decimal number";
    if (m.row <= last || branch >= static_cast<int64_t>(above.size())) return "a row is out of range or out of order";
    last = m.row;
    const bool own = branch < 0;
    const bool at_least = own ? system.rows[m.row].sense == LinearRow::Sense::kAtLeast : above[branch].right;
    const mpz_class signed_times = at_least ? *times : mpz_class(-*times);
    const mpz_class bound =
        own ? Big(system.rows[m.row].bound) : mpz_class(Big(above[branch].branch->at_most) + (at_least ? 1 : 0));
    for (int cell : own ? system.rows[m.row].cells : above[branch].branch->cells) net[cell] += signed_times;
    excess += signed_times * bound;
  }
  for (const auto& [cell, sum] : net) {
    if (sum > 0) return absl::StrCat("cell ", cell, " is added up more often at least than at most");
  }
  const std::optional<mpz_class> stated = Positive(leaf.excess);
  return stated && *stated == excess ? "" : "the bounds do not add up to the stated excess";
}

std::string WrongBranch(const LinearSystem& system, const Certificate::Node& node) {
  if (node.cells.empty()) return "a branch names no cell";
  int64_t last = -1;
  for (int cell : node.cells) {
    if (cell <= last || cell >= system.cells) return "a branch's cell is out of range or out of order";
    last = cell;
  }
  return "";
}

std::string Wrong(const LinearSystem& system, const Certificate& certificate) {
  std::string why;
  if (!WellFormed(system, &why)) return why;
  std::vector<Side> above;
  for (size_t i = 0; i < certificate.nodes.size(); ++i) {
    const Certificate::Node& node = certificate.nodes[i];
    why = node.leaf ? WrongLeaf(system, above, node) : WrongBranch(system, node);
    if (!why.empty()) return absl::StrCat("node ", i, ": ", why);
    if (!node.leaf) {
      above.push_back({&node, false});
      continue;
    }
    while (!above.empty() && above.back().right) above.pop_back();
    if (above.empty()) return i + 1 == certificate.nodes.size() ? "" : "there are nodes after the end";
    above.back().right = true;
  }
  return "it ends before every case is closed";
}

}  // namespace

bool CheckCertificate(const LinearSystem& system, const Certificate& certificate, std::string* why) {
  const std::string wrong = Wrong(system, certificate);
  if (why && !wrong.empty()) *why = wrong;
  return wrong.empty();
}

std::vector<int> RowsOf(const LinearSystem& system, const Certificate& certificate) {
  std::vector<int> rows;
  for (const Certificate::Node& node : certificate.nodes) {
    for (const Certificate::Multiplier& m : node.multipliers) {
      if (m.row >= 0 && m.row < static_cast<int64_t>(system.rows.size())) rows.push_back(m.row);
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

}  // namespace tallystick

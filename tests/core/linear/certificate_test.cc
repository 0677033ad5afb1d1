#include "core/linear/certificate.h"

#include <functional>
#include <random>

#include "core/linear/feasible.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/linear/instances.h"

namespace tallystick {
namespace {

using Sense = LinearRow::Sense;

// The definition, word by word, over small numbers: every row and branch is written out for every cell.
struct Literal {
  const LinearSystem& system;
  const Certificate& certificate;
  size_t at = 0;

  bool Leaf(const std::vector<LinearRow>& rows) {
    const Certificate::Node& leaf = certificate.nodes[at++];
    __int128 excess = 0;
    std::vector<__int128> net(system.cells, 0);
    int last = -1;
    for (const auto& [row, times] : leaf.multipliers) {
      if (row <= last || row >= static_cast<int>(rows.size()) || times.empty() || times.size() > 12) return false;
      last = row;
      for (char c : times) {
        if (c < '0' || c > '9') return false;
      }
      const int64_t n = std::stoll(times);
      if (n < 1 || std::to_string(n) != times) return false;
      const int sign = rows[row].sense == Sense::kAtLeast ? 1 : -1;
      excess += static_cast<__int128>(rows[row].bound) * n * sign;
      for (int cell : rows[row].cells) net[cell] += n * sign;
    }
    for (__int128 n : net) {
      if (n > 0) return false;
    }
    return excess > 0 && leaf.excess == std::to_string(static_cast<int64_t>(excess));
  }

  bool Tree(std::vector<LinearRow> rows) {
    if (at >= certificate.nodes.size()) return false;
    if (certificate.nodes[at].leaf) return Leaf(rows);
    const Certificate::Node& branch = certificate.nodes[at++];
    if (branch.cells.empty()) return false;
    for (size_t i = 0; i < branch.cells.size(); ++i) {
      if (branch.cells[i] < 0 || branch.cells[i] >= system.cells) return false;
      if (i > 0 && branch.cells[i] <= branch.cells[i - 1]) return false;
    }
    rows.push_back(AtMost(branch.cells, branch.at_most));
    if (!Tree(rows)) return false;
    rows.back() = AtLeast(branch.cells, branch.at_most + 1);
    return Tree(rows);
  }

  bool Holds() { return Tree(system.rows) && at == certificate.nodes.size(); }
};

bool Accepts(const LinearSystem& system, const Certificate& certificate) {
  std::string why;
  const bool accepted = CheckCertificate(system, certificate, &why);
  EXPECT_EQ(accepted, why.empty());
  return accepted;
}

// Calls `seen` with every certificate that differs from this one in one place.
void Mutate(const LinearSystem& system, const Certificate& original,
            const std::function<void(const Certificate&, const std::string& what)>& seen) {
  const auto with = [&](const std::string& what, const std::function<void(Certificate*)>& change) {
    Certificate changed = original;
    change(&changed);
    seen(changed, what);
  };
  for (size_t n = 0; n < original.nodes.size(); ++n) {
    const Certificate::Node& node = original.nodes[n];
    const std::string place = "node " + std::to_string(n) + ": ";
    with(place + "left out", [&](Certificate* c) { c->nodes.erase(c->nodes.begin() + n); });
    with(place + "twice", [&](Certificate* c) { c->nodes.insert(c->nodes.begin() + n, node); });
    with(place + "the other kind", [&](Certificate* c) { c->nodes[n].leaf = !node.leaf; });
    for (size_t m = 0; m < node.multipliers.size(); ++m) {
      const std::string row = place + "multiplier " + std::to_string(m) + " ";
      const int64_t times = std::stoll(node.multipliers[m].times);
      for (const std::string& other :
           {std::to_string(times + 1), std::to_string(times - 1), std::string("0" + node.multipliers[m].times),
            std::string("-1"), std::string(""), std::string("1e3"), std::string(" 1")}) {
        with(row + other, [&](Certificate* c) { c->nodes[n].multipliers[m].times = other; });
      }
      for (int other = -1; other <= static_cast<int>(system.rows.size()) + 4; ++other) {
        if (other == node.multipliers[m].row) continue;
        with(row + "of row " + std::to_string(other), [&](Certificate* c) { c->nodes[n].multipliers[m].row = other; });
      }
      with(row + "left out",
           [&](Certificate* c) { c->nodes[n].multipliers.erase(c->nodes[n].multipliers.begin() + m); });
      with(row + "twice", [&](Certificate* c) {
        c->nodes[n].multipliers.insert(c->nodes[n].multipliers.begin() + m, node.multipliers[m]);
      });
    }
    if (node.leaf) {
      for (const std::string& other : {std::to_string(std::stoll(node.excess) + 1),
                                       std::to_string(std::stoll(node.excess) - 1), std::string("")}) {
        with(place + "excess " + other, [&](Certificate* c) { c->nodes[n].excess = other; });
      }
      continue;
    }
    for (int64_t by : {-1, 1}) {
      with(place + "at most", [&](Certificate* c) { c->nodes[n].at_most += by; });
    }
    with(place + "no cells", [&](Certificate* c) { c->nodes[n].cells.clear(); });
    for (int cell = -1; cell <= system.cells; ++cell) {
      with(place + "cell " + std::to_string(cell), [&](Certificate* c) {
        std::vector<int>& cells = c->nodes[n].cells;
        const auto found = std::lower_bound(cells.begin(), cells.end(), cell);
        if (found != cells.end() && *found == cell) {
          cells.erase(found);
        } else {
          cells.insert(found, cell);
        }
      });
    }
  }
}

Certificate CertificateOf(const LinearSystem& system) {
  const LinearDecision decision = Feasible(system);
  EXPECT_EQ(decision.kind, Feasibility::kInfeasible) << decision.reason;
  EXPECT_TRUE(Accepts(system, decision.certificate));
  return decision.certificate;
}

TEST(CertificateTest, WorkedCaseIsOneLeaf) {
  const Certificate certificate = CertificateOf(WorkedCase());
  ASSERT_EQ(certificate.nodes.size(), 1u);
  const Certificate::Node& leaf = certificate.nodes[0];
  ASSERT_EQ(leaf.multipliers.size(), 3u);
  for (int r = 0; r < 3; ++r) {
    EXPECT_EQ(leaf.multipliers[r].row, r);
    EXPECT_EQ(leaf.multipliers[r].times, "1");
  }
  EXPECT_EQ(leaf.excess, "15");
}

// No place in these can be changed at all: each row is needed, each by just as much.
TEST(CertificateTest, EveryChangeOfATightCertificateIsRefused) {
  for (const LinearSystem& system : {WorkedCase(), Pinwheel()}) {
    int changes = 0;
    Mutate(system, CertificateOf(system), [&](const Certificate& changed, const std::string& what) {
      ++changes;
      EXPECT_FALSE(Accepts(system, changed)) << what;
    });
    EXPECT_GT(changes, 40);
  }
}

TEST(CertificateTest, ChangeIsAcceptedOnlyIfItIsACertificateWordByWord) {
  std::vector<LinearSystem> systems = {WorkedCase(), Pinwheel(), OddCycle(3), OddCycle(5), OddCycle(7)};
  std::mt19937_64 random(7);
  while (systems.size() < 60) {
    MemberSystem made = RandomMembers(&random, {8, 10, 12}, false);
    if (Feasible(made.system).kind == Feasibility::kInfeasible) systems.push_back(made.system);
  }
  int refused = 0, accepted = 0;
  for (const LinearSystem& system : systems) {
    Mutate(system, CertificateOf(system), [&](const Certificate& changed, const std::string& what) {
      const bool holds = Literal{system, changed}.Holds();
      ++(holds ? accepted : refused);
      EXPECT_EQ(Accepts(system, changed), holds) << what;
    });
  }
  EXPECT_GT(refused, 50 * accepted);
  RecordProperty("refused", refused);
  RecordProperty("accepted", accepted);
}

// The certificate states the excess, so it is one of these bounds and no others.
TEST(CertificateTest, ChangedSystemIsRefused) {
  for (const LinearSystem& system : {WorkedCase(), Pinwheel(), OddCycle(3), OddCycle(5)}) {
    const Certificate certificate = CertificateOf(system);
    for (int r : RowsOf(system, certificate)) {
      for (int64_t by : {-1, 1}) {
        LinearSystem changed = system;
        changed.rows[r].bound += by;
        EXPECT_FALSE(Accepts(changed, certificate)) << "bound of row " << r;
      }
      LinearSystem turned = system;
      turned.rows[r].sense = system.rows[r].sense == Sense::kAtLeast ? Sense::kAtMost : Sense::kAtLeast;
      EXPECT_FALSE(Accepts(turned, certificate)) << "sense of row " << r;
      for (int cell = 0; cell < system.cells; ++cell) {
        LinearSystem changed = system;
        std::vector<int>& cells = changed.rows[r].cells;
        const auto found = std::lower_bound(cells.begin(), cells.end(), cell);
        const bool held = found != cells.end() && *found == cell;
        if (held) cells.erase(found);
        if (!held) cells.insert(found, cell);
        EXPECT_EQ(Accepts(changed, certificate), (Literal{changed, certificate}.Holds())) << r << " " << cell;
      }
    }
  }
}

Certificate::Node LeafWith(std::vector<Certificate::Multiplier> multipliers, std::string excess) {
  Certificate::Node leaf;
  leaf.multipliers = std::move(multipliers);
  leaf.excess = std::move(excess);
  return leaf;
}

Certificate::Node BranchOn(std::vector<int> cells, int64_t at_most) {
  Certificate::Node branch;
  branch.leaf = false;
  branch.cells = std::move(cells);
  branch.at_most = at_most;
  return branch;
}

TEST(CertificateTest, HostileCertificateIsRefused) {
  const LinearSystem system = WorkedCase();
  const int64_t most = std::numeric_limits<int64_t>::max(), least = std::numeric_limits<int64_t>::min();
  const int large = std::numeric_limits<int>::max(), small = std::numeric_limits<int>::min();
  const std::string long_number(5000, '9'), longest(2'000'000, '9');
  std::vector<Certificate> hostile = {
      {},
      {{Certificate::Node{}}},
      {{LeafWith({}, "")}},
      {{LeafWith({}, "15")}},
      {{LeafWith({{0, long_number}, {1, long_number}, {2, long_number}}, "15" + std::string(5000, '0'))}},
      {{LeafWith({{0, longest}}, longest)}},
      {{LeafWith({{large, "1"}}, "15")}},
      {{LeafWith({{small, "1"}}, "15")}},
      {{LeafWith({{3, "1"}}, "15")}},
      {{LeafWith({{0, std::string("1\0", 2)}, {1, "1"}, {2, "1"}}, "15")}},
      {{BranchOn({0}, most), LeafWith({{3, "1"}}, "1"), LeafWith({{3, "1"}}, "1")}},
      {{BranchOn({0}, least), LeafWith({{3, "1"}}, "1"), LeafWith({{3, "1"}}, "1")}},
      {{BranchOn({large}, 0), LeafWith({}, "1"), LeafWith({}, "1")}},
      {{BranchOn({small}, 0), LeafWith({}, "1"), LeafWith({}, "1")}},
      {{BranchOn({}, 0), LeafWith({}, "1"), LeafWith({}, "1")}},
      {{BranchOn({1, 0}, 0), LeafWith({}, "1"), LeafWith({}, "1")}},
  };
  Certificate deep;
  deep.nodes.assign(1'000'000, BranchOn({0}, 3));
  hostile.push_back(deep);
  deep.nodes.insert(deep.nodes.end(), 1'000'000, LeafWith({{0, "1"}}, "1"));
  hostile.push_back(deep);
  for (size_t i = 0; i < hostile.size(); ++i) EXPECT_FALSE(Accepts(system, hostile[i])) << i;
}

// Depth is no reason to refuse: nothing recurses.
TEST(CertificateTest, DeepCertificateIsAccepted) {
  const LinearSystem system = WorkedCase();
  const Certificate::Node leaf = LeafWith({{0, "1"}, {1, "1"}, {2, "1"}}, "15");
  Certificate deep;
  for (int i = 0; i < 100'000; ++i) {
    deep.nodes.push_back(BranchOn({0}, i));
    deep.nodes.push_back(leaf);
  }
  EXPECT_FALSE(Accepts(system, deep));
  deep.nodes.push_back(leaf);
  EXPECT_TRUE(Accepts(system, deep));
}

TEST(CertificateTest, MalformedSystemIsRefused) {
  const Certificate certificate = CertificateOf(WorkedCase());
  EXPECT_EQ(Feasible({-1, {}}).kind, Feasibility::kUndecided);
  for (const std::vector<int>& cells : std::vector<std::vector<int>>{{0, 0}, {1, 0}, {-1}, {3}}) {
    LinearSystem system = WorkedCase();
    system.rows[1].cells = cells;
    EXPECT_FALSE(Accepts(system, certificate));
    EXPECT_EQ(Feasible(system).kind, Feasibility::kUndecided);
  }
}

}  // namespace
}  // namespace tallystick

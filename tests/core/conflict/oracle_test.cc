// Random small casebooks against a search over all ways the counts could be.
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "core/quantity/reading.h"
#include "tests/core/conflict/casebook.h"
#include "tests/sizes.h"

namespace tallystick {
namespace {

int HowMany() { return Instances(3000, 20000); }  // of each kind

enum class Toll { kUnstated, kFull, kKnownSoFar };

struct Statement {
  std::string words;
  Toll toll = Toll::kUnstated;
  int day = 0;    // 0: undated
  int place = 0;  // index
  Range hard, usual;
};

Statement RandomStatement(std::mt19937* random, const std::vector<std::string>& words) {
  Statement s;
  s.words = words[(*random)() % words.size()];
  s.toll = static_cast<Toll>((*random)() % 3);
  const auto reading = ReadWords(s.words, "en", *ShippedTables().phrases);
  EXPECT_TRUE(reading.ok()) << reading.status();
  s.hard = reading->hard;
  s.usual = Intersect(reading->hard, reading->soft).value_or(reading->hard);
  return s;
}

Say ToSay(const Statement& s, int index) {
  Say say = Say(absl::StrCat("source ", index), "killed").Number(s.words);
  if (s.toll == Toll::kFull) say.Full();
  if (s.toll == Toll::kKnownSoFar) say.KnownSoFar();
  if (s.day > 0) say.AsOf(absl::StrCat("2022-09-0", s.day));
  return say;
}

// How strictly the search reads the statements.
struct Reading {
  bool usual;
  bool assumed;
};
constexpr Reading kAsserted{false, false}, kAssumed{false, true}, kUsual{true, true};

bool HasUpper(const Statement& s, Reading r) {
  return s.toll == Toll::kFull || (r.assumed && s.toll == Toll::kUnstated);
}
const Range& RangeOf(const Statement& s, Reading r) { return r.usual ? s.usual : s.hard; }

using Statements = std::vector<Statement>;
using Satisfiable = std::function<bool(const Statements&, Reading)>;

std::vector<int> MembersOf(const v1::Finding& finding, const std::vector<Digest>& ids) {
  std::vector<int> members;
  for (const std::string& hex : finding.claims()) {
    for (size_t i = 0; i < ids.size(); ++i) {
      if (ids[i].hex() == hex) members.push_back(static_cast<int>(i));
    }
  }
  return members;
}

Statements Pick(const Statements& all, const std::vector<int>& members, int without = -1) {
  Statements picked;
  for (int m : members) {
    if (m != without) picked.push_back(all[m]);
  }
  return picked;
}

// Every set found is unsatisfiable and minimal, something is found exactly when something does not fit, and the
// smallest contradiction there is is among them.
void Check(const Statements& all, const std::vector<Digest>& ids, const v1::Findings& findings,
           const Satisfiable& fits) {
  const bool contradicts = !fits(all, kAsserted), tension = !fits(all, kUsual);
  bool found_contradiction = false;
  size_t smallest = all.size() + 1;
  for (const v1::Finding& f : Conflicts(findings)) {
    const std::vector<int> members = MembersOf(f, ids);
    const bool hard = f.verdict() == v1::Finding::contradicts;
    const Reading level = hard ? kAsserted : !fits(Pick(all, members), kAssumed) ? kAssumed : kUsual;
    EXPECT_FALSE(fits(Pick(all, members), level)) << "false: " << FindingInWords(f);
    for (int m : members) EXPECT_TRUE(fits(Pick(all, members, m), level)) << "not minimal: " << FindingInWords(f);
    found_contradiction = found_contradiction || hard;
    if (hard) smallest = std::min(smallest, members.size());
  }
  EXPECT_EQ(found_contradiction, contradicts) << Show(findings);
  EXPECT_EQ(!Conflicts(findings).empty(), contradicts || tension) << Show(findings);
  if (!contradicts) return;
  for (unsigned subset = 1; subset < (1u << all.size()); ++subset) {
    std::vector<int> members;
    for (size_t i = 0; i < all.size(); ++i) {
      if (subset >> i & 1) members.push_back(static_cast<int>(i));
    }
    if (members.size() >= smallest) continue;
    EXPECT_TRUE(fits(Pick(all, members), kAsserted)) << "a smaller set: " << Show(findings);
  }
}

// Tolls of three days that only grow, and the final one.
bool TollsFit(const Statements& statements, Reading r) {
  constexpr int kMost = 10, kFinal = 4;
  std::array<int, 5> toll{};
  for (toll[1] = 0; toll[1] <= kMost; ++toll[1]) {
    for (toll[2] = toll[1]; toll[2] <= kMost; ++toll[2]) {
      for (toll[3] = toll[2]; toll[3] <= kMost; ++toll[3]) {
        for (toll[kFinal] = toll[3]; toll[kFinal] <= kMost; ++toll[kFinal]) {
          const bool all = std::all_of(statements.begin(), statements.end(), [&](const Statement& s) {
            // An undated count may be as early as the first day; nobody asserts that it is.
            const int at_least = s.day > 0 ? s.day : r.assumed ? 1 : kFinal;
            const Range& range = RangeOf(s, r);
            if (toll[at_least] < range.low) return false;
            return !HasUpper(s, r) || !range.high || toll[s.day > 0 ? s.day : kFinal] <= *range.high;
          });
          if (all) return true;
        }
      }
    }
  }
  return false;
}

TEST(Oracle, OneScope) {
  const uint32_t seed = 20220906;
  std::mt19937 random(seed);
  const std::vector<std::string> words = {"3",       "5",       "7",           "9",      "at least 4",
                                          "up to 6", "about 8", "more than 5", "several"};
  const int instances = HowMany();
  int conflicts = 0;
  for (int n = 0; n < instances && !testing::Test::HasFailure(); ++n) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", instance ", n));
    Casebook book;
    const auto event = book.Event("the battle");
    Statements all;
    std::vector<Digest> ids;
    const int size = 2 + static_cast<int>(random() % 4);
    for (int i = 0; i < size; ++i) {
      Statement s = RandomStatement(&random, words);
      s.day = static_cast<int>(random() % 4);
      ids.push_back(book.Add(ToSay(s, i).Event(event)));
      all.push_back(s);
    }
    const v1::Findings findings = book.Find();
    conflicts += !Conflicts(findings).empty();
    Check(all, ids, findings, TollsFit);
  }
  EXPECT_GT(conflicts, instances / 10);
  EXPECT_LT(conflicts, instances * 95 / 100);
  std::printf("one scope by brute force: %d instances, seed %u: %d with conflicts\n", instances, seed, conflicts);
}

// A small tree of places: what is above each one (-1: the region), and whether siblings are stated to be disjoint.
struct Places {
  std::vector<int> above;
  bool stated_disjoint = false;

  bool Holds(int outer, int inner) const {
    for (int p = inner; p >= 0; p = above[p]) {
      if (p == outer) return true;
    }
    return outer < 0;
  }
  // Sets of places that somebody can have been in at once, as bit sets; the region is in all of them.
  std::vector<unsigned> Cells(bool overlapping) const {
    const int n = static_cast<int>(above.size());
    std::vector<unsigned> cells;
    for (unsigned cell = 0; cell < (1u << n); ++cell) {
      bool possible = true;
      for (int p = 0; p < n; ++p) {
        if ((cell >> p & 1) == 0) continue;
        possible = possible && (above[p] < 0 || (cell >> above[p] & 1) != 0);
        for (int q = 0; q < p && !overlapping; ++q) {
          possible = possible && ((cell >> q & 1) == 0 || Holds(q, p) || Holds(p, q));
        }
      }
      if (possible) cells.push_back(cell);
    }
    return cells;
  }
};

bool PlacesFit(const Places& places, const Statements& statements, Reading r) {
  constexpr int kMost = 4;
  const std::vector<unsigned> cells = places.Cells(!r.assumed && !places.stated_disjoint);
  std::vector<int> count(cells.size(), 0);
  while (true) {
    const bool all = std::all_of(statements.begin(), statements.end(), [&](const Statement& s) {
      int sum = 0;
      for (size_t c = 0; c < cells.size(); ++c) sum += s.place < 0 || (cells[c] >> s.place & 1) != 0 ? count[c] : 0;
      const Range& range = RangeOf(s, r);
      return sum >= range.low && (!HasUpper(s, r) || !range.high || sum <= *range.high);
    });
    if (all) return true;
    size_t c = 0;
    while (c < count.size() && ++count[c] > kMost) count[c++] = 0;
    if (c == count.size()) return false;
  }
}

TEST(Oracle, OneTreeOfPlaces) {
  const uint32_t seed = 3056;
  std::mt19937 random(seed);
  const std::vector<std::string> words = {"1", "2", "3", "4", "at least 2", "up to 3"};
  const std::vector<std::vector<int>> shapes = {{-1, -1}, {-1, 0}, {-1, 0, -1}, {-1, -1, -1}, {-1, 0, 0}, {-1, 0, 1}};
  const int instances = HowMany();
  int contradictions = 0, tensions = 0;
  for (int n = 0; n < instances && !testing::Test::HasFailure(); ++n) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", instance ", n));
    const Places places{shapes[random() % shapes.size()], random() % 2 == 0};
    const auto partition = places.stated_disjoint ? v1::Relations::disjoint : v1::Relations::partition_unstated;
    Casebook book;
    const auto region = book.Place("the region", {.partition = partition});
    std::vector<Digest> made;
    for (size_t p = 0; p < places.above.size(); ++p) {
      const Digest& above = places.above[p] < 0 ? region : made[places.above[p]];
      made.push_back(book.Place(absl::StrCat("place ", p), {.part_of = {above}, .partition = partition}));
    }
    Statements all;
    std::vector<Digest> ids;
    const int size = 2 + static_cast<int>(random() % 4);
    for (int i = 0; i < size; ++i) {
      Statement s = RandomStatement(&random, words);
      s.place = static_cast<int>(random() % (places.above.size() + 1)) - 1;
      ids.push_back(book.Add(ToSay(s, i).At(s.place < 0 ? region : made[s.place]).On("2022-09")));
      all.push_back(s);
    }
    const v1::Findings findings = book.Find();
    contradictions += !OfKind(findings, "", v1::Finding::contradicts).empty();
    tensions += !OfKind(findings, "", v1::Finding::tension).empty();
    Check(all, ids, findings, [&](const Statements& s, Reading r) { return PlacesFit(places, s, r); });
  }
  EXPECT_GT(contradictions, instances / 20);
  EXPECT_GT(tensions, instances / 20);
  std::printf("one tree of places by brute force: %d instances, seed %u: %d contradict, %d are in tension\n", instances,
              seed, contradictions, tensions);
}

}  // namespace
}  // namespace tallystick

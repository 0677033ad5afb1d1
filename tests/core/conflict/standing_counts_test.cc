// Bounds that come and go in random order over places, times and victims that lie inside and across each other: after
// each step what is heavy is what the definition says, and what is told of it is what all bounds together would tell.
#include "core/conflict/standing_counts.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "core/conflict/count_solver.h"
#include "core/conflict/spots.h"
#include "tests/core/conflict/casebook.h"
#include "tests/sizes.h"

namespace tallystick {
namespace {

using Bound = StandingCounts::Bound;

struct World {
  RecordSet records;
  std::unique_ptr<EntityGraph> entities;
  std::vector<Scope> scopes;
  std::vector<Seconds> moments = {kEndOfTime};
  Lattices lattices() const { return {entities.get(), &Vocabulary::Shipped()}; }
};

constexpr Seconds kDay = 86400;

// The region; A and B in it; A1, A2 in A, B1 in B. Months of weeks of days. With `across`, places have two wholes,
// classes overlap, times lie across each other, counts are dated and some scopes name two places.
World MakeWorld(std::mt19937* random, bool across) {
  World world;
  Casebook book;
  const auto below = [&](int n) { return static_cast<int>((*random)() % static_cast<unsigned>(n)); };
  std::vector<Digest> places = {book.Place("region", {.partition = v1::Relations::disjoint})};
  for (const auto& [name, above] : {std::pair("A", 0), {"B", 0}, {"A1", 1}, {"A2", 1}, {"B1", 2}}) {
    Traits traits{.part_of = {places[above]}};
    if (!across) traits.partition = v1::Relations::disjoint;
    if (across && above > 0 && below(3) == 0) traits.part_of = {places[1], places[2]};
    places.push_back(book.Place(name, traits));
  }
  const Digest actor = book.Actor("X"), event = book.Event("the battle");
  world.records = book.Records();
  world.entities = std::make_unique<EntityGraph>(world.records);
  const std::vector<const char*> classes =
      across ? std::vector<const char*>{"persons", "civilians", "combatants", "women", "fighters", ""}
             : std::vector<const char*>{"persons", "civilians", "combatants", "fighters"};
  if (across) world.moments = {10 * kDay, 20 * kDay, kEndOfTime};
  const int size = 6 + below(14);
  for (int i = 0; i < size; ++i) {
    Scope scope;
    scope.predicate = across && below(6) == 0 ? "harmed" : "killed";
    scope.places = {world.entities->Find(places[below(6)].hex())};
    if (across && below(8) == 0) {
      scope.places.push_back(world.entities->Find(places[below(6)].hex()));
      std::sort(scope.places.begin(), scope.places.end());
    }
    if (across && below(6) == 0) scope.event = world.entities->Find(event.hex());
    if (across && below(8) == 0) scope.places.clear(), scope.event = world.entities->Find(event.hex());
    if (across && below(6) == 0) scope.agents = {world.entities->Find(actor.hex())};
    scope.victims = {{classes[below(static_cast<int>(classes.size()))], kNoEntity}};
    const int length = 1 << (2 * below(3));  // 1, 4 or 16 days
    scope.begin = (across ? below(16) : below(16 / length) * length) * kDay;
    scope.end = scope.begin + length * kDay;
    if (across && below(8) == 0) scope.unit = "at another time";
    world.scopes.push_back(scope);
  }
  return world;
}

// What the definition says, literally.
class Literal {
 public:
  Literal(const World& world, bool assumed) {
    for (const Scope& scope : world.scopes) {
      for (Seconds moment : world.moments) sites_.push_back({scope, moment});
    }
    for (const auto& [outer, until] : sites_) {
      std::vector<bool> row;
      for (const auto& [inner, moment] : sites_) {
        bool all = outer.unit == inner.unit && moment <= until;
        for (const Spot& s : SpotsOf(inner, moment)) all = all && Holds(world.lattices(), outer, s, assumed);
        row.push_back(all);
      }
      holds_.push_back(std::move(row));
    }
  }

  std::set<std::pair<Scope, Seconds>> Heavy(const std::vector<Bound>& bounds) const {
    std::vector<int64_t> low(sites_.size(), 0), missing(sites_.size(), 0);
    std::vector<std::pair<int, size_t>> inner_first;
    for (size_t i = 0; i < sites_.size(); ++i) {
      for (const Bound& b : bounds) {
        if (b.lower && sites_[i] == std::pair(b.scope, b.moment)) low[i] = std::max(low[i], b.value);
      }
      int inside = 0;
      for (size_t j = 0; j < sites_.size(); ++j) inside += holds_[i][j];
      inner_first.push_back({inside, i});
    }
    std::sort(inner_first.begin(), inner_first.end());
    for (const auto& [n, i] : inner_first) missing[i] = std::max<int64_t>(0, low[i] - Sum(i, missing));
    std::set<std::pair<Scope, Seconds>> heavy;
    for (const Bound& b : bounds) {
      if (b.lower) continue;
      const size_t i = std::find(sites_.begin(), sites_.end(), std::pair(b.scope, b.moment)) - sites_.begin();
      if (Sum(i, missing) > b.value) heavy.insert(sites_[i]);
    }
    return heavy;
  }

 private:
  int64_t Sum(size_t outer, const std::vector<int64_t>& missing) const {
    int64_t sum = 0;
    std::set<std::pair<Scope, Seconds>> once;  // a scope may have been drawn twice
    for (size_t i = 0; i < sites_.size(); ++i) {
      if (holds_[outer][i] && once.insert(sites_[i]).second) sum += missing[i];
    }
    return sum;
  }

  std::vector<std::pair<Scope, Seconds>> sites_;
  std::vector<std::vector<bool>> holds_;
};

// Of the scopes spoken of. Scopes that count the same people share a site: heavy if one of them is.
std::set<int> SitesOf(StandingCounts* counts, const std::set<std::pair<Scope, Seconds>>& heavy) {
  std::set<int> sites;
  for (const auto& [scope, moment] : heavy) sites.insert(counts->SiteOf(scope, moment));
  return sites;
}

class Play {
 public:
  Play(const World& world, std::mt19937* random, bool assumed)
      : world_(world), random_(random), counts_(world.lattices(), assumed) {}

  // Adds, takes back, or supersedes: takes back and adds another one.
  std::vector<int> Step() {
    const int what = Below(5);
    std::set<int> changed;
    const auto toggle = [&changed](const std::vector<int>& sites) {
      for (int s : sites) {
        if (!changed.erase(s)) changed.insert(s);
      }
    };
    if (what >= 3 && !bounds_.empty()) {
      const size_t at = (*random_)() % bounds_.size();
      toggle(counts_.Remove(bounds_[at]));
      bounds_.erase(bounds_.begin() + static_cast<std::ptrdiff_t>(at));
    }
    if (what != 4) {
      Bound b;
      b.scope = world_.scopes[(*random_)() % world_.scopes.size()];
      b.moment = world_.moments[(*random_)() % world_.moments.size()];
      b.lower = Below(3) != 0;
      b.value = b.lower ? 1 + Below(20) : 5 + Below(40);
      b.claim = next_++;
      toggle(counts_.Add(b));
      bounds_.push_back(b);
    }
    return {changed.begin(), changed.end()};
  }

  StandingCounts& counts() { return counts_; }
  const std::vector<Bound>& bounds() const { return bounds_; }

 private:
  int Below(int n) { return static_cast<int>((*random_)() % static_cast<unsigned>(n)); }
  const World& world_;
  std::mt19937* random_;
  StandingCounts counts_;
  std::vector<Bound> bounds_;
  int next_ = 0;
};

std::set<int> SetOf(const std::vector<int>& list) { return {list.begin(), list.end()}; }

TEST(StandingCounts, AfterEachStepWhatIsHeavyIsWhatTheDefinitionSays) {
  const uint32_t seed = 20221125;
  std::mt19937 random(seed);
  const int worlds = Instances(100, 2000), plays = 20, steps = 40;
  int heavy_steps = 0, ceased = 0;
  for (int w = 0; w < worlds && !HasFailure(); ++w) {
    const World world = MakeWorld(&random, w % 4 != 0);
    const bool assumed = w % 2 == 0;
    const Literal literal(world, assumed);
    for (int n = 0; n < plays && !HasFailure(); ++n) {
      SCOPED_TRACE(absl::StrCat("seed ", seed, ", world ", w, ", sequence ", n));
      Play play(world, &random, assumed);
      std::set<int> before;
      for (int s = 0; s < steps && !HasFailure(); ++s) {
        const std::vector<int> changed = play.Step();
        const std::set<int> heavy = SetOf(play.counts().HeavySites());
        ASSERT_EQ(heavy, SitesOf(&play.counts(), literal.Heavy(play.bounds()))) << "step " << s;
        std::set<int> difference;
        std::set_symmetric_difference(before.begin(), before.end(), heavy.begin(), heavy.end(),
                                      std::inserter(difference, difference.end()));
        ASSERT_EQ(SetOf(changed), difference) << "step " << s;
        heavy_steps += !heavy.empty();
        ceased += std::any_of(changed.begin(), changed.end(), [&](int c) { return before.count(c) > 0; });
        before = heavy;
      }
      // The same from the bounds that stand, in another order.
      std::vector<Bound> shuffled = play.bounds();
      std::shuffle(shuffled.begin(), shuffled.end(), random);
      StandingCounts afresh(world.lattices(), assumed);
      for (const Bound& b : shuffled) afresh.Add(b);
      for (const Bound& b : shuffled) {
        ASSERT_EQ(afresh.IsHeavy(afresh.SiteOf(b.scope, b.moment)),
                  play.counts().IsHeavy(play.counts().SiteOf(b.scope, b.moment)));
      }
    }
  }
  std::printf("%d sequences of %d steps, seed %u: something heavy after %d steps, no more so after %d\n",
              worlds * plays, steps, seed, heavy_steps, ceased);
  EXPECT_GT(heavy_steps, worlds * plays);
  EXPECT_GT(ceased, worlds);
}

// The conflicts of these claims alone, each as a line.
std::set<std::string> Conflicting(const World& world, const std::vector<Bound>& bounds) {
  CountProblem problem(world.lattices());
  for (const Bound& b : bounds) {
    CountBound bound;
    bound.claim = b.claim;
    bound.node = problem.scopes.Add(b.scope);
    bound.lower = b.lower;
    bound.hard = bound.usual = bound.soft = b.lower ? Range{b.value, std::nullopt} : Range{0, b.value};
    bound.upper = b.lower ? CountBound::Upper::kNone : CountBound::Upper::kAsserted;
    bound.from = bound.by = kBeginningOfTime;
    problem.bounds.push_back(bound);
  }
  problem.readings.resize(bounds.empty() ? 0 : bounds.back().claim + 1);
  problem.figures.resize(problem.readings.size());
  std::set<std::string> lines;
  const CountSolution solution = SolveCounts(problem);
  for (const ConflictSet& set : solution.conflicts) {
    std::set<std::string> members;
    for (const Lower& l : set.lowers) {
      members.insert(absl::StrCat("  at least ", l.value, " × ", l.times, ", claim ", problem.bounds[l.bound].claim));
    }
    for (int u : set.uppers) members.insert(absl::StrCat("  at most, claim ", problem.bounds[u].claim));
    std::string line = absl::StrCat(set.kind, " ", static_cast<int>(set.strictness), ": ", set.sum, " > ", set.limit,
                                    " along ", set.along, set.whole_numbers ? " whole" : "");
    for (const std::string& m : members) absl::StrAppend(&line, m);
    lines.insert(line);
  }
  return lines;
}

TEST(StandingCounts, WhatIsToldOfTheClaimsAroundIsWhatAllClaimsWouldTell) {
  const uint32_t seed = 20221126;
  std::mt19937 random(seed);
  const int worlds = Instances(100, 2000);
  int conflicts = 0, left_out = 0, sequences = 0;
  for (int w = 0; w < worlds && !HasFailure(); ++w) {
    const World world = MakeWorld(&random, false);
    for (int n = 0; n < 10 && !HasFailure(); ++n, ++sequences) {
      SCOPED_TRACE(absl::StrCat("seed ", seed, ", world ", w, ", sequence ", n));
      Play play(world, &random, true);
      for (int s = 0; s < 30; ++s) play.Step();
      const std::set<std::string> all = Conflicting(world, play.bounds());
      std::set<std::string> around;
      std::set<std::vector<int>> components;
      for (int site : play.counts().HeavySites()) components.insert(play.counts().ClaimsAround(site));
      for (const std::vector<int>& claims : components) {
        std::vector<Bound> some;
        for (const Bound& b : play.bounds()) {
          if (std::binary_search(claims.begin(), claims.end(), b.claim)) some.push_back(b);
        }
        left_out += some.size() < play.bounds().size();
        around.merge(Conflicting(world, some));
      }
      ASSERT_EQ(around, all);
      conflicts += static_cast<int>(all.size());
    }
  }
  std::printf("%d sequences, seed %u: %d conflicts; claims left out %d times\n", sequences, seed, conflicts, left_out);
  EXPECT_GT(conflicts, worlds);
  EXPECT_GT(left_out, worlds);
}

TEST(StandingCounts, WorkedCaseComesAndGoes) {
  std::mt19937 random(1);
  const World world = MakeWorld(&random, false);
  const auto place = [&](const char* name) {
    for (Entity e = 0;; ++e) {
      if (world.entities->Name(e) == name) return e;
    }
  };
  const auto bound = [&](const char* name, bool lower, int64_t value, int claim) {
    Bound b;
    b.scope.places = {place(name)};
    b.scope.victims = {{"persons", kNoEntity}};
    b.scope.predicate = "killed";
    b.lower = lower, b.value = value, b.claim = claim;
    return b;
  };
  StandingCounts counts(world.lattices(), true);
  EXPECT_EQ(counts.Add(bound("region", false, 30, 0)), std::vector<int>{});
  EXPECT_EQ(counts.Add(bound("A", true, 25, 1)), std::vector<int>{});
  const int region = counts.SiteOf(bound("region", false, 0, 0).scope, kEndOfTime);
  EXPECT_EQ(counts.Add(bound("B", true, 20, 2)), std::vector<int>{region}) << "45 in a region of 30";
  EXPECT_EQ(counts.ClaimsAround(region), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(counts.Add(bound("A1", true, 10, 3)), std::vector<int>{}) << "they are among the 25";
  EXPECT_EQ(counts.Remove(bound("A", true, 25, 1)), std::vector<int>{region}) << "10 and 20 fit";
  EXPECT_EQ(counts.ClaimsAround(region), std::vector<int>{});
}

}  // namespace
}  // namespace tallystick

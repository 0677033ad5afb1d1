// Random casebooks over places, months, victims and days of counting at once, against z3: every set that is found is
// unsatisfiable and minimal, and something is found exactly when something does not fit.
#include <gtest/gtest.h>
#include <z3++.h>

#include <cstdlib>
#include <map>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/conflict/certificate.h"
#include "core/quantity/reading.h"
#include "tests/core/conflict/casebook.h"
#include "tests/sizes.h"

namespace tallystick {
namespace {

int HowMany() {
  const char* wanted = std::getenv("TALLYSTICK_ORACLE_INSTANCES");
  int n = 0;
  if (wanted != nullptr && absl::SimpleAtoi(wanted, &n)) return n;
  return std::max(150, Instances(150, 10'000));  // of fewer some have no joint bounds
}

enum class Toll { kUnstated, kFull, kKnownSoFar };
enum class Level { kAsserted, kAssumed, kUsual };

// What one claim of the instance says.
struct Statement {
  std::string words;
  Toll toll = Toll::kUnstated;
  int place = 0, months = 3, victims = 0;
  int day = 0;    // 0: undated
  int agent = 0;  // 0: unstated
  Range hard, usual, firm;
};

// The region, A and B in it, A1 and A2 in A.
constexpr int kRegion = 0, kPlaces = 5;
constexpr std::array<const char*, kPlaces> kPlaceNames = {"the region", "A", "B", "A1", "A2"};
constexpr std::array<int, kPlaces> kAbove = {-1, 0, 0, 1, 1};
// The last: whoever the text names no more closely. Only by an assumption are the others among them.
constexpr int kUnstatedClass = 4;
constexpr std::array<const char*, 5> kClasses = {"persons", "civilians", "combatants", "women", ""};
constexpr int kAgents = 3;  // unstated, and two that nobody relates
constexpr int kDays = 3;

// Which dimensions an instance has besides place, month and class.
enum class Besides { kNothing, kDayOfCount, kUnstatedVictims, kNamedAgents };

struct World {
  bool disjoint = false, covering = false;
  Besides besides = Besides::kNothing;

  static bool Holds(int outer, int inner) {
    for (int p = inner; p >= 0; p = kAbove[p]) {
      if (p == outer) return true;
    }
    return false;
  }
};

// Somebody: the set of places, the month, the set of classes, the day from which on they are counted.
struct Person {
  unsigned places = 0, classes = 0, agents = 0;
  int month = 0, day = 0;
};

bool PlacesArePossible(const World& world, unsigned set, bool assumed) {
  const auto in = [set](int p) { return (set >> p & 1) != 0; };
  if (!in(kRegion)) return false;
  for (int p = 1; p < kPlaces; ++p) {
    if (in(p) && !in(kAbove[p])) return false;
    for (int q = 1; q < p; ++q) {
      const bool siblings = kAbove[p] == kAbove[q];
      if (siblings && in(p) && in(q) && (world.disjoint || assumed)) return false;
    }
  }
  if (!world.covering) return true;
  return (in(1) || in(2)) && (!in(1) || in(3) || in(4));
}

std::vector<Person> People(const World& world, bool assumed) {
  std::vector<Person> people;
  for (unsigned places = 0; places < (1u << kPlaces); ++places) {
    if (!PlacesArePossible(world, places, assumed)) continue;
    for (unsigned classes = 1; classes < (1u << kClasses.size()); classes += 2) {
      if ((classes & 6) == 6) continue;  // nobody is civilian and combatant
      const bool unnamed = (classes >> kUnstatedClass & 1) != 0;
      if (world.besides != Besides::kUnstatedVictims ? unnamed : assumed && !unnamed) continue;
      for (unsigned agents = 0; agents < (1u << kAgents); ++agents) {
        const bool unstated = (agents & 1) != 0, both = (agents & 6) == 6;
        if (world.besides != Besides::kNamedAgents ? agents != 1 : assumed && (!unstated || both)) continue;
        for (int month : {0, 1}) {
          for (int day = 1; day <= (world.besides == Besides::kDayOfCount ? kDays + 1 : 1); ++day) {
            people.push_back({places, classes, agents, month, day});
          }
        }
      }
    }
  }
  return people;
}

const Range& RangeOf(const Statement& s, Level level) { return level == Level::kUsual ? s.usual : s.hard; }

bool Counts(const Statement& s, const Person& p, int day) {
  return (p.places >> s.place & 1) != 0 && (s.months >> p.month & 1) != 0 && (p.classes >> s.victims & 1) != 0 &&
         (p.agents >> s.agent & 1) != 0 && p.day <= day;
}

bool Fits(const World& world, const std::vector<Statement>& statements, Level level) {
  const bool assumed = level != Level::kAsserted;
  const std::vector<Person> people = People(world, assumed);
  z3::context context;
  z3::solver solver(context);
  z3::expr_vector count(context);
  for (size_t i = 0; i < people.size(); ++i) {
    count.push_back(context.int_const(absl::StrCat("x", i).c_str()));
    solver.add(count[i] >= 0);
  }
  const auto sum = [&](const Statement& s, int day) {
    z3::expr total = context.int_val(0);
    for (size_t i = 0; i < people.size(); ++i) {
      if (Counts(s, people[i], day)) total = total + count[i];
    }
    return total;
  };
  for (const Statement& s : statements) {
    const Range& range = RangeOf(s, level);
    // An undated count may be as early as the first day; nobody asserts that it is.
    solver.add(sum(s, s.day > 0 ? s.day : assumed ? 1 : kDays + 1) >= context.int_val(range.low));
    const bool upper = s.toll == Toll::kFull || (assumed && s.toll == Toll::kUnstated);
    if (upper && range.high) solver.add(sum(s, s.day > 0 ? s.day : kDays + 1) <= context.int_val(*range.high));
  }
  return solver.check() == z3::sat;
}

// Whether two scopes lie across one another: some people are in both, and some in each alone.
bool SomeCross(const World& world, const std::vector<Statement>& all) {
  const std::vector<Person> people = People(world, true);
  for (const Statement& s : all) {
    for (const Statement& t : all) {
      bool both = false, first = false, second = false;
      for (const Person& p : people) {
        const bool in_s = Counts(s, p, kDays + 1), in_t = Counts(t, p, kDays + 1);
        both = both || (in_s && in_t);
        first = first || (in_s && !in_t);
        second = second || (in_t && !in_s);
      }
      if (both && first && second) return true;
    }
  }
  return false;
}

Say ToSay(const Statement& s, int index, const std::vector<Digest>& places, const std::vector<Digest>& agents) {
  static const std::array<std::pair<const char*, const char*>, 4> kMonths = {
      {{"", ""}, {"2022-08", "2022-08"}, {"2022-09", "2022-09"}, {"2022-08", "2022-09"}}};
  Say say = Say(absl::StrCat("source ", index), "killed").Number(s.words).At(places[s.place]);
  if (s.victims != kUnstatedClass) say.Class(kClasses[s.victims]);
  if (s.agent > 0) say.Agent(agents[s.agent - 1]);
  say.Between(kMonths[s.months].first, kMonths[s.months].second);
  if (s.toll == Toll::kFull) say.Full();
  if (s.toll == Toll::kKnownSoFar) say.KnownSoFar();
  if (s.day > 0) say.AsOf(absl::StrCat("2022-10-0", s.day));
  return say;
}

std::string InWords(const std::vector<Statement>& all) {
  std::string text;
  for (const Statement& s : all) {
    absl::StrAppend(&text, "\n", s.words, " ", kClasses[s.victims], " in ", kPlaceNames[s.place], ", months ", s.months,
                    ", toll ", static_cast<int>(s.toll), ", day ", s.day, ", by ", s.agent);
  }
  return text;
}

// In half of the instances numbers grow with what they count, so that conflicts need several statements.
Statement RandomStatement(std::mt19937* random, Besides besides, bool in_proportion) {
  static const std::vector<std::string> kWords = {"3",       "5",           "7",  "9", "at least 4",
                                                  "up to 6", "more than 7", "12", "17"};
  Statement s;
  s.words = kWords[(*random)() % kWords.size()];
  s.toll = static_cast<Toll>((*random)() % 3);
  s.place = static_cast<int>((*random)() % kPlaces);
  s.months = 1 + static_cast<int>((*random)() % 3);
  s.victims = static_cast<int>((*random)() % (besides == Besides::kUnstatedVictims ? 5 : 4));
  if (besides == Besides::kDayOfCount) s.day = static_cast<int>((*random)() % (kDays + 1));
  if (besides == Besides::kNamedAgents) s.agent = static_cast<int>((*random)() % kAgents);
  if (in_proportion) {
    if ((*random)() % 5 != 0) s.victims = 0;
    if ((*random)() % 4 != 0) s.place %= 3;
    if ((*random)() % 3 == 0) s.toll = Toll::kFull;
    static constexpr std::array<int, kPlaces> kSize = {4, 2, 2, 1, 1};
    const int size = kSize[s.place] * (s.months == 3 ? 2 : 1) * (s.victims == 0 || s.victims == kUnstatedClass ? 2 : 1);
    int number = 4 * size + static_cast<int>((*random)() % 5) - (s.toll == Toll::kFull ? size / 2 : 0);
    if (number % 5 == 0) ++number;  // a round number reaches further
    s.words = absl::StrCat(s.toll == Toll::kUnstated ? "at least " : "", number);
    if (s.toll == Toll::kUnstated) s.toll = Toll::kKnownSoFar;
  }
  const auto reading = ReadWords(s.words, "en", *ShippedTables().phrases);
  EXPECT_TRUE(reading.ok()) << reading.status();
  s.hard = reading->hard;
  s.usual = Intersect(reading->hard, reading->soft).value_or(reading->hard);
  return s;
}

// The strictest level at which these do not fit.
std::optional<Level> Fails(const World& world, const std::vector<Statement>& statements) {
  for (Level level : {Level::kAsserted, Level::kAssumed, Level::kUsual}) {
    if (!Fits(world, statements, level)) return level;
  }
  return std::nullopt;
}

// They hold as they are, and with nothing in them changed.
void CheckCertificates(const v1::Finding& finding) {
  std::string why;
  EXPECT_TRUE(CertificatesHold(finding, &why)) << why << "\n" << FindingInWords(finding) << finding.DebugString();
  const auto refused = [&](const char* what, const std::function<void(v1::Finding*)>& change) {
    v1::Finding changed = finding;
    change(&changed);
    EXPECT_FALSE(CertificatesHold(changed, nullptr)) << what << "\n" << changed.DebugString();
  };
  for (int c = 0; c < finding.certificates_size(); ++c) {
    const auto in = [c](v1::Finding* f) { return f->mutable_certificates(c); };
    for (int r = 0; r < finding.certificates(c).rows_size(); ++r) {
      for (int by : {-1, 1}) {
        refused("a multiplier", [&](auto* f) { in(f)->mutable_rows(r)->set_times(in(f)->rows(r).times() + by); });
        refused("a bound", [&](auto* f) { in(f)->mutable_rows(r)->set_bound(in(f)->rows(r).bound() + by); });
      }
      refused("a side", [&](auto* f) { in(f)->mutable_rows(r)->set_at_least(!in(f)->rows(r).at_least()); });
      refused("a claim", [&](auto* f) { in(f)->mutable_rows(r)->set_claim("another"); });
    }
    for (int n = 0; n < finding.certificates(c).clauses_size(); ++n) {
      refused("a clause left out", [&](auto* f) { in(f)->mutable_clauses()->DeleteSubrange(n, 1); });
    }
    for (int n = 0; n < finding.certificates(c).apart_size(); ++n) {
      refused("apart no more", [&](auto* f) { in(f)->mutable_apart(n)->mutable_rows()->RemoveLast(); });
    }
    refused("the excess", [&](auto* f) { in(f)->set_excess(in(f)->excess() + 1); });
  }
  for (int a = 0; a < finding.assumptions_size(); ++a) {
    refused("an assumption", [&](auto* f) { f->mutable_assumptions(a)->set_text("something else"); });
    refused("an assumption left out", [&](auto* f) { f->mutable_assumptions()->DeleteSubrange(a, 1); });
  }
}

TEST(JointOracle, FindsExactlyWhatDoesNotFit) {
  const uint32_t seed = 20221031;
  std::mt19937 random(seed);
  int contradictions = 0, tensions = 0, joint = 0, crossing = 0, done = 0;
  std::map<std::string, int> kinds;
  for (int n = 0; n < HowMany() && !testing::Test::HasFailure(); ++n) {
    const bool in_proportion = random() % 2 == 0;
    const World world{random() % 3 != 0, random() % (in_proportion ? 2 : 3) == 0, static_cast<Besides>(random() % 4)};
    const auto partition = world.disjoint
                               ? (world.covering ? v1::Relations::exact : v1::Relations::disjoint)
                               : (world.covering ? v1::Relations::covering : v1::Relations::partition_unstated);
    Casebook book;
    const std::vector<Digest> agents = {book.Actor("X"), book.Actor("Y")};
    std::vector<Digest> places;
    for (int p = 0; p < kPlaces; ++p) {
      Traits traits{.partition = partition};
      if (kAbove[p] >= 0) traits.part_of = {places[kAbove[p]]};
      places.push_back(book.Place(kPlaceNames[p], traits));
    }
    std::vector<Statement> all;
    std::map<std::string, int> index;
    const int size = 3 + static_cast<int>(random() % (in_proportion ? 9 : 5));
    for (int i = 0; i < size; ++i) {
      all.push_back(RandomStatement(&random, world.besides, in_proportion));
      index[book.Add(ToSay(all.back(), i, places, agents)).hex()] = i;
    }
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", instance ", n, world.disjoint ? ", disjoint" : "",
                              world.covering ? ", covering" : "", InWords(all)));
    const v1::Findings findings = book.Find();
    const std::optional<Level> fails = Fails(world, all);
    bool contradicts = false;
    for (const v1::Finding& f : Conflicts(findings)) {
      const bool hard = f.verdict() == v1::Finding::contradicts;
      std::vector<Statement> members;
      for (const std::string& hex : f.claims()) members.push_back(all[index[hex]]);
      const Level level = hard                                     ? Level::kAsserted
                          : !Fits(world, members, Level::kAssumed) ? Level::kAssumed
                                                                   : Level::kUsual;
      EXPECT_FALSE(Fits(world, members, level)) << "false: " << FindingInWords(f);
      for (size_t m = 0; m < members.size(); ++m) {
        std::vector<Statement> rest = members;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(m));
        EXPECT_TRUE(Fits(world, rest, level)) << "not minimal: " << FindingInWords(f);
      }
      CheckCertificates(f);
      contradicts = contradicts || hard;
      ++kinds[f.kind()];
      joint += f.kind() == "joint-bounds";
    }
    EXPECT_EQ(contradicts, fails == Level::kAsserted) << Show(findings);
    EXPECT_EQ(!Conflicts(findings).empty(), fails.has_value()) << Show(findings);
    EXPECT_TRUE(OfKind(findings, "not-decided").empty()) << Show(findings);
    contradictions += contradicts;
    tensions += !contradicts && fails.has_value();
    crossing += SomeCross(world, all);
    if (++done % 500 != 0 && done != HowMany()) continue;
    std::printf("against z3: %d instances, seed %u: %d have scopes across one another, %d contradict, %d are in tension;",
                done, seed, crossing, contradictions, tensions);
    for (const auto& [kind, number] : kinds) std::printf(" %s %d", kind.c_str(), number);
    std::printf("\n");
    std::fflush(stdout);
  }
  EXPECT_GT(crossing, HowMany() / 5);
  EXPECT_GT(contradictions, HowMany() / 20);
  EXPECT_GT(tensions, HowMany() / 20);
  EXPECT_GT(joint, HowMany() / 200) << "conflicts that no single whole shows";
}

}  // namespace
}  // namespace tallystick

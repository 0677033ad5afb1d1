// Up to two hundred claims of one casebook: all decided, and the same in any order of arrival and after any record was
// retracted and taken up again. Beside them the small systems that no roll-up finds.
#include <gtest/gtest.h>

#include <ctime>
#include <random>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"
#include "tests/sizes.h"

namespace tallystick {
namespace {

// No single dimension splits these, yet they are pairwise disjoint: 15 + 10 + 10 = 35 against 30.
TEST(NamedSystems, ThePinwheelIsFound) {
  Casebook book;
  const auto region = book.Place("the region", {.partition = v1::Relations::disjoint});
  const auto a = book.Place("A", {.part_of = {region}}), b = book.Place("B", {.part_of = {region}});
  book.Add(Say("the ministry", "killed").Number("no more than 30").Class("persons").Full().At(region).Between(
      "2022-08", "2022-09"));
  book.Add(Say("P", "killed").Number("at least 15").Class("persons").At(a).On("2022-08"));
  book.Add(Say("Q", "killed").Number("at least 10").Class("civilians").At(region).On("2022-09"));
  book.Add(Say("R", "killed").Number("at least 10").Class("fighters").At(b).Between("2022-08", "2022-09"));
  const v1::Findings findings = book.Find();
  const auto found = Conflicts(findings);
  ASSERT_EQ(found.size(), 1u) << Show(findings);
  EXPECT_EQ(found[0].verdict(), v1::Finding::contradicts);
  EXPECT_EQ(found[0].claims_size(), 4) << "each is needed";
  EXPECT_EQ(found[0].excess(), 5) << "35 against 30";
}

// X + Y = Y + Z = Z + X = 1 holds for halves of people only.
TEST(NamedSystems, TheOddCycleFailsForWholeNumbersOnly) {
  for (const bool odd : {true, false}) {
    Casebook book;
    const auto pair = [&](const char* name) { return book.Place(name, {.partition = v1::Relations::exact}); };
    const auto xy = pair("XY"), yz = pair("YZ"), zx = pair("ZX");
    book.Place("X", {.part_of = {xy, zx}});
    book.Place("Y", {.part_of = {xy, yz}});
    book.Place("Z", {.part_of = {yz, zx}});
    book.Add(Say("P", "killed").Number("1").Full().At(xy).On("2022-09"));
    book.Add(Say("Q", "killed").Number("1").Full().At(yz).On("2022-09"));
    book.Add(Say("R", "killed").Number(odd ? "1" : "2").Full().At(zx).On("2022-09"));
    const v1::Findings findings = book.Find();
    EXPECT_EQ(Conflicts(findings).size(), odd ? 1u : 0u) << Show(findings);
    if (odd && !Conflicts(findings).empty()) {
      EXPECT_EQ(Conflicts(findings)[0].claims_size(), 3);
    }
  }
}

struct Made {
  Casebook book;
  std::vector<Digest> claims;
};

// Three levels of places and of times, victims, days of counting, and events: figures about as large as what they count.
void Fill(std::mt19937* random, int claims, Made* made) {
  const auto below = [random](int n) { return static_cast<int>((*random)() % static_cast<unsigned>(n)); };
  Casebook& book = made->book;
  constexpr std::array<v1::Relations::Partition, 3> kPartitions = {
      v1::Relations::disjoint, v1::Relations::exact, v1::Relations::partition_unstated};
  const auto partition = kPartitions[below(3)];
  struct Spot {
    Digest id;
    int size;
  };
  std::vector<Spot> places = {{book.Place("the country", {.partition = partition}), 9}};
  for (int r = 0; r < 3; ++r) {
    const auto region = book.Place(absl::StrCat("region ", r), {.part_of = {places[0].id}, .partition = partition});
    places.push_back({region, 3});
    for (int t = 0; t < 3; ++t) {
      places.push_back({book.Place(absl::StrCat("town ", r, t), {.part_of = {region}}), 1});
    }
  }
  std::vector<Digest> events;
  for (int e = 0; e < 3; ++e) events.push_back(book.Event(absl::StrCat("battle ", e)));
  const std::vector<Digest> holders = {book.Actor("X"), book.Actor("Y")};
  const std::vector<std::pair<std::string, int>> times = {{"2022", 12},    {"2022-08", 2},    {"2022-09", 2},
                                                          {"2022-10", 2}, {"2022-09-03", 1}, {"2022-09-06", 1}};
  const std::vector<std::string> classes = {"", "persons", "civilians", "combatants", "women"};
  for (int n = 0; n < claims; ++n) {
    const Spot& place = places[below(static_cast<int>(places.size()))];
    const auto& [when, length] = times[below(static_cast<int>(times.size()))];
    Say say(absl::StrCat("source ", n % 17), "killed");
    if (below(12) == 0) {
      say = Say(absl::StrCat("source ", n % 17), "controls").Holder(holders[below(2)]).At(place.id).On(when);
      if (below(2) == 0) say.Mode(v1::ClaimTime::throughout);
      made->claims.push_back(book.Add(say));
      continue;
    }
    const int usual = 6 * place.size * length + below(7);
    if (below(4) == 0) {
      say.Event(events[below(3)]).Number(absl::StrCat(40 + below(9)));
      if (below(2) == 0) say.AsOf(absl::StrCat("2022-10-0", 1 + below(5)));
    } else {
      say.At(place.id).On(when).Number(absl::StrCat(below(3) == 0 ? "at least " : "", usual));
    }
    const std::string victims = classes[below(5)];
    if (!victims.empty()) say.Class(victims);
    if (below(3) == 0) say.Full();
    if (below(4) == 0) say.KnownSoFar();
    made->claims.push_back(book.Add(say));
  }
}

TEST(ManyClaims, UpToTwoHundredAreAllDecided) {
  const uint32_t seed = 200200;
  const int instances = Instances(25, 1000);
  std::mt19937 random(seed);
  int undecided = 0, with_conflicts = 0;
  double worst = 0;
  for (int n = 0; n < instances; ++n) {
    const int size = 50 + static_cast<int>(random() % 151);
    Made made;
    Fill(&random, size, &made);
    const RecordSet records = made.book.Records();
    const std::clock_t start = std::clock();
    const v1::Findings findings = FindConflicts(records, ShippedTables());
    worst = std::max(worst, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    const auto open = OfKind(findings, "not-decided");
    EXPECT_TRUE(open.empty()) << "seed " << seed << ", instance " << n << ", " << size << " claims: "
                              << FindingInWords(open[0]);
    undecided += !open.empty();
    with_conflicts += !Conflicts(findings).empty();
  }
  EXPECT_GT(with_conflicts, instances / 2);
  std::printf("50 to 200 claims: %d instances, seed %u: %d not decided, %d with conflicts, the slowest %.2f s\n",
              instances, seed, undecided, with_conflicts, worst);
}

TEST(ManyClaims, OrderOfArrivalAndRetractingForAWhilePlayNoPart) {
  const uint32_t seed = 7007;
  const int instances = Instances(50, 10000);
  std::mt19937 random(seed);
  int conflicts = 0;
  for (int n = 0; n < instances && !testing::Test::HasFailure(); ++n) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", instance ", n));
    Made made;
    Fill(&random, 4 + static_cast<int>(random() % 20), &made);
    const v1::Findings before = made.book.Find();
    conflicts += !Conflicts(before).empty();
    const std::string expected = EncodeJson(before);
    EXPECT_EQ(EncodeJson(made.book.Find(1 + n)), expected) << "shuffled";
    for (int twice = 0; twice < 2; ++twice) {
      const Digest claim = made.claims[random() % made.claims.size()];
      const Digest retraction = made.book.Retract(claim);
      made.book.Find();
      made.book.Retract(retraction);
    }
    EXPECT_EQ(EncodeJson(made.book.Find()), expected) << "retracted, and the retraction retracted";
    EXPECT_EQ(EncodeJson(made.book.Find(n + 2)), expected) << "the same, shuffled";
  }
  EXPECT_GE(conflicts, instances / 10);
  std::printf("arrival: %d instances, seed %u: %d with conflicts\n", instances, seed, conflicts);
}

}  // namespace
}  // namespace tallystick

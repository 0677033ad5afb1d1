// Forty thousand claims on one scope, and an order of arrival that plays no part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <functional>

#include "absl/strings/str_cat.h"
#include "core/conflict/unsupported_claims.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"
#include "tests/sizes.h"

namespace tallystick {
namespace {

// Records made by hand: salts and hashes are not what is measured here.
Record ClaimOf(int n, const Digest& event, const Digest& source, const Digest& capture) {
  Record record;
  record.id = Sha256(absl::StrCat("claim ", n));
  record.position = {static_cast<uint64_t>(n) + 3, 0};
  record.header.set_kind(v1::Header::claim);
  record.slots.resize(SlotsOf(v1::Header::claim).size());
  for (auto& slot : record.slots) slot.emplace();
  const auto at = [&](SlotCase which) {
    const auto order = SlotsOf(v1::Header::claim);
    return &*record.slots[std::find(order.begin(), order.end(), which) - order.begin()];
  };
  at(v1::Slot::kAttribution)->mutable_attribution()->add_steps()->add_sources(source.hex());
  at(v1::Slot::kQuote)->mutable_quote()->set_capture(capture.hex());
  at(v1::Slot::kQuote)->mutable_quote()->set_exact(absl::StrCat(n % 1000, " killed"));
  at(v1::Slot::kProposition)->mutable_proposition()->set_predicate("killed");
  at(v1::Slot::kQuantity)->mutable_quantity()->set_words(absl::StrCat(1 + n % 1000));
  if (n % 7 == 0) at(v1::Slot::kQuantity)->mutable_quantity()->set_coverage(v1::Quantity::full);
  at(v1::Slot::kEvent)->mutable_event()->set_event(event.hex());
  return record;
}

TEST(Scale, FortyThousandClaimsOfOneScopeMakeNoListOfPairs) {
  constexpr int kClaims = Sized(40000);
  Casebook book;
  const auto event = book.Event("the battle");
  const auto source = book.Source("Agence X");
  const auto capture = book.Capture("a document");
  RecordSet records = book.Records();
  for (int n = 0; n < kClaims; ++n) records.Add(ClaimOf(n, event, source, capture));
  const std::clock_t start = std::clock();  // processor time: other programs play no part
  const v1::Findings findings = FindConflicts(records, ShippedTables());
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  RecordProperty("milliseconds", static_cast<int>(seconds * 1000));
  std::printf("%d claims on one scope: %.2f s\n", kClaims, seconds);
#if defined(NDEBUG)
  EXPECT_LT(seconds, kSanitized ? 10.0 : 1.0);
#endif
  ASSERT_EQ(Conflicts(findings).size(), 1u);
  EXPECT_EQ(Conflicts(findings)[0].claims_size(), 2);
  EXPECT_EQ(Conflicts(findings)[0].excess(), 998) << "999 against 1; the bare 1000 is a round number";
  EXPECT_LE(findings.findings_size(), 3);
  EXPECT_LT(EncodeJson(findings).size(), 64u * kClaims);
  EXPECT_EQ(findings.claims(), kClaims);
}

TEST(Scale, AThousandTollsOfDifferentHoursAreWeighedTogether) {
  double seconds[2];
  for (int half : {1, 0}) {
    Casebook book;
    const auto event = book.Event("the battle");
    const int claims = half ? 500 : 1000;
    for (int n = 0; n < claims; ++n) {
      const std::string hour = absl::StrCat("2022-09-", n / 24 % 30 < 9 ? "0" : "", n / 24 % 30 + 1, "T",
                                            n % 24 < 10 ? "0" : "", n % 24, ":", n / 720 < 1 ? "00Z" : "30Z");
      book.Add(Say("Agence X", "killed").Number(absl::StrCat(11 + n)).AsOf(hour).Event(event).In("a document"));
    }
    book.Add(Say("the ministry", "killed").Number("5001").Full().Event(event));
    const RecordSet records = book.Records();
    const std::clock_t start = std::clock();
    const v1::Findings findings = FindConflicts(records, ShippedTables());
    seconds[half] = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_THAT(OfKind(findings, "not-decided"), testing::IsEmpty()) << Show(findings);
  }
  std::printf("1000 tolls of one event: %.2f s, %.1f times those of 500\n", seconds[0], seconds[0] / seconds[1]);
  EXPECT_LT(seconds[0], 10.0) << "each hour is held by all later ones: pairs, but no search for each";
}

TEST(Scale, ThousandsOfRetellingsInALineAreFollowedOnce) {
  constexpr int kClaims = Sized(4000);
  Casebook book;
  const auto event = book.Event("the battle");
  Digest last;
  for (int n = 0; n < kClaims; ++n) {
    const auto claim = book.Add(Say(absl::StrCat("paper ", n), "killed").Number("42").Event(event));
    if (n > 0) book.Link(v1::Link::same_statement, claim, last);
    last = claim;
  }
  const RecordSet records = book.Records();
  const std::clock_t start = std::clock();
  const v1::Findings findings = FindConflicts(records, ShippedTables());
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("%d retellings in a line: %.2f s\n", kClaims, seconds);
  EXPECT_LT(seconds, kSanitized ? 10.0 : 2.0) << "a search from each of them takes seven";
  EXPECT_THAT(Conflicts(findings), testing::IsEmpty());
}

// Four times would be all pairs. What a sanitizer does takes times of its own.
constexpr double kMostOfTwice = kSanitized ? 4.5 : 3.5;

// How much longer twice as much takes; processor time, the better of two runs.
double TimeOfTwice(const std::function<RecordSet(int)>& records, int full) {
  const int n = Sized(full);
  double seconds[2] = {};
  for (int twice = 0; twice < 2; ++twice) {
    const RecordSet set = records(n << twice);
    for (int run = 0; run < 2; ++run) {
      const std::clock_t start = std::clock();
      FindConflicts(set, ShippedTables());
      const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      seconds[twice] = run == 0 ? took : std::min(seconds[twice], took);
    }
  }
  std::printf("%d: %.2f s, %d: %.2f s\n", n, seconds[0], 2 * n, seconds[1]);
  return seconds[1] / seconds[0];
}

// Each in a document and by an outlet of its own.
RecordSet Quotes(int n, const std::function<std::string(int)>& quote) {
  Casebook book;
  const auto event = book.Event("the battle");
  std::vector<Digest> sources, captures;
  for (int i = 0; i < n; ++i) {
    sources.push_back(book.Source(absl::StrCat("outlet ", i)));
    captures.push_back(book.Capture(absl::StrCat("page ", i)));
  }
  const RecordSet known = book.Records();
  RecordSet records;
  for (Record record : known.records()) {
    record.position = {records.records().size(), 0};
    records.Add(record);
  }
  for (int i = 0; i < n; ++i) {
    Record claim = ClaimOf(i, event, sources[i], captures[i]);
    claim.position = {known.records().size() + static_cast<uint64_t>(i), 0};
    const auto order = SlotsOf(v1::Header::claim);
    auto& slot = claim.slots[std::find(order.begin(), order.end(), v1::Slot::kQuote) - order.begin()];
    slot->mutable_quote()->set_exact(quote(i));
    records.Add(claim);
  }
  return records;
}

TEST(Scale, TwiceAsManyClaimsWithOneBoilerplateSentenceTakeTwiceAsLong) {
  const double ratio = TimeOfTwice(
      [](int n) {
        return Quotes(n, [](int i) {
          return absl::StrCat(i, " x", i, " this report was compiled from sources that could not be checked at once");
        });
      },
      10000);
  EXPECT_LT(ratio, kMostOfTwice);
}

TEST(Scale, TwiceAsLongQuotesInTwoDocumentsTakeTwiceAsLong) {
  const double ratio = TimeOfTwice(
      [](int n) {
        std::string text;
        for (int w = 0; w < n; ++w) absl::StrAppend(&text, "w", w, " ");
        return Quotes(2, [&](int) { return text; });
      },
      20000);
  EXPECT_LT(ratio, kMostOfTwice);
}

TEST(Scale, NamesThatBeginAlikeAreNotTriedOneByOne) {
  const double ratio = TimeOfTwice(
      [](int n) {
        Casebook book;
        std::string text;
        for (int i = 0; i < n; ++i) {
          book.Place(absl::StrCat("Camp ", i));
          absl::StrAppend(&text, "camp ", i % 7, "x ");
        }
        book.Add(Say("Radio", "clash").Quote(text));
        return book.Records();
      },
      3000);
  EXPECT_LT(ratio, kMostOfTwice);
}

// Claims of all checks, in a casebook with as many names; processor time of the check of their quotes alone.
double TimeOfQuotes(int claims) {
  Casebook book;
  const auto event = book.Event("the battle"), gsim = book.Actor("GSIM");
  for (int n = 0; n < claims; ++n) {
    const std::string quote = absl::StrCat("on 30 October GSIM killed ", n, " on the road that leads to group ", n);
    book.Actor(absl::StrCat("group ", n));
    book.Add(Say("Agence X", "killed")
                 .Number(absl::StrCat(n))
                 .Nominal(n)
                 .Event(event)
                 .Agent(gsim)
                 .Stated()
                 .On("2022-10-30")
                 .TimeWords("on 30 October")
                 .Quote(quote));
  }
  const RecordSet records = book.Records();
  const ConflictTables tables = ShippedTables();
  const EntityGraph entities(records);
  const ConflictRun run(records, tables, ViewClaims(records, entities, *tables.vocabulary), entities);
  const std::clock_t start = std::clock();
  EXPECT_TRUE(FindUnsupportedClaims(run).empty());
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

TEST(Scale, QuotesOfTwiceAsManyClaimsAreReadInTwiceTheTime) {
  const int n = Sized(4000);
  const double once = TimeOfQuotes(n), twice = TimeOfQuotes(2 * n);
  std::printf("%d: %.2f s, %d: %.2f s\n", n, once, 2 * n, twice);
  EXPECT_LT(twice / once, kMostOfTwice);
}

TEST(Scale, AWholeOfThousandsOfPlacesIsAddedUp) {
  constexpr int kPlaces = 1500;
  Casebook book;
  const auto region = book.Place("the region", {.partition = v1::Relations::disjoint});
  book.Add(Say("the ministry", "killed").Number("1250").Full().At(region).On("2022-09"));
  for (int n = 0; n < kPlaces; ++n) {
    const auto village = book.Place(absl::StrCat("village ", n), {.part_of = {region}});
    book.Add(Say("Agence X", "killed").Number("1").At(village).On("2022-09").In("a document"));
  }
  const auto found = Conflicts(book.Find());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].verdict(), v1::Finding::contradicts);
  EXPECT_EQ(found[0].excess(), 1) << "minimal: one village fewer would fit";
  EXPECT_EQ(found[0].claims_size(), 1252);
}

TEST(Scale, PlacesOfManyLevelsMayAllLieInEachOther) {
  for (const char* total : {"31", "91"}) {
    Casebook book;
    const auto region = book.Place("the region");
    book.Add(Say("the ministry", "killed").Number(total).Full().At(region).On("2022-09"));
    for (int n = 0; n < (kSanitized ? 10 : 14); ++n) {
      const auto place =
          book.Place(absl::StrCat("place ", n), {.part_of = {region}, .level = absl::StrCat("level ", n)});
      book.Add(Say("Agence X", "killed").Number("3").At(place).On("2022-09"));
    }
    EXPECT_THAT(Conflicts(book.Find()), testing::IsEmpty());
    EXPECT_THAT(OfKind(book.Find(), "not-decided"), testing::IsEmpty()) << Show(book.Find());
  }
}

TEST(Order, ArrivalPlaysNoPart) {
  Casebook book;
  const auto region = book.Place("the region", {.partition = v1::Relations::exact});
  const auto a = book.Place("A", {.part_of = {region}}), b = book.Place("B", {.part_of = {region}});
  const auto other_a = book.Place("Town A", {.same_as = {a}});
  const auto x = book.Actor("X"), y = book.Actor("Y");
  book.Add(Say("the ministry", "killed").Number("30").Full().At(region).On("2022-09").SaidOn("2022-10-01"));
  const auto first = book.Add(Say("Agence X", "killed").Number("25").At(a).On("2022-09").SaidOn("2022-09-04"));
  book.Add(Say("Agence X", "killed").Number("25").At(other_a).On("2022-09").SaidOn("2022-09-05"));
  book.Add(Say("Radio Y", "killed").Number("dozens").At(b).On("2022-09"));
  book.Add(Say("Radio Y", "killed").Number("60").Class("civilians").At(b).On("2022-09-03"));
  book.Add(Say("Radio Z", "controls").Holder(x).At(a).On("2022-09-05").Mode(v1::ClaimTime::throughout));
  book.Add(Say("Radio Q", "controls").Holder(y).At(other_a).On("2022-09-05").Mode(v1::ClaimTime::throughout));
  const auto fixed = book.Add(Say("Agence X", "killed").Number("21").At(a).On("2022-09").SaidOn("2022-09-06"));
  book.Link(v1::Link::corrects, fixed, first);
  const std::string expected = EncodeJson(book.Find());
  EXPECT_THAT(expected, testing::HasSubstr("contradicts"));
  for (uint32_t seed = 1; seed <= 40; ++seed) EXPECT_EQ(EncodeJson(book.Find(seed)), expected) << "seed " << seed;
}

TEST(Order, IdsStayUnderAnotherTable) {
  Casebook book;
  const auto event = book.Event("the battle");
  book.Add(Say("Agence X", "killed").Number("dozens").Event(event));
  book.Add(Say("Radio Y", "killed").Number("200").Full().Event(event));
  book.Add(Say("Radio Z", "killed").Number("300").Event(event));
  const RecordSet records = book.Records();
  ConflictTables other = ShippedTables();
  std::swap(other.phrases, other.alternatives[1]);
  const auto house = Conflicts(FindConflicts(records, ShippedTables())),
             airwars = Conflicts(FindConflicts(records, other));
  ASSERT_EQ(house.size(), 1u);
  ASSERT_EQ(airwars.size(), 1u);
  EXPECT_EQ(house[0].id(), airwars[0].id());
}

}  // namespace
}  // namespace tallystick

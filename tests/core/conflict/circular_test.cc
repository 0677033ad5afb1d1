// Planted circles of citations among citations that lead nowhere back, against reachability by Floyd and Warshall.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/provenance/provenance.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

constexpr unsigned kSeed = 20220906;
constexpr int kCasebooks = 50;

using Links = std::set<std::string>;

struct Planted {
  Casebook book;
  std::vector<Digest> captures;
  std::vector<bool> first_hand;  // by capture: whether its claim is
  std::vector<std::vector<int>> circles;
  std::vector<std::tuple<int, int, Digest>> citations;
  std::mt19937 random;

  int Below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
  void Cite(int from, int to) {
    citations.push_back({from, to, book.Link(v1::Link::cites, captures[from], captures[to])});
  }
};

// Captures are ranked; noise leads from a lower rank to a higher one and so never back.
void Plant(unsigned seed, Planted* p) {
  p->random.seed(seed);
  const auto event = p->book.Event("the battle");
  int next = 0;
  for (int circles = 1 + p->Below(3); circles > 0; --circles) {
    p->circles.emplace_back();
    for (int length = 2 + p->Below(7); length > 0; --length) p->circles.back().push_back(next++);
  }
  const int n = next + 5 + p->Below(20);
  for (int i = 0; i < n; ++i) {
    const std::string title = absl::StrCat("page ", i);
    p->captures.push_back(p->book.Capture(title, absl::StrCat("2022-10-", 10 + p->Below(20))));
    p->first_hand.push_back(p->Below(8) == 0);
    p->book.Add(Say(absl::StrCat("outlet ", i), "killed")
                    .Number("60")
                    .In(title)
                    .Event(event)
                    .Basis(p->first_hand[i] ? v1::Attribution::witnessed : v1::Attribution::compiled));
  }
  for (const std::vector<int>& circle : p->circles) {
    for (size_t i = 0; i < circle.size(); ++i) p->Cite(circle[i], circle[(i + 1) % circle.size()]);
  }
  std::vector<int> rank(n);
  for (int i = 0; i < n; ++i) rank[i] = i;
  std::shuffle(rank.begin() + next, rank.end(), p->random);
  for (int noise = 3 * n; noise > 0; --noise) {
    int a = p->Below(n), b = p->Below(n);
    if (rank[a] > rank[b]) std::swap(a, b);
    const auto circle_of = [&](int i) {
      for (size_t c = 0; c < p->circles.size(); ++c) {
        if (std::count(p->circles[c].begin(), p->circles[c].end(), i) != 0) return static_cast<int>(c);
      }
      return -1;
    };
    if (a != b && (circle_of(a) < 0 || circle_of(a) != circle_of(b))) p->Cite(a, b);
  }
}

// By brute force: the links inside each set of captures that reach each other, and whether a first-hand claim is there.
std::map<Links, bool> Expected(const Planted& p) {
  const int n = static_cast<int>(p.captures.size());
  std::vector<std::vector<bool>> reach(n, std::vector<bool>(n));
  for (const auto& [from, to, link] : p.citations) reach[from][to] = true;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
    }
  }
  std::map<Links, bool> expected;
  for (int i = 0; i < n; ++i) {
    if (!reach[i][i]) continue;
    Links links;
    bool first_hand = false;
    std::map<std::pair<int, int>, Digest> smallest;
    for (const auto& [from, to, link] : p.citations) {
      if (!reach[i][from] || !reach[from][i] || !reach[i][to] || !reach[to][i]) continue;
      const auto [it, added] = smallest.insert({{from, to}, link});
      if (!added) it->second = std::min(it->second, link);
      first_hand = first_hand || p.first_hand[from];
    }
    for (const auto& [edge, link] : smallest) links.insert(link.hex());
    expected[links] = first_hand;
  }
  return expected;
}

TEST(CircularReporting, AllPlantedCirclesAreFoundAndNoneIsInvented) {
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  int planted = 0, citations = 0, grounded = 0;
  for (int round = 0; round < kCasebooks; ++round) {
    SCOPED_TRACE(absl::StrCat("casebook ", round));
    Planted p;
    Plant(kSeed + static_cast<unsigned>(round), &p);
    planted += static_cast<int>(p.circles.size());
    citations += static_cast<int>(p.citations.size());
    const v1::Findings findings = p.book.Find();
    const std::map<Links, bool> expected = Expected(p);
    ASSERT_EQ(expected.size(), p.circles.size()) << "the noise closes no circle";
    std::map<Links, bool> found;
    for (const v1::Finding& f : OfKind(findings, "circular-reporting")) {
      Links links;
      for (const v1::Assumption& a : f.assumptions()) links.insert(a.record());
      found[links] = f.sentence().find("0 origins") == std::string::npos;
      grounded += found[links];
      EXPECT_EQ(f.verdict(), v1::Finding::note);
      EXPECT_EQ(f.origins().high() == 0, !found[links]);
    }
    ASSERT_EQ(found, expected) << Show(findings);
    ASSERT_EQ(EncodeJson(p.book.Find(1 + static_cast<uint32_t>(round))), EncodeJson(findings));
  }
  std::cout << planted << " circles planted in " << kCasebooks << " casebooks among " << citations << " citations; in "
            << grounded << " stands a first-hand claim\n";
  EXPECT_GT(planted, kCasebooks);
  EXPECT_GT(grounded, 5);
}

TEST(CircularReporting, AFirstHandOriginIsNamedAndTheCircleAddsNothing) {
  Casebook book;
  const auto e = book.Event("the battle");
  const auto a = book.Capture("A", "2022-10-29"), b = book.Capture("B", "2022-10-30");
  book.Add(
      Say("the nurse", "killed").Number("60").CarriedBy("Radio").In("A").Event(e).Basis(v1::Attribution::witnessed));
  book.Add(Say("Agency", "killed").Number("60").In("B").Event(e).Basis(v1::Attribution::compiled));
  book.Link(v1::Link::cites, a, b), book.Link(v1::Link::cites, b, a);
  const auto found = OfKind(book.Find(), "circular-reporting");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].sentence(),
              HasSubstr("First-hand among their two claims: the nurse (person). That they cite each "
                        "other adds nothing to it."));
  ASSERT_EQ(found[0].notes_size(), 1);
  EXPECT_EQ(found[0].notes(0),
            "“A” cites what was published later, “B”: it was changed afterwards, or a date or citation is wrong.");
}

TEST(CircularReporting, ACitationThatWasTakenBackClosesNoCircle) {
  Casebook book;
  const auto a = book.Capture("A"), b = book.Capture("B");
  book.Link(v1::Link::cites, a, b);
  const auto wrong = book.Link(v1::Link::cites, b, a);
  ASSERT_EQ(OfKind(book.Find(), "circular-reporting").size(), 1u);
  EXPECT_THAT(OfKind(book.Find(), "circular-reporting")[0].sentence(), HasSubstr("No claim of theirs is recorded."));
  book.Retract(wrong);
  EXPECT_TRUE(OfKind(book.Find(), "circular-reporting").empty());
}

// A gives B as source, and B gives A.
v1::Findings EachGivesTheOther(Say first, Say second) {
  Casebook book;
  const auto event = book.Event("the raid");
  book.Source("A"), book.Source("B");
  book.Add(first.CarriedBy("A").Event(event).Basis(v1::Attribution::told));
  book.Add(second.CarriedBy("B").Event(event).Basis(v1::Attribution::told));
  return book.Find();
}

TEST(CircularReporting, SourcesOfEachOtherForDifferentVictimsAreInNoCircle) {
  const v1::Findings apart = EachGivesTheOther(Say("B", "killed").Number("5").Class("civilians"),
                                               Say("A", "killed").Number("12").Class("combatants"));
  EXPECT_TRUE(OfKind(apart, "circular-reporting").empty()) << Show(apart);
  const v1::Findings one = EachGivesTheOther(Say("B", "killed").Number("5").Class("civilians"),
                                             Say("A", "killed").Number("12").Class("civilians"));
  ASSERT_EQ(OfKind(one, "circular-reporting").size(), 1u) << Show(one);
  EXPECT_THAT(OfKind(one, "circular-reporting")[0].sentence(),
              HasSubstr("No first-hand origin is recorded behind their two claims: they count 0 origins."));
}

TEST(CircularReporting, SourcesOfEachOtherForDifferentPlacesAreInNoCircle) {
  Casebook book;
  const auto event = book.Event("the raid"), north = book.Place("North Town"), south = book.Place("South Town");
  book.Source("A"), book.Source("B");
  book.Add(Say("B", "killed").Number("5").CarriedBy("A").Event(event).At(north).Basis(v1::Attribution::told));
  book.Add(Say("A", "killed").Number("12").CarriedBy("B").Event(event).At(south).Basis(v1::Attribution::told));
  EXPECT_TRUE(OfKind(book.Find(), "circular-reporting").empty()) << Show(book.Find());
}

TEST(CircularReporting, SourcesOfEachOtherWhoEndOutsideTheirCircleAreReportedWithWhatStandsBehind) {
  for (const bool first_hand : {true, false}) {
    SCOPED_TRACE(first_hand);
    Casebook book;
    const auto event = book.Event("the raid");
    book.Source("A", v1::Identity::outlet), book.Source("B", v1::Identity::outlet);
    const auto basis = first_hand ? v1::Attribution::witnessed : v1::Attribution::told;
    book.Add(Say("the nurse", "killed").Number("5").CarriedBy("A").CarriedBy("B").Event(event).Basis(basis));
    book.Add(Say("the prefect", "killed").Number("5").CarriedBy("B").CarriedBy("A").Event(event).Basis(basis));
    const auto found = OfKind(book.Find(), "circular-reporting");
    ASSERT_EQ(found.size(), 1u) << Show(book.Find());
    EXPECT_EQ(found[0].claims_size(), 2);
    EXPECT_THAT(found[0].sentence(), HasSubstr("Two sources give each other as their source, round in a circle: "));
    EXPECT_THAT(
        found[0].sentence(),
        HasSubstr(first_hand ? "First-hand among their two claims: the nurse (person) and the prefect (person). "
                               "That they cite each other adds nothing to it."
                             : "No first-hand origin is recorded behind their two claims: at most 2 origins."));
  }
}

TEST(CircularReporting, WhatOneOfACircleHasFromOutsideIsItsOrigin) {
  Casebook book;
  const auto event = book.Event("the raid");
  book.Source("A", v1::Identity::outlet), book.Source("B", v1::Identity::outlet);
  book.Add(Say("the nurse", "killed")
               .Number("5")
               .CarriedBy("A")
               .CarriedBy("B")
               .Event(event)
               .Basis(v1::Attribution::witnessed));
  book.Add(Say("A", "killed").Number("5").CarriedBy("B").Event(event).Basis(v1::Attribution::told));
  const auto found = OfKind(book.Find(), "circular-reporting");
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].claims_size(), 2);
  EXPECT_THAT(found[0].sentence(), HasSubstr("First-hand among their two claims: the nurse (person)."));
}

OriginCount CountOfAll(const RecordSet& records) {
  std::vector<const Record*> claims;
  for (const Record& record : records.records()) {
    if (record.kind() == v1::Header::claim) claims.push_back(&record);
  }
  return CountOrigins(records, claims);
}

TEST(CircularReporting, StepsOfDifferentMattersCloseNoCircleInTheCountOfOrigins) {
  struct Case {
    const char* name;
    Say (*alter)(Say, Casebook*);
    int high;
  };
  const Case cases[] = {
      {"the same matter", [](Say s, Casebook*) { return s; }, 0},
      {"another number", [](Say s, Casebook*) { return s.Number("12"); }, 0},
      {"other victims", [](Say s, Casebook*) { return s.Class("combatants"); }, 2},
      {"another place", [](Say s, Casebook* b) { return s.At(b->Place("South Town")); }, 2},
      {"another event", [](Say s, Casebook* b) { return s.Event(b->Event("the ambush")); }, 2},
      {"another agent", [](Say s, Casebook* b) { return s.Agent(b->Actor("the militia")); }, 2},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Casebook book;
    const auto event = book.Event("the raid");
    book.Source("A"), book.Source("B");
    const auto say = [&](const char* by, const char* to) {
      return Say(by, "killed").Number("5").CarriedBy(to).Event(event).Basis(v1::Attribution::told);
    };
    book.Add(say("B", "A").Class("civilians"));
    book.Add(c.high == 0 ? c.alter(say("A", "B").Class("civilians"), &book) : c.alter(say("A", "B"), &book));
    EXPECT_EQ(CountOfAll(book.Records()).origins_high, c.high);
  }
}

}  // namespace
}  // namespace tallystick

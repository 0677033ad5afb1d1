// Dates of random events and their parts, against every pair of claims.
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/core/conflict/casebook.h"
#include "tests/sizes.h"

namespace tallystick {
namespace {

struct Dated {
  int event = 0, first = 1, last = 1;
  bool whole = false, counts = false;
};

// Event 2 is part of event 1, which is part of event 0.
bool IsPartOf(int inner, int outer) { return inner >= outer; }

std::string Day(int day) { return absl::StrCat("2022-09-", day < 10 ? "0" : "", day); }

// The surest answer for an event: 0 nothing, 1 tension, 2 contradiction. By the words of docs/conflict-rules.md.
int Literally(const std::vector<Dated>& all, int event) {
  int found = 0;
  for (const Dated& part : all) {
    for (const Dated& whole : all) {
      if (&part == &whole || part.event != event || !IsPartOf(event, whole.event) || part.counts || whole.counts) continue;
      const int between = std::max(part.first - whole.last, whole.first - part.last) - 1;  // days
      if (between >= 0 && whole.whole) found = 2;
      if (between > 0) found = std::max(found, 1);
    }
  }
  return found;
}

TEST(EventDates, AreThoseThatComparingAllPairsFinds) {
  constexpr uint32_t kSeed = 20220908;
  const int instances = Instances(600, 10'000);
  int fired[3] = {};
  for (int n = 0; n < instances && !HasFailure(); ++n) {
    std::mt19937 random(kSeed + static_cast<uint32_t>(n));
    Casebook book;
    std::vector<Digest> events = {book.Event("the war")};
    for (const char* name : {"the offensive", "the battle"}) events.push_back(book.Event(name, {.part_of = {events.back()}}));
    std::vector<Dated> all(2 + random() % 6);
    for (size_t i = 0; i < all.size(); ++i) {
      Dated& d = all[i];
      d.event = static_cast<int>(random() % 3);
      d.first = 1 + static_cast<int>(random() % 12);
      d.last = d.first + static_cast<int>(random() % 6);
      d.whole = random() % 3 == 0;
      d.counts = random() % 6 == 0;
      Say say(absl::StrCat("paper ", i), d.counts ? "killed" : "clash");
      if (d.counts) say.Number("12").KnownSoFar();
      if (d.whole) say.Mode(v1::ClaimTime::from_to);
      book.Add(say.Event(events[d.event]).Between(Day(d.first), Day(d.last)));
    }
    const v1::Findings findings = book.Find(n % 2 == 0 ? 0 : kSeed + n);
    int expected[3] = {}, is[3] = {};
    for (int event = 0; event < 3; ++event) ++expected[Literally(all, event)];
    is[1] = static_cast<int>(OfKind(findings, "event-dates-disjoint", v1::Finding::tension).size());
    is[2] = static_cast<int>(OfKind(findings, "event-dates-disjoint", v1::Finding::contradicts).size());
    EXPECT_EQ(is[1], expected[1]) << "seed " << kSeed + n << "\n" << Show(findings);
    EXPECT_EQ(is[2], expected[2]) << "seed " << kSeed + n << "\n" << Show(findings);
    for (int v : {1, 2}) fired[v] += is[v];
  }
  std::printf("%d instances from seed %u: %d contradictions, %d tensions\n", instances, kSeed, fired[2], fired[1]);
  EXPECT_GT(fired[1], instances / 50);
  EXPECT_GT(fired[2], instances / 20);
}

}  // namespace
}  // namespace tallystick

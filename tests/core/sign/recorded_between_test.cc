#include "core/sign/recorded_between.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr Seconds kDay = 86400;

OutsideTime Stamp(uint64_t size, int day, const std::string& who, bool judged = true) {
  return {OutsideKind::kTimestamp, size, day * kDay - 1, day * kDay + 1, who, judged};
}

OutsideTime Cosigned(uint64_t at, int day, const std::string& who, bool judged = true) {
  return {OutsideKind::kCosignature, at, day * kDay, day * kDay, who, judged};
}

struct Case {
  const char* name;
  uint64_t index;
  std::vector<OutsideTime> seen, foreign;
  const char* words;
};

TEST(RecordedBetweenTest, SaysWhatIsKnownAndAccordingToWhom) {
  const Case cases[] = {
      {"nothing", 3, {}, {}, ""},
      {"a checkpoint that does not cover the entry", 3, {Stamp(3, 10, "A")}, {}, ""},
      {"a checkpoint that just covers it",
       3,
       {Stamp(4, 10, "A")},
       {},
       "recorded before 1970-01-11T00:00:01Z, according to A; nobody else says after what"},
      {"the earliest of several",
       3,
       {Stamp(9, 12, "A"), Cosigned(4, 11, "W"), Stamp(4, 13, "B")},
       {},
       "recorded before 1970-01-12T00:00:00Z, according to W; nobody else says after what"},
      {"a later checkpoint seen earlier covers it too",
       3,
       {Stamp(4, 12, "A"), Stamp(9, 11, "B")},
       {},
       "recorded before 1970-01-12T00:00:01Z, according to B; nobody else says after what"},
      {"a judged one goes before an earlier one that is not",
       3,
       {Stamp(4, 5, "A", false), Stamp(4, 12, "B")},
       {},
       "recorded before 1970-01-13T00:00:01Z, according to B; nobody else says after what"},
      {"not judged",
       3,
       {Stamp(4, 12, "A", false)},
       {},
       "recorded before 1970-01-13T00:00:01Z, according to A, whose certificate was not judged; nobody else says after "
       "what"},
      {"a foreign checkpoint in the same entry",
       3,
       {},
       {Cosigned(3, 10, "W")},
       "recorded after 1970-01-11T00:00:00Z, according to W; nobody else says before what"},
      {"a foreign checkpoint that was recorded later", 3, {}, {Cosigned(4, 10, "W")}, ""},
      {"the latest foreign one counts",
       3,
       {},
       {Cosigned(1, 10, "W"), Cosigned(2, 12, "V"), Cosigned(3, 11, "W")},
       "recorded after 1970-01-13T00:00:00Z, according to V; nobody else says before what"},
      {"both ends",
       3,
       {Stamp(4, 12, "A")},
       {Cosigned(1, 10, "W")},
       "recorded between 1970-01-11T00:00:00Z and 1970-01-13T00:00:01Z, according to W (after) and A (before)"},
      {"both ends by one",
       3,
       {Cosigned(4, 12, "W")},
       {Cosigned(1, 10, "W")},
       "recorded between 1970-01-11T00:00:00Z and 1970-01-13T00:00:00Z, according to W"},
      {"a contradiction is said",
       3,
       {Stamp(4, 10, "A")},
       {Cosigned(1, 12, "W")},
       "others contradict one another about when it was recorded: after 1970-01-13T00:00:00Z according to W; before "
       "1970-01-11T00:00:01Z according to A"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(DescribeRecorded(RecordedBetween(c.index, c.seen, c.foreign)), c.words) << c.name;
  }
}

// Against the definition, over random evidence.
TEST(RecordedBetweenTest, IsTheTightestIntervalOfTheBestEvidence) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    std::vector<OutsideTime> seen, foreign;
    for (uint32_t i = random() % 6; i > 0; --i) seen.push_back(Stamp(random() % 6, random() % 50, "A", random() % 2));
    for (uint32_t i = random() % 6; i > 0; --i)
      foreign.push_back(Cosigned(random() % 6, random() % 50, "W", random() % 2));
    const uint64_t index = random() % 6;
    const RecordedInterval found = RecordedBetween(index, seen, foreign);
    for (const bool judged : {true, false}) {
      std::vector<Seconds> latest, earliest;
      for (const OutsideTime& s : seen) {
        if (s.at > index && s.judged == judged) latest.push_back(s.latest);
      }
      for (const OutsideTime& f : foreign) {
        if (f.at <= index && f.judged == judged) earliest.push_back(f.earliest);
      }
      if (found.before && found.before->judged == judged) {
        EXPECT_EQ(found.before->latest, *std::min_element(latest.begin(), latest.end()));
      } else if (judged || !found.before) {
        EXPECT_TRUE(latest.empty());
      }
      if (found.after && found.after->judged == judged) {
        EXPECT_EQ(found.after->earliest, *std::max_element(earliest.begin(), earliest.end()));
      } else if (judged || !found.after) {
        EXPECT_TRUE(earliest.empty());
      }
    }
  }
}

}  // namespace
}  // namespace tallystick

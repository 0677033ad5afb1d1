// What makes two reports suspect of one origin, what explains it, and that a suspicion stays one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

constexpr char kQuote[] = "the insurgents entered the village at dawn and burned the market before they left";

// Reports of outlets of their own, a day after each other.
class Copies : public testing::Test {
 protected:
  Copies() { battle = book.Event("the battle"); }

  Say Report(const std::string& outlet) {
    book.Capture(outlet, absl::StrCat("2022-10-", 10 + days_++));
    return Say(outlet, "clash").In(outlet).Event(battle).Basis(v1::Attribution::compiled);
  }
  Say Figure(const std::string& outlet, const std::string& words) {
    book.Capture(outlet, absl::StrCat("2022-10-", 10 + days_++));
    return Say(outlet, "killed").Number(words).In(outlet).Event(battle).Basis(v1::Attribution::compiled);
  }
  std::vector<v1::Finding> Found() { return OfKind(book.Find(), "suspected-copy"); }

  Casebook book;
  Digest battle;
  int days_ = 0;
};

TEST_F(Copies, EightWordsInARowAreShown) {
  book.Add(Report("Radio").Quote(absl::StrCat("Witnesses said ", kQuote)));
  book.Add(Report("Agency").Quote(absl::StrCat(kQuote, ", reports say")));
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].verdict(), v1::Finding::note);
  EXPECT_THAT(found[0].sentence(), HasSubstr(absl::StrCat("They share the words “", kQuote, "”.")));
  EXPECT_THAT(found[0].sentence(), HasSubstr("“Radio”, 2022-10-10, then “Agency”, 2022-10-11"));
}

TEST_F(Copies, SevenWordsAreNot) {
  book.Add(Report("Radio").Quote("Insurgents entered the village at dawn and fled"));
  book.Add(Report("Agency").Quote("They entered the village at dawn and fled again"));
  EXPECT_TRUE(Found().empty());
}

TEST_F(Copies, ALongNameIsOneWord) {
  book.Actor("Group for the Support of Islam and Muslims");
  book.Add(Report("Radio").Quote("fighters of the Group for the Support of Islam and Muslims fled"));
  book.Add(Report("Agency").Quote("fighters of the Group for the Support of Islam and Muslims attacked"));
  EXPECT_TRUE(Found().empty());
}

// Whatever is recorded of how the two go together explains what they share.
TEST_F(Copies, EveryRecordedTieExplainsIt) {
  const auto radio = book.Add(Report("Radio").Quote(kQuote)), agency = book.Add(Report("Agency").Quote(kQuote));
  const auto a = book.Capture("Radio"), b = book.Capture("Agency");
  ASSERT_EQ(Found().size(), 1u);
  const auto explains = [&](const Digest& link) {
    const bool none = Found().empty();
    book.Retract(link);
    return none && Found().size() == 1;
  };
  for (const auto type : {v1::Link::copies, v1::Link::translates, v1::Link::cites, v1::Link::updates}) {
    EXPECT_TRUE(explains(book.Link(type, b, a))) << v1::Link::Type_Name(type);
  }
  EXPECT_TRUE(explains(book.Link(v1::Link::same_statement, radio, agency)));
  EXPECT_TRUE(explains(book.Link(v1::Link::same, book.Source("Radio"), book.Source("Agency"))));
}

TEST_F(Copies, AFigureOfTwoDigitsNeedsOthersWhoDiffer) {
  book.Add(Figure("Radio", "63"));
  book.Add(Figure("Agency", "63"));
  EXPECT_TRUE(Found().empty());
  book.Add(Figure("Paper", "58"));
  EXPECT_TRUE(Found().empty());
  book.Add(Figure("Blog", "70"));
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].sentence(), HasSubstr("the figure 63 (killed, the battle), where others have another one"));
}

TEST_F(Copies, RoundAndVagueFiguresAreNoSign) {
  for (const char* words : {"60", "1200", "some 1283", "dozens"}) {
    book.Add(Figure(absl::StrCat("Radio ", words), words));
    book.Add(Figure(absl::StrCat("Agency ", words), words));
  }
  EXPECT_TRUE(Found().empty()) << Show(book.Find());
}

TEST_F(Copies, WhoCountedLaterNeedNotHaveCopied) {
  book.Add(Figure("Radio", "1283"));
  book.Add(Figure("the nurse", "1283").Basis(v1::Attribution::own_count));
  EXPECT_TRUE(Found().empty());
}

TEST_F(Copies, AFigureThatManyHaveIsNotRare) {
  for (int i = 0; i < 9; ++i) {
    book.Add(Figure(absl::StrCat("outlet ", i), "1283"));
    EXPECT_EQ(Found().size(), i >= 1 && i < 8 ? 1u : 0u) << i;
  }
}

TEST_F(Copies, AMistakeThatTravels) {
  const auto wrong = book.Add(Figure("Radio", "40")), right = book.Add(Figure("Radio", "14"));
  book.Capture("Agency", "2022-10-20");
  book.Add(Say("Agency", "killed").Number("40").In("Agency").Event(battle).Basis(v1::Attribution::compiled));
  EXPECT_TRUE(Found().empty()) << Show(book.Find());
  const auto link = book.Link(v1::Link::corrects, right, wrong);
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].sentence(), HasSubstr("the figure 40 (killed, the battle), which Radio later corrected"));
  book.Retract(link);
  EXPECT_TRUE(Found().empty());
}

TEST_F(Copies, AMistakeThatWasMadeBeforeIsNotTaken) {
  book.Add(Figure("Agency", "40"));
  const auto wrong = book.Add(Figure("Radio", "40")), right = book.Add(Figure("Radio", "14"));
  book.Link(v1::Link::corrects, right, wrong);
  EXPECT_TRUE(Found().empty()) << Show(book.Find());
}

// Corrections of what Radio said, by what they say instead.
TEST(SuspectedCopies, ACorrectionThatLeavesTheFigureMarksNoMistake) {
  struct Case {
    const char* name;
    const char* number;
    bool mistaken;
  };
  for (const Case& c :
       {Case{"the place", "40", false}, Case{"in other words", "exactly 40", false}, Case{"the number", "14", true},
        Case{"less exactly", "dozens", true}, Case{"unread", "a heap of", false}}) {
    SCOPED_TRACE(c.name);
    Casebook book;
    const auto battle = book.Event("the battle"), town = book.Place("the town"), village = book.Place("the village");
    book.Capture("Radio", "2022-10-10"), book.Capture("Radio again", "2022-10-12");
    book.Capture("Agency", "2022-10-11");
    const auto say = [&](const char* by, const char* in, const char* number) {
      return Say(by, "killed").Number(number).In(in).Event(battle).Basis(v1::Attribution::compiled);
    };
    const auto wrong = book.Add(say("Radio", "Radio", "40").At(town));
    book.Link(v1::Link::corrects, book.Add(say("Radio", "Radio again", c.number).At(village)), wrong);
    book.Add(say("Agency", "Agency", "40").At(town));
    EXPECT_EQ(OfKind(book.Find(), "suspected-copy").size(), c.mistaken ? 1u : 0u) << Show(book.Find());
  }
}

TEST(SuspectedCopies, OfOneDayNeitherIsSaidToHaveComeLater) {
  // The nurse counted; whether before or after the radio is not known. Many ids, so that no luck decides.
  for (int salt = 0; salt < 8; ++salt) {
    Casebook book;
    for (int i = 0; i < salt; ++i) book.Place(absl::StrCat("place ", i));
    const auto battle = book.Event("the battle");
    book.Capture("Radio", "2022-10-10"), book.Capture("Nurse", "2022-10-10");
    book.Add(Say("Radio", "killed").Number("1283").In("Radio").Event(battle).Basis(v1::Attribution::compiled));
    book.Add(Say("the nurse", "killed").Number("1283").In("Nurse").Event(battle).Basis(v1::Attribution::own_count));
    const auto found = OfKind(book.Find(), "suspected-copy");
    ASSERT_EQ(found.size(), 1u) << salt;
    ASSERT_GE(found[0].notes_size(), 1);
    EXPECT_EQ(found[0].notes(0), "Which of them came first is not known.");
  }
}

TEST_F(Copies, TwoWhoCountedOnOneDayAreNotSuspected) {
  book.Capture("Radio", "2022-10-10"), book.Capture("Nurse", "2022-10-10");
  book.Add(Say("Radio", "killed").Number("1283").In("Radio").Event(battle).Basis(v1::Attribution::own_count));
  book.Add(Say("the nurse", "killed").Number("1283").In("Nurse").Event(battle).Basis(v1::Attribution::own_count));
  EXPECT_TRUE(Found().empty()) << Show(book.Find());
}

TEST_F(Copies, OfMistakesOfOneDayBothAreNamed) {
  for (const char* outlet : {"Radio", "Paper"}) {
    book.Capture(outlet, "2022-10-10"), book.Capture(absl::StrCat(outlet, " again"), "2022-10-12");
    const auto wrong =
        book.Add(Say(outlet, "killed").Number("40").In(outlet).Event(battle).Basis(v1::Attribution::compiled));
    book.Link(v1::Link::corrects,
              book.Add(Say(outlet, "killed")
                           .Number("14")
                           .In(absl::StrCat(outlet, " again"))
                           .Event(battle)
                           .Basis(v1::Attribution::compiled)),
              wrong);
  }
  EXPECT_TRUE(Found().empty()) << "neither came later: " << Show(book.Find());
  book.Capture("Agency", "2022-10-11");
  book.Add(Say("Agency", "killed").Number("40").In("Agency").Event(battle).Basis(v1::Attribution::compiled));
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].claims_size(), 3);
  EXPECT_THAT(found[0].sentence(), testing::AnyOf(HasSubstr("which Radio and Paper later corrected"),
                                                  HasSubstr("which Paper and Radio later corrected")));
  EXPECT_EQ(found[0].notes(0), "Which of them came first is not known.");
}

// Twelve words in a row in the one; in the other its first eight and its last eleven, each in a passage of its own.
TEST(SuspectedCopies, WordsAreSharedWhereTheyAreOneRunInBoth) {
  const std::string all = "a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12";
  for (const bool split : {false, true}) {
    SCOPED_TRACE(split);
    Casebook book;
    book.Capture("Radio", "2022-10-10"), book.Capture("Agency", "2022-10-11");
    const auto event = book.Event("the battle");
    book.Add(Say("Radio", "clash").In("Radio").Event(event).Quote(all));
    Say other = Say("Agency", "clash").In("Agency").Event(event);
    if (split) {
      other.Quote("a1 b2 c3 d4 e5 f6 g7 h8").Passage("b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12");
    } else {
      other.Quote(all);
    }
    book.Add(other);
    const auto found = OfKind(book.Find(), "suspected-copy");
    ASSERT_EQ(found.size(), 1u) << Show(book.Find());
    EXPECT_THAT(found[0].sentence(), HasSubstr(split ? "They share the words “b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12”."
                                                     : absl::StrCat("They share the words “", all, "”.")));
  }
}

TEST_F(Copies, WhatManyVoicesWriteIsNoSign) {
  const std::string boilerplate = "this report was compiled from sources that could not be checked at once";
  for (int i = 0; i < 9; ++i) {
    book.Add(Report(absl::StrCat("outlet ", i)).Quote(absl::StrCat("x", i, " ", boilerplate, " y", i)));
    EXPECT_EQ(Found().size(), i >= 1 && i < 8 ? 1u : 0u) << i;
  }
}

// The same next word after a common sentence is chance: seven of the eight words are everybody's.
TEST_F(Copies, AWordBesideWhatManyWriteIsNoSign) {
  const std::string boilerplate = "this report was compiled from sources that could not be checked at once";
  for (int i = 0; i < 12; ++i) {
    book.Add(Report(absl::StrCat("outlet ", i)).Quote(absl::StrCat(boilerplate, i < 2 ? " today" : " otherwise", i)));
  }
  EXPECT_TRUE(Found().empty()) << Show(book.Find());
  book.Add(Report("Copy 1").Quote(absl::StrCat(boilerplate, " but ", kQuote)));
  book.Add(Report("Copy 2").Quote(absl::StrCat(boilerplate, " but ", kQuote)));
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].sentence(), HasSubstr(absl::StrCat("They share the words “but ", kQuote, "”.")));
}

TEST_F(Copies, ARareSpellingAmongManyOtherwise) {
  const auto town = book.Place("Insinane");
  book.Place("Insinsnane", {.same_as = {town}});
  int n = 0;
  const auto add = [&](const char* name) {
    const std::string outlet = absl::StrCat("outlet ", ++n);
    book.Add(Report(outlet).Quote(absl::StrCat(outlet, " has fighting near ", name)));
  };
  add("Insinsnane"), add("Insinsnane"), add("Insinane"), add("Insinane");
  EXPECT_TRUE(Found().empty()) << "two against two";
  add("Insinane");
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].sentence(), HasSubstr("the spelling “insinsnane” of Insin"));
  EXPECT_THAT(found[0].sentence(), HasSubstr("which 3 others write otherwise"));
}

TEST_F(Copies, AnotherNameIsNoSpelling) {
  const auto gsim = book.Actor("Nusra");
  book.Actor("Jabhat", {.same_as = {gsim}});
  int n = 0;
  for (const char* name : {"Jabhat", "Jabhat", "Nusra", "Nusra", "Nusra"}) {
    const std::string outlet = absl::StrCat("outlet ", ++n);
    book.Add(Report(outlet).Quote(absl::StrCat(outlet, " tells of ", name)));
  }
  EXPECT_TRUE(Found().empty());
}

TEST_F(Copies, AllEvidenceOfOneSetOfDocumentsIsOneFinding) {
  book.Add(Figure("Radio", "1283").Quote(absl::StrCat(kQuote, ", 1283 dead")));
  book.Add(Figure("Agency", "1283").Quote(absl::StrCat(kQuote, ", 1283 dead")));
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].sentence(), HasSubstr("They share the figure 1283 (killed, the battle); the words “"));
}

TEST_F(Copies, AJudgementStandsBesideTheSuspicionUntilItIsTakenBack) {
  book.Add(Report("Radio").Quote(kQuote));
  book.Add(Report("Agency").Quote(kQuote));
  const auto id = Found()[0].id();
  const auto first = book.Judge(id, v1::Verdict::accepted, "");
  const auto last = book.Judge(id, v1::Verdict::false_alarm, "both were at the briefing");
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id(), id);
  ASSERT_EQ(found[0].judged_size(), 2);
  EXPECT_EQ(found[0].judged(0).status(), "accepted");
  EXPECT_EQ(found[0].judged(1).status(), "false alarm");
  EXPECT_EQ(found[0].judged(1).reason(), "both were at the briefing");
  EXPECT_EQ(found[0].judged(1).record(), last.hex());
  book.Retract(first), book.Retract(last);
  EXPECT_EQ(Found()[0].judged_size(), 0);
}

// Random reports with planted copies: every pair that shares eight words without a tie, by looking at all pairs.
TEST(SuspectedCopies, AreThoseThatComparingAllPairsFinds) {
  constexpr unsigned kSeed = 20221101;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  int planted = 0;
  for (unsigned round = 0; round < 40; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    std::mt19937 random(kSeed + round);
    Casebook book;
    std::vector<std::vector<std::string>> texts;
    for (int i = 0; i < 12; ++i) {
      std::vector<std::string> words;
      for (int w = 0; w < 14; ++w) words.push_back(absl::StrCat("w", random() % 400));
      if (i > 0 && random() % 3 == 0) {  // 5 to 11 words of an earlier one
        const auto& from = texts[random() % texts.size()];
        std::copy_n(from.begin() + 1, 5 + random() % 7, words.begin() + 2);
      }
      texts.push_back(words);
      std::string quote;
      for (const std::string& word : words) absl::StrAppend(&quote, word, " ");
      book.Capture(absl::StrCat("page ", i), absl::StrCat("2022-10-", 10 + i));
      book.Add(Say(absl::StrCat("outlet ", i), "clash").In(absl::StrCat("page ", i)).Quote(quote));
    }
    // The sets of pages that share a run of eight words.
    std::map<std::string, std::set<int>> having;
    for (int i = 0; i < 12; ++i) {
      for (int at = 0; at + 8 <= 14; ++at) {
        std::string run;
        for (int w = at; w < at + 8; ++w) absl::StrAppend(&run, texts[i][w], " ");
        having[run].insert(i);
      }
    }
    std::set<std::set<std::string>> expected, found;
    for (const auto& [run, pages] : having) {
      std::set<std::string> titles;
      for (int i : pages) titles.insert(absl::StrCat("page ", i));
      if (pages.size() > 1) expected.insert(titles);
    }
    const RecordSet records = book.Records();
    const v1::Findings findings = FindConflicts(records, ShippedTables());
    for (const v1::Finding& f : OfKind(findings, "suspected-copy")) {
      std::set<std::string> titles;
      for (const std::string& id : f.claims()) {
        titles.insert(records.DisplayName(records.Find(id)->Get(v1::Slot::kQuote).quote().capture()));
      }
      found.insert(titles);
    }
    ASSERT_EQ(found, expected) << Show(findings);
    planted += static_cast<int>(expected.size());
    ASSERT_EQ(EncodeJson(book.Find(1 + round)), EncodeJson(findings));
  }
  EXPECT_GT(planted, 40);
}

// Two who counted for themselves, in nearly the same words.
TEST_F(Copies, TheLeastNumberOfOriginsAllowsForThemUntilSomebodyCallsItAFalseAlarm) {
  for (const char* outlet : {"Radio", "Agency"}) {
    book.Add(Figure(outlet, "64").Basis(v1::Attribution::own_count).Quote(absl::StrCat("64 died when ", kQuote)));
  }
  const auto agreement = [this] { return OfKind(book.Find(), "agreement").at(0); };
  EXPECT_THAT(agreement().sentence(), HasSubstr("2 reports, 1 to 2 origins: agrees, independence not shown"));
  EXPECT_THAT(testing::PrintToString(agreement().notes()), HasSubstr("nothing recorded binds them: they may be one origin"));
  EXPECT_EQ(agreement().origins().low(), 1);
  EXPECT_EQ(SharedOriginsOf(book.Find()).empty(), FindSharedOrigins(book.Records(), ShippedTables()).empty());
  ASSERT_EQ(Found().size(), 1u);
  book.Judge(Found()[0].id(), v1::Verdict::false_alarm, "one reporter wrote for both, from two counts");
  EXPECT_THAT(agreement().sentence(), HasSubstr("2 reports, 2 origins: corroborates"));
  EXPECT_TRUE(FindSharedOrigins(book.Records(), ShippedTables()).empty());
  EXPECT_TRUE(SharedOriginsOf(book.Find()).empty());
}

}  // namespace
}  // namespace tallystick

// Claims whose recorded number, actor, date or denial is not borne out by their quoted words; in three languages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/conflict/rule_case.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

constexpr char kKind[] = "quote-does-not-support";

const RuleCase kCases[] = {
    {"NumberMistyped", kKind, kNote, "the number 36, where the quoted words have “63”",
     [](Casebook* b) { b->Add(Killed("Agence X", "63").Nominal(36)); },
     [](Casebook* b) { b->Add(Killed("Agence X", "63").Nominal(63)); }},
    {"HedgeLeftOut", kKind, kNote, "the number “60”, where the quoted words have “more than 60”",
     [](Casebook* b) { b->Add(Killed("Agence X", "60").Quote("more than 60 were killed")); },
     [](Casebook* b) { b->Add(Killed("Agence X", "60").Quote("more than 60 were killed; 60 were buried")); }},
    {"DenialLost", kKind, kNote, "no denial, where the quoted words have “not kill”",
     [](Casebook* b) { b->Add(Say("the army", "killed").Class("civilians").Quote("we did not kill civilians")); },
     [](Casebook* b) {
       b->Add(Say("the army", "killed").Class("civilians").Quote("they did not only kill civilians"));
     }},
    {"DenialInvented", kKind, kNote, "a denial, which is not in the quoted words",
     [](Casebook* b) { b->Add(Say("the army", "killed").Negated().Quote("the army killed civilians")); },
     [](Casebook* b) {
       b->Add(Say("the army", "killed").Negated().Quote("the army rejects the report of civilians killed"));
     }},
    {"WordsNameAnother", kKind, kNote, "“GSIM” as agent, where the quoted words have “EIS”",
     [](Casebook* b) {
       b->Actor("EIS");
       b->Add(Say("Radio Y", "expelled").Agent(b->Actor("GSIM")).Words("EIS").Quote("EIS chased them out"));
     },
     [](Casebook* b) {  // its part
       const auto gsim = b->Actor("GSIM");
       b->Actor("EIS", {.part_of = {gsim}});
       b->Add(Say("Radio Y", "expelled").Agent(gsim).Words("EIS").Quote("EIS chased them out"));
     }},
    {"DayMistyped", kKind, kNote, "the date 2022-10-03, where the quoted words have “30 October”",
     [](Casebook* b) {
       b->Add(Say("Radio Y", "clash").On("2022-10-03").TimeWords("30 October").Quote("on 30 October"));
     },
     [](Casebook* b) {
       b->Add(Say("Radio Y", "clash").On("2022-10-30").TimeWords("30 October").Quote("on 30 October"));
     }},
};

class QuoteRule : public testing::TestWithParam<RuleCase> {};
TEST_P(QuoteRule, FiresOnceAndNotOnItsNearMiss) { CheckCase(GetParam()); }
INSTANTIATE_TEST_SUITE_P(All, QuoteRule, testing::ValuesIn(kCases), [](const auto& rule) { return rule.param.name; });

// "" when the quote bears it out.
std::string NoteOf(Casebook* book) {
  const auto found = OfKind(book->Find(), kKind);
  return found.empty() ? "" : found[0].sentence();
}

struct NumberCase {
  const char* language;
  const char* quote;
  const char* words;
  int64_t nominal;
  const char* says;  // "": borne out
};

const NumberCase kNumbers[] = {
    {"en", "1,283 people fled", "1,283 people", 1283, ""},
    {"en", "1,283 people fled", "1,283 people", 1238, "the number 1238"},
    {"en", "twenty-five were killed", "twenty-five", 25, ""},
    {"en", "twenty-five were killed", "twenty-five", 250, "the number 250"},
    {"en", "12 men and 3 women", "12 men and 3 women", 15, ""},
    {"en", "12 men and 3 women", "12 men and 3 women", 16, "the number 16"},
    {"en", "12 killed, among them 3 children", "12 killed, among them 3 children", 12, ""},
    {"en", "12 killed, among them 3 children", "12 killed, among them 3 children", 13, "the number 13"},
    {"en", "the parents and two children", "the parents and two children", 4, ""},
    {"en", "several dozen civilians", "several dozen", 40, ""},
    {"en", "several dozen civilians", "several dozen", 4, "the number 4"},
    {"en", "a soldier was killed", "", 1, ""},
    {"en", "a platoon was killed", "a platoon", 30, ""},
    {"en", "a trio was killed", "", 3, ""},
    {"en", "fighters were killed", "", 50, "the number 50, which is not in the quoted words"},
    {"en", "fighters took over 60 villages", "60 villages", 60, ""},
    {"en", "radio reports about 60 dead", "60 dead", 60, ""},
    {"en", "at least 60 dead", "60 dead", 60, "“at least 60”"},
    {"en", "he said some 60 were dead", "60", 60, "“some 60”"},
    {"en", "60 or more dead", "60", 60, "“60 or more”"},
    {"en", "exactly 60 dead", "60", 60, ""},
    {"en", "between 20 and 30 dead", "between 20 and 30", 25, ""},
    {"fr", "au moins 60 morts", "60 morts", 60, "“au moins 60”"},
    {"fr", "plus de 1 283 déplacés", "plus de 1 283", 1283, ""},
    {"fr", "plus de 1 283 déplacés", "plus de 1 283", 12830, "the number 12830"},
    {"fr", "trente et une personnes", "trente et une", 31, ""},
    {"fr", "trente et une personnes", "trente et une", 30, "the number 30"},
    {"fr", "une soixantaine de morts", "une soixantaine", 60, ""},
    {"ar", "مقتل ٦٣ شخصا", "٦٣", 63, ""},
    {"ar", "مقتل ٦٣ شخصا", "٦٣", 36, "the number 36"},
    {"ar", "مقتل نحو 60 شخصا", "60", 60, "“نحو 60”"},
    {"ar", "مقتل نحو 60 شخصا", "نحو 60", 60, ""},
    {"ar", "مقتل ثلاثين شخصا", "ثلاثين", 30, ""},
    {"ar", "مقتل ثلاثين شخصا", "ثلاثين", 40, "the number 40"},
    {"de", "dreißig Tote", "", 30, ""},
};

TEST(QuotedWords, BearOutTheNumber) {
  for (const NumberCase& c : kNumbers) {
    SCOPED_TRACE(absl::StrCat(c.quote, " as ", c.nominal));
    Casebook book;
    book.Add(Killed("Agence X", c.words).Nominal(c.nominal).Quote(c.quote).Language(c.language));
    const std::string note = NoteOf(&book);
    if (*c.says == '\0') {
      EXPECT_EQ(note, "");
    } else {
      EXPECT_THAT(note, HasSubstr(c.says));
    }
  }
}

TEST(QuotedWords, ANumberMayStandInAPassageOrInTheTranslation) {
  Casebook book;
  book.Add(Say("Agence X", "killed").Nominal(63).Quote("they were killed").Passage("the 63 fighters"));
  EXPECT_EQ(NoteOf(&book), "");
}

TEST(QuotedWords, ALongQuoteIsReadToItsEnd) {
  std::string quote;
  for (int i = 0; i < 40; ++i) quote += "the fighters of the two groups met again, ";
  Casebook there, absent;
  there.Add(Say("Agence X", "killed").Nominal(63).Quote(quote + "and 63 were killed"));
  absent.Add(Say("Agence X", "killed").Nominal(64).Quote(quote + "and 63 were killed"));
  EXPECT_EQ(NoteOf(&there), "");
  EXPECT_THAT(NoteOf(&absent), HasSubstr("the number 64"));
}

struct DateCase {
  const char* language;
  const char* words;
  const char* first;
  const char* last;
  bool borne_out;
};

const DateCase kDates[] = {
    {"en", "On Sunday, October 30", "2022-10-30", "2022-10-30", true},
    {"en", "On Sunday, October 30", "2022-10-31", "2022-10-31", false},
    {"en", "the 30th of October 2022", "2021-10-30", "2021-10-30", false},
    {"en", "from 6 to 8 September", "2022-09-06", "2022-09-08", true},
    {"en", "from 6 to 8 September", "2022-09-07", "2022-09-09", false},
    {"en", "on October 29 and 31", "2022-10-29", "2022-10-29", true},
    {"en", "In March", "2022-03", "2022-03", true},
    {"en", "In March", "2022-05", "2022-05", false},
    {"en", "before October 30", "2022-10-28", "2022-10-29", true},
    {"en", "on Sunday", "2022-10-31", "2022-10-31", true},
    {"en", "October 30", "2022-10-29T22:00Z", "2022-10-29T23:30Z", true},
    {"en", "from 30 December to 2 January", "2022-12-30", "2023-01-02", true},
    {"fr", "le 1er novembre", "2022-11-01", "2022-11-01", true},
    {"fr", "le 1er novembre", "2022-11-02", "2022-11-02", false},
    {"fr", "en août", "2022-08", "2022-08", true},
    {"fr", "en août", "2022-07", "2022-07", false},
    {"ar", "بين 6 و8 سبتمبر", "2022-09-06", "2022-09-08", true},
    {"ar", "بين 6 و8 سبتمبر", "2022-09-07", "2022-09-09", false},
    {"ar", "٣٠ تشرين الأول", "2022-10-30", "2022-10-30", true},
    {"ar", "٣٠ تشرين الأول", "2022-11-30", "2022-11-30", false},
};

TEST(QuotedWords, BearOutTheDate) {
  for (const DateCase& c : kDates) {
    SCOPED_TRACE(absl::StrCat(c.words, " as ", c.first));
    Casebook book;
    book.Add(Say("Radio Y", "clash").Between(c.first, c.last).TimeWords(c.words).Quote(c.words).Language(c.language));
    EXPECT_EQ(NoteOf(&book).empty(), c.borne_out) << NoteOf(&book);
  }
}

TEST(QuotedWords, ADateInTheQuoteCountsWhereNoWordsOfTheTimeAreRecorded) {
  Casebook same, other, march;
  same.Add(Say("Radio Y", "clash").On("2022-10-30").Quote("they clashed on 30 October"));
  other.Add(Say("Radio Y", "clash").On("2022-11-30").Quote("they clashed on 30 October"));
  march.Add(Say("Radio Y", "clash").On("2022-11-30").Quote("they may march on the town"));
  EXPECT_EQ(NoteOf(&same), "");
  EXPECT_THAT(NoteOf(&other), HasSubstr("the date 2022-11-30"));
  EXPECT_EQ(NoteOf(&march), "");
}

struct ActorCase {
  const char* name;  // of the entity
  const char* language;
  const char* quote;
  bool borne_out;
};

const ActorCase kActors[] = {
    {"EIS", "en", "EIS holds the town", true},
    {"EIS", "en", "the group holds the town", false},
    {"Groupe de Soutien à l’Islam et aux Musulmans", "fr", "le GSIM tient la ville", true},
    {"Malian army", "en", "Malian soldiers hold the town", true},
    {"Malian army", "en", "soldiers hold the town", false},
    {"État islamique au Sahel", "fr", "l’Etat islamique au Sahel tient la ville", true},
    {"الجيش", "ar", "سيطر بالجيش على المدينة", true},
    {"الجيش", "ar", "سيطر المسلحون على المدينة", false},
};

TEST(QuotedWords, BearOutAnActorThatIsSaidToBeStated) {
  for (const ActorCase& c : kActors) {
    SCOPED_TRACE(absl::StrCat(c.name, " in ", c.quote));
    Casebook book;
    const auto holder = book.Actor(c.name);
    book.Add(Say("Radio Y", "controls").Holder(holder).Stated().Quote(c.quote).Language(c.language));
    EXPECT_EQ(NoteOf(&book).empty(), c.borne_out) << NoteOf(&book);
    Casebook context;
    context.Add(Say("Radio Y", "controls").Holder(context.Actor(c.name)).Quote(c.quote).Language(c.language));
    EXPECT_EQ(NoteOf(&context), "");
  }
}

TEST(QuotedWords, APlaceMayStandForItsGovernment) {
  Casebook book;
  book.Place("Mali");
  book.Add(Say("Radio Y", "clash").Role("party", {book.Actor("Malian government")}).Words("Mali").Quote("Mali fought"));
  EXPECT_EQ(NoteOf(&book), "");
}

TEST(QuotedWords, AnyNameOfWhatIsTheSameWillDo) {
  Casebook book;
  const auto gsim = book.Actor("GSIM"), jnim = book.Actor("JNIM", {.same_as = {gsim}});
  book.Add(Say("Radio Y", "controls").Holder(jnim).Stated().Quote("GSIM holds the town"));
  EXPECT_EQ(NoteOf(&book), "");
}

struct DenialCase {
  const char* language;
  const char* quote;
  bool negated;
  bool borne_out;
};

const DenialCase kDenials[] = {
    {"en", "the army killed civilians", false, true},
    {"en", "the army did not kill civilians", false, false},
    {"en", "the army didn’t kill civilians", false, false},
    {"en", "the army did not kill civilians", true, true},
    {"en", "no civilians were killed", false, true},  // whom "no" stands beside is not recorded
    {"en", "the army is not sure who killed them", false, true},
    {"en", "the army has killed more than it says, if not all", false, true},
    {"en", "the army killed civilians and fled", true, false},
    {"en", "the civilians are alive", true, true},
    {"fr", "l’armée n’a pas tué de civils", false, false},
    {"fr", "l’armée n’a pas tué de civils", true, true},
    {"fr", "l’armée a tué des civils", true, false},
    {"fr", "personne n’a été tué", true, true},
    {"ar", "لم يقتل الجيش مدنيين", false, false},
    {"ar", "قتل الجيش مدنيين", true, false},
    {"ar", "نفى الجيش قتل مدنيين", true, true},
    {"de", "die Armee tötete Zivilisten", true, true},
};

TEST(QuotedWords, BearOutADenial) {
  for (const DenialCase& c : kDenials) {
    SCOPED_TRACE(absl::StrCat(c.quote, c.negated ? " as denied" : ""));
    Casebook book;
    Say say = Say("Radio Y", "killed").Class("civilians").Modality(v1::Proposition::asserted);
    if (c.negated) say.Negated();
    book.Add(say.Quote(c.quote).Language(c.language));
    EXPECT_EQ(NoteOf(&book).empty(), c.borne_out) << NoteOf(&book);
  }
}

TEST(QuotedWords, AStateThatEndedMayBeRecordedAsDenied) {
  Casebook ended, holds;
  ended.Add(Say("Radio Y", "controls").Negated().Quote("EIS was driven out of the town"));
  holds.Add(Say("Radio Y", "controls").Negated().Quote("EIS rules the town"));
  EXPECT_EQ(NoteOf(&ended), "");
  EXPECT_THAT(NoteOf(&holds), HasSubstr("a denial"));
}

}  // namespace
}  // namespace tallystick

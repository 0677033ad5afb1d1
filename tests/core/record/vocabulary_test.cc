#include "core/record/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tallystick {

extern const absl::string_view kPredicatesTable;
extern const absl::string_view kClassesTable;

namespace {

using testing::HasSubstr;

constexpr char kGoodPredicates[] =
    "# term\tparent\tmeasure\texcludes\nlost\t-\tadditive\t-\nkilled\tlost\tadditive\t-\n";
constexpr char kGoodClasses[] = "persons\t-\t-\nwomen\tpersons\t-\n";

TEST(Vocabulary, TheShippedTablesParse) {
  const auto vocabulary = Vocabulary::Parse(kPredicatesTable, kClassesTable);
  ASSERT_TRUE(vocabulary.ok()) << vocabulary.status();
  EXPECT_EQ(vocabulary->digest(), Vocabulary::Shipped().digest());
  EXPECT_GT(vocabulary->predicates().size(), 20u);
  EXPECT_GT(vocabulary->classes().size(), 5u);
}

// A misspelt term in these columns would silently exclude nothing.
TEST(Vocabulary, TheShippedTablesNameOnlyTermsTheyHave) {
  const Vocabulary& v = Vocabulary::Shipped();
  for (const auto& [term, predicate] : v.predicates()) {
    for (const std::string& other : predicate.excludes) {
      if (other == "self") continue;
      ASSERT_NE(v.FindPredicate(other), nullptr) << term << " excludes " << other;
      EXPECT_THAT(v.FindPredicate(other)->excludes, testing::Contains(term)) << "exclusion goes both ways";
    }
  }
  for (const auto& [term, c] : v.classes()) {
    for (const std::string& other : c.disjoint_from) {
      ASSERT_NE(v.FindClass(other), nullptr) << term << " is disjoint from " << other;
      EXPECT_THAT(v.FindClass(other)->disjoint_from, testing::Contains(term)) << "disjointness goes both ways";
      EXPECT_FALSE(v.ClassWithin(term, other)) << term << " is a part of what it is disjoint from";
    }
  }
}

TEST(Vocabulary, WhatATermCountsItsAncestorsCountToo) {
  const Vocabulary& v = Vocabulary::Shipped();
  EXPECT_TRUE(v.PredicateWithin("killed", "killed"));
  EXPECT_TRUE(v.PredicateWithin("killed", "lost"));
  EXPECT_TRUE(v.PredicateWithin("killed", "casualties"));
  EXPECT_TRUE(v.PredicateWithin("attack", "clash"));
  EXPECT_FALSE(v.PredicateWithin("lost", "killed")) << "the lost may have been captured";
  EXPECT_FALSE(v.PredicateWithin("killed", "injured"));
  EXPECT_FALSE(v.PredicateWithin("arrested", "casualties"));
  EXPECT_FALSE(v.PredicateWithin("killed", "no-such-term"));
  EXPECT_FALSE(v.PredicateWithin("x-own", "killed"));
  EXPECT_TRUE(v.PredicateWithin("x-own", "x-own"));
  EXPECT_TRUE(v.ClassWithin("soldiers", "combatants"));
  EXPECT_TRUE(v.ClassWithin("soldiers", "persons"));
  EXPECT_FALSE(v.ClassWithin("persons", "soldiers"));
  EXPECT_FALSE(v.ClassWithin("women", "civilians"));
}

TEST(Vocabulary, ClassesAreDisjointOnlyWhereThatIsStated) {
  const Vocabulary& v = Vocabulary::Shipped();
  EXPECT_TRUE(v.ClassesDisjoint("civilians", "combatants"));
  EXPECT_TRUE(v.ClassesDisjoint("soldiers", "civilians")) << "through its parent";
  EXPECT_TRUE(v.ClassesDisjoint("civilians", "soldiers"));
  EXPECT_FALSE(v.ClassesDisjoint("women", "civilians")) << "they overlap";
  EXPECT_FALSE(v.ClassesDisjoint("soldiers", "fighters")) << "not stated";
  EXPECT_FALSE(v.ClassesDisjoint("civilians", "civilians"));
  EXPECT_FALSE(v.ClassesDisjoint("civilians", "no-such-class"));
  EXPECT_FALSE(v.ClassesDisjoint("persons", "persons")) << "though parts of it are disjoint";
}

TEST(Vocabulary, DisjointnessStatedOnceCountsBothWays) {
  const auto v = Vocabulary::Parse("", "persons\t-\t-\nmen\tpersons\t-\nwomen\tpersons\tmen\n");
  ASSERT_TRUE(v.ok()) << v.status();
  EXPECT_TRUE(v->ClassesDisjoint("women", "men"));
  EXPECT_TRUE(v->ClassesDisjoint("men", "women"));
}

TEST(Vocabulary, AClassMayHaveSeveralParents) {
  const auto v = Vocabulary::Parse("",
                                   "persons\t-\t-\nwomen\tpersons\tmen\nmen\tpersons\twomen\nsoldiers\tpersons\t-\n"
                                   "women-soldiers\twomen,soldiers\t-\n");
  ASSERT_TRUE(v.ok()) << v.status();
  EXPECT_TRUE(v->ClassWithin("women-soldiers", "women"));
  EXPECT_TRUE(v->ClassWithin("women-soldiers", "soldiers"));
  EXPECT_TRUE(v->ClassesDisjoint("women-soldiers", "men"));
}

TEST(Vocabulary, UnknownTermsAreNotFound) {
  EXPECT_EQ(Vocabulary::Shipped().FindPredicate("no-such-term"), nullptr);
  EXPECT_EQ(Vocabulary::Shipped().FindPredicate(""), nullptr);
  EXPECT_EQ(Vocabulary::Shipped().FindClass("killed"), nullptr);
  ASSERT_NE(Vocabulary::Shipped().FindPredicate("controls"), nullptr);
  EXPECT_THAT(Vocabulary::Shipped().FindPredicate("controls")->excludes, testing::ElementsAre("self"));
}

TEST(Vocabulary, ABadTableIsRefusedByFileAndLine) {
  struct Case {
    const char* what;
    std::string predicates, classes, message;
  };
  const std::vector<Case> cases = {
      {"three columns", "# x\nlost\t-\tadditive\n", kGoodClasses, "predicates.tsv:2: expected 4 columns"},
      {"five columns", "lost\t-\tadditive\t-\t-\n", kGoodClasses, "predicates.tsv:1: expected 4 columns"},
      {"spaces for tabs", "lost - additive -\n", kGoodClasses, "predicates.tsv:1: expected 4 columns"},
      {"unknown measure", "\nlost\t-\tmany\t-\n", kGoodClasses, "predicates.tsv:2: unknown measure"},
      {"unknown parent", "lost\tcasualties\tadditive\t-\n", kGoodClasses,
       "predicates.tsv:1: the parent must stand above"},
      {"its own parent", "lost\tlost\tadditive\t-\n", kGoodClasses, "predicates.tsv:1: the parent must stand above"},
      {"parent below", "a\tb\tadditive\t-\nb\t-\tadditive\t-\n", kGoodClasses,
       "predicates.tsv:1: the parent must stand above"},
      {"twice", "a\t-\tadditive\t-\na\t-\tstate\t-\n", kGoodClasses, "predicates.tsv:2: term appears twice"},
      {"class columns", kGoodPredicates, "persons\t-\n", "classes.tsv:1: expected 3 columns"},
      {"class parent", kGoodPredicates, "persons\t-\t-\nwomen\tpersons,people\t-\n",
       "classes.tsv:2: the parent must stand"},
      {"class twice", kGoodPredicates, "persons\t-\t-\npersons\t-\t-\n", "classes.tsv:2: term appears twice"},
  };
  ASSERT_TRUE(Vocabulary::Parse(kGoodPredicates, kGoodClasses).ok());
  for (const Case& c : cases) {
    const auto vocabulary = Vocabulary::Parse(c.predicates, c.classes);
    EXPECT_EQ(vocabulary.status().code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_THAT(std::string(vocabulary.status().message()), HasSubstr(c.message)) << c.what;
  }
}

// Findings name the digest: any change of a table has to change it.
TEST(Vocabulary, TheDigestCoversBothTables) {
  const Digest digest = Vocabulary::Parse(kGoodPredicates, kGoodClasses)->digest();
  EXPECT_NE(Vocabulary::Parse(std::string(kGoodPredicates) + "# a\n", kGoodClasses)->digest(), digest);
  EXPECT_NE(Vocabulary::Parse(kGoodPredicates, std::string(kGoodClasses) + "# a\n")->digest(), digest);
}

}  // namespace
}  // namespace tallystick

// Slips in records whose quotes bear them out: how many are noticed, with floors that were measured. Not noticed are an
// actor whom the quote names too, or whose role has a description for words ("followers"), and a denial where the words
// tell of an end or say "only".
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/civil_time.h"
#include "tests/seed/seed_casebook.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// Alters a claim, and tells whether it did.
using Slip = std::function<bool(v1::Slot*)>;

std::set<std::string> NotBorneOut(const RecordSet& records) {
  std::set<std::string> found;
  const v1::Findings findings = FindConflicts(records, ShippedTables());
  for (const v1::Finding& f : findings.findings()) {
    if (f.kind() == "quote-does-not-support") {
      found.insert(records.Find(f.claims(0))->Get(S::kNote).note().label());
    }
  }
  return found;
}

struct Rate {
  int slips = 0, noticed = 0;
  std::string missed;
};

// Makes the slip in every claim of the records that has a place for it, at once: a claim is judged by its own words.
void Measure(const RecordSet& records, S::BodyCase which, const Slip& slip, Rate* rate) {
  RecordSet altered;
  std::set<std::string> made;
  for (Record record : records.records()) {
    if (record.kind() == v1::Header::claim) {
      for (std::optional<v1::Slot>& slot : record.slots) {
        if (slot && slot->body_case() == which && slip(&*slot)) made.insert(record.Get(S::kNote).note().label());
      }
    }
    altered.Add(std::move(record));
  }
  const std::set<std::string> found = NotBorneOut(altered);
  for (const std::string& label : made) {
    ++rate->slips;
    if (found.count(label) != 0) {
      ++rate->noticed;
    } else {
      absl::StrAppend(&rate->missed, " ", label);
    }
  }
}

// The digits in the words of a quantity; 0 when there are none.
int64_t DigitsOf(const v1::Quantity& quantity) {
  std::string digits;
  for (const char c : quantity.words()) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  int64_t number = 0;
  return absl::SimpleAtoi(digits, &number) ? number : 0;
}

Slip NumberBecomes(const std::function<int64_t(int64_t)>& other, bool lexeme) {
  return [=](v1::Slot* slot) {
    v1::Quantity* quantity = slot->mutable_quantity();
    const int64_t number = DigitsOf(*quantity);
    if (number == 0) return false;
    lexeme ? quantity->set_lexeme(absl::StrCat(other(number))) : quantity->set_nominal(other(number));
    return true;
  };
}

Slip HedgeBecomes(const std::string& hedge) {
  return [=](v1::Slot* slot) {
    v1::Quantity* quantity = slot->mutable_quantity();
    const int64_t number = DigitsOf(*quantity);
    const bool bare = number != 0 && (quantity->lexeme() != "" || quantity->words()[0] <= '9');
    if (number == 0 || bare == hedge.empty()) return false;
    quantity->set_lexeme(absl::StrCat(hedge, number));
    return true;
  };
}

// A date `days` and `months` away; months are left in their year.
std::string Shifted(const std::string& date, int days, int months) {
  int month = 0;
  if (date.size() < 7 || !absl::SimpleAtoi(date.substr(5, 2), &month)) return date;
  std::string moved = absl::StrFormat("%s%02d%s", date.substr(0, 5), (month + months + 11) % 12 + 1, date.substr(7));
  const auto span = ParseCivil(moved);
  if (!span.ok() || days == 0 || date.size() < 10) return moved;
  return FormatDay(span->begin + days * 86400) + date.substr(10);
}

bool NamesADay(const std::string& words) {
  for (const char* day : {"October 30", "6th", "30 October", "سبتمبر"}) {
    if (absl::StrContains(words, day)) return true;
  }
  return false;
}

bool NamesAMonth(const std::string& words) {
  for (const char* month : {"March", "September", "October", "mars", "septembre", "6th", "سبتمبر"}) {
    if (absl::StrContains(words, month)) return true;
  }
  return false;
}

Slip DateMoves(int days, int months) {
  return [=](v1::Slot* slot) {
    v1::ClaimTime* time = slot->mutable_time();
    if (!(days != 0 ? NamesADay(time->words()) : NamesAMonth(time->words()))) return false;
    time->set_start_earliest(Shifted(time->start_earliest(), days, months));
    time->set_end_latest(Shifted(time->end_latest(), days, months));
    return true;
  };
}

// The first term of a role that the text states, or the second, as the actor `step` places further on.
Slip ActorBecomes(const std::vector<std::string>& actors, size_t step) {
  return [=](v1::Slot* slot) {
    bool changed = false;
    for (v1::Role& role : *slot->mutable_proposition()->mutable_roles()) {
      if (role.basis() != v1::Role::basis_unstated) continue;
      role.set_basis(v1::Role::stated);
      const auto at =
          role.terms().empty() ? actors.end() : std::find(actors.begin(), actors.end(), role.terms(0).entity());
      if (changed || at == actors.end()) continue;
      role.mutable_terms(0)->set_entity(actors[(at - actors.begin() + step) % actors.size()]);
      changed = true;
    }
    return changed;
  };
}

class QuoteMutation : public testing::Test {
 protected:
  void SetUp() override {
    const Seed article = ArticleSeed();
    for (const Seed& seed : {article, ExampleSeed()}) {
      if (seed.article.empty() && seed.folder.empty()) continue;
      auto& book = books_.emplace_back(std::make_unique<SeedCasebook>());
      const absl::Status imported = book->Import(seed, [](nlohmann::json*) {});
      ASSERT_TRUE(imported.ok()) << imported;
    }
  }

  Rate Of(S::BodyCase which, const std::vector<Slip>& slips) const {
    Rate rate;
    for (const auto& book : books_) {
      for (const Slip& slip : slips) Measure(book->records(), which, slip, &rate);
    }
    return rate;
  }

  static void Report(const char* what, const Rate& rate, int floor_in_percent) {
    std::cout << what << ": " << rate.noticed << " of " << rate.slips << " slips noticed\n";
    EXPECT_GT(rate.slips, 0);
    EXPECT_GE(rate.noticed * 100, rate.slips * floor_in_percent) << "missed:" << rate.missed;
  }

  std::vector<std::unique_ptr<SeedCasebook>> books_;
};

TEST_F(QuoteMutation, NothingIsNotedBeforeTheSlip) {
  for (const auto& book : books_) EXPECT_THAT(NotBorneOut(book->records()), testing::IsEmpty());
  // Nor when every role without a basis is said to be stated.
  Rate rate;
  for (const auto& book : books_) {
    Measure(
        book->records(), S::kProposition,
        [](v1::Slot* slot) {
          for (v1::Role& role : *slot->mutable_proposition()->mutable_roles()) {
            if (role.basis() == v1::Role::basis_unstated) role.set_basis(v1::Role::stated);
          }
          return true;
        },
        &rate);
  }
  EXPECT_GT(rate.slips, 50);
  EXPECT_EQ(rate.noticed, 0);
}

TEST_F(QuoteMutation, Numbers) {
  std::vector<Slip> slips;
  for (const bool lexeme : {false, true}) {
    slips.push_back(NumberBecomes([](int64_t n) { return n + 1; }, lexeme));
    slips.push_back(NumberBecomes([](int64_t n) { return n - 1; }, lexeme));
    slips.push_back(NumberBecomes([](int64_t n) { return n * 10; }, lexeme));
  }
  Report("numbers", Of(S::kQuantity, slips), 95);
}

TEST_F(QuoteMutation, Hedges) {
  Report("hedges", Of(S::kQuantity, {HedgeBecomes(""), HedgeBecomes(">"), HedgeBecomes("~"), HedgeBecomes("≤")}), 95);
}

TEST_F(QuoteMutation, Dates) {
  Report("dates", Of(S::kTime, {DateMoves(1, 0), DateMoves(-1, 0), DateMoves(0, 1), DateMoves(0, -1)}), 95);
}

TEST_F(QuoteMutation, Actors) {
  Rate rate;
  for (const auto& book : books_) {
    std::vector<std::string> actors;
    for (const Record& record : book->records().records()) {
      if (record.kind() == v1::Header::entity && record.Get(S::kNames).names().type() == v1::Names::actor) {
        actors.push_back(record.id.hex());
      }
    }
    for (size_t step = 1; step < actors.size(); ++step) {
      Measure(book->records(), S::kProposition, ActorBecomes(actors, step), &rate);
    }
  }
  Report("actors", rate, 92);
}

TEST_F(QuoteMutation, Denials) {
  const Rate rate = Of(S::kProposition, {[](v1::Slot* slot) {
                         if (slot->proposition().polarity() == v1::Proposition::negated) return false;
                         slot->mutable_proposition()->set_polarity(v1::Proposition::negated);
                         return true;
                       }});
  Report("denials", rate, 80);
}

}  // namespace
}  // namespace tallystick

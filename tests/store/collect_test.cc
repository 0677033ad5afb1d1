#include "store/collect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class CollectTest : public testing::Test {
 protected:
  CollectTest() { story_ = RecordStory(&casebook_), view_ = casebook_.View(); }

  absl::StatusOr<Digest> Find(absl::string_view word, const std::set<Kind>& kinds = {}) {
    return Resolve(*view_, word, kinds);
  }

  TestCasebook casebook_;
  StoryCounts story_;
  std::unique_ptr<Snapshot> view_;
};

TEST_F(CollectTest, ARecordIsResolvedByItsId) {
  const Digest id = casebook_.id("dozens");
  for (const size_t digits : {64, 63, 20, 17, 16, 15, 12, 7}) {
    EXPECT_EQ(*Find(id.hex().substr(0, digits)), id) << digits;
  }
  EXPECT_TRUE(absl::IsNotFound(Find(id.hex().substr(0, 5)).status())) << "too short to be an id";
  EXPECT_TRUE(absl::IsNotFound(Find(Sha256("absent").hex()).status()));
  EXPECT_TRUE(absl::IsNotFound(Find(id.hex(), {v1::Header::source}).status()));
  std::string other = id.hex();
  other.back() = other.back() == '0' ? '1' : '0';
  EXPECT_TRUE(absl::IsNotFound(Find(other).status())) << "a digit beyond those that the index holds";
}

TEST_F(CollectTest, ARecordIsResolvedByNameOrLabelFolded) {
  EXPECT_EQ(*Find("Ménaka"), casebook_.id("menaka"));
  EXPECT_EQ(*Find("MENAKA"), casebook_.id("menaka"));
  EXPECT_EQ(*Find("ميناكا"), casebook_.id("menaka"));
  EXPECT_EQ(*Find("مِينَاكا"), casebook_.id("menaka")) << "harakat do not count";
  EXPECT_EQ(*Find("dispatch"), casebook_.id("dispatch"));
  EXPECT_EQ(*Find("Agence  Sahel"), casebook_.id("apa"));
  EXPECT_TRUE(absl::IsNotFound(Find("Agence").status()));
  EXPECT_TRUE(absl::IsNotFound(Find("").status()));
  EXPECT_TRUE(absl::IsNotFound(Find("dispatch", {v1::Header::source}).status()));
}

TEST_F(CollectTest, AReplacedRecordGivesWayToTheOneThatReplacesIt) {
  EXPECT_EQ(*Find("Talataye"), casebook_.id("talataye-2"));
  EXPECT_EQ(*Find(casebook_.id("talataye").hex()), casebook_.id("talataye")) << "by its id it is still found";
}

TEST_F(CollectTest, ASharedNameIsAmbiguousUnlessTheKindTells) {
  casebook_.Import(R"({"handle":"a","kind":"source","identity":{"kind":"outlet","names":[{"text":"Talataye"}]}}
{"handle":"b","kind":"source","identity":{"kind":"account","names":[{"text":"talataye"}]}})");
  view_ = casebook_.View();
  EXPECT_EQ(*Find("talataye", {v1::Header::entity}), casebook_.id("talataye-2"));
  const absl::Status both = Find("talataye", {v1::Header::source}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(both));
  EXPECT_THAT(std::string(both.message()),
              AllOf(HasSubstr(casebook_.id("a").brief()), HasSubstr(casebook_.id("b").brief()), HasSubstr("(source)"),
                    HasSubstr("give its id")));
}

TEST_F(CollectTest, ANameThatLooksLikeAnIdIsFoundAllTheSame) {
  casebook_.Import(R"({"handle":"f","kind":"entity","names":{"type":"place","names":[{"text":"facade"}]}})");
  view_ = casebook_.View();
  EXPECT_EQ(*Find("facade"), casebook_.id("f"));
}

TEST_F(CollectTest, RecordsAreFoundByIdAndPosition) {
  const Record record = *FindRecord(*view_, casebook_.id("sixty"));
  EXPECT_EQ(record.id, casebook_.id("sixty"));
  EXPECT_EQ(record.position, (Position{2, 1}));
  EXPECT_EQ(record.Get(v1::Slot::kQuantity).quantity().words(), "Some 60");
  EXPECT_EQ(ReadRecord(*view_, {2, 1})->id, record.id);
  EXPECT_TRUE(absl::IsNotFound(FindRecord(*view_, Sha256("absent")).status()));
  EXPECT_TRUE(absl::IsNotFound(ReadRecord(*view_, {999, 0}).status()));
  EXPECT_TRUE(absl::IsDataLoss(ReadRecord(*view_, {2, 100}).status()));
}

TEST_F(CollectTest, AllRecordsComeInOrder) {
  const RecordSet all = *CollectAll(*view_);
  EXPECT_EQ(all.records().size(), story_.records);
  EXPECT_TRUE(std::is_sorted(all.records().begin(), all.records().end(),
                             [](const Record& a, const Record& b) { return a.position < b.position; }));
}

TEST_F(CollectTest, RecordsOfAKindComeInOrder) {
  EXPECT_THAT(*RecordsOfKind(*view_, v1::Header::link), ElementsAre(Position{3, 0}, Position{5, 0}));
  EXPECT_THAT(*RecordsOfKind(*view_, v1::Header::rendition), testing::IsEmpty());
  const auto claims = *RecordsOfKind(*view_, v1::Header::claim);
  EXPECT_EQ(claims.size(), 134);
  EXPECT_TRUE(std::is_sorted(claims.begin(), claims.end()));
}

TEST_F(CollectTest, RecordsThatNameARecordAreFoundWhateverTheField) {
  // talataye: the claim's place, the record that replaces it.
  EXPECT_THAT(*RecordsNaming(*view_, casebook_.id("talataye")), ElementsAre(Position{2, 0}, Position{3, 2}));
  // menaka: talataye is part of it.
  EXPECT_THAT(*RecordsNaming(*view_, casebook_.id("menaka")),
              ElementsAre(FindRecord(*view_, casebook_.id("talataye"))->position));
  // fled: a judgement is about it.
  EXPECT_THAT(*RecordsNaming(*view_, casebook_.id("fled")), ElementsAre(Position{3, 1}));
  EXPECT_THAT(*RecordsNaming(*view_, Sha256("absent")), testing::IsEmpty());
}

std::vector<Position> PositionsOf(const RecordSet& set) {
  std::vector<Position> positions;
  for (const Record& r : set.records()) positions.push_back(r.position);
  return positions;
}

TEST_F(CollectTest, AClosureHoldsWhatARecordRestsOnAndWhatIsSaidOfIt) {
  const RecordSet set = *CollectClosure(*view_, {casebook_.id("sixty")});
  for (const char* inside : {"sixty", "apa", "weekly", "dispatch", "sixty-ar", "naba"}) {
    EXPECT_NE(set.Find(casebook_.id(inside)), nullptr) << inside;
  }
  for (const char* outside : {"dozens", "fled", "battle", "menaka", "radio", "table"}) {
    EXPECT_EQ(set.Find(casebook_.id(outside)), nullptr) << outside;
  }
  EXPECT_THAT(PositionsOf(set), testing::Contains(Position{3, 0})) << "the link from sixty to sixty-ar";
  EXPECT_THAT(PositionsOf(set), testing::Contains(Position{5, 0})) << "the link between the two captures";
  const std::vector<Position> positions = PositionsOf(set);
  EXPECT_TRUE(std::is_sorted(positions.begin(), positions.end()));
}

TEST_F(CollectTest, AClosureFollowsReplacementsAndJudgements) {
  const RecordSet set = *CollectClosure(*view_, {casebook_.id("dozens"), casebook_.id("fled")});
  for (const char* inside : {"talataye", "talataye-2", "menaka", "battle", "officer", "radio"}) {
    EXPECT_NE(set.Find(casebook_.id(inside)), nullptr) << inside;
  }
  EXPECT_THAT(PositionsOf(set), testing::Contains(Position{3, 1})) << "the judgement about fled";
  EXPECT_EQ(set.Find(casebook_.id("table")), nullptr);
  EXPECT_NE(set.Find(casebook_.id("sixty")), nullptr) << "the agency, a source of dozens, asserts a link from it";
}

TEST_F(CollectTest, AClosureOfWhatIsNotHereIsEmpty) {
  EXPECT_THAT(CollectClosure(*view_, {Sha256("absent")})->records(), testing::IsEmpty());
  EXPECT_THAT(CollectClosure(*view_, {})->records(), testing::IsEmpty());
}

TEST_F(CollectTest, TheLastSubmissionOfAnAuthorIsItsChainsEnd) {
  const auto id_at = [this](uint64_t index) { return OpenUnverified(*view_->ReadSubmission(index), index)->id; };
  EXPECT_EQ(**LastSubmissionOf(*view_, casebook_.key('a').public_key().id()), id_at(6));
  EXPECT_EQ(**LastSubmissionOf(*view_, casebook_.key('b').public_key().id()), id_at(8));
  EXPECT_EQ(*LastSubmissionOf(*view_, casebook_.key('x').public_key().id()), std::nullopt);
}

TEST_F(CollectTest, SearchFindsByFoldedWordsInLogOrder) {
  const auto found = [this](const std::vector<std::string>& words) {
    std::vector<Digest> ids;
    const auto query = ParseTextQuery(words);
    EXPECT_TRUE(query.ok()) << query.status();
    const auto records = SearchRecords(*view_, *query);
    EXPECT_TRUE(records.ok()) << records.status();
    for (const Record& r : *records) ids.push_back(r.id);
    return ids;
  };
  EXPECT_THAT(found({"menaka"}), ElementsAre(casebook_.id("menaka")));
  EXPECT_THAT(found({"60", "killed"}), ElementsAre(casebook_.id("sixty"), casebook_.id("sixty-ar")));
  EXPECT_THAT(found({"مقاتلا"}), ElementsAre(casebook_.id("sixty-ar")));
  EXPECT_THAT(found({"VILLAGE 129"}), testing::SizeIs(1));
  EXPECT_THAT(found({"nowhere"}), testing::IsEmpty());
  EXPECT_EQ(found({"village"}).size(), 130);
}

}  // namespace
}  // namespace tallystick

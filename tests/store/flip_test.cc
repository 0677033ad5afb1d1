// One byte of what a casebook keeps is changed; a check (or opening it) must notice, and say which part it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/sign/timestamp.h"
#include "store/files.h"
#include "store/sqlite/sqlite_snapshot.h"
#include "tests/core/sign/time_authority.h"
#include "tests/core/sign/keys.h"
#include "tests/store/raw_database.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

constexpr int kFlipsPerColumn = 80;
constexpr int kFlipsOfSlots = 320;  // the column that holds nearly everything
constexpr int kFlipsOfRows = 60;

struct Table {
  std::string name;
  std::vector<std::string> key, rest;

  std::vector<std::string> columns() const {
    std::vector<std::string> all = key;
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }
};

const Table kSettings{"settings", {"name"}, {"value", "digest"}};
const Table kSubmissions{"submissions", {"idx"}, {"head", "about", "signature"}};
const Table kRecords{"records", {"submission", "number"}, {"slots"}};
const Table kNodes{"nodes", {"level", "idx"}, {"hash"}};
const Table kCheckpoints{"checkpoints", {"size"}, {"note", "digest"}};
const Table kTokens{"tokens", {"size", "digest"}, {"token"}};
const Table kRows{"rows", {"name", "key"}, {"value"}};

std::string Where(const std::vector<std::string>& key, size_t first) {
  std::vector<std::string> terms;
  for (size_t i = 0; i < key.size(); ++i) terms.push_back(absl::StrCat(key[i], " = ?", first + i));
  return absl::StrJoin(terms, " AND ");
}

class FlipTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new ScratchFolder;
    casebook_ = new TestCasebook(folder_->path());
    RecordStory(casebook_);
    AddTokens();
    const auto view = casebook_->View();
    ASSERT_TRUE(view->ScanSubmissions(0, view->size(),
                                      [](uint64_t index, const StoredSubmission& stored) {
                                        opened_->push_back(*OpenUnverified(stored, index));
                                        return absl::OkStatus();
                                      })
                    .ok());
    // The newest checkpoint has the line of a witness: no key here vouches for it, so its digest must.
    Note newest = *ParseNoteUnverified(*LatestCheckpoint(*view));
    const NoteKey witness = TestNoteKey("witness.example", 'w', SignatureType::kCosignatureV1);
    const NoteSignature line = *Cosign(newest.text, 1000, witness, TestKey('w'));
    ASSERT_TRUE(casebook_->store().AddCosignatures(view->size(), {line}).ok());
    seed_ = std::random_device{}();
  }
  // Two authorities over the first checkpoints.
  static void AddTokens() {
    const TimeAuthority first, second;
    std::vector<std::pair<uint64_t, std::string>> texts;
    ASSERT_TRUE(casebook_->View()
                    ->ScanCheckpoints([&texts](uint64_t size, const std::string& note) {
                      texts.emplace_back(size, ParseNoteUnverified(note)->text);
                      return absl::OkStatus();
                    })
                    .ok());
    texts.resize(3);
    for (const auto& [size, text] : texts) {
      for (const TimeAuthority* authority : {&first, &second}) {
        const std::string reply = authority->Reply(*MakeTimestampRequest(text, "12345678"), 1592222400);
        ASSERT_TRUE(casebook_->store().AddToken(size, ReadTimestampReplyUnverified(reply)->token).ok());
      }
    }
  }

  static void TearDownTestSuite() {
    delete casebook_;
    delete folder_;
    opened_->clear();
  }

  void SetUp() override {
    std::cout << "seed " << seed_ << "\n";
    random_.seed(seed_);
    raw_.emplace(casebook_->database());
    ASSERT_THAT(Check(), testing::IsEmpty()) << "not clean to begin with";
  }
  void TearDown() override { EXPECT_THAT(Check(), testing::IsEmpty()) << "a flip was not taken back"; }

  size_t Pick(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }

  // What opening and checking the casebook finds, a line each.
  std::vector<std::string> Check() {
    const auto opened = Casebook::Open(folder_->path());
    if (!opened.ok()) {
      EXPECT_TRUE(absl::IsDataLoss(opened.status())) << opened.status();
      return {std::string(opened.status().message())};
    }
    const auto view = opened->store().OpenSnapshot();
    EXPECT_TRUE(view.ok()) << view.status();
    const auto report = CheckCasebook(**view, opened->captures(), opened->identity(), casebook_->last_seen().note());
    EXPECT_TRUE(report.ok()) << report.status();
    if (!report.ok()) return {};
    not_checked_ = report->not_checked;
    std::vector<std::string> found;
    for (const CheckProblem& problem : report->problems)
      found.push_back(absl::StrCat(problem.where, ": ", problem.what));
    return found;
  }

  // The same cell with one byte changed; an integer counts as its 8 bytes. `*offset` gets the place.
  Cell Flipped(Cell cell, size_t* offset) {
    const uint8_t mask = static_cast<uint8_t>(1 + Pick(255));
    if (cell.kind == Cell::Kind::kInteger) {
      *offset = Pick(8);
      cell.integer =
          static_cast<int64_t>(static_cast<uint64_t>(cell.integer) ^ static_cast<uint64_t>(mask) << 8 * *offset);
    } else {
      *offset = Pick(cell.bytes.size());
      cell.bytes[*offset] = static_cast<char>(static_cast<uint8_t>(cell.bytes[*offset]) ^ mask);
    }
    return cell;
  }

  // Flips single bytes of `column` in rows taken by chance and calls `judge(row as it was, row as it is, offset,
  // found)`.
  template <typename Judge>
  void FlipColumn(const Table& table, const std::string& column, int times, const Judge& judge) {
    const std::vector<std::string> columns = table.columns();
    const size_t at = std::find(columns.begin(), columns.end(), column) - columns.begin();
    const auto rows = raw_->Query(absl::StrCat("SELECT ", absl::StrJoin(columns, ","), " FROM ", table.name));
    for (int done = 0, tried = 0; done < times; ++tried) {
      ASSERT_LT(tried, 20 * times) << "hardly a flip that the schema takes";
      const std::vector<Cell>& was = rows[Pick(rows.size())];
      if (was[at].kind != Cell::Kind::kInteger && was[at].bytes.empty()) continue;
      std::vector<Cell> is = was;
      size_t offset;
      is[at] = Flipped(was[at], &offset);
      std::vector<Cell> bound = {is[at]};
      bound.insert(bound.end(), was.begin(), was.begin() + static_cast<int64_t>(table.key.size()));
      const std::string change =
          absl::StrCat("UPDATE ", table.name, " SET ", column, " = ?1 WHERE ", Where(table.key, 2));
      if (!raw_->TryRun(change, bound)) continue;  // lands on another row's key
      ++done;
      SCOPED_TRACE(absl::StrCat(table.name, ".", column, " byte ", offset, ", row ", Shown(was[0]),
                                table.key.size() > 1 ? Shown(was[1]) : "", " now ", Shown(is[at])));
      judge(was, is, offset, Check());
      bound = {was[at]};
      bound.insert(bound.end(), is.begin(), is.begin() + static_cast<int64_t>(table.key.size()));
      raw_->Run(change, bound);
    }
  }

  static std::string Shown(const Cell& cell) {
    return cell.kind == Cell::Kind::kInteger ? absl::StrCat(cell.integer, " ")
                                             : testing::PrintToString(cell.bytes.substr(0, 60));
  }

  // Every line of `found`, and there is one, begins with `place`: nothing else is accused.
  static void ExpectOnly(const std::string& place, const std::vector<std::string>& found) {
    EXPECT_THAT(found, testing::Not(testing::IsEmpty())) << "unnoticed; expected " << place;
    EXPECT_THAT(found, testing::Each(testing::StartsWith(place)));
  }
  // Some line begins with it: the row's own place. Where the row went, there may be others.
  static void ExpectAmong(const std::string& place, const std::vector<std::string>& found) {
    EXPECT_THAT(found, testing::Contains(testing::StartsWith(place)));
  }

  static std::string NameOf(const std::vector<Cell>& record) {
    return absl::StrCat("submission ", record[0].integer, ", record ", record[1].integer);
  }
  static const Record& RecordOf(const std::vector<Cell>& row) {
    return (*opened_)[row[0].integer].records[row[1].integer];
  }

  static ScratchFolder* folder_;
  static TestCasebook* casebook_;
  static std::vector<OpenedSubmission>* opened_;
  static uint32_t seed_;
  std::mt19937_64 random_;
  std::optional<RawDatabase> raw_;
  std::vector<std::string> not_checked_;
};

ScratchFolder* FlipTest::folder_;
TestCasebook* FlipTest::casebook_;
std::vector<OpenedSubmission>* FlipTest::opened_ = new std::vector<OpenedSubmission>;
uint32_t FlipTest::seed_;

TEST_F(FlipTest, OfSettingsIsNoticedOnOpening) {
  for (const std::string& column : kSettings.columns()) {
    FlipColumn(kSettings, column, kFlipsPerColumn, [](const auto& was, const auto&, size_t, const auto& found) {
      ExpectOnly(absl::StrCat("setting \"", was[0].bytes, "\": "), found);
    });
  }
}

TEST_F(FlipTest, OfASubmissionsIndexNamesTheSubmission) {
  FlipColumn(kSubmissions, "idx", kFlipsPerColumn, [](const auto& was, const auto&, size_t, const auto& found) {
    ExpectAmong(absl::StrCat("submission ", was[0].integer, ": "), found);
  });
}

TEST_F(FlipTest, OfASubmissionsPartsNamesThePart) {
  const std::map<std::string, std::string> parts = {
      {"head", ", its head: "}, {"about", ", about.json: "}, {"signature", ", signature: "}};
  for (const auto& [column, part] : parts) {
    FlipColumn(kSubmissions, column, kFlipsPerColumn,
               [&part = part](const auto& was, const auto&, size_t, const auto& found) {
                 ExpectOnly(absl::StrCat("submission ", was[0].integer, part), found);
               });
  }
}

TEST_F(FlipTest, OfARecordsSlotsNamesRecordAndSlot) {
  std::set<std::string> slots;
  FlipColumn(kRecords, "slots", kFlipsOfSlots,
             [&slots](const auto& was, const auto&, size_t offset, const auto& found) {
               const std::string& text = was[2].bytes;
               const Record& record = RecordOf(was);
               const auto line =
                   static_cast<size_t>(std::count(text.begin(), text.begin() + static_cast<int64_t>(offset), '\n'));
               const std::string slot(SlotName(SlotsOf(record.kind())[line]));
               slots.insert(slot);
               ExpectOnly(absl::StrCat(NameOf(was), " (", record.id.brief(), "), slot ", slot, ": "), found);
             });
  EXPECT_GT(slots.size(), 6) << "the sample should reach most slots";
}

// Every record and every slot once: the random sample sees mostly claims.
TEST_F(FlipTest, OfEachSlotOfEveryKindOfRecord) {
  const auto rows = raw_->Query("SELECT submission, number, slots FROM records WHERE number < 12");
  for (const std::vector<Cell>& was : rows) {
    const Record& record = RecordOf(was);
    size_t begin = 0;
    for (const SlotCase which : SlotsOf(record.kind())) {
      const size_t end = was[2].bytes.find('\n', begin) + 1;
      std::string text = was[2].bytes;
      const size_t offset = begin + Pick(end - begin);
      text[offset] = static_cast<char>(text[offset] ^ (1 + Pick(255)));
      SCOPED_TRACE(absl::StrCat(NameOf(was), " byte ", offset));
      raw_->Run("UPDATE records SET slots = ?1 WHERE submission = ?2 AND number = ?3",
                {Cell::Text(text), was[0], was[1]});
      ExpectOnly(absl::StrCat(NameOf(was), " (", record.id.brief(), "), slot ", SlotName(which), ": "), Check());
      raw_->Run("UPDATE records SET slots = ?1 WHERE submission = ?2 AND number = ?3", {was[2], was[0], was[1]});
      begin = end;
    }
  }
}

TEST_F(FlipTest, OfARecordsPlaceNamesTheRecord) {
  for (const char* column : {"submission", "number"}) {
    FlipColumn(kRecords, column, kFlipsPerColumn,
               [](const auto& was, const auto&, size_t, const auto& found) { ExpectAmong(NameOf(was), found); });
  }
}

TEST_F(FlipTest, OfATreeNodeNamesTheNode) {
  for (const std::string& column : kNodes.columns()) {
    FlipColumn(kNodes, column, kFlipsPerColumn, [](const auto& was, const auto&, size_t, const auto& found) {
      ExpectOnly(absl::StrCat("tree node ", was[0].integer, "/", was[1].integer, ": "), found);
    });
  }
}

TEST_F(FlipTest, OfACheckpointNamesTheCheckpoint) {
  for (const std::string& column : kCheckpoints.columns()) {
    FlipColumn(kCheckpoints, column, kFlipsPerColumn, [](const auto&, const auto& is, size_t, const auto& found) {
      // By the size it stands at: which one it was is not said when the size itself was changed.
      ExpectOnly(absl::StrCat("checkpoint of size ", is[0].integer, ": "), found);
    });
  }
}

TEST_F(FlipTest, OfACosignatureNamesTheCheckpointAtEveryByte) {
  const auto rows = raw_->Query("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1");
  const std::string was = rows[0][1].bytes;
  const size_t begin = was.find("\xe2\x80\x94 witness.example ");
  ASSERT_NE(begin, std::string::npos);
  for (size_t at = begin; at < was.size(); at += 3) {
    std::string is = was;
    is[at] = is[at] == 'A' ? 'B' : 'A';
    SCOPED_TRACE(at);
    raw_->Run("UPDATE checkpoints SET note = ?1 WHERE size = ?2", {Cell::Text(is), rows[0][0]});
    ExpectOnly(absl::StrCat("checkpoint of size ", rows[0][0].integer, ": "), Check());
    // Adding another line must not bless what is damaged.
    EXPECT_TRUE(absl::IsDataLoss(casebook_->store().AddCosignatures(static_cast<uint64_t>(rows[0][0].integer), {})));
  }
  raw_->Run("UPDATE checkpoints SET note = ?1 WHERE size = ?2", {Cell::Text(was), rows[0][0]});
}

TEST_F(FlipTest, OfATokenNamesTheTokensSize) {
  for (const std::string& column : kTokens.columns()) {
    FlipColumn(kTokens, column, kFlipsPerColumn, [](const auto&, const auto& is, size_t, const auto& found) {
      ExpectOnly(absl::StrCat("token of size ", is[0].integer, ": "), found);
    });
  }
}

// A row that fits its own digest, as one made by hand would.
TEST_F(FlipTest, OfATokenWithItsDigestMadeAnewIsNoticedToo) {
  const auto rows = raw_->Query("SELECT size, digest, token FROM tokens");
  for (int i = 0; i < kFlipsPerColumn; ++i) {
    const std::vector<Cell>& was = rows[Pick(rows.size())];
    size_t offset;
    const Cell is = Flipped(was[2], &offset);
    SCOPED_TRACE(absl::StrCat("byte ", offset));
    const std::string digest = RowDigest(absl::StrCat(was[0].integer), is.bytes);
    raw_->Run("UPDATE tokens SET token = ?1, digest = ?2 WHERE size = ?3 AND digest = ?4",
              {is, Cell::Blob(digest), was[0], was[1]});
    const std::vector<std::string> found = Check();
    // Numbers and names of algorithms that nobody signed may change without changing what the token proves.
    if (!found.empty()) ExpectOnly(absl::StrCat("token of size ", was[0].integer, ": "), found);
    const absl::StatusOr<Timestamp> read = ReadTimestampReplyUnverified(is.bytes);
    const Timestamp good = *ReadTimestampReplyUnverified(was[2].bytes);
    if (found.empty()) {
      ASSERT_TRUE(read.ok());
      EXPECT_EQ(read->time, good.time);
      EXPECT_EQ(read->imprint, good.imprint);
    }
    raw_->Run("UPDATE tokens SET token = ?1, digest = ?2 WHERE size = ?3 AND digest = ?4",
              {was[2], was[1], was[0], Cell::Blob(digest)});
  }
  // Under another size: of another checkpoint, and of none.
  for (const auto& [size, what] : {std::pair<int64_t, std::string>(1, "it is for another text"),
                                   std::pair<int64_t, std::string>(1000, "there is no checkpoint of that size")}) {
    const std::vector<Cell>& was = rows.back();
    ASSERT_NE(was[0].integer, size);
    const std::string digest = RowDigest(absl::StrCat(size), was[2].bytes);
    raw_->Run("UPDATE tokens SET size = ?1, digest = ?2 WHERE size = ?3 AND digest = ?4",
              {Cell::Of(size), Cell::Blob(digest), was[0], was[1]});
    EXPECT_THAT(Check(), testing::ElementsAre(absl::StrCat("token of size ", size, ": ", what)));
    raw_->Run("UPDATE tokens SET size = ?1, digest = ?2 WHERE size = ?3 AND digest = ?4",
              {was[0], was[1], Cell::Of(size), Cell::Blob(digest)});
  }
}

TEST_F(FlipTest, OfACaptureNamesTheFile) {
  for (int i = 0; i < kFlipsPerColumn; ++i) {
    std::vector<const Record*> captures;
    for (const OpenedSubmission& submission : *opened_) {
      for (const Record& r : submission.records) {
        if (r.kind() == v1::Header::capture) captures.push_back(&r);
      }
    }
    const Record& capture = *captures[Pick(captures.size())];
    const Digest digest = *Digest::FromHex(capture.Get(v1::Slot::kContent).content().sha256());
    const std::string path = casebook_->CapturePath(digest);
    const std::string was = *ReadFile(path);
    size_t offset;
    const std::string is = Flipped(Cell::Blob(was), &offset).bytes;
    SCOPED_TRACE(absl::StrCat(path, " byte ", offset));
    ASSERT_TRUE(WriteFileDurably(path, is, 0400, true).ok());
    ExpectOnly(absl::StrCat("submission ", capture.position.submission, ", record ", capture.position.number,
                            " (capture ", capture.id.brief(), "), captured file ", digest.brief(), ": "),
               Check());
    ASSERT_TRUE(WriteFileDurably(path, was, 0400, true).ok());
  }
}

TEST_F(FlipTest, OfADerivedRowNamesTheTableAndARebuildMendsIt) {
  for (const std::string& column : kRows.columns()) {
    FlipColumn(kRows, column, kFlipsOfRows, [this](const auto& was, const auto&, size_t, const auto& found) {
      if (was[0].bytes == "version") {
        EXPECT_THAT(not_checked_, testing::Contains(testing::HasSubstr("stale")));
      } else {
        ExpectAmong(absl::StrCat("derived table \"", was[0].bytes, "\": "), found);
        EXPECT_THAT(found, testing::Each(testing::StartsWith("derived table ")));
      }
    });
  }
  // And once for good.
  raw_->Run("UPDATE rows SET value = CAST('x' AS BLOB) WHERE name = 'claims'");
  raw_->Run("DELETE FROM rows WHERE name = 'version'");
  EXPECT_TRUE(RebuildDerived(&casebook_->store(), casebook_->identity()).ok());
}

}  // namespace
}  // namespace tallystick

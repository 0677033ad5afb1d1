// What every Store shows (store/store.h), whatever is behind it. A backend's test makes instances of this suite.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "store/store.h"
#include "tests/core/sign/keys.h"
#include "tests/store/plain_submission.h"
#include "tests/store/scratch_folder.h"

namespace tallystick {

struct Backend {
  std::string name;
  std::function<std::unique_ptr<Store>(const std::string& folder)> create;  // an empty store
};

class StoreSuite : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    store_ = GetParam().create(folder_.path());
    ASSERT_NE(store_, nullptr);
  }

  std::unique_ptr<Snapshot> View() const {
    absl::StatusOr<std::unique_ptr<Snapshot>> view = store_->OpenSnapshot();
    EXPECT_TRUE(view.ok()) << view.status();
    return view.ok() ? *std::move(view) : nullptr;
  }

  void AppendPlain(uint64_t at, int records = 2) {
    Batch batch;
    batch.submissions = {PlainSubmission(static_cast<int>(at), records)};
    ASSERT_TRUE(store_->Append(at, batch, Accept).ok());
  }

  static std::vector<std::pair<std::string, std::string>> Rows(const Snapshot& view, absl::string_view table,
                                                               absl::string_view begin = "",
                                                               absl::string_view end = "") {
    std::vector<std::pair<std::string, std::string>> rows;
    const auto scanned = view.ScanRows(table, begin, end, [&rows](absl::string_view key, absl::string_view value) {
      rows.emplace_back(key, value);
      return true;
    });
    EXPECT_TRUE(scanned.ok()) << scanned;
    return rows;
  }

  static std::vector<std::string> Keys(const Snapshot& view, absl::string_view table, absl::string_view begin,
                                       absl::string_view end) {
    std::vector<std::string> keys;
    for (auto& [key, value] : Rows(view, table, begin, end)) keys.push_back(key);
    return keys;
  }

  static std::vector<std::pair<uint64_t, std::string>> Notes(const Snapshot& view) {
    std::vector<std::pair<uint64_t, std::string>> notes;
    const auto scanned = view.ScanCheckpoints([&notes](uint64_t size, const std::string& note) {
      notes.emplace_back(size, note);
      return absl::OkStatus();
    });
    EXPECT_TRUE(scanned.ok()) << scanned;
    return notes;
  }

  static std::vector<std::pair<uint64_t, std::string>> Tokens(const Snapshot& view) {
    std::vector<std::pair<uint64_t, std::string>> tokens;
    const auto scanned = view.ScanTokens([&tokens](uint64_t size, const std::string& token) {
      tokens.emplace_back(size, token);
      return absl::OkStatus();
    });
    EXPECT_TRUE(scanned.ok()) << scanned;
    return tokens;
  }

  ScratchFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreSuite, ANewStoreHoldsNothing) {
  const auto view = View();
  EXPECT_EQ(view->size(), 0);
  EXPECT_EQ(*view->CountNodes(), 0);
  EXPECT_TRUE(absl::IsNotFound(view->ReadSubmission(0).status()));
  EXPECT_TRUE(absl::IsNotFound(view->ReadNode({0, 0}).status()));
  EXPECT_TRUE(absl::IsNotFound(view->ReadSetting("origin").status()));
  EXPECT_THAT(*view->TableNames(), testing::IsEmpty());
  EXPECT_THAT(Notes(*view), testing::IsEmpty());
  EXPECT_THAT(view->SelfCheck(), testing::IsEmpty());
}

TEST_P(StoreSuite, WhatIsAppendedIsReadBackByteForByte) {
  Batch batch;
  for (int i = 0; i < 3; ++i) batch.submissions.push_back(PlainSubmission(i, 1 + 40 * i));
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  AppendPlain(3);
  const auto view = View();
  ASSERT_EQ(view->size(), 4);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(AsText(*view->ReadSubmission(i)), AsText(batch.submissions[i])) << i;
  EXPECT_EQ(AsText(*view->ReadSubmission(3)), AsText(PlainSubmission(3)));
  const StoredSubmission read = *view->ReadSubmission(2);
  EXPECT_EQ(read.records[80][0].digest, Sha256(read.records[80][0].file));
  EXPECT_FALSE(read.records[80][1].shown());
  EXPECT_THAT(view->SelfCheck(), testing::IsEmpty());
}

TEST_P(StoreSuite, AScanGivesItsRangeInOrder) {
  for (uint64_t i = 0; i < 5; ++i) AppendPlain(i);
  std::string seen;
  const auto scan = [&](uint64_t begin, uint64_t end) {
    seen.clear();
    return View()->ScanSubmissions(begin, end, [&seen](uint64_t index, StoredSubmission s) {
      EXPECT_EQ(AsText(s), AsText(PlainSubmission(static_cast<int>(index))));
      absl::StrAppend(&seen, index, " ");
      return absl::OkStatus();
    });
  };
  EXPECT_TRUE(scan(0, 5).ok());
  EXPECT_EQ(seen, "0 1 2 3 4 ");
  EXPECT_TRUE(scan(1, 3).ok());
  EXPECT_EQ(seen, "1 2 ");
  EXPECT_TRUE(scan(2, 2).ok());
  EXPECT_EQ(seen, "");
  EXPECT_TRUE(absl::IsDataLoss(scan(3, 6)));
  EXPECT_EQ(seen, "3 4 ");
}

TEST_P(StoreSuite, AScanStopsAtTheVisitorsError) {
  for (uint64_t i = 0; i < 3; ++i) AppendPlain(i);
  uint64_t last = 99;
  const absl::Status scanned = View()->ScanSubmissions(0, 3, [&last](uint64_t index, StoredSubmission) {
    last = index;
    return index == 1 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(scanned, absl::CancelledError("enough"));
  EXPECT_EQ(last, 1);
}

TEST_P(StoreSuite, AStaleSizeIsAbortedAndNothingIsWritten) {
  AppendPlain(0);
  Batch batch;
  batch.submissions = {PlainSubmission(7)};
  batch.nodes = {{{0, 7}, Sha256("node")}};
  batch.rows = {{"names", "key", "value"}};
  for (const uint64_t wrong : {0, 2, 1000}) {
    EXPECT_TRUE(absl::IsAborted(store_->Append(wrong, batch, Accept))) << wrong;
  }
  const auto view = View();
  EXPECT_EQ(view->size(), 1);
  EXPECT_EQ(*view->CountNodes(), 0);
  EXPECT_THAT(*view->TableNames(), testing::IsEmpty());
}

TEST_P(StoreSuite, AnErrorOfTheVerifierUndoesEverything) {
  AppendPlain(0);
  Batch batch;
  batch.submissions = {PlainSubmission(1)};
  batch.nodes = {{{0, 1}, Sha256("node")}};
  batch.rows = {{"names", "key", "value"}};
  bool asked = false;
  const absl::Status appended = store_->Append(1, batch, [&](const Snapshot& stored) -> absl::Status {
    asked = true;
    EXPECT_EQ(stored.size(), 2);
    EXPECT_EQ(AsText(*stored.ReadSubmission(1)), AsText(PlainSubmission(1)));
    EXPECT_EQ(*stored.ReadNode({0, 1}), Sha256("node"));
    EXPECT_THAT(Rows(stored, "names"), testing::ElementsAre(testing::Pair("key", "value")));
    EXPECT_EQ(View()->size(), 1) << "others must not see what may still be undone";
    return absl::DataLossError("a flipped bit");
  });
  EXPECT_TRUE(asked);
  EXPECT_EQ(appended, absl::DataLossError("a flipped bit"));
  const auto view = View();
  EXPECT_EQ(view->size(), 1);
  EXPECT_EQ(*view->CountNodes(), 0);
  EXPECT_THAT(*view->TableNames(), testing::IsEmpty());
  // Afterwards the same goes in.
  EXPECT_TRUE(store_->Append(1, batch, Accept).ok());
  EXPECT_EQ(View()->size(), 2);
}

TEST_P(StoreSuite, NodesAreFoundByAddress) {
  Batch batch;
  for (uint64_t i = 0; i < 4; ++i) batch.nodes.push_back({{static_cast<int>(i % 2), i}, Sha256(absl::StrCat(i))});
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  const auto view = View();
  EXPECT_EQ(*view->CountNodes(), 4);
  EXPECT_EQ(*view->ReadNode({1, 3}), Sha256("3"));
  EXPECT_EQ(*view->ReadNode({0, 2}), Sha256("2"));
  EXPECT_TRUE(absl::IsNotFound(view->ReadNode({0, 3}).status()));
}

TEST_P(StoreSuite, AScanOfNodesGivesItsLevelAndRangeInOrder) {
  Batch batch;
  for (const uint64_t i : {4, 0, 3, 1}) batch.nodes.push_back({{0, i}, Sha256(absl::StrCat(i))});
  batch.nodes.push_back({{1, 1}, Sha256("above")});
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  std::vector<std::pair<uint64_t, Digest>> seen;
  ASSERT_TRUE(View()->ScanNodes(0, 1, 4, [&seen](uint64_t i, const Digest& hash) { seen.push_back({i, hash}); }).ok());
  EXPECT_EQ(seen, (std::vector<std::pair<uint64_t, Digest>>{{1, Sha256("1")}, {3, Sha256("3")}}));
}

TEST_P(StoreSuite, ACheckpointIsWrittenOnce) {
  for (uint64_t i = 0; i < 3; ++i) AppendPlain(i);
  EXPECT_TRUE(store_->AddCheckpoint(3, "three\n", Durability::kNow).ok());
  EXPECT_TRUE(store_->AddCheckpoint(1, "one\n", Durability::kNow).ok());
  EXPECT_TRUE(store_->AddCheckpoint(3, "three\n", Durability::kNow).ok()) << "the same again is no error";
  EXPECT_TRUE(absl::IsAlreadyExists(store_->AddCheckpoint(3, "another three\n", Durability::kNow)));
  EXPECT_EQ(*View()->ReadCheckpoint(3), "three\n");
  EXPECT_TRUE(absl::IsNotFound(View()->ReadCheckpoint(2).status()));
  EXPECT_TRUE(store_->Flush().ok());
  EXPECT_TRUE(absl::IsAlreadyExists(store_->AddCheckpoint(3, "three", Durability::kNow)));
  EXPECT_THAT(Notes(*View()), testing::ElementsAre(testing::Pair(1, "one\n"), testing::Pair(3, "three\n")));
}

TEST_P(StoreSuite, CosignaturesAreAddedAndNothingElseChanges) {
  AppendPlain(0);
  const std::string text = "log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  const Note bare{text, {*SignNote(text, TestNoteKey("log.example", 'l'), TestKey('l'))}};
  ASSERT_TRUE(store_->AddCheckpoint(1, FormatNote(bare), Durability::kNow).ok());
  const auto line = [&text](char key, uint64_t time) {
    return *Cosign(text, time, TestNoteKey("w.example", key, SignatureType::kCosignatureV1), TestKey(key));
  };
  const NoteSignature a = line('a', 10), a_earlier = line('a', 5), b = line('b', 20);
  ASSERT_TRUE(store_->AddCosignatures(1, {}).ok());
  EXPECT_THAT(Notes(*View()), testing::ElementsAre(testing::Pair(1, FormatNote(bare))));
  ASSERT_TRUE(store_->AddCosignatures(1, {a}).ok());
  ASSERT_TRUE(store_->AddCosignatures(1, {b, a_earlier, b, a}).ok()) << "of one key the first that was stored stays";
  const std::string cosigned = FormatNote({text, {bare.signatures[0], a, b}});
  EXPECT_THAT(Notes(*View()), testing::ElementsAre(testing::Pair(1, cosigned)));
  EXPECT_THAT(View()->SelfCheck(), testing::IsEmpty());

  // The log may repeat its checkpoint; a note of another text or log line is still another one.
  EXPECT_TRUE(store_->AddCheckpoint(1, FormatNote(bare), Durability::kNow).ok());
  EXPECT_TRUE(store_->AddCheckpoint(1, cosigned, Durability::kNow).ok());
  const Note other{text, {*SignNote(text, TestNoteKey("log.example", 'x'), TestKey('x'))}};
  EXPECT_TRUE(absl::IsAlreadyExists(store_->AddCheckpoint(1, FormatNote(other), Durability::kNow)));
  EXPECT_TRUE(absl::IsAlreadyExists(store_->AddCheckpoint(1, text, Durability::kNow)));
  EXPECT_THAT(Notes(*View()), testing::ElementsAre(testing::Pair(1, cosigned)));

  EXPECT_TRUE(absl::IsNotFound(store_->AddCosignatures(2, {a})));
  std::vector<NoteSignature> many;
  for (size_t i = 0; i < kMaxNoteSignatures; ++i) {
    many.push_back(*Cosign(text, 1, TestNoteKey(absl::StrCat("w", i), 'm', SignatureType::kCosignatureV1), TestKey('m')));
  }
  EXPECT_TRUE(absl::IsResourceExhausted(store_->AddCosignatures(1, many)));
  EXPECT_THAT(Notes(*View()), testing::ElementsAre(testing::Pair(1, cosigned)));
}

TEST_P(StoreSuite, TokensOfOneSizeStandSideBySide) {
  const std::string bytes("\0\xff\0", 3);
  EXPECT_THAT(Tokens(*View()), testing::IsEmpty());
  EXPECT_TRUE(store_->AddToken(7, "b").ok());
  EXPECT_TRUE(store_->AddToken(7, "a").ok());
  EXPECT_TRUE(store_->AddToken(3, bytes).ok());
  const auto before = View();
  EXPECT_TRUE(store_->AddToken(7, "b").ok()) << "the same again is no error";
  EXPECT_TRUE(store_->AddToken(9, "b").ok());
  EXPECT_THAT(Tokens(*View()), testing::ElementsAre(testing::Pair(3, bytes), testing::Pair(7, "a"),
                                                    testing::Pair(7, "b"), testing::Pair(9, "b")));
  EXPECT_EQ(Tokens(*before).size(), 3);
}

TEST_P(StoreSuite, AScanOfTokensStopsAtTheVisitorsError) {
  EXPECT_TRUE(store_->AddToken(1, "a").ok());
  EXPECT_TRUE(store_->AddToken(2, "b").ok());
  int seen = 0;
  const absl::Status scanned = View()->ScanTokens([&seen](uint64_t, const std::string&) {
    ++seen;
    return absl::CancelledError("enough");
  });
  EXPECT_EQ(scanned, absl::CancelledError("enough"));
  EXPECT_EQ(seen, 1);
}

TEST_P(StoreSuite, SettingsAreWrittenOnceAndTogether) {
  const std::string bytes("\0\xff\0", 3);
  EXPECT_TRUE(store_->AddSettings({{"origin", "a.example"}, {"secret", bytes}, {"empty", ""}}).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(store_->AddSettings({{"new", "x"}, {"origin", "b.example"}})));
  EXPECT_TRUE(absl::IsAlreadyExists(store_->AddSettings({{"origin", "a.example"}})));
  const auto view = View();
  EXPECT_EQ(*view->ReadSetting("origin"), "a.example");
  EXPECT_EQ(*view->ReadSetting("secret"), bytes);
  EXPECT_EQ(*view->ReadSetting("empty"), "");
  EXPECT_TRUE(absl::IsNotFound(view->ReadSetting("new").status()));
}

TEST_P(StoreSuite, RowsAreScannedInByteOrder) {
  const std::string nul("\0", 1), ff("\xff"), ffff("\xff\xff");
  const std::vector<std::string> ordered = {
      "", nul, nul + nul, nul + ff, "A", "a", "a" + nul, "a" + ff, "a" + ff + "b", "b", "\xc3\xa9", ff, ff + nul, ffff};
  Batch batch;
  for (auto key = ordered.rbegin(); key != ordered.rend(); ++key)
    batch.rows.push_back({"t", *key, absl::StrCat("v", *key)});
  batch.rows.push_back({"s", "b", "other table"});
  batch.rows.push_back({"u", "b", ""});
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  const auto view = View();
  EXPECT_EQ(Keys(*view, "t", "", ""), ordered);
  for (size_t i = 0; i < ordered.size(); ++i) {
    for (size_t j = i; j < ordered.size(); ++j) {
      if (ordered[j].empty()) continue;  // as an end it means: no end
      const std::vector<std::string> expected(ordered.begin() + i, ordered.begin() + j);
      EXPECT_EQ(Keys(*view, "t", ordered[i], ordered[j]), expected) << i << " to " << j;
    }
  }
  EXPECT_EQ(Keys(*view, "t", "a", PrefixEnd("a")),
            std::vector<std::string>({"a", "a" + nul, "a" + ff, "a" + ff + "b"}));
  EXPECT_EQ(Keys(*view, "t", ff, PrefixEnd(ff)), std::vector<std::string>({ff, ff + nul, ffff}));
  EXPECT_THAT(Rows(*view, "u"), testing::ElementsAre(testing::Pair("b", "")));
  EXPECT_THAT(Rows(*view, "absent"), testing::IsEmpty());
  EXPECT_THAT(*view->TableNames(), testing::ElementsAre("s", "t", "u"));
}

TEST_P(StoreSuite, AScanOfRowsEndsWhenTheVisitorHasEnough) {
  Batch batch;
  for (const char* key : {"a", "b", "c"}) batch.rows.push_back({"t", key, ""});
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  std::string seen;
  ASSERT_TRUE(View()
                  ->ScanRows("t", "", "",
                             [&seen](absl::string_view key, absl::string_view) {
                               absl::StrAppend(&seen, key);
                               return key != "b";
                             })
                  .ok());
  EXPECT_EQ(seen, "ab");
}

TEST_P(StoreSuite, AVisitorMayScanToo) {
  Batch batch;
  for (const char* key : {"a", "b", "c"}) batch.rows.push_back({"t", key, ""});
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  const auto view = View();
  for (const char* end : {"", "z"}) {
    std::string seen;
    ASSERT_TRUE(view->ScanRows("t", "", end,
                               [&](absl::string_view key, absl::string_view) {
                                 absl::StrAppend(&seen, key, ":");
                                 for (const auto& [inner, value] : Rows(*view, "t", key, end))
                                   absl::StrAppend(&seen, inner);
                                 return true;
                               })
                    .ok());
    EXPECT_EQ(seen, "a:abcb:bcc:c");
  }
}

TEST_P(StoreSuite, OneRecordIsReadWithoutTheOthers) {
  AppendPlain(0, 1);
  AppendPlain(1, 3);
  const auto view = View();
  const StoredSubmission whole = PlainSubmission(1, 3);
  for (int n = 0; n < 3; ++n) {
    const auto record = view->ReadRecord({1, n});
    ASSERT_TRUE(record.ok()) << record.status();
    EXPECT_EQ(record->head, whole.head);
    EXPECT_EQ(FormatSlotLines(record->slots), FormatSlotLines(whole.records[n]));
  }
  for (const Position& absent : {Position{1, 3}, Position{0, 1}, Position{2, 0}, Position{1, -1}}) {
    EXPECT_TRUE(absl::IsNotFound(view->ReadRecord(absent).status())) << absent.submission << "/" << absent.number;
  }
}

TEST_P(StoreSuite, RebuildingReplacesAllRows) {
  Batch batch;
  batch.rows = {{"old", "a", "1"}, {"kept", "a", "1"}};
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  ASSERT_TRUE(store_
                  ->RebuildRows([](const Store::PutRow& put) {
                    EXPECT_TRUE(put({"kept", "a", "2"}).ok());
                    return put({"new", "b", "3"});
                  })
                  .ok());
  const auto view = View();
  EXPECT_THAT(*view->TableNames(), testing::ElementsAre("kept", "new"));
  EXPECT_THAT(Rows(*view, "kept"), testing::ElementsAre(testing::Pair("a", "2")));
}

TEST_P(StoreSuite, AFailedRebuildChangesNothing) {
  Batch batch;
  batch.rows = {{"old", "a", "1"}};
  ASSERT_TRUE(store_->Append(0, batch, Accept).ok());
  EXPECT_EQ(store_->RebuildRows([](const Store::PutRow& put) {
    EXPECT_TRUE(put({"new", "b", "3"}).ok());
    return absl::DataLossError("cannot read on");
  }),
            absl::DataLossError("cannot read on"));
  EXPECT_THAT(*View()->TableNames(), testing::ElementsAre("old"));
  AppendPlain(0);  // the store still takes what comes next
}

TEST_P(StoreSuite, ASnapshotKeepsItsViewWhileOthersWrite) {
  AppendPlain(0);
  const auto before = View();
  Batch batch;
  batch.submissions = {PlainSubmission(1)};
  batch.nodes = {{{0, 1}, Sha256("node")}};
  batch.rows = {{"t", "key", "value"}};
  ASSERT_TRUE(store_->Append(1, batch, Accept).ok());
  ASSERT_TRUE(store_->AddCheckpoint(2, "two\n", Durability::kNow).ok());
  ASSERT_TRUE(store_->AddSettings({{"name", "value"}}).ok());
  const auto after = View();

  EXPECT_EQ(before->size(), 1);
  EXPECT_TRUE(absl::IsNotFound(before->ReadSubmission(1).status()));
  EXPECT_EQ(*before->CountNodes(), 0);
  EXPECT_THAT(Rows(*before, "t"), testing::IsEmpty());
  EXPECT_THAT(Notes(*before), testing::IsEmpty());
  EXPECT_TRUE(absl::IsNotFound(before->ReadSetting("name").status()));

  EXPECT_EQ(after->size(), 2);
  EXPECT_EQ(*after->CountNodes(), 1);
  EXPECT_EQ(Notes(*after).size(), 1);

  ASSERT_TRUE(store_->RebuildRows([](const Store::PutRow&) { return absl::OkStatus(); }).ok());
  EXPECT_THAT(Rows(*after, "t"), testing::SizeIs(1)) << "a rebuild must not pull rows away from a reader";
}

TEST_P(StoreSuite, AFullSubmissionIsReadBackWhole) {
  AppendPlain(0, kMaxRecordsPerSubmission);
  EXPECT_EQ(AsText(*View()->ReadSubmission(0)), AsText(PlainSubmission(0, kMaxRecordsPerSubmission)));
}

}  // namespace tallystick

// Casebooks that are sound byte for byte and still wrong: signed by the wrong key, out of the chain, quoting what is
// not there. Whoever has the log key could make them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "core/sign/checkpoint.h"
#include "store/collect.h"
#include "store/files.h"
#include "tests/core/sign/keys.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

RecordDraft SomeSource(absl::string_view name) {
  RecordDraft draft;
  draft.kind = v1::Header::source;
  v1::Identity* identity = draft.slots.emplace_back().mutable_identity();
  identity->set_kind(v1::Identity::person);
  identity->add_names()->set_text(std::string(name));
  return draft;
}

std::vector<std::string> Problems(const TestCasebook& casebook) {
  const auto report = casebook.Check();
  EXPECT_TRUE(report.ok()) << report.status();
  std::vector<std::string> found;
  for (const CheckProblem& problem : report->problems) found.push_back(absl::StrCat(problem.where, ": ", problem.what));
  return found;
}

TEST(ForgeryTest, AKeyThatWasNeverAdmittedMayNotRecord) {
  TestCasebook casebook;
  casebook.RecordOddly(SomeSource("x"), {.author = 'x'});
  EXPECT_THAT(Problems(casebook), ElementsAre(AllOf(StartsWith("submission 1: "), HasSubstr("never admitted"))));
}

TEST(ForgeryTest, AKeyInAnotherRoleMayNotRecord) {
  TestCasebook casebook;
  casebook.RecordOddly(SomeSource("x"), {.author = 'l'});
  EXPECT_THAT(Problems(casebook), ElementsAre(AllOf(StartsWith("submission 1: "), HasSubstr("admitted as log"))));
}

TEST(ForgeryTest, AKeyMayNotAdmitItself) {
  TestCasebook casebook;
  casebook.RecordOddly(Admission(TestKey('x').public_key(), v1::Key::author), {.author = 'x'});
  EXPECT_THAT(Problems(casebook), ElementsAre(AllOf(StartsWith("submission 1: "), HasSubstr("never admitted"))));
}

TEST(ForgeryTest, AKeyMayNotGetASecondRole) {
  TestCasebook casebook;
  casebook.RecordOddly(Admission(TestKey('l').public_key(), v1::Key::author), {});
  EXPECT_THAT(Problems(casebook),
              ElementsAre(AllOf(StartsWith("submission 1: "), HasSubstr("already has another role"))));
}

TEST(ForgeryTest, AnAuthorForkIsShown) {
  TestCasebook casebook;
  const Digest first = **LastSubmissionOf(*casebook.View(), casebook.key('a').public_key().id());
  casebook.RecordOddly(SomeSource("x"), {});
  casebook.RecordOddly(SomeSource("y"), {.previous = first});
  casebook.RecordOddly(SomeSource("z"), {});  // goes on from y
  EXPECT_THAT(Problems(casebook), ElementsAre(AllOf(StartsWith("submission 2: "), HasSubstr("author fork"))));
}

TEST(ForgeryTest, AChainThatBeginsAnewIsShown) {
  TestCasebook casebook;
  casebook.RecordOddly(SomeSource("x"), {.previous = std::optional<Digest>()});
  EXPECT_THAT(Problems(casebook), ElementsAre(AllOf(StartsWith("submission 1: "), HasSubstr("author fork"))));
}

TEST(ForgeryTest, ASubmissionForAnotherLogIsNamed) {
  TestCasebook casebook;
  casebook.RecordOddly(SomeSource("x"), {.log = TestKey('x').public_key().id()});
  EXPECT_THAT(Problems(casebook), ElementsAre("submission 1: was signed for another log"));
}

class ForgedCheckpointTest : public testing::Test {
 protected:
  ForgedCheckpointTest() {
    casebook_.RecordOddly(SomeSource("x"), {});
    // A casebook of the same log that went another way.
    other_.RecordOddly(SomeSource("y"), {});
    for (const auto& [index, node] : {std::pair(0, &first_), std::pair(1, &second_)}) {
      *node = *casebook_.View()->ReadNode({0, static_cast<uint64_t>(index)});
    }
  }

  // Takes the place of a casebook whose log has one more submission and no checkpoint over it.
  std::vector<std::string> ProblemsWith(const Checkpoint& checkpoint, char key) {
    const NoteKey note_key = *NoteKey::New(checkpoint.origin, SignatureType::kEd25519, TestKey(key).public_key());
    const std::string note = *SignCheckpoint(checkpoint, note_key, TestKey(key));
    TestCasebook casebook;
    const auto view = casebook_.View();
    const StoredSubmission stored = *view->ReadSubmission(1);
    Batch batch{{stored}, {{{0, 1}, second_}, {{1, 0}, HashNode(first_, second_)}}, {}};
    EXPECT_TRUE(casebook.store().Append(1, batch, [](const Snapshot&) { return absl::OkStatus(); }).ok());
    EXPECT_TRUE(casebook.store().AddCheckpoint(2, note, Durability::kNow).ok());
    EXPECT_TRUE(RebuildDerived(&casebook.store(), casebook.identity()).ok());
    return Problems(casebook);
  }

  TestCasebook casebook_, other_;
  Digest first_, second_;
};

TEST_F(ForgedCheckpointTest, TheRightOnePasses) {
  EXPECT_THAT(ProblemsWith({casebook_.identity().origin, 2, HashNode(first_, second_), {}}, 'l'), testing::IsEmpty());
}

TEST_F(ForgedCheckpointTest, OneByAnotherKeyIsNamed) {
  EXPECT_THAT(ProblemsWith({casebook_.identity().origin, 2, HashNode(first_, second_), {}}, 'x'),
              ElementsAre(AllOf(StartsWith("checkpoint of size 2: "), HasSubstr("no signature"))));
}

TEST_F(ForgedCheckpointTest, OneOfAnotherOriginIsNamed) {
  EXPECT_THAT(ProblemsWith({"elsewhere.example", 2, HashNode(first_, second_), {}}, 'l'),
              ElementsAre(StartsWith("checkpoint of size 2: ")));
}

TEST_F(ForgedCheckpointTest, OneOfAnotherHistoryIsNamed) {
  const Digest theirs = *other_.View()->ReadNode({1, 0});
  ASSERT_NE(theirs, HashNode(first_, second_));
  EXPECT_THAT(ProblemsWith({casebook_.identity().origin, 2, theirs, {}}, 'l'),
              ElementsAre("checkpoint of size 2: its root is not that of the submissions"));
}

TEST_F(ForgedCheckpointTest, OneOfAnotherSizeIsNamed) {
  EXPECT_THAT(ProblemsWith({casebook_.identity().origin, 1, HashNode(first_, second_), {}}, 'l'),
              ElementsAre("checkpoint of size 2: states another size"));
}

class ForgedQuoteTest : public testing::Test {
 protected:
  ForgedQuoteTest() : casebook_(folder_.path()) {
    casebook_.files["a.txt"] = "On Tuesday some 60 fighters were killed near Talataye, a source said.\n";
    casebook_.Import(R"({"handle":"a","kind":"capture","file":"a.txt"}
{"handle":"s","kind":"source","identity":{"kind":"unnamed"}})");
  }

  // A claim whose quote is right.
  RecordDraft Claim() {
    RecordDraft draft;
    draft.kind = v1::Header::claim;
    draft.slots.emplace_back().mutable_attribution()->add_steps()->add_sources(casebook_.id("s").hex());
    v1::Quote* quote = draft.slots.emplace_back().mutable_quote();
    quote->set_capture(casebook_.id("a").hex());
    quote->set_start(11);
    quote->set_end(27);
    quote->set_exact("some 60 fighters");
    quote->set_prefix("On Tuesday ");
    quote->set_suffix(" were killed near Talataye, a so");
    v1::Passage* passage = quote->add_passages();
    passage->set_start(3);
    passage->set_end(10);
    passage->set_exact("Tuesday");
    draft.slots.emplace_back().mutable_proposition()->set_predicate("killed");
    return draft;
  }
  // What a check finds wrong with the quote once `change` was at it; all of it must be laid to that slot.
  std::vector<std::string> ProblemsWith(const std::function<void(v1::Quote*)>& change) {
    RecordDraft draft = Claim();
    change(draft.slots[1].mutable_quote());
    Recorder recorder = casebook_.NewRecorder();
    const auto id = recorder.Add(draft);
    EXPECT_TRUE(id.ok()) << id.status();
    EXPECT_TRUE(recorder.Commit().ok());
    const std::string place = absl::StrCat("submission 2, record 0 (claim ", id->brief(), "), slot quote");
    std::vector<std::string> found = Problems(casebook_);
    for (std::string& line : found) {
      EXPECT_THAT(line, StartsWith(place));
      line.erase(0, std::min(place.size(), line.size()));
    }
    return found;
  }
  Digest CapturedBytes() { return Sha256(casebook_.files["a.txt"]); }

  ScratchFolder folder_;
  TestCasebook casebook_;
};

TEST_F(ForgedQuoteTest, TheRightOnePasses) {
  EXPECT_THAT(ProblemsWith([](v1::Quote*) {}), testing::IsEmpty());
  EXPECT_EQ(casebook_.Check()->quotes, 1);
}

TEST_F(ForgedQuoteTest, AtAnotherPlaceIsNamed) {
  EXPECT_THAT(ProblemsWith([](v1::Quote* quote) {
                quote->set_start(12);
                quote->set_end(28);
              }),
              ElementsAre(StartsWith(": ")));
}

TEST_F(ForgedQuoteTest, OtherWordsAreNamed) {
  EXPECT_THAT(ProblemsWith([](v1::Quote* quote) { quote->set_exact("some 90 fighters"); }),
              ElementsAre(StartsWith(": ")));
}

TEST_F(ForgedQuoteTest, OtherWordsAroundItAreNamed) {
  EXPECT_THAT(ProblemsWith([](v1::Quote* quote) { quote->set_prefix("On Monday "); }), ElementsAre(StartsWith(": ")));
}

TEST_F(ForgedQuoteTest, BeyondTheEndIsNamed) {
  EXPECT_THAT(ProblemsWith([](v1::Quote* quote) {
                quote->set_start(4000);
                quote->set_end(4016);
              }),
              ElementsAre(StartsWith(": ")));
}

TEST_F(ForgedQuoteTest, AWrongPassageIsNamed) {
  EXPECT_THAT(ProblemsWith([](v1::Quote* quote) { quote->mutable_passages(0)->set_exact("Monday!"); }),
              ElementsAre(AllOf(StartsWith(", passage 0: "), HasSubstr("other words"))));
}

TEST_F(ForgedQuoteTest, ACaptureThatIsNoneIsNamed) {
  EXPECT_THAT(ProblemsWith([this](v1::Quote* quote) { quote->set_capture(casebook_.id("s").hex()); }),
              ElementsAre(AllOf(StartsWith(": "), HasSubstr("names a capture that is not recorded"))));
}

TEST_F(ForgedQuoteTest, ACapturesStatedSizeIsCompared) {
  RecordDraft draft;
  draft.kind = v1::Header::capture;
  v1::Content* content = draft.slots.emplace_back().mutable_content();
  content->set_sha256(CapturedBytes().hex());
  content->set_size(7);
  content->set_media_type("text/plain");
  casebook_.RecordOddly(draft, {});
  EXPECT_THAT(Problems(casebook_), ElementsAre(AllOf(HasSubstr(", slot content: "), HasSubstr("states 7 bytes"))));
}

TEST_F(ForgedQuoteTest, AMissingCaptureFileIsNamedOnce) {
  ASSERT_THAT(ProblemsWith([](v1::Quote*) {}), testing::IsEmpty());
  std::filesystem::remove(casebook_.CapturePath(CapturedBytes()));
  EXPECT_THAT(Problems(casebook_), ElementsAre(AllOf(StartsWith("submission 1, record 0 (capture "),
                                                     HasSubstr(absl::StrCat("captured file ", CapturedBytes().brief())),
                                                     HasSubstr("No such file"))));
}

TEST_F(ForgedQuoteTest, ATruncatedCaptureFileIsNamed) {
  const std::string path = casebook_.CapturePath(CapturedBytes());
  const std::string whole = *ReadFile(path);
  for (const size_t size : {size_t{0}, size_t{1}, whole.size() - 1}) {
    ASSERT_TRUE(WriteFileDurably(path, whole.substr(0, size), 0400, true).ok());
    EXPECT_THAT(Problems(casebook_), ElementsAre(HasSubstr(absl::StrCat("captured file ", CapturedBytes().brief()))))
        << size;
  }
}

TEST_F(ForgedQuoteTest, AWithheldQuoteIsNotCheckedAndNoDamage) {
  casebook_.RecordOddly(Claim(), {.withheld = {v1::Slot::kQuote}});
  EXPECT_THAT(Problems(casebook_), testing::IsEmpty());
  EXPECT_THAT(casebook_.Check()->not_checked, ElementsAre(HasSubstr("quote is withheld")));
}

}  // namespace
}  // namespace tallystick

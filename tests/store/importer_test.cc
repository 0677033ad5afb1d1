#include "store/importer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/quote/charset.h"
#include "core/record/json.h"
#include "store/collect.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kText[] =
    "On Tuesday some 60 fighters were killed near Talataye. Some 60 more were hurt.\n"
    "The militia’s chief spoke of “dozens”. On Wednesday some 60 fighters fled.\n";

// A casebook with a source and a capture, and an import into it that tests add lines to.
class ImporterTest : public testing::Test {
 protected:
  ImporterTest() {
    casebook_.files["text.txt"] = kText;
    casebook_.Import(R"({"handle":"s","kind":"source","identity":{"kind":"person","names":[{"text":"Élodie Touré"}]}}
{"handle":"t","kind":"capture","file":"text.txt","note":{"label":"the text"}})");
    Begin();
  }

  void Begin() {
    view_ = casebook_.View();
    recorder_.emplace(casebook_.NewRecorder());
    importer_.emplace(view_.get(), &casebook_.captures(), &*recorder_,
                      [this](const std::string& name) { return casebook_.ReadFileNamed(name); });
  }

  absl::StatusOr<Digest> Add(absl::string_view line) {
    v1::ImportLine parsed;
    const absl::Status read = DecodeJson(line, &parsed);
    EXPECT_TRUE(read.ok()) << read << "\n" << line;
    return importer_->Add(parsed, /*once=*/true);
  }
  std::string Refusal(absl::string_view line) {
    const absl::Status added = Add(line).status();
    EXPECT_FALSE(added.ok()) << line;
    return std::string(added.message());
  }

  // A claim by the source about the text, with this quote.
  static std::string Claim(absl::string_view quote, absl::string_view more = "") {
    return absl::StrCat(
        R"({"kind":"claim","attribution":{"steps":[{"sources":["Élodie Touré"]}]},"quote":{"capture":"the text",)",
        quote, "}", more, "}");
  }
  // What was recorded of it.
  v1::Quote QuoteOf(const absl::StatusOr<Digest>& id) {
    EXPECT_TRUE(id.ok()) << id.status();
    EXPECT_TRUE(importer_->Commit().ok());
    const auto record = FindRecord(*casebook_.View(), *id);
    EXPECT_TRUE(record.ok()) << record.status();
    EXPECT_EQ(Describe(*casebook_.Check()), "nothing\n");
    return record->Get(v1::Slot::kQuote).quote();
  }
  v1::Content ContentOf(const absl::StatusOr<Digest>& id) {
    EXPECT_TRUE(id.ok()) << id.status();
    EXPECT_TRUE(importer_->Commit().ok());
    return FindRecord(*casebook_.View(), *id)->Get(v1::Slot::kContent).content();
  }

  TestCasebook casebook_;
  std::unique_ptr<Snapshot> view_;
  std::optional<Recorder> recorder_;
  std::optional<Importer> importer_;
};

TEST_F(ImporterTest, HandlesNameEarlierLinesWithAndWithoutTheirMark) {
  const Digest who = *Add(R"({"handle":"who","kind":"source","identity":{"kind":"unnamed"}})");
  const Digest marked =
      *Add(R"({"kind":"source","identity":{"kind":"account","names":[{"text":"x"}],"controller":"@who"}})");
  const Digest plain =
      *Add(R"({"kind":"source","identity":{"kind":"account","names":[{"text":"y"}],"controller":"who"}})");
  ASSERT_TRUE(importer_->Commit().ok());
  for (const Digest& id : {marked, plain}) {
    EXPECT_EQ(FindRecord(*casebook_.View(), id)->Get(v1::Slot::kIdentity).identity().controller(), who.hex());
  }
}

TEST_F(ImporterTest, AHandleThatComesLaterIsRefused) {
  EXPECT_THAT(
      Refusal(R"({"kind":"source","identity":{"kind":"unnamed","controller":"@later"}})"),
      AllOf(StartsWith("identity.controller: "), HasSubstr("no line before this one has the handle \"later\"")));
}

TEST_F(ImporterTest, AHandleIsGivenOnce) {
  ASSERT_TRUE(Add(R"({"handle":"x","kind":"source","identity":{"kind":"unnamed"}})").ok());
  EXPECT_THAT(Refusal(R"({"handle":"x","kind":"source","identity":{"kind":"unnamed"}})"),
              AllOf(StartsWith("handle: "), HasSubstr("\"x\"")));
}

TEST_F(ImporterTest, AHandleOfARefusedLineIsKnownAsSuch) {
  EXPECT_FALSE(importer_->FailedBefore("x"));
  importer_->MarkFailed("x");
  EXPECT_TRUE(importer_->FailedBefore("x"));
}

TEST_F(ImporterTest, ReferencesNameRecordsOfTheRightKind) {
  const std::string source = casebook_.id("s").hex(), capture = casebook_.id("t").hex();
  const std::string claim = Add(Claim(R"("exact":"dozens")"))->hex();
  const std::string entity = Add(R"({"kind":"entity","names":{"type":"place","names":[{"text":"Gao"}]}})")->hex();
  struct Case {
    std::string line, field, expected;
  };
  const std::vector<Case> cases = {
      {absl::StrCat(R"({"kind":"source","identity":{"kind":"unnamed","controller":")", claim, R"("}})"),
       "identity.controller", "is a claim; expected a source"},
      {absl::StrCat(R"({"kind":"claim","attribution":{"steps":[{"sources":[")", source, R"(",")", capture,
                    R"("],"joined":"any_of"}]}})"),
       "attribution.steps[0].sources[1]", "is a capture; expected a source"},
      {absl::StrCat(R"({"kind":"claim","quote":{"capture":")", source, R"("}})"), "quote.capture",
       "is a source; expected a capture"},
      {absl::StrCat(R"({"kind":"claim","event":{"event":")", source, R"("}})"), "event.event",
       "is a source; expected a entity"},
      {absl::StrCat(R"({"kind":"link","link":{"type":"same","from":")", source, R"(","to":[")", entity, "\",\"",
                    Sha256("x").hex(), R"("]}})"),
       "link.to[1]", "no record has the id"},
  };
  for (const Case& c : cases) {
    EXPECT_THAT(Refusal(c.line), AllOf(StartsWith(c.field + ": "), HasSubstr(c.expected))) << c.line;
  }
}

TEST_F(ImporterTest, NamesAndLabelsAreResolvedFolded) {
  for (const char* name : {"Élodie Touré", "elodie toure", "ELODIE  TOURE"}) {
    const auto id =
        Add(absl::StrCat(R"({"kind":"source","identity":{"kind":"unnamed","controller":")", name, R"("}})"));
    EXPECT_TRUE(id.ok()) << id.status();
  }
  EXPECT_THAT(Refusal(R"({"kind":"source","identity":{"kind":"unnamed","controller":"Elodie"}})"),
              AllOf(StartsWith("identity.controller: "), HasSubstr("nothing is recorded under \"Elodie\"")));
  // A label of another kind is not meant.
  EXPECT_FALSE(Add(R"({"kind":"source","identity":{"kind":"unnamed","controller":"the text"}})").ok());
}

TEST_F(ImporterTest, AnAmbiguousNameIsRefusedWithItsCandidates) {
  casebook_.Import(
      R"({"handle":"other","kind":"source","identity":{"kind":"person","names":[{"text":"elodie toure"}]}})");
  Begin();
  EXPECT_THAT(Refusal(R"({"kind":"source","identity":{"kind":"unnamed","controller":"Élodie Touré"}})"),
              AllOf(StartsWith("identity.controller: "), HasSubstr("may mean"), HasSubstr(casebook_.id("s").brief()),
                    HasSubstr(casebook_.id("other").brief())));
}

TEST_F(ImporterTest, AQuoteThatStandsOnceIsFoundWithItsSurroundings) {
  const v1::Quote quote = QuoteOf(Add(Claim(R"("exact":"The militia’s chief spoke of “dozens”")")));
  const std::string text = kText;
  EXPECT_EQ(text.substr(quote.start(), quote.end() - quote.start()), "The militia’s chief spoke of “dozens”");
  EXPECT_THAT(quote.prefix(), testing::EndsWith("Some 60 more were hurt.\n"));
  EXPECT_EQ(CountCodePoints(quote.prefix()), 32);
  EXPECT_THAT(quote.suffix(), StartsWith(". On Wednesday"));
}

TEST_F(ImporterTest, AQuoteThatIsNotThereIsRefusedWithTheNearest) {
  EXPECT_THAT(Refusal(Claim(R"("exact":"some 60 fighters were kiled")")),
              AllOf(StartsWith("quote.exact: "), HasSubstr("not in the capture"),
                    HasSubstr("some 60 fighters were killed"), HasSubstr("line 1")));
  EXPECT_THAT(Refusal(Claim(R"("exact":"The militia's chief spoke")")), HasSubstr("’"));
}

TEST_F(ImporterTest, TheNearestPassageIsLookedForOnlyAsOftenAsAnybodyReads) {
  for (int i = 0; i < 60; ++i) {
    const absl::Status refused = Add(Claim(R"("exact":"hundreds of fighters died")")).status();
    EXPECT_THAT(refused.message(), HasSubstr("the quote is not in the capture"));
    EXPECT_EQ(absl::StrContains(refused.message(), "the quote is not in the capture;") ||
                  absl::StrContains(refused.message(), "near"), i < 50) << i << ": " << refused;
  }
}

TEST_F(ImporterTest, AQuoteThatStandsInSeveralPlacesNeedsItsStart) {
  const std::string text = kText;
  const size_t first = text.find("some 60 fighters"), second = text.find("some 60 fighters", first + 1);
  EXPECT_THAT(Refusal(Claim(R"("exact":"some 60 fighters")")),
              AllOf(StartsWith("quote.exact: "), HasSubstr("2 times"), HasSubstr(absl::StrCat(first, ", ", second)),
                    HasSubstr("\"start\"")));
  EXPECT_THAT(Refusal(Claim(R"("exact":"some 60 fighters","start":5)")),
              AllOf(HasSubstr("not at byte 5"), HasSubstr(absl::StrCat(second))));
  EXPECT_THAT(Refusal(Claim(absl::StrCat(R"("exact":"some 60 fighters","start":)", second, R"(,"end":)", second + 3))),
              AllOf(StartsWith("quote.end: "), HasSubstr(absl::StrCat(second + 16))));
  const v1::Quote quote = QuoteOf(Add(Claim(absl::StrCat(R"("exact":"some 60 fighters","start":)", second))));
  EXPECT_EQ(quote.start(), second);
  EXPECT_EQ(quote.end(), second + 16);
}

TEST_F(ImporterTest, PassagesAreFoundLikeQuotes) {
  const std::string passages = R"("exact":"dozens","passages":[{"exact":"On Tuesday","supports":["time"]},{"exact":)";
  EXPECT_THAT(Refusal(Claim(passages + R"("some 60 fighters"}])")),
              StartsWith("quote.passages[1].exact: the words occur 2 times"));
  EXPECT_THAT(Refusal(Claim(passages + R"("on Monday"}])")), StartsWith("quote.passages[1].exact: "));
  const v1::Quote quote = QuoteOf(Add(Claim(passages + R"("Talataye"}])", R"(,"time":{"words":"Tuesday"})")));
  ASSERT_EQ(quote.passages_size(), 2);
  EXPECT_EQ(quote.passages(0).start(), 0);
  EXPECT_EQ(quote.passages(0).end(), 10);
  EXPECT_EQ(std::string(kText).substr(quote.passages(1).start(), 8), "Talataye");
}

TEST_F(ImporterTest, WordsMustStandInTheQuote) {
  EXPECT_THAT(Refusal(Claim(R"("exact":"dozens")", R"(,"quantity":{"words":"some 60"})")),
              HasSubstr("stands neither in the quote nor in a passage"));
}

TEST_F(ImporterTest, AQuoteOfACaptureInTheSameImportIsFound) {
  casebook_.files["new.txt"] = "كان عشرات المقاتلين في ميناكا";
  ASSERT_TRUE(Add(R"({"handle":"new","kind":"capture","file":"new.txt"})").ok());
  const v1::Quote quote = QuoteOf(Add(
      R"({"kind":"claim","attribution":{"steps":[{"sources":["Élodie Touré"]}]},"quote":{"capture":"@new","exact":"عشرات المقاتلين"}})"));
  EXPECT_EQ(quote.prefix(), "كان ");
  EXPECT_EQ(quote.start(), 7);
}

TEST_F(ImporterTest, ACharsetIsRecognisedAndRecordedWithItsBasis) {
  const std::string arabic = "قال مصدر إن عشرات المدنيين نزحوا من ميناكا إلى غاو خلال اليومين الماضيين";
  const std::string french = "Une trentaine de civils tués à Ménaka, d’après une source de sécurité";
  struct Case {
    std::string name, bytes, declared, charset;
    v1::Content::CharsetBasis basis;
  };
  const std::vector<Case> cases = {
      {"utf8", french, "", "utf-8", v1::Content::valid_utf8},
      {"declared", french, "utf-8", "utf-8", v1::Content::declared},
      {"bom", "\xef\xbb\xbf" + french, "", "utf-8", v1::Content::byte_order_mark},
      {"utf16", "\xff\xfe" + *EncodeText(french, Charset::kUtf16le), "", "utf-16le", v1::Content::byte_order_mark},
      {"1256", *EncodeText(arabic, Charset::kWindows1256), "windows-1256", "windows-1256", v1::Content::declared},
      {"1256 guessed", *EncodeText(arabic, Charset::kWindows1256), "", "windows-1256", v1::Content::guessed},
      {"1252 guessed", *EncodeText(french, Charset::kWindows1252), "", "windows-1252", v1::Content::guessed},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    casebook_.files["x"] = c.bytes;
    Begin();
    const v1::Content content = ContentOf(
        Add(absl::StrCat(R"({"kind":"capture","file":"x","content":{)", c.declared.empty() ? "" : R"("charset":")",
                         c.declared, c.declared.empty() ? "" : "\"", "}}")));
    EXPECT_EQ(content.charset(), c.charset);
    EXPECT_EQ(content.charset_basis(), c.basis);
    EXPECT_EQ(content.size(), c.bytes.size());
    EXPECT_EQ(content.sha256(), Sha256(c.bytes).hex());
    EXPECT_EQ(casebook_.captures().Get(Sha256(c.bytes)).value(), c.bytes);
  }
  EXPECT_EQ(Describe(*casebook_.Check()), "nothing\n");
}

TEST_F(ImporterTest, CapturesThatCannotBeTakenAreRefused) {
  struct Case {
    std::string bytes, content, expected;
  };
  const std::vector<Case> cases = {
      {*EncodeText("Ménaka", Charset::kWindows1252), R"("charset":"utf-8")", "offset 1"},
      {"text", R"("charset":"klingon")", "content.charset: "},
      {"", "", "empty"},
      {"%PDF-1.4\n", "", "x: "},
      {std::string("a\0b", 3), "", "x: "},
      {"text", R"("sha256":"00")", "content.sha256: "},
  };
  for (const Case& c : cases) {
    casebook_.files["x"] = c.bytes;
    EXPECT_THAT(Refusal(absl::StrCat(R"({"kind":"capture","file":"x","content":{)", c.content, "}}")),
                HasSubstr(c.expected));
  }
  EXPECT_THAT(Refusal(R"({"kind":"capture","file":"absent"})"), AllOf(StartsWith("file: "), HasSubstr("No such file")));
  EXPECT_THAT(Refusal(R"({"kind":"capture"})"), StartsWith("file: "));
  EXPECT_THAT(Refusal(R"({"note":{"label":"x"}})"), StartsWith("kind: "));
}

TEST_F(ImporterTest, TheSameImportAgainAddsNothing) {
  std::string lines = R"({"handle":"w","kind":"source","identity":{"kind":"unnamed","controller":"Élodie Touré"}}
{"handle":"c","kind":"capture","file":"more.txt","origin":{"publisher":"@w"}}
{"kind":"entity","names":{"type":"place","names":[{"text":"Gao"}]}}
)";
  casebook_.files["more.txt"];
  for (int i = 0; i < 200; ++i) {
    absl::StrAppend(&casebook_.files["more.txt"], "Place ", i, ": 5 killed\n");
    absl::StrAppend(&lines, R"({"handle":"k)", i, R"(","kind":"claim","attribution":{"steps":[{"sources":["@w"]}]},)",
                    R"("quote":{"capture":"@c","exact":"Place )", i, R"(: 5 killed"}})", "\n");
  }
  absl::StrAppend(&lines, R"({"kind":"link","link":{"type":"corrects","from":"@k7","to":["@k8"]}})", "\n");
  casebook_.Import(lines);
  const uint64_t submissions = casebook_.View()->size(), records = casebook_.Check()->records;
  const Digest claim = casebook_.id("k150");
  EXPECT_EQ(records, 2 + 2 + 204);
  casebook_.Import(lines);
  EXPECT_EQ(casebook_.View()->size(), submissions);
  EXPECT_EQ(casebook_.id("k150"), claim) << "its handles name what was there";
}

TEST_F(ImporterTest, ACaptureMadeJustNowIsMetByAnEarlierOneThatIsTheSameButForTheTime) {
  const auto line = [](const char* time, const char* title) {
    return absl::StrCat(R"({"kind":"capture","file":"text.txt","origin":{"title":")", title, R"(","captured_at":")", time,
                        R"(","how":"file"}})");
  };
  const auto first = Add(line("2022-11-01T09:00:00Z", "page"));
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(importer_->Commit().ok());
  Begin();
  EXPECT_NE(*Add(line("2022-11-01T09:00:01Z", "page")), *first) << "a file's times are its own";
  Begin();
  importer_->IgnoreCaptureTime();
  EXPECT_EQ(*Add(line("2022-11-01T09:00:01Z", "page")), *first);
  EXPECT_EQ(recorder_->added(), 0);
  EXPECT_NE(*Add(line("2022-11-01T09:00:01Z", "another title")), *first);
}

TEST_F(ImporterTest, RepeatedRowsStayAndAreNotRepeatedByASecondImport) {
  const std::string line = Claim(R"("exact":"dozens")");
  std::set<Digest> ids;
  for (int i = 0; i < 3; ++i) ids.insert(*Add(line));
  EXPECT_EQ(ids.size(), 3) << "three rows of one file are three records";
  ASSERT_TRUE(importer_->Commit().ok());
  EXPECT_EQ(recorder_->added(), 3);

  Begin();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ids.count(*Add(line)), 1) << i;
  EXPECT_EQ(recorder_->added(), 0);
  EXPECT_EQ(recorder_->repeated(), 3);
  EXPECT_EQ(*importer_->Commit(), "");

  Begin();
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(Add(line).ok());
  EXPECT_EQ(recorder_->added(), 1) << "the fourth is new";
}

TEST_F(ImporterTest, AnotherAuthorSayingTheSameIsAnotherRecord) {
  Recorder admitting = casebook_.NewRecorder();
  ASSERT_TRUE(admitting.Add(Admission(casebook_.key('b').public_key(), v1::Key::author)).ok());
  ASSERT_TRUE(admitting.Commit().ok());
  const std::string line = R"({"handle":"n","kind":"source","identity":{"kind":"unnamed"},"note":{"label":"n"}})";
  casebook_.Import(line, 'a');
  const Digest by_a = casebook_.id("n");
  casebook_.Import(line, 'b');
  EXPECT_NE(casebook_.id("n"), by_a);
}

TEST_F(ImporterTest, WithoutOnceEveryLineIsARecord) {
  v1::ImportLine line;
  ASSERT_TRUE(DecodeJson(R"({"kind":"source","identity":{"kind":"unnamed"}})", &line).ok());
  const Digest first = *importer_->Add(line, /*once=*/false);
  ASSERT_TRUE(importer_->Commit().ok());
  Begin();
  EXPECT_NE(*importer_->Add(line, /*once=*/false), first);
  EXPECT_EQ(recorder_->added(), 1);
}

TEST_F(ImporterTest, NothingIsWrittenBeforeTheCommit) {
  const size_t captures = casebook_.memory_captures().blobs.size();
  casebook_.files["new.txt"] = "new";
  ASSERT_TRUE(Add(R"({"kind":"capture","file":"new.txt"})").ok());
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(Add(Claim(R"("exact":"dozens")")).ok());
  EXPECT_FALSE(Add(Claim(R"("exact":"hundreds")")).ok());
  EXPECT_EQ(casebook_.View()->size(), 2);
  EXPECT_EQ(casebook_.memory_captures().blobs.size(), captures);
}

// Notes what is written, in order, and may fail.
class NotingBlobs final : public BlobStore {
 public:
  NotingBlobs(BlobStore* inner, Store* store) : inner_(inner), store_(store) {}
  absl::StatusOr<Digest> Put(absl::string_view bytes) override {
    sizes_at_put.push_back((*store_->OpenSnapshot())->size());
    if (fails) return absl::ResourceExhaustedError("no room left");
    return inner_->Put(bytes);
  }
  absl::StatusOr<std::string> Get(const Digest& digest) const override { return inner_->Get(digest); }

  std::vector<uint64_t> sizes_at_put;
  bool fails = false;

 private:
  BlobStore* inner_;
  Store* store_;
};

TEST_F(ImporterTest, CapturesAreDurableBeforeTheirRecords) {
  NotingBlobs blobs(&casebook_.captures(), &casebook_.store());
  importer_.emplace(view_.get(), &blobs, &*recorder_,
                    [this](const std::string& name) { return casebook_.ReadFileNamed(name); });
  casebook_.files["one"] = "one";
  casebook_.files["two"] = "two";
  ASSERT_TRUE(Add(R"({"kind":"capture","file":"one"})").ok());
  ASSERT_TRUE(Add(R"({"kind":"capture","file":"two"})").ok());
  blobs.fails = true;
  EXPECT_TRUE(absl::IsResourceExhausted(importer_->Commit().status()));
  EXPECT_EQ(casebook_.View()->size(), 2) << "a record without its capture";
  blobs.fails = false;
  blobs.sizes_at_put.clear();
  EXPECT_TRUE(importer_->Commit().ok());
  EXPECT_THAT(blobs.sizes_at_put, testing::ElementsAre(2, 2));
  EXPECT_EQ(casebook_.View()->size(), 3);
  EXPECT_EQ(Describe(*casebook_.Check()), "nothing\n");
}

}  // namespace
}  // namespace tallystick

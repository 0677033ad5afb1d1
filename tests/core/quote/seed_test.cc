// The article the project began from, as a careful analyst marked it by hand: every span and quote anchors where they
// say.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/base/digest.h"
#include "core/base/utf8.h"
#include "core/quote/anchor.h"
#include "core/quote/charset.h"

namespace tallystick {
namespace {

using nlohmann::json;

class Seed : public testing::Test {
 protected:
  void SetUp() override {
    article_ = Read("apa-menaka.txt");
    if (!article_.empty()) return;
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string(ci) == "true") FAIL() << "../shared/seed is missing, and CI must have it";
    GTEST_SKIP() << "../shared/seed is not here: the article's spans and quotes were not checked";
  }

  static std::string Read(const std::string& name) {
    std::ifstream file("../shared/seed/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // `marked` has exact, byte and cp, and sometimes prefix and suffix.
  void ExpectAnchors(const json& marked) {
    const std::string exact = marked["exact"];
    SCOPED_TRACE(exact);
    const int64_t start = marked["byte"][0], end = marked["byte"][1];
    const absl::StatusOr<Anchor> anchor = MakeAnchor(article_, Charset::kUtf8, start, end);
    ASSERT_TRUE(anchor.ok()) << anchor.status();
    EXPECT_EQ(anchor->exact, exact);
    if (marked.contains("prefix")) {
      EXPECT_EQ(anchor->prefix, marked["prefix"].get<std::string>());
      EXPECT_EQ(anchor->suffix, marked["suffix"].get<std::string>());
      Anchor given{start, end, exact, marked["prefix"], marked["suffix"]};
      EXPECT_FALSE(CheckAnchor(article_, Charset::kUtf8, given));
    }
    const absl::string_view article = article_;
    EXPECT_EQ(CountCodePoints(article.substr(0, start)), marked["cp"][0].get<size_t>());
    EXPECT_EQ(CountCodePoints(article.substr(0, end)), marked["cp"][1].get<size_t>());
    ++anchored_;
  }

  std::string article_;
  int anchored_ = 0;
};

TEST_F(Seed, EverySpanAnchorsAtItsByteAndCodePointOffsets) {
  const json spans = json::parse(Read("spans.json"));
  ASSERT_EQ(Sha256(article_).hex(), spans["sha256"].get<std::string>());
  EXPECT_EQ(CountCodePoints(article_), spans["codepoints"].get<size_t>());
  EXPECT_EQ(spans["spans"].size(), 62u);
  for (const json& span : spans["spans"]) {
    if (span.contains("exact")) {
      ExpectAnchors(span);
    } else {
      for (const char* part : {"source", "cue", "content"}) ExpectAnchors(span[part]);
    }
  }
  EXPECT_EQ(anchored_, 56 + 6 * 3);
}

TEST_F(Seed, EveryClaimsQuoteStandsOnceWhereTheClaimSaysAndOnThatLine) {
  const json claims = json::parse(Read("claims.json"));
  ASSERT_EQ(Sha256(article_).hex(), claims["seed_sha256"].get<std::string>());
  EXPECT_EQ(claims["claims"].size(), 28u);
  for (const json& claim : claims["claims"]) {
    SCOPED_TRACE(claim["id"].get<std::string>());
    const std::string quote = claim["quote"];
    const int64_t start = claim["byte_start"], end = claim["byte_end"];
    const absl::StatusOr<Anchor> anchor = MakeAnchor(article_, Charset::kUtf8, start, end);
    ASSERT_TRUE(anchor.ok()) << anchor.status();
    EXPECT_EQ(anchor->exact, quote);
    EXPECT_EQ(FindQuote(article_, Charset::kUtf8, quote), (std::vector<ByteRange>{{start, end}}));
    EXPECT_EQ(PlaceOf(article_, Charset::kUtf8, start).line, claim["line"].get<int64_t>());
  }
}

TEST_F(Seed, ArticleIsRecognisedAsUtf8) {
  const absl::StatusOr<RecognisedText> recognised = Recognise(article_, std::nullopt);
  ASSERT_TRUE(recognised.ok()) << recognised.status();
  EXPECT_EQ(*recognised, (RecognisedText{Charset::kUtf8, CharsetBasis::kValidUtf8, 0}));
}

}  // namespace
}  // namespace tallystick

#include "core/quote/anchor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "tests/core/quote/fixture.h"

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Part = AnchorMismatch::Part;

// A capture with the byte offset of each of its code points, and of its end.
struct Capture {
  Charset charset;
  std::u32string text;
  std::string bytes;
  std::vector<int64_t> offsets;
};

Capture MakeCapture(Charset charset, const std::u32string& text, bool marked) {
  Capture capture{charset, text, marked ? MarkOf(charset) : "", {}};
  for (const char32_t c : text) {
    capture.offsets.push_back(static_cast<int64_t>(capture.bytes.size()));
    capture.bytes += Encode(std::u32string(1, c), charset);
  }
  capture.offsets.push_back(static_cast<int64_t>(capture.bytes.size()));
  return capture;
}

std::vector<Capture> EveryCapture() {
  std::vector<Capture> captures;
  for (const Charset charset : kEveryCharset) {
    captures.push_back(MakeCapture(charset, SampleText(charset), false));
    if (!MarkOf(charset).empty()) captures.push_back(MakeCapture(charset, SampleText(charset), true));
  }
  return captures;
}

// What an anchor is, said over whole code points.
Anchor ReferenceAnchor(const Capture& capture, size_t first, size_t last) {
  const size_t before = std::min<size_t>(first, 32);
  return {capture.offsets[first], capture.offsets[last], ToUtf8(capture.text.substr(first, last - first)),
          ToUtf8(capture.text.substr(first - before, before)), ToUtf8(capture.text.substr(last, 32))};
}

TEST(MakeAnchor, EveryRangeOfCharactersGivesItsTextAndContext) {
  for (const Capture& capture : EveryCapture()) {
    SCOPED_TRACE(testing::Message() << CharsetName(capture.charset) << ", text at " << capture.offsets[0]);
    for (size_t first = 0; first < capture.text.size(); ++first) {
      for (size_t last = first + 1; last <= capture.text.size(); ++last) {
        const absl::StatusOr<Anchor> anchor =
            MakeAnchor(capture.bytes, capture.charset, capture.offsets[first], capture.offsets[last]);
        ASSERT_TRUE(anchor.ok()) << anchor.status();
        ASSERT_EQ(*anchor, ReferenceAnchor(capture, first, last)) << first << " " << last;
        ASSERT_FALSE(CheckAnchor(capture.bytes, capture.charset, *anchor)) << first << " " << last;
      }
    }
  }
}

TEST(MakeAnchor, ARangeThatCutsACharacterIsRefusedWithTheNearestBoundary) {
  int refused = 0;
  for (const Capture& capture : EveryCapture()) {
    const int64_t size = static_cast<int64_t>(capture.bytes.size());
    for (int64_t at = capture.offsets[0] + 1; at < size; ++at) {
      const auto upper = std::lower_bound(capture.offsets.begin(), capture.offsets.end(), at);
      if (*upper == at) continue;
      const int64_t lower = *(upper - 1), nearest = at - lower <= *upper - at ? lower : *upper;
      for (const auto& [start, end] : {std::pair(at, size), std::pair(capture.offsets[0], at)}) {
        const absl::Status status = MakeAnchor(capture.bytes, capture.charset, start, end).status();
        EXPECT_EQ(status.message(), absl::StrCat("byte ", at, " is inside a ", CharsetName(capture.charset),
                                                 " character; the nearest boundary is byte ", nearest));
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(MakeAnchor, RangesOutsideTheTextAreRefused) {
  const std::string capture = "\xEF\xBB\xBFsome 60";
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max(), kLeast = std::numeric_limits<int64_t>::min();
  const struct {
    int64_t start, end;
    absl::string_view message;
  } kCases[] = {
      {-1, 5, "bytes -1 to 5 lie outside the capture of 10 bytes"},
      {3, 11, "bytes 3 to 11 lie outside the capture of 10 bytes"},
      {kLeast, kMost, "outside the capture"},
      {kMost, kLeast, "hold nothing"},
      {11, 12, "outside the capture"},
      {5, 5, "bytes 5 to 5 hold nothing"},
      {6, 5, "bytes 6 to 5 hold nothing"},
      {10, 10, "hold nothing"},
      {0, 5, "bytes 0 to 5 begin in the byte order mark; the text begins at byte 3"},
      {2, 5, "begin in the byte order mark"},
  };
  for (const auto& c : kCases) {
    const absl::Status status = MakeAnchor(capture, Charset::kUtf8, c.start, c.end).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(c.message)));
    const auto mismatch = CheckAnchor(capture, Charset::kUtf8, {c.start, c.end, "some", "", " 60"});
    ASSERT_TRUE(mismatch);
    EXPECT_EQ(mismatch->part, Part::kRange);
  }
  EXPECT_FALSE(MakeAnchor("", Charset::kUtf8, 0, 0).ok());
}

TEST(MakeAnchor, BytesThatAreInvalidAroundTheRangeAreRefused) {
  EXPECT_THAT(std::string(MakeAnchor("ab\xFF"
                                     "cd",
                                     Charset::kUtf8, 0, 5)
                              .status()
                              .message()),
              HasSubstr("offset 2"));
  EXPECT_THAT(std::string(MakeAnchor("ab\xFF"
                                     "cd",
                                     Charset::kUtf8, 3, 5)
                              .status()
                              .message()),
              HasSubstr("offset 3"));
  EXPECT_THAT(std::string(MakeAnchor("ab\xFF"
                                     "cd",
                                     Charset::kUtf8, 0, 2)
                              .status()
                              .message()),
              HasSubstr("offset 2"));
  const std::string far = "\xFF" + std::string(40, 'a') + "quote" + std::string(40, 'b') + "\xFF";
  EXPECT_TRUE(MakeAnchor(far, Charset::kUtf8, 41, 46).ok());
}

TEST(CheckAnchor, TheFirstPartThatDiffersIsNamedWithBothTexts) {
  const std::string capture = "Islamic State claimed to have killed some 60 members of the al-Qaeda militia";
  const Anchor good = MakeAnchor(capture, Charset::kUtf8, 37, 44).value();
  ASSERT_EQ(good.exact, "some 60");
  const auto changed = [&](auto change) {
    Anchor anchor = good;
    change(anchor);
    return CheckAnchor(capture, Charset::kUtf8, anchor);
  };
  const struct {
    absl::string_view name;
    std::optional<AnchorMismatch> mismatch;
    Part part;
    absl::string_view message;
  } kCases[] = {
      {"exact", changed([](Anchor& a) { a.exact = "some 50"; }), Part::kExact,
       "at bytes 37 to 44 the capture has \"some 60\", the anchor \"some 50\""},
      {"empty exact", changed([](Anchor& a) { a.exact = ""; }), Part::kExact, "are more than the quote"},
      {"longer exact", changed([](Anchor& a) { a.exact += " "; }), Part::kExact, "the anchor \"some 60 \""},
      {"shifted", changed([](Anchor& a) { ++a.start, ++a.end; }), Part::kExact, "the capture has \"ome 60 \""},
      {"prefix", changed([](Anchor& a) { a.prefix[0] = '!'; }), Part::kPrefix,
       "before byte 37 the capture has \"ic State"},
      {"shorter prefix", changed([](Anchor& a) { a.prefix.erase(0, 1); }), Part::kPrefix, "before byte 37"},
      {"no prefix", changed([](Anchor& a) { a.prefix = ""; }), Part::kPrefix, "the anchor \"\""},
      {"suffix", changed([](Anchor& a) { a.suffix.back() = '!'; }), Part::kSuffix, "after byte 44"},
      {"longer suffix", changed([](Anchor& a) { a.suffix += "x"; }), Part::kSuffix, "after byte 44"},
      {"range, exact and prefix", changed([](Anchor& a) {
         a = {-1, 3, "x", "y", "z"};
       }),
       Part::kRange, "bytes -1 to 3"},
      {"exact and suffix", changed([](Anchor& a) { a.exact = "x60", a.suffix = ""; }), Part::kExact, "\"x60\""},
      {"exact is not UTF-8", changed([](Anchor& a) { a.exact[0] = '\xFF'; }), Part::kExact, "\"\xEF\xBF\xBDome 60\""},
  };
  for (const auto& c : kCases) {
    ASSERT_TRUE(c.mismatch) << c.name;
    EXPECT_EQ(c.mismatch->part, c.part) << c.name;
    EXPECT_THAT(c.mismatch->message, HasSubstr(std::string(c.message))) << c.name;
  }
}

TEST(CheckAnchor, AnyFlippedBitOfTheQuoteOrItsContextIsNoticedAndNoOtherMatters) {
  for (Capture& capture : EveryCapture()) {
    const size_t first = 40, last = 44, from = first - 32, to = std::min(last + 32, capture.text.size());
    const Anchor anchor = ReferenceAnchor(capture, first, last);
    for (size_t at = capture.offsets[0]; at < capture.bytes.size(); ++at) {
      const bool inside =
          static_cast<int64_t>(at) >= capture.offsets[from] && static_cast<int64_t>(at) < capture.offsets[to];
      // A flip next to the context can complete or cut the character at its edge: no promise either way.
      const bool clear =
          static_cast<int64_t>(at) + 4 <= capture.offsets[from] || static_cast<int64_t>(at) >= capture.offsets[to] + 4;
      for (int bit = 0; bit < 8; ++bit) {
        capture.bytes[at] ^= static_cast<char>(1 << bit);
        const bool noticed = CheckAnchor(capture.bytes, capture.charset, anchor).has_value();
        if (inside) {
          EXPECT_TRUE(noticed) << CharsetName(capture.charset) << " byte " << at << " bit " << bit;
        } else if (clear) {
          EXPECT_FALSE(noticed) << CharsetName(capture.charset) << " byte " << at << " bit " << bit;
        }
        capture.bytes[at] ^= static_cast<char>(1 << bit);
      }
    }
  }
}

TEST(FindQuote, GivesNoneOneOrAllPlaces) {
  const auto in = [](absl::string_view capture, absl::string_view exact) {
    return FindQuote(capture, Charset::kUtf8, exact);
  };
  EXPECT_THAT(in("killed some 60 members", "some 60"), ElementsAre(ByteRange{7, 14}));
  EXPECT_THAT(in("killed some 60 members", "some 70"), IsEmpty());
  EXPECT_THAT(in("killed some 60 members", ""), IsEmpty());
  EXPECT_THAT(in("", "some"), IsEmpty());
  EXPECT_THAT(in("some", "some more"), IsEmpty());
  EXPECT_THAT(in("dozens, dozens", "dozens"), ElementsAre(ByteRange{0, 6}, ByteRange{8, 14}));
  EXPECT_THAT(in("ababa", "aba"), ElementsAre(ByteRange{0, 3}, ByteRange{2, 5}));
  EXPECT_THAT(in("aaaa", "aa"), ElementsAre(ByteRange{0, 2}, ByteRange{1, 3}, ByteRange{2, 4}));
  EXPECT_THAT(in("Mali’s", "Mali's"), IsEmpty());
  EXPECT_THAT(in("\xEF\xBB\xBFMali", "Mali"), ElementsAre(ByteRange{3, 7}));
  EXPECT_THAT(in("\xEF\xBB\xBFMali", "\xEF\xBB\xBFMali"), IsEmpty());
  EXPECT_THAT(in("a\xFF", "\xFF"), IsEmpty());
}

TEST(FindQuote, Utf16BytesAcrossTwoUnitsAreNoMatch) {
  // U+4100 U+0042 is 00 41 42 00 in little-endian order, which holds the bytes 41 42 of U+4241.
  const std::string capture = Encode(U"\u4100\u0042\u4241", Charset::kUtf16le);
  EXPECT_THAT(FindQuote(capture, Charset::kUtf16le, "\u4241"), ElementsAre(ByteRange{4, 6}));
}

TEST(FindQuote, WhatTheCharsetCannotWriteIsNowhere) {
  EXPECT_THAT(FindQuote(Encode(U"Ménaka", Charset::kWindows1252), Charset::kWindows1252, "ميناكا"), IsEmpty());
}

TEST(FindQuote, AgreesWithComparingAtEveryPlace) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 5000; ++round) {
    const Charset charset = kEveryCharset[random() % 5];
    const std::u32string alphabet =
        charset == Charset::kWindows1252 || charset == Charset::kWindows1256 ? U"aé" : U"aق😀";
    const auto draw = [&](size_t size) {
      std::u32string text;
      while (text.size() < size) text.push_back(alphabet[random() % alphabet.size()]);
      return text;
    };
    const Capture capture = MakeCapture(charset, draw(random() % 40), random() % 2 == 0);
    const std::u32string quote = draw(1 + random() % 5);
    std::vector<ByteRange> expected;
    for (size_t at = 0; at + quote.size() <= capture.text.size(); ++at) {
      if (capture.text.compare(at, quote.size(), quote) != 0) continue;
      expected.push_back({capture.offsets[at], capture.offsets[at + quote.size()]});
    }
    ASSERT_EQ(FindQuote(capture.bytes, charset, ToUtf8(quote)), expected)
        << CharsetName(charset) << " \"" << ToUtf8(capture.text) << "\" \"" << ToUtf8(quote) << "\"";
  }
}

// Damaged captures and quotes: nothing crashes, and what is reported as found is there.
TEST(FindQuote, AReportedMatchIsAlwaysAtTheReportedPlaceWhateverTheBytes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<Capture> captures = EveryCapture();
  int found = 0;
  for (int round = 0; round < 20000; ++round) {
    Capture capture = captures[random() % captures.size()];
    const size_t first = random() % capture.text.size(), last = first + 1 + random() % (capture.text.size() - first);
    Anchor anchor = ReferenceAnchor(capture, first, last);
    for (int changes = random() % 4; changes > 0; --changes) {
      std::string& changed = random() % 2 == 0 ? capture.bytes : anchor.exact;
      const size_t at = random() % changed.size();
      if (random() % 3 == 0 && changed.size() > 1) {
        changed.erase(at, 1);
      } else {
        changed[at] = static_cast<char>(random());
      }
    }
    for (const ByteRange& range : FindQuote(capture.bytes, capture.charset, anchor.exact)) {
      ++found;
      const absl::string_view bytes = absl::string_view(capture.bytes).substr(range.start, range.end - range.start);
      ASSERT_EQ(EncodeText(anchor.exact, capture.charset), bytes);
      const absl::StatusOr<Anchor> made = MakeAnchor(capture.bytes, capture.charset, range.start, range.end);
      if (made.ok()) {
        ASSERT_EQ(made->exact, anchor.exact);
        ASSERT_FALSE(CheckAnchor(capture.bytes, capture.charset, *made));
      }
    }
    if (!CheckAnchor(capture.bytes, capture.charset, anchor)) {
      ASSERT_EQ(MakeAnchor(capture.bytes, capture.charset, anchor.start, anchor.end).value(), anchor);
    }
    PlaceOf(capture.bytes, capture.charset, static_cast<int64_t>(random() % 300));
  }
  EXPECT_GT(found, 5000);
}

TEST(PlaceOf, CountsLinesAndCodePointsFromOne) {
  const struct {
    absl::string_view capture;
    int64_t offset;
    TextPlace place;
  } kCases[] = {
      {"", 0, {1, 1}},
      {"abc", 0, {1, 1}},
      {"abc", 2, {1, 3}},
      {"abc", 99, {1, 4}},
      {"abc", -5, {1, 1}},
      {"a\nb", 1, {1, 2}},
      {"a\nb", 2, {2, 1}},
      {"a\r\nb", 3, {2, 1}},
      {"a\rb", 2, {2, 1}},
      {"a\n\nb", 3, {3, 1}},
      {"a\r\r\nb", 4, {3, 1}},
      {"a\n\rb", 3, {3, 1}},
      {"éقb", 4, {1, 3}},
      {"éقb", 3, {1, 2}},  // inside the second character
      {"\xEF\xBB\xBFx", 3, {1, 1}},
      {"a\xFF"
       "b",
       2,
       {1, 3}},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(PlaceOf(c.capture, Charset::kUtf8, c.offset), c.place) << c.capture << " at " << c.offset;
  }
  for (const Capture& capture : EveryCapture()) {
    TextPlace expected;
    for (size_t i = 0; i < capture.text.size(); ++i) {
      if (capture.text[i] == '\n' && i > 0 && capture.text[i - 1] == '\r') continue;  // between CR and LF
      EXPECT_EQ(PlaceOf(capture.bytes, capture.charset, capture.offsets[i]), expected) << i;
      expected = capture.text[i] == '\n' || capture.text[i] == '\r' ? TextPlace{expected.line + 1, 1}
                                                                    : TextPlace{expected.line, expected.column + 1};
    }
  }
}

double Milliseconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

// Ten thousand times ten megabytes would take minutes; the limit leaves room for sanitizers and busy machines.
TEST(CheckAnchor, TenThousandQuotesInTenMegabytesAreCheap) {
  for (const Charset charset : {Charset::kUtf8, Charset::kUtf16le, Charset::kWindows1256}) {
    const std::string line = Encode(SampleText(charset), charset);
    std::string capture;
    while (capture.size() < 10'000'000) capture += line;
    std::vector<Anchor> anchors;
    for (int i = 0; i < 10'000; ++i) {
      const int64_t start = static_cast<int64_t>(capture.size() / line.size() * i / 10'000 * line.size());
      anchors.push_back(MakeAnchor(capture, charset, start, start + static_cast<int64_t>(line.size())).value());
    }
    const auto begin = std::chrono::steady_clock::now();
    for (const Anchor& anchor : anchors) ASSERT_FALSE(CheckAnchor(capture, charset, anchor));
    const double spent = Milliseconds(begin);
    std::printf("  %s: 10,000 anchors of 10 MB checked in %.1f ms\n", std::string(CharsetName(charset)).c_str(), spent);
    EXPECT_LT(spent, 5000);
  }
}

TEST(CheckAnchor, ARangeOfTheWholeCaptureForAShortQuoteIsNotRead) {
  const std::string capture(10'000'000, 'a');
  const Anchor lying{0, 10'000'000, "a", "", ""};
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(CheckAnchor(capture, Charset::kUtf8, lying)->part, Part::kExact);
  EXPECT_LT(Milliseconds(begin), 5000);
}

TEST(FindQuote, RepeatedLettersStayLinear) {
  const std::string capture(2'000'000, 'a');
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(FindQuote(capture, Charset::kUtf8, std::string(50'000, 'a')).size(), 1'950'001u);
  EXPECT_THAT(FindQuote(capture, Charset::kUtf8, std::string(50'000, 'a') + "b"), IsEmpty());
  EXPECT_LT(Milliseconds(begin), 5000);  // comparing at every place is 10^11 steps
}

}  // namespace
}  // namespace tallystick

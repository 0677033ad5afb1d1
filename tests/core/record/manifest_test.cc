#include "core/record/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

using testing::StartsWith;

// Written by hand: FormatManifest is not to vouch for itself.
std::string Line(absl::string_view name) { return absl::StrCat(TestId(name).hex(), "  ", name, "\n"); }

std::string GoodSubmission() {
  return Line("tallystick-v1-submission.json") + Line("about.json") + Line("000.sha256") + Line("001.sha256");
}

std::string GoodBody() { return Line("007/0-header.json") + Line("007/1-link.json") + Line("007/2-reason.json"); }

std::string With(const std::string& text, const std::string& what, const std::string& instead) {
  const std::string changed = absl::StrReplaceAll(text, {{what, instead}});
  EXPECT_NE(changed, text) << "the case changes nothing";
  return changed;
}

std::string Upper(std::string text, size_t at, size_t size) {
  for (size_t i = at; i < at + size; ++i) text[i] = static_cast<char>(toupper(text[i]));
  return text;
}

struct Refused {
  const char* what;
  std::string text;
  std::string message;
};

// What `sha256sum -c` would take, and more: changes to line 3 of a submission and to line 2 of a body.
std::vector<Refused> BadLines(const std::string& good, const std::string& name, int line) {
  const std::string hex = TestId(name).hex(), at = absl::StrCat("line ", line, ": ");
  return {
      {"binary mode", With(good, "  " + name, " *" + name), at},
      {"escaped file name", With(good, hex, "\\" + hex), at},
      {"a backslash in the name", With(good, name, "\\\\" + name), at},
      {"a comment", With(good, hex, "# " + hex), at},
      {"a comment line", With(good, hex + "  " + name, "# nothing"), at},
      {"an empty line", With(good, hex + "  " + name, ""), at},
      {"a carriage return", With(good, name + "\n", name + "\r\n"), at},
      {"a BSD line", With(good, hex + "  " + name, "SHA256 (" + name + ") = " + hex), at},
      {"the folder above", With(good, name, "../" + name), at},
      {"the same folder", With(good, name, "./" + name), at},
      {"an absolute name", With(good, name, "/" + name), at},
      {"a device", With(good, name, "/dev/stdin"), at},
      {"standard input", With(good, name, "-"), at},
      {"one space", With(good, "  " + name, " " + name), at},
      {"three spaces", With(good, "  " + name, "   " + name), at},
      {"a tab", With(good, "  " + name, "\t" + name), at},
      {"a space after the name", With(good, name + "\n", name + " \n"), at},
      {"a space before the hash", With(good, hex, " " + hex), at},
      {"hex in capitals", Upper(good, good.find(hex), 64), at},
      {"one hex digit too few", With(good, hex, hex.substr(1)), at},
      {"one hex digit too many", With(good, hex, hex + "0"), at},
      {"no hex digit", With(good, hex, "g" + hex.substr(1)), at},
      {"a name in capitals", With(good, name, Upper(name, name.size() - 4, 4)), at},
      {"a name beyond ASCII", With(good, name, name + "\xC3\xA9"), at},
      {"a NUL in the name", With(good, name, name + std::string(1, '\0')), at},
      {"no name", With(good, "  " + name, "  "), at},
      {"a name begun twice", With(good, hex + "  " + name, hex + "  " + name + "\n" + hex + "  " + name),
       absl::StrCat("line ", line + 1, ": ")},
      {"a gap", With(good, hex + "  " + name + "\n", ""), at},
  };
}

TEST(SubmissionManifest, ReadsAndWritesOneForm) {
  const auto manifest = ParseSubmissionManifest(GoodSubmission());
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->head, TestId("tallystick-v1-submission.json"));
  EXPECT_EQ(manifest->about, TestId("about.json"));
  EXPECT_THAT(manifest->bodies, testing::ElementsAre(TestId("000.sha256"), TestId("001.sha256")));
  EXPECT_EQ(FormatSubmissionManifest(*manifest), GoodSubmission());
}

TEST(SubmissionManifest, RefusesEveryOtherLineByNumber) {
  for (const Refused& c : BadLines(GoodSubmission(), "000.sha256", 3)) {
    const auto manifest = ParseSubmissionManifest(c.text);
    EXPECT_EQ(manifest.status().code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_THAT(std::string(manifest.status().message()), StartsWith(c.message)) << c.what;
  }
}

TEST(SubmissionManifest, RefusesOtherOrdersNamesAndNumbers) {
  const std::string head = Line("tallystick-v1-submission.json"), about = Line("about.json");
  std::string most = head + about, more;
  for (int i = 0; i < kMaxRecordsPerSubmission; ++i) most += Line(BodyFile(i));
  more = most + Line("128.sha256");
  EXPECT_EQ(ParseSubmissionManifest(most)->bodies.size(), 128u);
  const std::vector<Refused> cases = {
      {"nothing", "", "a submission lists its head, about.json and a record or more"},
      {"no record", head + about, "a submission lists its head, about.json and a record or more"},
      {"no final line feed", GoodSubmission().substr(0, GoodSubmission().size() - 1), "line 4: no final line feed"},
      {"no head", about + Line("000.sha256") + Line("001.sha256"),
       "line 1: expected the name tallystick-v1-submission.json"},
      {"another schema's head", With(GoodSubmission(), "tallystick-v1", "tallystick-v2"), "line 1: expected the name"},
      {"no about", head + Line("000.sha256") + Line("001.sha256"), "line 2: expected the name about.json"},
      {"head and about swapped", about + head + Line("000.sha256"), "line 1: expected the name"},
      {"not from 000", head + about + Line("001.sha256"), "line 3: expected the name 000.sha256"},
      {"a number left out", head + about + Line("000.sha256") + Line("002.sha256"),
       "line 4: expected the name 001.sha256"},
      {"descending", head + about + Line("001.sha256") + Line("000.sha256"), "line 3: expected the name 000.sha256"},
      {"the same twice", head + about + Line("000.sha256") + Line("000.sha256"),
       "line 4: expected the name 001.sha256"},
      {"two digits", head + about + Line("00.sha256"), "line 3: expected the name 000.sha256"},
      {"four digits", head + about + Line("0000.sha256"), "line 3: expected the name 000.sha256"},
      {"a file beside the records", GoodSubmission() + Line("002.json"), "line 5: expected the name 002.sha256"},
      {"129 records", more, "line 131: more than 128 records"},
  };
  for (const Refused& c : cases) {
    const auto manifest = ParseSubmissionManifest(c.text);
    EXPECT_EQ(manifest.status().code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_THAT(std::string(manifest.status().message()), StartsWith(c.message)) << c.what;
  }
}

TEST(Body, ReadsAndWritesOneForm) {
  const auto lines = ParseBody(GoodBody(), 7);
  ASSERT_TRUE(lines.ok()) << lines.status();
  ASSERT_EQ(lines->size(), 3u);
  EXPECT_EQ((*lines)[1].digest, TestId("007/1-link.json"));
  EXPECT_EQ((*lines)[1].name, "007/1-link.json");
  EXPECT_EQ(FormatManifest(*lines), GoodBody());
}

TEST(Body, RefusesEveryOtherLineByNumber) {
  for (const Refused& c : BadLines(GoodBody(), "007/1-link.json", 2)) {
    const auto lines = ParseBody(c.text, 7);
    EXPECT_EQ(lines.status().code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_THAT(std::string(lines.status().message()), StartsWith(c.message)) << c.what;
  }
}

TEST(Body, RefusesOtherOrdersNamesAndNumbers) {
  const std::string header = Line("007/0-header.json");
  const std::vector<Refused> cases = {
      {"nothing", "", "empty record body"},
      {"no final line feed", GoodBody().substr(0, GoodBody().size() - 1), "line 3: no final line feed"},
      {"another record's number", With(GoodBody(), "007/", "008/"), "line 1: expected the name 007/0-header.json"},
      {"another record's slot", header + Line("008/1-link.json"), "line 2: expected the name 007/1-<slot>.json"},
      {"no header", Line("007/0-link.json"), "line 1: expected the name 007/0-header.json"},
      {"a second header", header + Line("007/1-header.json"), "line 2: expected the name 007/1-<slot>.json"},
      {"header last", Line("007/1-header.json"), "line 1: expected the name 007/0-header.json"},
      {"a number left out", header + Line("007/2-reason.json"), "line 2: expected the name 007/1-<slot>.json"},
      {"the same number twice", header + Line("007/1-link.json") + Line("007/1-reason.json"),
       "line 3: expected the name"},
      {"a number with a zero", header + Line("007/01-link.json"), "line 2: expected the name"},
      {"no slot name", header + Line("007/1-.json"), "line 2: expected the name"},
      {"a digit in the slot name", header + Line("007/1-link2.json"), "line 2: expected the name"},
      {"a hyphen in the slot name", header + Line("007/1-a-b.json"), "line 2: expected the name"},
      {"a folder in the slot name", header + Line("007/1-a/b.json"), "line 2: expected the name"},
      {"a way out", header + Line("007/../007/1-link.json"), "line 2: expected the name"},
      {"another ending", header + Line("007/1-link.txt"), "line 2: expected the name"},
      {"no folder", Line("0-header.json"), "line 1: expected the name"},
  };
  for (const Refused& c : cases) {
    const auto lines = ParseBody(c.text, 7);
    EXPECT_EQ(lines.status().code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_THAT(std::string(lines.status().message()), StartsWith(c.message)) << c.what;
  }
}

// A body whose kind nobody here knows can still be verified.
TEST(Body, OfAnUnknownKindIsRead) {
  std::string text = Line("000/0-header.json");
  for (int i = 1; i < 12; ++i) text += Line(absl::StrCat("000/", i, "-newfangled.json"));
  const auto lines = ParseBody(text, 0);
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_EQ(FormatManifest(*lines), text);
}

TEST(Manifest, NamesAreMadeOfTheirNumbers) {
  EXPECT_EQ(BodyFile(0), "000.sha256");
  EXPECT_EQ(BodyFile(127), "127.sha256");
  EXPECT_EQ(SlotFile(7, 1, "attribution"), "007/1-attribution.json");
}

}  // namespace
}  // namespace tallystick

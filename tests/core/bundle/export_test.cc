#include "core/bundle/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "proto/bundle.pb.h"
#include "tests/core/bundle/bundle_files.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;

class Export : public testing::Test {
 protected:
  Bundle Build(const BundleInput& input) {
    const auto bundle = BuildBundle(input, ShippedTables());
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    return bundle.ok() ? *bundle : Bundle{};
  }

  const SmallCasebook casebook_;
};

TEST_F(Export, TheLayoutIsTheOneOfTheFormat) {
  const Files files = FilesOf(Build(casebook_.Input()).zip);
  const std::string log = TestKey('l').public_key().id().hex();
  for (const std::string& path : {std::string("bagit.txt"),
                                  std::string("bag-info.txt"),
                                  std::string("manifest-sha256.txt"),
                                  std::string("tagmanifest-sha256.txt"),
                                  std::string("README.txt"),
                                  std::string("VERIFY.txt"),
                                  std::string("data/scope.json"),
                                  std::string("data/withheld.json"),
                                  std::string("data/findings.json"),
                                  "data/logs/" + log + "/checkpoint.txt",
                                  "data/keys/" + log + ".pem",
                                  "data/keys/" + TestKey('a').public_key().id().hex() + ".pem",
                                  "data/captures/" + Sha256(SmallCasebook::kCaptureText).hex() + ".txt",
                                  InEntry(0, "leaf"),
                                  InEntry(0, "proof.tlog-proof"),
                                  InEntry(0, "submission.sha256"),
                                  InEntry(0, "submission.sig"),
                                  InEntry(0, "tallystick-v1-submission.json"),
                                  InEntry(0, "about.json"),
                                  InEntry(1, "003.sha256"),
                                  InEntry(1, "003/0-header.json"),
                                  InEntry(1, "003/8-note.json"),
                                  InEntry(1, "001/4-note.json")}) {
    EXPECT_THAT(files, Contains(Key(path)));
  }
}

TEST_F(Export, TheSameInputGivesTheSameBytesInAnyOrder) {
  const Bundle first = Build(casebook_.Input());
  EXPECT_EQ(first.zip, Build(casebook_.Input()).zip);
  BundleInput turned = casebook_.Input();
  std::reverse(turned.entries.begin(), turned.entries.end());
  std::reverse(turned.entries[1].shown.begin(), turned.entries[1].shown.end());
  std::reverse(turned.keys.begin(), turned.keys.end());
  std::reverse(turned.withholdings.begin(), turned.withholdings.end());
  const Bundle second = Build(turned);
  EXPECT_EQ(first.zip, second.zip);
  EXPECT_EQ(first.id, second.id);
}

// The whole archive is searched, so that no file of any kind tells.
TEST_F(Export, NothingOfWhatIsWithheldOrLeftOutIsInTheArchive) {
  const Bundle bundle = Build(casebook_.Input());
  BundleInput open = casebook_.Input();
  open.withholdings.clear();
  open.entries[1].shown.push_back(4);
  open.left_out.clear();
  const Bundle told = Build(open);
  const std::string left_out = casebook_.IdOf(1, 4).hex();
  for (const char* secret : {"555 0100", "At least 90\"", "2022-11-02T08:00Z"}) {
    EXPECT_THAT(told.zip, HasSubstr(secret)) << "the test looks for the wrong words";
    EXPECT_THAT(bundle.zip, Not(HasSubstr(secret)));
  }
  const Files files = FilesOf(bundle.zip);
  EXPECT_THAT(files, Not(Contains(Key(InEntry(1, "004.sha256")))));
  EXPECT_THAT(files, Not(Contains(Key(InEntry(1, "004/0-header.json")))));
  EXPECT_THAT(files, Not(Contains(Key(InEntry(1, "001/3-contact.json")))));
  EXPECT_THAT(files.at(InEntry(1, "submission.sha256")), HasSubstr(left_out + "  004.sha256\n"));
  EXPECT_THAT(files.at("data/findings.json"), Not(HasSubstr(left_out)));
  EXPECT_THAT(FilesOf(told.zip).at("data/findings.json"), HasSubstr(left_out)) << "it takes part once it is shown";
}

TEST_F(Export, ScopeAndWithholdingsSayWhatWasLeftOut) {
  const Files files = FilesOf(Build(casebook_.Input()).zip);
  v1::BundleScope scope;
  const std::string& text = files.at("data/scope.json");
  ASSERT_TRUE(DecodeCanonicalJson(absl::string_view(text).substr(0, text.size() - 1), &scope).ok());
  EXPECT_EQ(scope.schema(), "tallystick-scope-v1");
  EXPECT_EQ(scope.query(), "event: Talataye");
  EXPECT_EQ(scope.head().origin(), casebook_.origin());
  EXPECT_EQ(scope.head().size(), 5);
  EXPECT_EQ(scope.matched(), 3);
  EXPECT_EQ(scope.included(), 2);
  EXPECT_EQ(scope.supporting(), 6);
  ASSERT_EQ(scope.left_out_size(), 1);
  EXPECT_EQ(scope.left_out(0).reason(), "asked-not-to-be-published");
  EXPECT_EQ(
      files.at("data/withheld.json"),
      absl::StrCat("{\"schema\":\"tallystick-withheld-v1\",\"slots\":[{\"file\":\"", InEntry(1, "001/3-contact.json"),
                   "\",\"record\":\"", casebook_.IdOf(1, 1).hex(),
                   "\",\"slot\":\"contact\",\"reason\":\"source-protection\",\"actor\":\"the desk\"},{\"file\":\"",
                   InEntry(1, "about.json"), "\",\"record\":\"", casebook_.opened(1).id.hex(),
                   "\",\"slot\":\"about\",\"reason\":\"privacy\",\"actor\":\"the desk\"}]}\n"));
}

struct BadInput {
  const char* name;
  std::function<void(BundleInput*)> change;
  absl::StatusCode code;
  const char* message;
};

TEST_F(Export, InputThatContradictsItselfIsRefused) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  constexpr auto kLoss = absl::StatusCode::kDataLoss;
  const Digest source = casebook_.IdOf(1, 1);
  for (const BadInput& bad : std::vector<BadInput>{
           {"nothing matched", [](BundleInput* i) { i->matched = 1; }, kInvalid, "nothing to export"},
           {"more included than shown", [](BundleInput* i) { i->matched = 99; }, kInvalid, "only 8 are shown"},
           {"a bad name", [](BundleInput* i) { i->name = "../x"; }, kInvalid, "a name in a bundle"},
           {"no such record", [](BundleInput* i) { i->entries[1].shown = {9}; }, kInvalid, "no record 9"},
           {"a record twice", [](BundleInput* i) { i->entries[1].shown.push_back(0); }, kInvalid, "given twice"},
           {"an entry twice", [](BundleInput* i) { i->entries.push_back(i->entries[0]); }, kInvalid, "given twice"},
           {"a capture twice", [](BundleInput* i) { i->captures.push_back(i->captures[0]); }, kInvalid, "given twice"},
           {"a bad extension", [](BundleInput* i) { i->captures[0].extension = "t/t"; }, kInvalid, "file extension"},
           {"header withheld",
            [&](BundleInput* i) {
              i->withholdings.push_back({source, "header", "privacy", "me"});
            },
            kInvalid, "never withheld"},
           {"key withheld",
            [&](BundleInput* i) {
              i->withholdings.push_back({casebook_.IdOf(0, 0), "key", "privacy", "me"});
            },
            kInvalid, "never withheld"},
           {"no such slot",
            [&](BundleInput* i) {
              i->withholdings.push_back({source, "quote", "privacy", "me"});
            },
            kInvalid, "has this slot"},
           {"a slot of a record that is left out",
            [&](BundleInput* i) {
              i->withholdings.push_back({casebook_.IdOf(1, 4), "quote", "privacy", "me"});
            },
            kInvalid, "has this slot"},
           {"no actor",
            [&](BundleInput* i) {
              i->withholdings.push_back({source, "note", "privacy", ""});
            },
            kInvalid, "who withholds"},
           {"a reason that is no code",
            [&](BundleInput* i) {
              i->withholdings.push_back({source, "note", "He asked.", "me"});
            },
            kInvalid, "is a code"},
           {"a slot that is gone and not declared",
            [](BundleInput* i) { i->entries[1].submission.records[1][4].file.clear(); }, kInvalid,
            "declare it withheld"},
           {"a wrong signature", [](BundleInput* i) { i->entries[1].submission.signature[0] ^= 1; }, kLoss,
            "signature"},
           {"a wrong proof", [](BundleInput* i) { i->entries[1].proof.pop_back(); }, kLoss, "proof"},
           {"a missing key", [](BundleInput* i) { i->keys.pop_back(); }, kLoss, "is not here"},
           {"key records left out",
            [](BundleInput* i) {
              i->entries.erase(i->entries.begin());
              i->matched = 3;
            },
            kLoss, "never admitted"},
           {"a capture nobody names",
            [](BundleInput* i) {
              i->captures.push_back({Sha256("x"), "txt", "x"});
            },
            kLoss, "named by no record"},
           {"other bytes than the capture's", [](BundleInput* i) { i->captures[0].bytes = "something else"; }, kLoss,
            "hash of its bytes"},
       }) {
    BundleInput input = casebook_.Input();
    bad.change(&input);
    const auto bundle = BuildBundle(input, ShippedTables());
    EXPECT_EQ(bundle.status().code(), bad.code) << bad.name << ": " << bundle.status();
    EXPECT_THAT(std::string(bundle.status().message()), HasSubstr(bad.message)) << bad.name;
  }
}

TEST_F(Export, AnErasedSlotIsDeclaredLikeAWithheldOne) {
  BundleInput input = casebook_.Input();
  input.entries[1].submission.records[1][4].file.clear();
  input.withholdings.push_back({casebook_.IdOf(1, 1), "note", "erased", "the desk"});
  EXPECT_THAT(FilesOf(Build(input).zip), Not(Contains(Key(InEntry(1, "001/4-note.json")))));
}

}  // namespace
}  // namespace tallystick

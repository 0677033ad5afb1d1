#include "core/bundle/verify_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/bundle/bag.h"
#include "tests/core/bundle/bundle_files.h"
#include "tests/core/bundle/shell.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;

class VerifyText : public testing::Test {
 protected:
  VerifyText() : bundle_(*BuildBundle(casebook_.Input(), ShippedTables())) {}

  const SmallCasebook casebook_;
  const Bundle bundle_;
  StrangersShell shell_;
};

TEST_F(VerifyText, PassesOnABundleWithNothingOfOursAndNoNetwork) {
  const auto result = shell_.VerifyZip(bundle_.zip);
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, EndsWith("\nPASS\n"));
  EXPECT_THAT(result.output, HasSubstr(absl::StrCat("bundle  ", bundle_.id.hex())));
  EXPECT_THAT(result.output, HasSubstr(absl::StrCat("signer  ", TestKey('b').public_key().id().hex())));
  EXPECT_THAT(result.output, HasSubstr("4 submissions: signatures"));
  EXPECT_THAT(result.output, HasSubstr("8 records shown"));
  EXPECT_THAT(result.output, HasSubstr("2 slots are withheld, each declared"));
  EXPECT_THAT(result.output, HasSubstr("do not say that any claim is true"));
  if (!shell_.without_network()) RecordProperty("network", "this machine does not let a test cut it off");
}

TEST_F(VerifyText, PassesInsideTheUnpackedFolder) {
  const auto result = shell_.VerifyUnpacked(bundle_.zip);
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, EndsWith("\nPASS\n"));
}

TEST_F(VerifyText, PassesWhenPasted) {
  std::ofstream(shell_.folder() / "bundle.zip", std::ios::binary) << bundle_.zip;
  const auto result = shell_.Run("ZIP=bundle.zip bash --norc < VERIFY.txt");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, EndsWith("\nPASS\n"));
}

TEST_F(VerifyText, LeavesNothingBehind) {
  shell_.VerifyZip(bundle_.zip);
  for (const auto& entry : fs::directory_iterator(shell_.folder())) {
    EXPECT_FALSE(absl::StartsWith(entry.path().filename().string(), "tmp.")) << entry.path();
  }
}

TEST_F(VerifyText, SaysWhatToDoWhereThereIsNoBundle) {
  const auto result = shell_.Run("mkdir empty && cd empty && bash ../VERIFY.txt");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("give the ZIP, or go into the unpacked folder"));
  EXPECT_EQ(shell_.VerifyZip("not a ZIP").exit_code, 1);
}

// Archives that our own writer does not make.
TEST_F(VerifyText, RefusesHostileArchives) {
  const struct {
    const char* name;
    std::string command;  // makes hostile.zip out of the unpacked folder talataye/
  } archives[] = {
      {"a link", "ln -s /etc/hostname talataye/data/captures/link.txt && zip -qry0X hostile.zip talataye -D"},
      {"compressed", "zip -qr9X hostile.zip talataye -D"},
      {"two top folders", "cp -r talataye other && zip -qr0X hostile.zip talataye other -D"},
      {"a file beside the folder", "echo x > x.txt && zip -qr0X hostile.zip talataye x.txt -D"},
      {"names equal but for case", "cp talataye/README.txt talataye/Readme.txt && zip -qr0X hostile.zip talataye -D"},
      {"a name with a space", "echo x > 'talataye/a b.txt' && zip -qr0X hostile.zip talataye -D"},
      {"encrypted", "zip -qr0X -P secret hostile.zip talataye -D"},
      {"cut short", "head -c 9000 bundle.zip > hostile.zip"},
  };
  std::ofstream(shell_.folder() / "bundle.zip", std::ios::binary) << bundle_.zip;
  if (shell_.Run("command -v zip").exit_code != 0) GTEST_SKIP() << "needs zip";
  for (const auto& archive : archives) {
    const auto made =
        shell_.Run(absl::StrCat("rm -rf talataye other x.txt hostile.zip && unzip -q bundle.zip && ", archive.command));
    ASSERT_EQ(made.exit_code, 0) << archive.name << made.output;
    std::ifstream in(shell_.folder() / "hostile.zip", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    const auto result = shell_.VerifyZip(bytes);
    EXPECT_EQ(result.exit_code, 1) << archive.name << result.output;
    EXPECT_THAT(result.output, EndsWith("\nFAIL\n")) << archive.name;
    EXPECT_FALSE(ReadZip(bytes).ok()) << archive.name;
    std::ofstream(shell_.folder() / "bundle.zip", std::ios::binary) << bundle_.zip;
  }
}

TEST_F(VerifyText, RefusesANameThatIsThereTwice) {
  Files files = FilesOf(bundle_.zip);
  files["data/scopf.json"] = "{}";
  std::string zip = ZipOf(files);
  for (size_t at; (at = zip.find("data/scopf.json")) != std::string::npos;) zip.replace(at, 15, "data/scope.json");
  const auto result = shell_.VerifyZip(zip);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("there twice"));
}

TEST_F(VerifyText, RefusesALinkInTheUnpackedFolder) {
  std::ofstream(shell_.folder() / "bundle.zip", std::ios::binary) << bundle_.zip;
  const auto result = shell_.Run(
      "unzip -q bundle.zip && cd talataye && mv README.txt ../r && ln -s ../r README.txt && bash ../VERIFY.txt");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("README.txt is a link"));
}

TEST_F(VerifyText, SealsAddedLaterDoNotDisturb) {
  Files files = FilesOf(bundle_.zip);
  files["seal/one.sig"] = "x";
  const auto result = shell_.VerifyZip(ZipOf(files));
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("the 1 files in seal/"));
}

TEST_F(VerifyText, CallsOnlyCoreutilsUnzipAndOpenssl) {
  for (absl::string_view line : absl::StrSplit(kVerifyText, '\n')) {
    if (absl::StartsWith(line, "#")) continue;
    for (const char* program :
         {"grep", "sed", "awk", "find ", "python", "perl", "curl", "xargs", "cmp ", "diff ", "tally "}) {
      EXPECT_FALSE(absl::StrContains(line, program)) << line;
    }
  }
}

}  // namespace
}  // namespace tallystick

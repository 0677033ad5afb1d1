// Every attack is refused, by its own code; and the shell commands say the same wherever they can see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/bundle/verify.h"
#include "tests/core/bundle/attacks.h"
#include "tests/core/bundle/shell.h"

namespace tallystick {
namespace {

using Report = v1::BundleReport;

class VerifyAttack : public testing::Test {
 protected:
  VerifyAttack() : files_(FilesOf(BuildBundle(casebook_.Input(), ShippedTables())->zip)) {}

  const SmallCasebook casebook_;
  const Files files_;
};

// The failed checks, and whether one has a code of `codes` ("a|b").
std::pair<bool, std::string> Failures(const Report& report, absl::string_view codes) {
  const std::vector<std::string> wanted = absl::StrSplit(codes, '|');
  bool found = false;
  std::string text;
  for (const auto& check : report.checks()) {
    if (check.result() != Report::fail) continue;
    absl::StrAppend(&text, "\n  ", check.code(), " ", check.target(), ": ", check.explanation());
    found = found || std::find(wanted.begin(), wanted.end(), check.code()) != wanted.end();
  }
  return {found, text};
}

TEST_F(VerifyAttack, EachIsRefusedWithItsCode) {
  int count = 0;
  for (const Attack& attack : Attacks(casebook_)) {
    const Report report = VerifyBundle(Perform(attack, casebook_, files_), {casebook_.Signers(), ShippedTables(), {}});
    EXPECT_EQ(VerifyExitCode(report, {Report::existed, Report::complete}), 3) << attack.name;
    const auto [found, failures] = Failures(report, attack.code);
    EXPECT_TRUE(found) << attack.name << ": expected " << attack.code << ", not" << failures;
    ++count;
  }
  EXPECT_GE(count, 75);
}

// Without the attack the same steps lead to a good bundle: what is refused above is refused for the attack.
TEST_F(VerifyAttack, TheStepsOfAnInsiderAloneAreNotRefused) {
  const Attack nothing = {"nothing", [](Files*) {}, Reach::kInsider, "", false};
  const Report report = VerifyBundle(Perform(nothing, casebook_, files_), {casebook_.Signers(), ShippedTables(), {}});
  EXPECT_EQ(VerifyExitCode(report, {Report::existed, Report::complete}), 0) << Failures(report, "").second;
}

TEST_F(VerifyAttack, TheShellRefusesWhatItCanSee) {
  StrangersShell shell;
  for (const Attack& attack : Attacks(casebook_)) {
    const auto result = shell.VerifyZip(Perform(attack, casebook_, files_));
    EXPECT_EQ(result.exit_code, attack.shell_sees ? 1 : 0) << attack.name << "\n" << result.output;
  }
}

}  // namespace
}  // namespace tallystick

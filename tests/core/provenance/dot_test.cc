#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

using I = v1::Identity;
using testing::HasSubstr;
using testing::Not;

// The line of the document that draws this node.
std::string NodeLine(const std::string& dot, const Digest& id) {
  const size_t at = dot.find(absl::StrCat("  \"", id.hex(), "\" [label"));
  return at == std::string::npos ? "" : dot.substr(at, dot.find('\n', at) - at);
}

class ChainsAsDotOf : public testing::Test {
 protected:
  std::string Draw(unsigned order = 0) {
    const RecordSet records = desk_.Records(order);
    std::vector<Digest> claims = claims_;
    if (order != 0) std::reverse(claims.begin(), claims.end());
    return ChainsAsDot(records, Pick(records, claims));
  }

  Desk desk_;
  const Digest agency_ = desk_.Outlet("Agency \"Sahel\" \\N & Sons <b>\n&lt;");
  const Digest capture_ = desk_.Capture("Dépêche du trente octobre sur les combats dans la région de Ménaka");
  const Digest person_ = desk_.Named("Fahad Ag Almahmoud");
  const Digest unnamed_ = desk_.Unnamed("SRC-1");
  const Digest naba_ = desk_.Source(I::publication, "صحيفة النبأ الأسبوعية", desk_.Source(I::organisation, "IS"));
  const Digest withheld_ = desk_.Named("Nobody may know");
  const std::vector<Digest> claims_ = {
      desk_.Claim(capture_, {{{agency_}}, {{person_}}}),
      desk_.Claim(capture_, {{{agency_}}, {{unnamed_}}}),
      desk_.Claim(capture_, {{{agency_}}, {{naba_, withheld_}, v1::Step::any_of}}, v1::Attribution::own_count),
  };
};

TEST_F(ChainsAsDotOf, ShapesSayWhatANodeIs) {
  desk_.Withhold(withheld_, v1::Slot::kIdentity);
  const std::string dot = Draw();
  EXPECT_THAT(dot, HasSubstr("rankdir=LR"));
  EXPECT_THAT(NodeLine(dot, capture_), HasSubstr("shape=note"));
  EXPECT_THAT(NodeLine(dot, agency_), HasSubstr("shape=box"));
  EXPECT_THAT(NodeLine(dot, person_), HasSubstr("shape=ellipse,"));
  EXPECT_THAT(NodeLine(dot, person_), Not(HasSubstr("dashed")));
  EXPECT_THAT(NodeLine(dot, unnamed_), HasSubstr("style=dashed"));
  EXPECT_THAT(NodeLine(dot, withheld_), HasSubstr("style=dashed"));
  EXPECT_THAT(dot, Not(HasSubstr("Nobody may know")));
  EXPECT_THAT(dot, HasSubstr("run by"));
}

TEST_F(ChainsAsDotOf, AnArrowReadsFromTheCarrierToWhoeverSaidIt) {
  const std::string dot = Draw();
  EXPECT_THAT(dot, HasSubstr(absl::StrCat("\"", capture_.hex(), "\" -> \"", agency_.hex(), "\" [label=\"said by\\n(3 claims)\"")));
  EXPECT_THAT(dot, Not(HasSubstr("label=\"said\"")));
  EXPECT_THAT(dot, testing::ContainsRegex("label=\"[^\"]*3 reports, [^\"]*origins?, [^\"]*route[^\"]*\"\\];\n  node"));
}

TEST_F(ChainsAsDotOf, TheChokePointIsBoldAndSaysWhy) {
  const std::string dot = Draw();
  EXPECT_THAT(NodeLine(dot, agency_), HasSubstr("penwidth=3"));
  EXPECT_THAT(NodeLine(dot, agency_), HasSubstr("every report passes here"));
  EXPECT_THAT(NodeLine(dot, capture_), Not(HasSubstr("penwidth")));
}

TEST_F(ChainsAsDotOf, TextIsEscapedWrappedAndWhole) {
  const std::string dot = Draw();
  EXPECT_FALSE(FirstInvalidUtf8(dot).has_value());
  EXPECT_THAT(NodeLine(dot, agency_), HasSubstr(R"(tooltip="Agency \"Sahel\" \\N &amp; Sons <b> &amp;lt; (outlet))"));
  EXPECT_THAT(NodeLine(dot, capture_), HasSubstr("“Dépêche du trente octobre\\nsur les combats dans la\\nrégion"));
  EXPECT_THAT(NodeLine(dot, naba_), HasSubstr("label=\"صحيفة النبأ الأسبوعية\\n(publication)\""));
}

TEST_F(ChainsAsDotOf, TheOrderOfRecordsAndClaimsDoesNotShow) {
  const std::string dot = Draw();
  for (const unsigned order : {1u, 2u, 3u}) EXPECT_EQ(Draw(order), dot);
}

TEST_F(ChainsAsDotOf, ControllersInACircleAndNoClaimsAreDrawnToo) {
  const RecordSet empty = desk_.Records();
  EXPECT_THAT(ChainsAsDot(empty, {}), HasSubstr("digraph"));
  const Digest x = desk_.Named("X"), y = desk_.Source(I::organisation, "Y", x);
  RecordDraft closing{v1::Header::source, {x}, {}};
  closing.slots.emplace_back().mutable_identity()->set_kind(I::organisation);
  closing.slots.back().mutable_identity()->add_names()->set_text("X");
  closing.slots.back().mutable_identity()->set_controller(y.hex());
  desk_.Add(closing);
  const Digest claim = desk_.Claim(capture_, {{{y}}});
  const RecordSet records = desk_.Records();
  EXPECT_THAT(ChainsAsDot(records, Pick(records, {claim})), HasSubstr("run by"));
}

TEST_F(ChainsAsDotOf, GraphvizDrawsIt) {
  if (std::system("dot -V 2>/dev/null") != 0) GTEST_SKIP() << "graphviz is not installed; the drawing was not tried";
  const std::string path = absl::StrCat(testing::TempDir(), "/chains.", getpid());
  std::ofstream(path + ".dot") << Draw();
  ASSERT_EQ(std::system(absl::StrCat("dot -Tsvg '", path, ".dot' -o '", path, ".svg' 2>'", path, ".err'").c_str()), 0);
  std::stringstream svg;
  svg << std::ifstream(path + ".svg").rdbuf();
  for (const char* ending : {".dot", ".svg", ".err"}) std::filesystem::remove(path + ending);
  EXPECT_THAT(svg.str(), HasSubstr("صحيفة النبأ الأسبوعية"));
  EXPECT_THAT(svg.str(), HasSubstr("Fahad Ag Almahmoud"));
  EXPECT_THAT(svg.str(), HasSubstr("every report passes here"));
  EXPECT_THAT(svg.str(), HasSubstr("&amp; Sons &lt;b&gt;"));
}

}  // namespace
}  // namespace tallystick

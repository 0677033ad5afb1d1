// `tally event show` as a person sees it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/views/event_svg.h"
#include "cli/views/event_text.h"
#include "cli/views/layout.h"
#include "core/record/json.h"
#include "proto/event_view.pb.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string FileAt(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void ExpectFits(const std::string& text, size_t columns) {
  for (absl::string_view line : absl::StrSplit(text, '\n')) EXPECT_LE(DisplayWidth(line), columns) << line;
}

// The example of the documents, in a casebook of its own.
class EventTest : public ::testing::Test {
 protected:
  EventTest() : source_(std::filesystem::current_path()) {}

  void SetUp() override {
    shell_ = std::make_unique<SeededShell>();
    for (const auto& entry : std::filesystem::directory_iterator(source_ / "examples/menaka")) {
      shell_->Write(entry.path().filename().string(), FileAt(entry.path()));
    }
    for (const char* line : {"init book --no-passphrase", "import casebook.jsonl --casebook book"}) {
      const Outcome outcome = shell_->RunLine(line);
      ASSERT_EQ(outcome.code, 0) << outcome.err;
    }
  }

  Outcome Tally(const std::string& line) { return shell_->RunLine(line + " --casebook book"); }

  v1::EventDocument Document(const std::string& line) {
    v1::EventDocument document;
    const Outcome outcome = Tally(line + " --json");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(DecodeJson(outcome.out, &document).ok()) << outcome.out;
    return document;
  }

  const std::filesystem::path source_;
  std::unique_ptr<SeededShell> shell_;
};

// With TALLYSTICK_UPDATE_GOLDEN=1 the file is written anew.
TEST_F(EventTest, TheExampleIsAsItWasReadAloud) {
  const std::filesystem::path golden = source_ / "tests/cli/event_show.txt";
  const std::string text =
      absl::StrCat(Tally("event show talataye-battle").out, "\n", Tally("event show october-fighting").out);
  if (std::getenv("TALLYSTICK_UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << text;
  EXPECT_EQ(text, FileAt(golden));
}

TEST_F(EventTest, EveryWidthHoldsEveryRow) {
  const v1::EventDocument document = Document("event show talataye-battle");
  for (int columns : {40, 80, 120}) {
    for (bool unicode : {true, false}) {
      const std::string text = EventAsText(document, columns, unicode);
      ExpectFits(text, columns);
      for (const char* words : {"some 60", "plus de 60", "dozens", "عشرات"}) EXPECT_THAT(text, HasSubstr(words));
      EXPECT_EQ(absl::StrContains(text, "█"), unicode);
      EXPECT_EQ(absl::StrContains(text, "="), !unicode);
    }
  }
}

TEST_F(EventTest, AnArabicFigureIsOneIsolateSoThatNoLineIsTurnedAround) {
  const std::string text = Tally("event show talataye-battle").out;
  EXPECT_THAT(text, HasSubstr("(\u2068معركة تلاتاي\u2069)\n"));
  EXPECT_THAT(text, HasSubstr("“\u2068نحو 60\u2069”"));
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    int open = 0;
    for (size_t at = 0; (at = line.find("\u2068", at)) != absl::string_view::npos; ++at) ++open;
    for (size_t at = 0; (at = line.find("\u2069", at)) != absl::string_view::npos; ++at) --open;
    EXPECT_EQ(open, 0) << line;
  }
}

TEST_F(EventTest, TheEventGoesByIdLabelOrName) {
  const v1::EventDocument document = Document("event show \"the battle of Talataye\"");
  EXPECT_EQ(document.schema(), "tallystick-event-v1");
  EXPECT_EQ(Document(absl::StrCat("event show ", document.id().substr(0, 12))).id(), document.id());
  EXPECT_EQ(Document("event show talataye-battle").id(), document.id());
  EXPECT_EQ(Document("event show \"معركة تلاتاي\"").id(), document.id());
}

TEST_F(EventTest, WhatIsNoEventIsNotFoundAndAnAmbiguousNameIsListed) {
  EXPECT_EQ(Tally("event show nothing-of-that-name").code, 5);
  const Outcome actor = Tally("event show gsim");
  EXPECT_EQ(actor.code, 5);
  EXPECT_THAT(actor.err, HasSubstr("neither an event nor a place"));
  ASSERT_EQ(Tally("entity add twice --type event").code, 0);
  ASSERT_EQ(Tally("entity add twice --type event").code, 0);
  const Outcome twice = Tally("event show twice");
  EXPECT_EQ(twice.code, 1);
  EXPECT_THAT(twice.err, HasSubstr("twice")) << "both candidates";
}

TEST_F(EventTest, APlaceHasATimeAndAnEventDoesNot) {
  const std::string text = Tally("event show menaka --from 2022-10 --to 2022-11").out;
  EXPECT_THAT(text, HasSubstr("asked  2022-10 to 2022-11\n"));
  EXPECT_THAT(text, HasSubstr("30 in all"));
  EXPECT_THAT(Tally("event show menaka --to 2022-08").out, Not(HasSubstr("30 in all")));
  EXPECT_EQ(Tally("event show talataye-battle --from 2022-09").code, 2);
  EXPECT_EQ(Tally("event show menaka --from 2022-09 --to 2022-08").code, 2);
  EXPECT_EQ(Tally("event show menaka --from yesterday").code, 2);
}

TEST_F(EventTest, AsOfAnEarlierHeadShowsWhatWasRecordedThen) {
  ASSERT_EQ(Tally("judge raml-60 --status retracted --reason \"misread\"").code, 0);
  const Outcome now = Tally("event show talataye-battle");
  EXPECT_THAT(now.out, HasSubstr("TAKES NO PART"));
  EXPECT_THAT(now.out, HasSubstr(": retracted\n"));
  const Outcome then = Tally("event show talataye-battle --as-of #1");
  EXPECT_THAT(then.out, Not(HasSubstr("TAKES NO PART")));
  EXPECT_THAT(then.out + then.err, HasSubstr("#1"));
}

TEST_F(EventTest, TheDrawingSaysInWordsWhatItShows) {
  const Outcome outcome = Tally("event show october-fighting --svg -");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string& svg = outcome.out;
  EXPECT_THAT(svg, HasSubstr("All figures for the October fighting</title>"));
  EXPECT_THAT(svg,
              HasSubstr("governorate of Menaka via Dépêches du Fleuve, as of 2022-11-01: 30 in all, which reads as "
                        "30, or 25–35 if it was rounded."));
  EXPECT_THAT(svg, HasSubstr(">15 too many</text>"));
  EXPECT_THAT(svg, HasSubstr("url(#hatch)"));
  ASSERT_EQ(Tally("event show talataye-battle --svg battle.svg").code, 0);
  EXPECT_THAT(shell_->Read("battle.svg"), HasSubstr("“\u2068نحو 60\u2069”</text>"));
}

v1::EventDocument Drawn(const std::vector<std::pair<int64_t, std::optional<int64_t>>>& ranges) {
  v1::EventDocument d;
  d.set_name("a <strange> & \"quoted\" name");
  v1::EventScope* scope = d.add_measures()->add_scopes();
  d.mutable_measures(0)->set_predicate("killed");
  d.set_figures(static_cast<int32_t>(ranges.size()));
  for (const auto& [low, high] : ranges) {
    v1::EventGroup* group = scope->add_groups();
    group->set_speaker("A");
    v1::EventRow* row = group->add_rows();
    row->set_number(scope->groups_size());
    row->set_speaker("A");
    row->set_words(absl::StrCat(low));
    for (auto set : {&v1::EventRange::set_hard_low, &v1::EventRange::set_soft_low}) (row->mutable_range()->*set)(low);
    if (!high) continue;
    for (auto set : {&v1::EventRange::set_hard_high, &v1::EventRange::set_soft_high})
      (row->mutable_range()->*set)(*high);
  }
  return d;
}

TEST(EventText, EndsZeroAndHugeFiguresKeepTheirShapes) {
  struct {
    std::vector<std::pair<int64_t, std::optional<int64_t>>> ranges;
    std::vector<const char*> want;
  } const kCases[] = {
      {{{0, 0}}, {"●", "0"}},
      {{{12, std::nullopt}}, {"▶", "no upper end"}},
      {{{3, 3}, {3000, 3000}}, {"steps of 1, 2, 5, 10", "5,000"}},
      {{{9'000'000'000'000'000, 9'000'000'000'000'000}, {0, 0}}, {"●", "10,000,000,000,000,000"}},
      {{{4'000'000'000'000'000, std::nullopt}, {1, 1}}, {"▶", "steps of 1, 2, 5, 10"}},
  };
  for (const auto& c : kCases) {
    const v1::EventDocument d = Drawn(c.ranges);
    for (int columns : {40, 80, 120}) {
      const std::string text = EventAsText(d, columns, true);
      ExpectFits(text, columns);
      for (const char* want : c.want) EXPECT_THAT(text, HasSubstr(want));
    }
    const std::string svg = EventAsSvg(d);
    EXPECT_THAT(svg, HasSubstr("a &lt;strange&gt; &amp; &quot;quoted&quot; name"));
    EXPECT_THAT(svg, Not(HasSubstr("<strange>")));
  }
}

}  // namespace
}  // namespace tallystick

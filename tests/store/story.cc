#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/quote/charset.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

constexpr int kTableRows = 130;

constexpr char kDispatch[] =
    "Dozens lost at Talataye\n\nOn Tuesday both sides lost dozens of fighters at Talataye, a security source said.\n"
    "The militia holds only Anderamboukane, a second source said. “Some 60” were killed, wrote the weekly.\n";
constexpr char kWeekly[] = "قال قائد ميداني إن نحو 60 مقاتلا قُتلوا في تلاتايت يوم الثلاثاء.\nوفرّ الباقون شمالا.\n";
constexpr char kRadio[] = "قال مصدر إن عشرات المدنيين نزحوا من ميناكا.\n";

constexpr char kWho[] = R"json(
{"handle":"apa","kind":"source","identity":{"kind":"organisation","names":[{"text":"Agence Sahel","language":"fr"}]},"contact":{"text":"desk@example.org"},"note":{"label":"apa"}}
{"handle":"weekly","kind":"source","identity":{"kind":"publication","names":[{"text":"النبأ","language":"ar","script":"Arab"}]},"standing":{"reliability":"D","reason":"repeats what it is told"}}
{"handle":"officer","kind":"source","identity":{"kind":"unnamed"},"note":{"label":"first officer","text":"Met in Gao; \"careful\" man.\n"}}
{"handle":"menaka","kind":"entity","names":{"type":"place","names":[{"text":"Ménaka","language":"fr"},{"text":"ميناكا","language":"ar"}]},"relations":{"level":"region","partition":"disjoint"}}
{"handle":"talataye","kind":"entity","names":{"type":"place","names":[{"text":"Talataye"}]},"relations":{"relations":[{"type":"part_of","to":"@menaka"}]}}
{"handle":"battle","kind":"entity","names":{"type":"event","names":[{"text":"Battle of Talataye","asserter":"@apa"}]}}
{"handle":"dispatch","kind":"capture","file":"dispatch.txt","origin":{"uri":"https://news.example/1","publisher":"@apa","title":"Dozens lost at Talataye","language":"en","published":{"earliest":"2022-10-31","latest":"2022-10-31"},"how":"fetched"},"note":{"label":"dispatch"}}
{"handle":"naba","kind":"capture","file":"weekly.txt","origin":{"publisher":"@weekly","language":"ar"},"note":{"label":"naba"}}
{"handle":"radio","kind":"capture","file":"radio.txt","content":{"charset":"windows-1256"},"note":{"label":"radio"}}
)json";

constexpr char kClaims[] = R"json(
{"handle":"dozens","kind":"claim","attribution":{"steps":[{"sources":["apa"],"act":"published","said_earliest":"2022-10-31"},{"sources":["first officer"],"act":"said","words":"a security source"}],"basis":"told"},"quote":{"capture":"dispatch","exact":"both sides lost dozens of fighters","voice":"indirect","passages":[{"exact":"On Tuesday","supports":["time"]}]},"proposition":{"predicate":"lost","roles":[{"name":"victim","terms":[{"class":"fighters"}],"words":"fighters"}]},"quantity":{"words":"dozens"},"event":{"event":"Battle of Talataye"},"time":{"start_earliest":"2022-10-25","end_latest":"2022-10-25","words":"Tuesday"},"place":{"terms":[{"relation":"in","entities":["Talataye"]}]}}
{"handle":"sixty","kind":"claim","attribution":{"steps":[{"sources":["apa"],"act":"published"},{"sources":["النبأ"],"act":"wrote"}]},"quote":{"capture":"dispatch","exact":"“Some 60” were killed","voice":"direct"},"proposition":{"predicate":"killed"},"quantity":{"words":"Some 60","nominal":60}}
{"handle":"sixty-ar","kind":"claim","attribution":{"steps":[{"sources":["النبأ"],"act":"wrote"}]},"quote":{"capture":"naba","exact":"نحو 60 مقاتلا قُتلوا","language":"ar","translation":"some 60 fighters were killed","passages":[{"exact":"يوم الثلاثاء","supports":["time"]},{"exact":"تلاتايت","supports":["place"]}]},"proposition":{"predicate":"killed"},"quantity":{"words":"نحو 60"}}
{"handle":"fled","kind":"claim","attribution":{"steps":[{"sources":["first officer"],"act":"said"}]},"quote":{"capture":"radio","exact":"عشرات المدنيين"},"proposition":{"predicate":"displaced"},"quantity":{"words":"عشرات"}}
)json";

}  // namespace

StoryCounts RecordStory(TestCasebook* casebook) {
  casebook->files = {
      {"dispatch.txt", kDispatch}, {"weekly.txt", kWeekly}, {"radio.txt", *EncodeText(kRadio, Charset::kWindows1256)}};
  casebook->Import(kWho);
  casebook->Import(kClaims);

  std::string more = absl::StrCat(
      R"({"kind":"link","link":{"type":"same_statement","from":")", casebook->id("sixty").hex(), R"(","to":[")",
      casebook->id("sixty-ar").hex(), R"("],"asserter":"apa"},"reason":{"text":"the dispatch quotes the weekly"}})",
      "\n", R"({"kind":"judgement","subject":{"records":[")", casebook->id("fled").hex(),
      R"("]},"verdict":{"credibility":3},"reason":{"text":"one source only"}})", "\n",
      R"({"handle":"talataye-2","kind":"entity","replaces":[")", casebook->id("talataye").hex(),
      R"("],"names":{"type":"place","names":[{"text":"Talataye"},{"text":"Talataïe"}]}})", "\n");
  casebook->Import(more);

  Recorder recorder = casebook->NewRecorder();
  EXPECT_TRUE(recorder.Add(Admission(casebook->key('b').public_key(), v1::Key::author)).ok());
  EXPECT_TRUE(recorder.Commit().ok());
  casebook->Import(R"({"kind":"link","link":{"type":"copies","from":"naba","to":["dispatch"]}})", 'b');

  RecordDraft source;
  source.kind = v1::Header::source;
  source.slots.emplace_back().mutable_identity()->set_kind(v1::Identity::unnamed);
  source.slots.emplace_back().mutable_contact()->set_text("a name that must not be shown");
  casebook->RecordOddly(source, {.withheld = {v1::Slot::kContact, v1::Slot::kNote}, .about_withheld = true});

  std::string table, lines;
  lines = R"({"handle":"table","kind":"capture","file":"table.txt","note":{"label":"table"}})"
          "\n";
  for (int i = 0; i < kTableRows; ++i) {
    const std::string row = absl::StrFormat("Village %03d: %d killed", i, i % 40);
    absl::StrAppend(&table, row, "\n");
    absl::StrAppend(&lines, R"({"kind":"claim","attribution":{"steps":[{"sources":["apa"],"act":"published"}]},)",
                    R"("quote":{"capture":"@table","exact":")", row, R"(","voice":"data_row"},)",
                    R"("proposition":{"predicate":"killed"},"quantity":{"words":")", i % 40, R"("}})", "\n");
  }
  casebook->files["table.txt"] = table;
  casebook->Import(lines, 'b');
  // keys, who, claims, links, second author, its link, withheld, table (128 + 3)
  return {9, 2 + 9 + 4 + 3 + 1 + 1 + 1 + 1 + kTableRows, 4, 4 + kTableRows, 2, 8};
}

}  // namespace tallystick

#include "cli/views/event_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/views/event_words.h"
#include "cli/views/figure_scale.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"

namespace tallystick {
namespace {

// What a bar is made of.
struct Shapes {
  const char *hard, *soft, *point, *open, *rounded, *denied, *axis, *tick;
};
constexpr Shapes kUnicode = {"─", "█", "●", "▶", "·", "×", "─", "┴"};
constexpr Shapes kAscii = {"-", "=", "o", ">", ".", "x", "-", "+"};

constexpr int kNarrow = 72;   // below, a row takes two lines
constexpr size_t kWhen = 16;  // "as of 2022-10-29"
constexpr int kToldShown = 4;

// Cells from one end of a range to the other; "" for a range without figures.
std::string Bar(const v1::EventRange& r, bool denied, const FigureScale& scale, int width, const Shapes& s) {
  const int last = width - 1;
  const auto at = [&](int64_t figure) { return static_cast<int>(scale.At(figure, last)); };
  std::vector<const char*> cells(width, " ");
  const auto fill = [&](int from, int to, const char* shape) {
    for (int i = from; i <= to; ++i) cells[i] = shape;
  };
  if (denied) {
    cells[at(r.hard_low())] = s.denied;
  } else if (IsPoint(r)) {
    if (IsRounded(r)) fill(at(r.soft_low()), r.has_soft_high() ? at(r.soft_high()) : last, s.rounded);
    cells[at(r.hard_low())] = s.point;
  } else {
    fill(at(r.hard_low()), r.has_hard_high() ? at(r.hard_high()) : last, s.hard);
    if (r.has_soft_low()) fill(at(r.soft_low()), r.has_soft_high() ? at(r.soft_high()) : last, s.soft);
    if (!r.has_hard_high()) cells[last] = s.open;
  }
  while (!cells.empty() && cells.back() == std::string(" ")) cells.pop_back();
  return absl::StrJoin(cells, "");
}

class Writer {
 public:
  Writer(const v1::EventDocument& d, int columns, bool unicode)
      : d_(d),
        columns_(columns),
        shapes_(unicode ? kUnicode : kAscii),
        number_(std::max<size_t>(2, absl::StrCat(d.figures()).size()) + 2) {}

  std::string Write() {
    Head();
    for (const v1::EventMeasure& m : d_.measures()) Measure(m);
    if (d_.measures_size() > 0) Legend();
    LeftOut();
    Collisions();
    if (!d_.closing().empty()) {
      absl::StrAppend(&out_, "\nTO PASTE\n");
      Line(Sentence(d_.closing()), "", "");
    }
    Line("None of this says which figure is true.", "", "");
    return IsolateRightToLeft(out_);
  }

 private:
  void Line(absl::string_view text, absl::string_view first, absl::string_view rest) {
    out_ += Wrap(text, columns_, first, rest);
  }

  void Told(const google::protobuf::RepeatedPtrField<v1::EventTold>& told, absl::string_view what) {
    if (told.empty()) return;
    std::vector<std::string> items;
    for (int i = 0; i < std::min(kToldShown, told.size()); ++i) {
      items.push_back(absl::StrCat(Foreign(told[i].text()), " (", Count(told[i].claims(), "claim", "claims"), ")"));
    }
    if (told.size() > kToldShown) items.push_back(absl::StrCat("and ", told.size() - kToldShown, " more"));
    Line(absl::StrJoin(items, "; "), what, "       ");
  }

  void Head() {
    std::vector<std::string> names;
    for (const std::string& name : d_.other_names()) names.push_back(Foreign(name));
    Line(absl::StrCat(Foreign(d_.name()), names.empty() ? "" : absl::StrCat(" (", absl::StrJoin(names, "; "), ")")), "",
         "  ");
    if (!d_.window().empty()) Line(d_.window(), "asked  ", "       ");
    Told(d_.dates(), "when   ");
    Told(d_.places(), "where  ");
    std::string counts =
        absl::StrCat(Count(d_.claims(), "claim", "claims"), ": ", Count(d_.figures(), "figure", "figures"));
    const int left_out = d_.left_out_size() + d_.more_left_out();
    if (left_out > 0)
      absl::StrAppend(&counts, ", ", left_out, left_out == 1 ? " that takes" : " that take", " no part");
    if (d_.without_figure() > 0) absl::StrAppend(&counts, ", ", d_.without_figure(), " without a figure");
    Line(counts, "about  ", "       ");
    if (d_.summary())
      Line("Too many to print: groups, each with the range of its figures. --all prints every one.", "", "");
  }

  // Widths of the columns before the bars, from what is in them.
  void Measure(const v1::EventMeasure& m) {
    who_ = d_.summary() ? 10 : 6, words_ = 4;
    for (const v1::EventScope& s : m.scopes()) {
      for (const v1::EventGroup& g : s.groups()) {
        for (const v1::EventRow& row : g.rows()) {
          who_ = std::max<int>(who_, DisplayWidth(RowWho(row, g, WhoMost())));
          words_ = std::max<int>(words_, DisplayWidth(RowWords(row)));
        }
      }
    }
    who_ = std::min<int>(who_, WhoMost());
    words_ = std::min(words_, columns_ / 4);
    before_ = IsNarrow() ? number_ : number_ + who_ + words_ + kWhen + 3;
    const int bar = columns_ - before_;
    const std::vector<v1::EventRange> ranges = RangesOf(m);
    const FigureScale scale(ranges, bar / (WidestTick(ranges) + 2));
    absl::StrAppend(&out_, "\n");
    Line(MeasureTitle(m), "", "  ");
    for (const v1::EventScope& s : m.scopes()) Scope(s, scale, bar);
    if (m.more_scopes() > 0) Line(absl::StrCat("and ", Count(m.more_scopes(), "more count", "more counts")), "", "");
    Axis(scale, bar);
  }

  void Scope(const v1::EventScope& s, const FigureScale& scale, int bar) {
    const bool several = s.groups_size() > 1;
    const std::string what = Foreign(s.what());
    const std::string line = several ? absl::StrCat(what, what.empty() ? "" : " · ", s.origins()) : what;
    if (!line.empty()) Line(line, "", "  ");
    for (const v1::EventGroup& g : s.groups()) {
      if (!StandsAlone(g, WhoMost()))
        Line(absl::StrCat(Foreign(g.speaker()), g.origins().empty() ? "" : " · ", g.origins()), "  ", "    ");
      if (g.rows().empty()) GroupRange(g, scale, bar);
      for (const v1::EventRow& row : g.rows()) Row(row, g, scale, bar);
    }
    for (const std::string& reason : s.reasons()) {
      if (several) Line(Sentence(reason), "  ", "  ");
    }
  }

  void GroupRange(const v1::EventGroup& g, const FigureScale& scale, int bar) {
    if (!g.has_range()) return;
    const v1::EventRange hull = HullOf(g);
    absl::StrAppend(&out_, Pad(absl::StrCat("    ", Cut(RangeInWords(hull), before_ - 5)), before_),
                    Bar(hull, false, scale, bar, shapes_), "\n");
  }

  size_t WhoMost() const { return IsNarrow() ? columns_ : columns_ / 4; }
  bool IsNarrow() const { return columns_ < kNarrow; }

  void Row(const v1::EventRow& row, const v1::EventGroup& g, const FigureScale& scale, int bar) {
    const std::string digits = absl::StrCat(row.number());
    const std::string number = Pad(absl::StrCat(std::string(number_ - 2 - digits.size(), ' '), digits), number_);
    const std::string line = Bar(row.range(), row.denied(), scale, bar, shapes_);
    const std::string indent(number_, ' ');
    if (IsNarrow()) {
      Line(absl::StrCat(absl::StripLeadingAsciiWhitespace(RowWho(row, g, WhoMost())), ", ", RowWhen(row), ": ",
                        RowWords(row)),
           number, indent);
      absl::StrAppend(&out_, indent, line, "\n");
    } else {
      absl::StrAppend(&out_, number, Pad(CutForeign(RowWho(row, g, WhoMost()), who_), who_), " ",
                      Pad(RowWhen(row), kWhen), " ", Pad(CutForeign(RowWords(row), words_), words_), " ", line, "\n");
    }
    if (!row.note().empty()) Line(Safe(row.note()), indent, indent);
  }

  void Axis(const FigureScale& scale, int bar) {
    std::vector<const char*> line(bar, shapes_.axis);
    std::string labels(bar + 24, ' ');
    // The ends have their numbers; of the others those that there is room for.
    const auto place = [&](int64_t tick) {
      const std::string text = WithCommas(tick);
      const int size = static_cast<int>(text.size()), at = static_cast<int>(scale.At(tick, bar - 1));
      const int from = std::clamp(at - size / 2, 0, std::max(0, bar - size));
      line[at] = shapes_.tick;
      const std::string around = labels.substr(std::max(0, from - 1), size + 2);
      if (around.find_first_not_of(' ') == std::string::npos) labels.replace(from, size, text);
    };
    place(scale.ticks().front());
    place(scale.ticks().back());
    for (int64_t tick : scale.ticks()) place(tick);
    const std::string name = scale.logarithmic() ? "steps of 1, 2, 5, 10" : scale.cut() ? "not from 0" : "";
    const bool beside = static_cast<int>(name.size()) < before_;
    absl::StrAppend(&out_, Pad(beside ? absl::StrCat("    ", name) : "", before_), absl::StrJoin(line, ""), "\n");
    const std::string below = absl::StrCat(std::string(before_, ' '), labels);
    absl::StrAppend(&out_, below.substr(0, below.find_last_not_of(' ') + 1), "\n");
    if (!beside && !name.empty()) absl::StrAppend(&out_, "    scale: ", name, "\n");
  }

  void Legend() {
    bool point = false, rounded = false, open = false, range = false, denied = false;
    const auto note = [&](const v1::EventRange& r, bool not_this) {
      denied = denied || not_this;
      if (not_this) return;
      point = point || IsPoint(r);
      rounded = rounded || IsRounded(r);
      range = range || !IsPoint(r);
      open = open || !r.has_hard_high();
    };
    for (const v1::EventMeasure& m : d_.measures()) {
      for (const v1::EventScope& s : m.scopes()) {
        for (const v1::EventGroup& g : s.groups()) {
          if (g.rows().empty() && g.has_range()) note(HullOf(g), false);
          for (const v1::EventRow& row : g.rows()) note(row.range(), row.denied());
        }
      }
    }
    std::vector<std::string> items;
    if (range) {
      items.push_back(absl::StrCat(shapes_.hard, shapes_.hard,
                                   d_.summary() ? " from the least to the most" : " what the words allow"));
      if (!d_.summary()) items.push_back(absl::StrCat(shapes_.soft, shapes_.soft, " what they usually mean"));
    }
    if (open) items.push_back(absl::StrCat(shapes_.open, " no upper end"));
    if (point) items.push_back(absl::StrCat(shapes_.point, " one figure"));
    if (rounded) items.push_back(absl::StrCat(shapes_.rounded, shapes_.rounded, " if it was rounded"));
    if (denied) items.push_back(absl::StrCat(shapes_.denied, " said not to be it"));
    absl::StrAppend(&out_, "\n");
    Line(absl::StrJoin(items, ", "), "", "");
    Line(
        "Reports under one name go back to one origin. That others stand apart does not show that they are "
        "independent.",
        "", "");
  }

  void LeftOut() {
    if (d_.left_out().empty()) return;
    absl::StrAppend(&out_, "\nTAKES NO PART\n");
    for (const v1::EventLeftOut& c : d_.left_out()) {
      const std::string words = c.words().empty() ? "(no figure shown)" : Quoted(c.words());
      Line(absl::StrCat(Brief(c.claim()), "  ", words, ", ", Foreign(c.attribution()), ": ", Safe(c.why())), "  ",
           "    ");
    }
    if (d_.more_left_out() > 0) Line(absl::StrCat("and ", d_.more_left_out(), " more"), "  ", "  ");
  }

  void Collision(const v1::EventCollision& c) {
    std::string verdict = absl::AsciiStrToUpper(c.verdict());
    std::replace(verdict.begin(), verdict.end(), '_', ' ');
    std::string head = absl::StrCat(verdict, "  ", Brief(c.finding()), "  ", c.kind());
    if (c.rows_size() > 0) {
      absl::StrAppend(&head, " · ", RowNumbers(c));
      if (c.elsewhere() > 0) absl::StrAppend(&head, " and ", c.elsewhere(), " elsewhere");
    }
    if (!c.judged().empty()) absl::StrAppend(&head, " · judged ", Safe(c.judged()));
    Line(head, "", "  ");
    Line(Sentence(c.sentence()), "  ", "  ");
  }

  void Collisions() {
    absl::StrAppend(&out_, "\nWHAT COLLIDES\n");
    if (d_.collisions().empty()) Line("No conflict was found among what is recorded.", "", "");
    for (const v1::EventCollision& c : d_.collisions()) Collision(c);
    if (d_.more_collisions() > 0) Line(absl::StrCat("and ", d_.more_collisions(), " more: tally conflicts"), "", "");
    if (d_.notes().empty()) return;
    absl::StrAppend(&out_, "\nWORTH KNOWING\n");
    for (const v1::EventCollision& c : d_.notes()) Collision(c);
  }

  const v1::EventDocument& d_;
  const int columns_;
  const Shapes& shapes_;
  std::string out_;
  size_t number_;  // width of the column of row numbers
  int who_ = 0, words_ = 0, before_ = 0;
};

}  // namespace

std::string EventAsText(const v1::EventDocument& document, int columns, bool unicode) {
  return Writer(document, columns, unicode).Write();
}

}  // namespace tallystick

#include "cli/views/event_svg.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/views/event_shapes.h"
#include "cli/views/event_words.h"
#include "cli/views/figure_scale.h"
#include "cli/views/layout.h"
#include "cli/views/svg.h"

namespace tallystick {
namespace {

std::string Excess(const v1::EventCollision& c) {
  if (!c.has_excess() || c.excess() <= 0) return "";
  return absl::StrCat(WithCommas(c.excess()), c.kind() == "complete-parts-below-whole" ? " too few" : " too many");
}

// The brackets beside the rows: those whose rows do not meet share a lane.
struct Bracket {
  const v1::EventCollision* collision = nullptr;
  std::vector<int> at;  // heights of its rows, ascending
  int lane = 0;
};

class Drawing {
 public:
  explicit Drawing(const v1::EventDocument& d) : d_(d) {}

  std::string Draw() {
    Head();
    for (const v1::EventMeasure& m : d_.measures()) Measure(m);
    std::vector<Bracket> brackets = Brackets();
    int lanes = 1;
    for (const Bracket& b : brackets) {
      lanes = std::max(lanes, b.lane + 1);
      Draw(b);
    }
    width_ = kBarEnd + 40 + lanes * kLane + kMargin;
    if (d_.measures_size() > 0) Legend();
    Foot();
    return absl::StrCat(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        AccessibleSvg(
            absl::StrCat("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", width_, "\" height=\"", y_,
                         "\" viewBox=\"0 0 ", width_, " ", y_, "\" font-family=\"sans-serif\" font-size=\"13\" fill=\"",
                         kInk, "\">\n", HatchPattern(), "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
                         out_, "</svg>\n"),
            absl::StrCat("All figures for ", Safe(d_.name())), Description()));
  }

 private:
  void Text(int x, absl::string_view text, absl::string_view more = "") {
    out_ += TextAt(x, y_, text, more);
    y_ += 20;
  }

  // Lines of at most `cells`.
  void Wrapped(absl::string_view text, size_t cells, absl::string_view more = "") {
    const std::string lines = Wrap(text, cells, "", "");
    for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) Text(kMargin, line, more);
  }

  static std::string Told(const google::protobuf::RepeatedPtrField<v1::EventTold>& told, int shown) {
    std::vector<std::string> items;
    for (int i = 0; i < std::min(shown, told.size()); ++i) {
      items.push_back(absl::StrCat(Foreign(told[i].text()), " (", told[i].claims(), ")"));
    }
    if (told.size() > shown) items.push_back(absl::StrCat("and ", told.size() - shown, " more"));
    return absl::StrJoin(items, "; ");
  }

  void Head() {
    std::vector<std::string> names = {Foreign(d_.name())};
    for (const std::string& name : d_.other_names()) names.push_back(Foreign(name));
    y_ = 36;
    out_ += TextAt(kMargin, y_, CutForeign(absl::StrJoin(names, " · "), 110), "font-size=\"20\" font-weight=\"bold\"");
    y_ += 24;
    if (!d_.window().empty()) Text(kMargin, d_.window());
    if (!d_.dates().empty()) Text(kMargin, absl::StrCat("When, by how many claims: ", Told(d_.dates(), 4)));
    if (!d_.places().empty()) Text(kMargin, absl::StrCat("Where: ", Told(d_.places(), 6)));
    Text(kMargin,
         absl::StrCat(Count(d_.claims(), "claim", "claims"), ", ", Count(d_.figures(), "figure", "figures"),
                      d_.summary() ? "; groups, each with the range of its figures" : ""));
  }

  void Measure(const v1::EventMeasure& m) {
    const std::vector<v1::EventRange> ranges = RangesOf(m);
    const FigureScale scale(ranges, (kBarEnd - kBarAt) / ((WidestTick(ranges) + 3) * kCell));
    y_ += 14;
    out_ += TextAt(kMargin, y_, MeasureTitle(m), "font-size=\"15\" font-weight=\"bold\"");
    const int top = y_ - 6;
    const size_t grid = out_.size();
    y_ += 22;
    for (const v1::EventScope& s : m.scopes()) Scope(s, scale);
    if (m.more_scopes() > 0) Text(kWhoAt, absl::StrCat("and ", Count(m.more_scopes(), "more count", "more counts")));
    std::string lines;  // below what stands on them
    for (int64_t tick : scale.ticks()) {
      const int x = kBarAt + static_cast<int>(scale.At(tick, kBarEnd - kBarAt));
      absl::StrAppend(&lines, LineFrom(x, top, x, y_ - 12, kGrid));
      absl::StrAppend(&out_, LineFrom(x, y_ - 12, x, y_ - 6, kInk),
                      TextAt(x, y_ + 8, WithCommas(tick), "text-anchor=\"middle\" font-size=\"12\""));
    }
    out_ += LineFrom(kBarAt, y_ - 12, kBarEnd, y_ - 12, kInk);
    const char* how = scale.logarithmic() ? "scale in steps of 1, 2, 5, 10"
                      : scale.cut()       ? "scale does not begin at 0"
                                          : "";
    if (*how != '\0') out_ += TextAt(kBarAt - 24, y_ + 8, how, "text-anchor=\"end\" font-style=\"italic\"");
    out_.insert(grid, lines);
    y_ += 30;
  }

  void Scope(const v1::EventScope& s, const FigureScale& scale) {
    const bool several = s.groups_size() > 1;
    const std::string what =
        absl::StrCat(Foreign(s.what()), several && !s.what().empty() ? " · " : "", several ? s.origins() : "");
    if (!what.empty()) {
      out_ += TextAt(kMargin, y_, CutForeign(what, (kBarAt - kMargin) / kCell), "font-weight=\"bold\"");
      y_ += kRow;
    }
    for (const v1::EventGroup& g : s.groups()) {
      if (!StandsAlone(g, kWhoCells)) GroupHead(g, scale);
      for (const v1::EventRow& row : g.rows()) Row(row, g, scale);
    }
  }

  void GroupHead(const v1::EventGroup& g, const FigureScale& scale) {
    const std::string head = absl::StrCat(Foreign(g.speaker()), " · ", g.origins());
    out_ += TextAt(kWhoAt, y_, CutForeign(head, (kBarAt - kWhoAt) / kCell), absl::StrCat("fill=\"", kPale, "\""));
    if (g.rows().empty() && g.has_range()) {
      absl::StrAppend(&out_, "<g><title>", XmlText(absl::StrCat(head, ": ", RangeInWords(HullOf(g)))), "</title>\n",
                      BarAt(HullOf(g), false, scale, y_ - 4), "</g>\n");
    }
    y_ += kRow;
  }

  void Row(const v1::EventRow& row, const v1::EventGroup& g, const FigureScale& scale) {
    absl::StrAppend(
        &out_, "<g><title>", XmlText(RowInWords(row)), "</title>\n",
        TextAt(kNumberAt + 24, y_, absl::StrCat(row.number()), "text-anchor=\"end\""),
        TextAt(kWhoAt + (StandsAlone(g, kWhoCells) ? 0 : 14), y_, CutForeign(RowWho(row, g, kWhoCells), kWhoCells)),
        TextAt(kWhenAt, y_, RowWhen(row)), TextAt(kWordsAt, y_, CutForeign(RowWords(row), (kBarAt - kWordsAt) / kCell)),
        BarAt(row.range(), row.denied(), scale, y_ - 4), "</g>\n");
    height_of_[row.number()] = y_ - 4;
    y_ += kRow;
  }

  std::vector<Bracket> Brackets() {
    std::vector<Bracket> brackets;
    for (const v1::EventCollision& c : d_.collisions()) {
      Bracket b;
      b.collision = &c;
      for (const v1::EventRowNumber& row : c.rows()) {
        if (const auto it = height_of_.find(row.number()); it != height_of_.end()) b.at.push_back(it->second);
      }
      if (b.at.empty()) continue;
      std::sort(b.at.begin(), b.at.end());
      brackets.push_back(std::move(b));
    }
    std::stable_sort(brackets.begin(), brackets.end(),
                     [](const Bracket& a, const Bracket& b) { return a.at.front() < b.at.front(); });
    std::vector<int> free_from;  // by lane
    for (Bracket& b : brackets) {
      const int top = std::min(b.at.front(), Middle(b) - 20), end = std::max(b.at.back(), Middle(b) + 24);
      b.lane = 0;
      while (b.lane < static_cast<int>(free_from.size()) && free_from[b.lane] > top) ++b.lane;
      if (b.lane == static_cast<int>(free_from.size())) free_from.push_back(0);
      free_from[b.lane] = end;
    }
    brackets.erase(std::remove_if(brackets.begin(), brackets.end(), [](const Bracket& b) { return b.lane >= kLanes; }),
                   brackets.end());
    return brackets;
  }

  static int Middle(const Bracket& b) { return (b.at.front() + b.at.back()) / 2; }

  void Draw(const Bracket& b) {
    const v1::EventCollision& c = *b.collision;
    const int x = kBarEnd + 36 + b.lane * kLane, y = Middle(b);
    const bool sure = c.verdict() == "contradicts";
    const std::string how = sure ? "stroke-width=\"2.5\"" : "stroke-width=\"2\" stroke-dasharray=\"6 4\"";
    absl::StrAppend(&out_, "<g><title>", XmlText(Sentence(c.sentence())), "</title>\n");
    out_ += LineFrom(x, b.at.front(), x, b.at.back(), kClash, how);
    for (int at : b.at) out_ += LineFrom(x - 10, at, x, at, kClash, how);
    std::vector<std::string> labels = {sure ? "cannot all" : c.verdict() == "tension" ? "in tension" : "not decided"};
    if (sure) labels.push_back("be right");
    if (const std::string excess = Excess(c); !excess.empty()) labels.insert(labels.begin(), excess);
    if (c.elsewhere() > 0) labels.push_back(absl::StrCat("with ", c.elsewhere(), " elsewhere"));
    int at = y + 5 - 15 * (static_cast<int>(labels.size()) - 1) / 2;
    for (const std::string& label : labels) {
      const bool strong = &label == &labels[0];
      out_ += TextAt(x + 6, at, label,
                     absl::StrCat("font-size=\"12\" fill=\"", kClash, "\"", strong ? " font-weight=\"bold\"" : ""));
      at += 15;
    }
    out_ += "</g>\n";
  }

  void Legend() {
    y_ += 6;
    int x = kMargin;
    const auto item = [&](const std::string& shape, absl::string_view text) {
      out_ += shape;
      out_ += TextAt(x + 36, y_, text);
      x += 36 + static_cast<int>(DisplayWidth(text)) * kCell + 18;
    };
    item(HardBox(x, x + 28, y_ - 4), d_.summary() ? "from the least to the most" : "what the words allow");
    if (!d_.summary()) item(SoftBox(x, x + 28, y_ - 4), "what they usually mean");
    item(Dot(x + 14, y_ - 4), "one figure");
    item(Dotted(x, x + 28, y_ - 4), "if it was rounded");
    item(Arrow(x + 10, y_ - 4), "no upper end");
    item(Cross(x + 14, y_ - 4), "said not to be it");
    y_ += 24;
    Text(kMargin,
         "Reports under one name go back to one origin. That others stand apart does not show that they are "
         "independent.");
  }

  void Foot() {
    const size_t cells = (width_ - 2 * kMargin) / kCell;
    if (!d_.left_out().empty()) {
      Text(kMargin, absl::StrCat("Takes no part (", d_.left_out_size() + d_.more_left_out(), "):"),
           "font-weight=\"bold\"");
      for (const std::string& line : LeftOut(8)) Wrapped(line, cells);
    }
    for (const v1::EventCollision& c : d_.collisions()) {
      std::string rows = RowNumbers(c);
      if (!rows.empty()) rows[0] = 'R';
      Wrapped(absl::StrCat(rows, rows.empty() ? "" : ": ", Sentence(c.sentence())), cells,
              absl::StrCat("fill=\"", kClash, "\""));
    }
    Text(kMargin, "None of this says which figure is true.", "font-style=\"italic\"");
  }

  std::vector<std::string> LeftOut(int shown) const {
    std::vector<std::string> lines;
    for (const v1::EventLeftOut& c : d_.left_out()) {
      if (static_cast<int>(lines.size()) == shown) break;
      lines.push_back(absl::StrCat(Quoted(c.words()), ", ", Foreign(c.attribution()), ": ", Safe(c.why())));
    }
    const int more = d_.left_out_size() + d_.more_left_out() - static_cast<int>(lines.size());
    if (more > 0) lines.push_back(absl::StrCat("and ", more, " more"));
    return lines;
  }

  // Every row in words, for those who do not see the drawing.
  std::string Description() const {
    std::vector<std::string> lines;
    for (const v1::EventMeasure& m : d_.measures()) {
      for (const v1::EventScope& s : m.scopes()) {
        lines.push_back(
            absl::StrCat(MeasureTitle(m), s.what().empty() ? "" : ", ", Foreign(s.what()), ": ", s.origins(), "."));
        for (const v1::EventGroup& g : s.groups()) {
          lines.push_back(
              absl::StrCat(Foreign(g.speaker()), ", ", g.origins(),
                           g.rows().empty() && g.has_range() ? absl::StrCat(": ", RangeInWords(HullOf(g))) : "", "."));
          for (const v1::EventRow& row : g.rows()) lines.push_back(absl::StrCat(RowInWords(row), "."));
        }
      }
    }
    for (const std::string& line : LeftOut(d_.left_out_size()))
      lines.push_back(absl::StrCat("Takes no part: ", line, "."));
    for (const v1::EventCollision& c : d_.collisions()) {
      lines.push_back(
          absl::StrCat(Sentence(c.sentence()), Excess(c).empty() ? "" : absl::StrCat(" (", Excess(c), ")")));
    }
    if (!d_.closing().empty()) lines.push_back(Sentence(d_.closing()));
    return absl::StrJoin(lines, "\n");
  }

  const v1::EventDocument& d_;
  std::string out_;
  int y_ = 0, width_ = 0;
  std::map<int, int> height_of_;  // by row number
};

}  // namespace

std::string EventAsSvg(const v1::EventDocument& document) { return Drawing(document).Draw(); }

}  // namespace tallystick

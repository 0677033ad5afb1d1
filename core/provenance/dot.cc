#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/utf8.h"
#include "core/provenance/describe.h"
#include "core/provenance/lineage.h"
#include "core/provenance/provenance.h"
#include "core/provenance/sources.h"
#include "core/record/mark.h"

namespace tallystick {
namespace {

constexpr size_t kLineWidth = 26;    // code points of a label's line
constexpr size_t kLongestWord = 40;  // longer ones are broken
constexpr size_t kMostLines = 5;

// A DOT string's inside: quotes and backslashes escaped, controls blank, '&' kept from being read as an entity.
std::string Escaped(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
  }
  return out;
}

std::vector<std::string> Wrapped(absl::string_view text) {
  std::vector<std::string> lines(1);
  for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \t\n\r"), absl::SkipEmpty())) {
    while (!word.empty()) {
      const absl::string_view part = CountCodePoints(word) > kLongestWord ? FirstCodePoints(word, kLineWidth) : word;
      word.remove_prefix(part.size());
      if (!lines.back().empty() && CountCodePoints(lines.back()) + 1 + CountCodePoints(part) > kLineWidth) {
        lines.emplace_back();
      }
      absl::StrAppend(&lines.back(), lines.back().empty() ? "" : " ", part);
    }
  }
  if (lines.size() > kMostLines) {
    lines.resize(kMostLines);
    lines.back() += "…";
  }
  return lines;
}

std::string Label(absl::string_view text) {
  std::vector<std::string> lines = Wrapped(text);
  for (std::string& line : lines) line = Escaped(line);
  return absl::StrJoin(lines, "\\n");
}

absl::string_view ShapeOf(const RecordSet& records, const Digest& id) {
  const Record* record = records.Find(id);
  if (record == nullptr) return "shape=ellipse, style=dashed";
  if (record->kind() == v1::Header::capture) return "shape=note";
  if (record->kind() == v1::Header::entity) return "shape=hexagon";
  switch (record->Get(v1::Slot::kIdentity).identity().kind()) {
    case v1::Identity::person:
      return "shape=ellipse";
    case v1::Identity::kind_unstated:
    case v1::Identity::unnamed:
      return "shape=ellipse, style=dashed";
    case v1::Identity::account:
    case v1::Identity::document:
    case v1::Identity::statement:
      return "shape=box, style=rounded";
    default:
      return "shape=box";
  }
}

// What leads from a carrier to the one whose act it is.
absl::string_view ActInWords(v1::Step::Act act) {
  switch (act) {
    case v1::Step::published:
      return "published by";
    case v1::Step::reported:
      return "reported by";
    case v1::Step::said:
      return "said by";
    case v1::Step::wrote:
      return "written by";
    case v1::Step::claimed:
      return "claimed by";
    case v1::Step::relayed:
      return "relayed by";
    default:
      return "";
  }
}

struct Edge {
  std::set<std::string> labels;
  std::set<Digest> claims;
  bool inferred = true;  // in every claim
  bool any_of = false;
};

// Nodes and edges in the order of their ids, so that neither arrival nor the order of the claims shows.
class Drawing {
 public:
  Drawing(const RecordSet& records, std::span<const Record* const> claims) : records_(records), sources_(records) {
    for (const Record* claim : claims) {
      if (claim != nullptr) AddClaim(*claim);
    }
    const std::set<Digest> captures = captures_;
    for (const Digest& capture : captures) AddCaptureLinks(capture);
    while (!unruled_.empty()) AddControllers(unruled_.extract(unruled_.begin()).value());
    const OriginCount count = CountOrigins(records, claims);
    if (count.reports > static_cast<int>(count.choke_points.size())) {
      chokes_.insert(count.choke_points.begin(), count.choke_points.end());
    }
    numbers_ = absl::StrCat(OriginCountInWords(count), ", ", RoutesInWords(count.routes));
  }

  std::string Dot() const {
    std::string out =
        "digraph chains {\n"
        "  graph [rankdir=LR, tooltip=\"Who really said it: from captures to first speakers\", "
        "fontname=\"sans-serif\", fontsize=12, label=\"\\n";
    absl::StrAppend(&out, Escaped(numbers_),
                    "\"];\n"
                    "  node [fontname=\"sans-serif\", fontsize=11];\n"
                    "  edge [fontname=\"sans-serif\", fontsize=9];\n");
    for (const Digest& id : nodes_) absl::StrAppend(&out, NodeLine(id));
    for (const auto& [ends, edge] : edges_) absl::StrAppend(&out, EdgeLine(ends.first, ends.second, edge));
    for (const auto& [ends, what] : others_) {
      absl::StrAppend(&out, "  \"", ends.first.hex(), "\" -> \"", ends.second.hex(), "\" [label=\"", what,
                      "\", style=dotted, tooltip=\"", what, "\"];\n");
    }
    return out + "}\n";
  }

 private:
  void AddSource(const Digest& id) {
    if (nodes_.insert(id).second) unruled_.insert(id);
  }

  void AddClaim(const Record& claim) {
    std::vector<Digest> at;
    if (const auto id = Digest::FromHex(claim.Get(v1::Slot::kQuote).quote().capture()); id.ok()) {
      at.push_back(sources_.ClassOf(*id));
      nodes_.insert(at[0]);
      captures_.insert(at[0]);
    }
    for (const v1::Step& step : claim.Get(v1::Slot::kAttribution).attribution().steps()) {
      std::set<Digest> next;
      for (const std::string& hex : step.sources()) {
        if (const auto id = Digest::FromHex(hex); id.ok()) next.insert(sources_.ClassOf(*id));
      }
      for (const Digest& to : next) {
        AddSource(to);
        for (const Digest& from : at) AddStep(from, to, step, claim.id);
      }
      if (!next.empty()) at.assign(next.begin(), next.end());
    }
  }

  void AddStep(const Digest& from, const Digest& to, const v1::Step& step, const Digest& claim) {
    Edge& edge = edges_[{from, to}];
    std::string label(ActInWords(step.act()));
    const std::string said = IntervalInWords(step.said_earliest(), step.said_latest());
    if (!said.empty()) absl::StrAppend(&label, label.empty() ? "" : " ", "(", said, ")");
    if (!label.empty()) edge.labels.insert(label);
    edge.claims.insert(claim);
    edge.inferred = edge.inferred && step.certainty() == v1::Step::inferred;
    edge.any_of = edge.any_of || (step.joined() == v1::Step::any_of && step.sources_size() > 1);
  }

  void AddCaptureLinks(const Digest& capture) {
    const std::pair<v1::Link::Type, absl::string_view> kinds[] = {
        {v1::Link::copies, "copies"}, {v1::Link::translates, "translates"}, {v1::Link::cites, "cites"}};
    for (const auto& [type, what] : kinds) {
      for (const LinkEnd& to : sources_.LinksFrom(capture, type)) {
        nodes_.insert(to.other);
        others_.insert({{capture, to.other}, what});
      }
    }
  }

  void AddControllers(const Digest& source) {
    for (const Digest& above : sources_.RunBy(source)) {
      AddSource(above);
      const Record* record = records_.Find(above);
      const bool entity = record != nullptr && record->kind() == v1::Header::entity;
      others_.insert({{source, above}, entity ? "speaks for" : "run by"});
    }
  }

  std::string NodeLine(const Digest& id) const {
    const std::string text = DescribeRecord(records_, id);
    const bool choke = chokes_.count(id) != 0;
    const absl::string_view note = !choke                ? ""
                                   : chokes_.size() == 1 ? ": every report passes here"
                                                         : ": every report passes here or at the others marked";
    // The kind has a line of its own: beside a name written from right to left it would stand on the wrong side.
    const size_t kind = text.rfind(" (");
    std::string label = kind == std::string::npos
                            ? Label(text)
                            : absl::StrCat(Label(text.substr(0, kind)), "\\n", Label(text.substr(kind)));
    const std::string mark = MarkOf(records_, id);
    if (!mark.empty()) absl::StrAppend(&label, "\\n", Label(mark));
    if (choke) absl::StrAppend(&label, "\\n◆ choke point");
    return absl::StrCat("  \"", id.hex(), "\" [label=\"", label, "\", ", ShapeOf(records_, id),
                        choke ? ", penwidth=3, peripheries=2" : "", ", tooltip=\"", Escaped(absl::StrCat(text, MarkAfterName(records_, id))), note, "\"];\n");
  }

  std::string EdgeLine(const Digest& from, const Digest& to, const Edge& edge) const {
    std::vector<std::string> label;
    for (const std::string& each : edge.labels) label.push_back(Label(each));
    if (label.size() > 3) {
      const size_t more = label.size() - 3;
      label.resize(3);
      label.push_back(absl::StrCat("and ", more, " more"));
    }
    if (edge.claims.size() > 1) label.push_back(absl::StrCat("(", edge.claims.size(), " claims)"));
    std::set<std::string> marks;
    for (const Digest& claim : edge.claims) marks.insert(MarkOf(records_, claim));
    marks.erase("");
    if (marks.size() == 1) label.push_back(Label(absl::StrCat("(", *marks.begin(), ")")));
    if (marks.size() > 1) label.push_back("(some retracted, replaced or withdrawn)");
    if (edge.any_of) label.push_back("(one of several)");
    if (edge.inferred) label.push_back("(inferred)");
    const std::string tooltip = absl::StrCat(DescribeRecord(records_, from), " → ", DescribeRecord(records_, to), ", ",
                                             edge.claims.size(), edge.claims.size() == 1 ? " claim" : " claims");
    return absl::StrCat("  \"", from.hex(), "\" -> \"", to.hex(), "\" [label=\"", absl::StrJoin(label, "\\n"), "\"",
                        edge.inferred || edge.any_of ? ", style=dashed" : "", ", tooltip=\"", Escaped(tooltip),
                        "\"];\n");
  }

  const RecordSet& records_;
  SourceResolver sources_;
  std::string numbers_;  // reports, origins, routes
  std::set<Digest> nodes_, captures_, unruled_, chokes_;
  std::map<std::pair<Digest, Digest>, Edge> edges_;
  std::map<std::pair<Digest, Digest>, absl::string_view> others_;
};

}  // namespace

std::string ChainsAsDot(const RecordSet& records, std::span<const Record* const> claims) {
  return Drawing(records, claims).Dot();
}

}  // namespace tallystick

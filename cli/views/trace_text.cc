#include "cli/views/trace_text.h"

#include <deque>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"
#include "core/provenance/describe.h"

namespace tallystick {
namespace {

constexpr int kShownChains = 100;
constexpr size_t kShownQuote = 150;  // cells
constexpr int kShownChokes = 5;

struct Branch {
  const v1::StepView* step = nullptr;
  std::string who;  // its records
  std::set<std::string> words;
  std::vector<Branch*> next;
  std::vector<const v1::ChainView*> claims;  // that end here
};

// "NAME (outlet) published, 2022-10-30": the name, with the numbers in it, is one isolate.
std::string StepText(const std::string& text) {
  const std::string safe = Safe(text);
  const size_t kind = safe.find(" (");
  if (kind == std::string::npos) return QuotesIsolated(safe);
  return absl::StrCat(Isolated(safe.substr(0, kind)), safe.substr(kind));
}

class Tree {
 public:
  explicit Tree(const v1::TraceDocument& document) {
    for (int i = 0; i < document.chains_size() && i < kShownChains; ++i) {
      Branch* at = &root_;
      for (const v1::StepView& step : document.chains(i).steps()) at = Next(at, step);
      at->claims.push_back(&document.chains(i));
    }
  }

  std::string Text(int columns) {
    columns_ = columns;
    for (const Branch* capture : root_.next) {
      out_ += Wrap(LineOf(*capture, false), columns_, "", "  ");
      AppendBelow(*capture, "", false);
      out_ += "\n";
    }
    return std::move(out_);
  }

  bool unnamed() const { return unnamed_; }
  bool repeated() const { return repeated_; }

 private:
  Branch* Next(Branch* at, const v1::StepView& step) {
    const std::string who = absl::StrJoin(step.records(), " ");
    for (Branch* each : at->next) {
      if (who.empty() || each->who != who || each->step->text() != step.text()) continue;
      if (!step.words().empty()) each->words.insert(step.words());
      return each;
    }
    Branch& node = nodes_.emplace_back();
    node.step = &step;
    node.who = who;
    if (!step.words().empty()) node.words.insert(step.words());
    at->next.push_back(&node);
    return &node;
  }

  // The same for two that lead on alike.
  std::string LeadsTo(const Branch& node) const {
    std::vector<std::string> below;
    for (const Branch* next : node.next) below.push_back(LeadsTo(*next));
    return absl::StrCat(node.who, "(", absl::StrJoin(below, ","), ")");
  }

  static std::string LineOf(const Branch& node, bool seen) {
    return absl::StrCat(node.step->choke_point() ? "◆ " : "", StepText(node.step->text()),
                        node.step->choke_point() ? " – choke point" : "", seen ? " (see\u00a0above)" : "");
  }

  // `bar`: what stands at the left of everything below this node.
  void AppendBelow(const Branch& node, const std::string& bar, bool seen) {
    const bool on = !seen && !node.next.empty();
    const std::string inner = absl::StrCat(bar, on ? "│ " : "  ");
    if (!seen) {
      for (const std::string& words : node.words) {
        out_ += Wrap(absl::StrCat("“", Isolated(Cut(Safe(words), kShownQuote)), "”"), columns_, inner, inner);
      }
    }
    if (seen) {
      AppendClaimsBelow(node, bar);
      return;
    }
    for (const v1::ChainView* claim : node.claims) AppendClaim(*claim, inner);
    for (size_t i = 0; i < node.next.size(); ++i) AppendNext(*node.next[i], bar, i + 1 == node.next.size());
  }

  void AppendNext(const Branch& node, const std::string& bar, bool last) {
    const bool seen = !node.who.empty() && !shown_.insert(LeadsTo(node)).second;
    repeated_ = repeated_ || seen;
    unnamed_ = unnamed_ || node.step->unnamed();
    const std::string branch = absl::StrCat(bar, last ? "└" : "├", node.step->unnamed() ? "╌ " : "─ ");
    const std::string below = absl::StrCat(bar, last ? "   " : "│  ");
    out_ += Wrap(LineOf(node, seen), columns_, branch, absl::StrCat(below, "  "));
    AppendBelow(node, below, seen);
  }

  // Of what is not drawn again, the claims that come through.
  void AppendClaimsBelow(const Branch& node, const std::string& bar) {
    for (const v1::ChainView* claim : node.claims) AppendClaim(*claim, absl::StrCat(bar, "  "));
    for (const Branch* next : node.next) AppendClaimsBelow(*next, bar);
  }

  void AppendClaim(const v1::ChainView& claim, const std::string& bar) {
    const std::string label = claim.label().empty() ? Brief(claim.claim()) : Isolated(Safe(claim.label()));
    const std::string quote = claim.quote().empty()
                                  ? "(quote withheld)"
                                  : absl::StrCat("“", Isolated(Cut(Safe(claim.quote()), kShownQuote)), "”");
    out_ += Wrap(absl::StrCat(label, claim.mark().empty() ? "" : absl::StrCat(" (", Safe(claim.mark()), ")"), " ", quote, ", basis: ", claim.basis(), claim.first_hand() ? " (first-hand)" : ""),
                 columns_, absl::StrCat(bar, "• "), absl::StrCat(bar, "  "));
  }

  Branch root_;
  std::deque<Branch> nodes_;
  int columns_ = 80;
  std::string out_;
  std::set<std::string> shown_;
  bool unnamed_ = false, repeated_ = false;
};

void AppendNumbers(const v1::TraceDocument& d, int columns, std::string* out) {
  absl::StrAppend(out, Wrap(absl::StrCat(Safe(d.in_words()), ", ", RoutesInWords(d.routes())), columns, "", "  "));
  for (const std::string& reason : d.reasons()) absl::StrAppend(out, Wrap(Safe(reason), columns, "- ", "  "));
  if (d.routes() < 2 || d.choke_points_size() >= d.reports()) return;
  std::vector<std::string> names;
  for (int i = 0; i < d.choke_points_size() && i < kShownChokes; ++i)
    names.push_back(Isolated(Safe(d.choke_points(i))));
  if (d.choke_points_size() > kShownChokes) {
    names.push_back(absl::StrCat("and ", d.choke_points_size() - kShownChokes, " more"));
  }
  absl::StrAppend(
      out, Wrap(absl::StrCat("Every report that has a route passes one of: ", absl::StrJoin(names, "; "), "."), columns,
                "- ", "  "));
}

}  // namespace

std::string TraceAsText(const v1::TraceDocument& d, int columns) {
  std::string out;
  for (const std::string& subject : d.subjects()) absl::StrAppend(&out, Wrap(Safe(subject), columns, "", "  "));
  if (d.subjects_size() > 0) out += "\n";
  Tree tree(d);
  out += tree.Text(columns);
  if (d.chains_size() > kShownChains) {
    absl::StrAppend(&out, "… and ", d.chains_size() - kShownChains, " more reports; --json has them all\n\n");
  }
  AppendNumbers(d, columns, &out);
  if (tree.unnamed()) out += "A dashed line (╌) leads to a source that is not named.\n";
  return out;
}

}  // namespace tallystick

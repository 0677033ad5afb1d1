#include "core/conflict/circular.h"

#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/count_assumptions.h"
#include "core/provenance/circles.h"
#include "core/provenance/describe.h"

namespace tallystick {
namespace {

constexpr size_t kShown = 8;

// "a; b; c", of more than kShown "…; and 3 more".
std::string Sequence(std::vector<std::string> items) {
  if (items.size() > kShown) {
    const size_t more = items.size() - kShown;
    items.resize(kShown);
    items.push_back(absl::StrCat("and ", more, " more"));
  }
  return absl::StrJoin(items, "; ");
}

std::string Capitalized(std::string word) {
  word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return word;
}

class CircleFinder {
 public:
  explicit CircleFinder(ClaimChains& chains) : chains_(chains), records_(chains.run.records) {}

  std::vector<FindingDraft> Find() {
    ReadCitations();
    circles_ = FindCircles(citations_);
    if (!circles_.empty()) SortClaims();
    for (size_t c = 0; c < circles_.size(); ++c) AmongCaptures(c);
    AmongSources();
    return std::move(drafts_);
  }

 private:
  using Edge = std::pair<Digest, Digest>;

  void ReadCitations() {
    std::set<Digest> citing;
    for (const Record& record : records_.records()) {
      const v1::Link& link = record.Get(v1::Slot::kLink).link();
      if (record.kind() != v1::Header::link || link.type() != v1::Link::cites) continue;
      if (const auto from = Digest::FromHex(link.from()); from.ok()) citing.insert(chains_.sources.ClassOf(*from));
    }
    for (const Digest& from : citing) {
      for (const LinkEnd& cited : chains_.sources.LinksFrom(from, v1::Link::cites)) {
        citations_[from].insert(cited.other);
        const auto [it, added] = links_.insert({{from, cited.other}, cited.link});
        if (!added && cited.link->id < it->second->id) it->second = cited.link;  // whichever arrived first
      }
    }
  }

  void SortClaims() {
    std::map<Digest, int> circle_of;
    for (size_t c = 0; c < circles_.size(); ++c) {
      for (const Digest& capture : circles_[c]) circle_of[capture] = static_cast<int>(c);
    }
    claims_of_.resize(circles_.size());
    for (int i = 0; i < static_cast<int>(chains_.taking_part); ++i) {
      if (!chains_.lineages[i].capture) continue;
      const auto it = circle_of.find(*chains_.lineages[i].capture);
      if (it == circle_of.end()) continue;
      claims_of_[it->second].push_back(i);
      circle_of_claim_[i] = it->second;
    }
  }

  std::vector<Digest> ByPublication(const std::set<Digest>& captures) const {
    std::vector<std::pair<Seconds, Digest>> order;
    for (const Digest& capture : captures) {
      const auto published = PublicationOf(records_, capture);
      order.push_back({published ? published->begin : kEndOfTime, capture});
    }
    std::sort(order.begin(), order.end());
    std::vector<Digest> sorted;
    for (const auto& [when, capture] : order) sorted.push_back(capture);
    return sorted;
  }

  // "“A”, 2022-10-29, is the earliest"; says so when that is not known.
  std::string Earliest(const std::vector<Digest>& ordered) const {
    const auto first = PublicationOf(records_, ordered[0]);
    const auto second = PublicationOf(records_, ordered[1]);
    bool all_dated = true;
    for (const Digest& capture : ordered) all_dated = all_dated && PublicationOf(records_, capture).has_value();
    if (!all_dated || !first || !second || first->end > second->begin) {
      return "Which of them is the earliest is not known.";
    }
    return absl::StrCat("The earliest is ", DescribeRecord(records_, ordered[0]), ".");
  }

  // What the circle is worth.
  std::string Worth(const std::vector<int>& claims) {
    if (claims.empty()) return "No claim of theirs is recorded.";
    std::vector<const Record*> records;
    std::vector<std::string> first_hand;
    for (int i : claims) {
      records.push_back(chains_.claims[i]->record);
      if (!chains_.lineages[i].first_hand) continue;
      for (const Digest& source : chains_.lineages[i].end().sources) {
        first_hand.push_back(DescribeSource(records_, source));
      }
    }
    const OriginCount count = CountOrigins(records_, records, chains_.run.shared);
    const int n = static_cast<int>(claims.size());
    const std::string theirs = n == 1 ? "their one claim" : absl::StrCat("their ", NumberWord(n), " claims");
    if (count.origins_high == 0) {
      return absl::StrCat("No first-hand origin is recorded behind ", theirs, n == 1 ? ": it counts" : ": they count",
                          " 0 origins.");
    }
    if (!first_hand.empty()) {
      return absl::StrCat("First-hand among ", theirs, ": ", ListInWords(std::move(first_hand)),
                          ". That they cite each other adds nothing to it.");
    }
    return absl::StrCat("No first-hand origin is recorded behind ", theirs, ": at most ", count.origins_high,
                        count.origins_high == 1 ? " origin." : " origins.");
  }

  void Push(const std::vector<int>& claims, std::string sentence, std::vector<v1::Assumption> assumptions,
            std::string scope, std::vector<std::string> notes) {
    FindingDraft draft;
    draft.kind = kCircularReporting;
    draft.verdict = v1::Finding::note;
    for (int i : claims) draft.claims.push_back(chains_.claims[i]);
    draft.wording.sentence = std::move(sentence);
    draft.wording.assumptions = std::move(assumptions);
    draft.scope = std::move(scope);
    draft.notes = std::move(notes);
    drafts_.push_back(std::move(draft));
  }

  void AmongCaptures(size_t which) {
    const std::set<Digest>& circle = circles_[which];
    const std::vector<Digest> ordered = ByPublication(circle);
    std::vector<std::string> names;
    for (const Digest& capture : ordered) names.push_back(CaptureInWords(records_, capture));
    std::vector<v1::Assumption> assumptions;
    std::vector<std::string> notes;
    for (const Digest& from : ordered) {
      for (const Digest& to : citations_.at(from)) {
        if (circle.count(to) == 0) continue;
        const Record* link = links_.at({from, to});
        const std::string& asserter = link->Get(v1::Slot::kLink).link().asserter();
        assumptions.push_back(
            Assume(absl::StrCat(DescribeRecord(records_, from), " cites ", DescribeRecord(records_, to)),
                   asserter.empty() ? kAnalyst : absl::string_view(asserter), link->id.hex()));
        const auto a = PublicationOf(records_, from), b = PublicationOf(records_, to);
        if (a && b && a->end <= b->begin && notes.size() < kShown) {
          notes.push_back(absl::StrCat(DescribeRecord(records_, from), " cites what was published later, ",
                                       DescribeRecord(records_, to),
                                       ": it was changed afterwards, or a date or citation is wrong."));
        }
      }
    }
    Push(claims_of_[which],
         absl::StrCat(Capitalized(NumberWord(static_cast<int>(circle.size()))),
                      " documents cite each other in a circle: ", Sequence(std::move(names)), ". ", Earliest(ordered),
                      " ", Worth(claims_of_[which])),
         std::move(assumptions), "", std::move(notes));
  }

  // One predicate of one event or, without an event, one time; of the same victims and others who take part, in the
  // same places.
  struct Matter {
    std::string predicate;
    Entity event = kNoEntity;
    std::vector<Victims> victims;
    std::vector<Entity> agents, actors, places, vague_places;
    std::pair<Seconds, Seconds> time;
    std::set<std::string> words;  // of roles that no term explains
    auto operator<=>(const Matter&) const = default;
  };
  static Matter MatterAt(const ClaimView& c) {
    Matter m{c.predicate, c.event, c.victims, c.agents, c.actors, c.places, c.vague_places, {}, {}};
    if (c.event == kNoEntity && c.time.stated) m.time = {c.time.start_min, c.time.end_max};
    for (const v1::Role& role : c.record->Get(v1::Slot::kProposition).proposition().roles()) {
      if (role.terms().empty()) m.words.insert(absl::StrCat(role.name(), ":", role.words()));
    }
    return m;
  }

  void AmongSources() {
    std::map<Matter, std::vector<int>> matters;
    for (int i = 0; i < static_cast<int>(chains_.taking_part); ++i) {
      const ClaimView& c = *chains_.claims[i];
      if (chains_.lineages[i].steps.size() < 2 || (c.event == kNoEntity && c.places.empty())) continue;
      matters[MatterAt(c)].push_back(i);
    }
    for (const auto& [matter, claims] : matters) {
      CitationGraph graph;
      std::map<Edge, int> by_edge;  // the first claim that has it
      for (int i : claims) {
        const Lineage& lineage = chains_.lineages[i];
        for (size_t s = 1; s < lineage.steps.size(); ++s) {
          for (const Digest& from : lineage.steps[s - 1].sources) {
            for (const Digest& to : lineage.steps[s].sources) {
              if (chains_.sources.ShareControl(from, to)) continue;
              graph[from].insert(to);
              by_edge.insert({{from, to}, i});
            }
          }
        }
      }
      const std::vector<std::set<Digest>> circles = FindCircles(graph);
      if (circles.empty()) continue;
      const std::vector<std::vector<int>> claims_of = ClaimsOf(circles, claims);
      for (size_t c = 0; c < circles.size(); ++c) OfSources(matter, circles[c], graph, by_edge, claims_of[c]);
    }
  }

  bool InOneCircleOfCaptures(const std::vector<int>& claims) const {
    std::set<int> circles;
    for (int i : claims) {
      const auto it = circle_of_claim_.find(i);
      circles.insert(it == circle_of_claim_.end() ? -1 : it->second);
    }
    return circles.size() == 1 && *circles.begin() >= 0;
  }

  // By circle, the claims that end in it or show a step of it: what stands behind them, inside or outside, is all that
  // stands behind the circle.
  std::vector<std::vector<int>> ClaimsOf(const std::vector<std::set<Digest>>& circles, const std::vector<int>& claims) {
    std::map<Digest, int> circle_of;
    for (size_t c = 0; c < circles.size(); ++c) {
      for (const Digest& source : circles[c]) circle_of[source] = static_cast<int>(c);
    }
    const auto circle = [&](const Digest& source) {
      const auto it = circle_of.find(source);
      return it == circle_of.end() ? -1 : it->second;
    };
    std::vector<std::vector<int>> claims_of(circles.size());
    for (int i : claims) {
      const std::vector<LineageStep>& steps = chains_.lineages[i].steps;
      std::set<int> in;
      for (const Digest& source : steps.back().sources) in.insert(circle(source));
      for (size_t s = 1; s < steps.size(); ++s) {
        for (const Digest& from : steps[s - 1].sources) {
          for (const Digest& to : steps[s].sources) {
            if (circle(from) == circle(to) && !chains_.sources.ShareControl(from, to)) in.insert(circle(from));
          }
        }
      }
      in.erase(-1);
      for (int c : in) claims_of[c].push_back(i);
    }
    return claims_of;
  }

  void OfSources(const Matter& matter, const std::set<Digest>& circle, const CitationGraph& graph,
                 const std::map<Edge, int>& by_edge, const std::vector<int>& claims) {
    std::vector<std::tuple<int, std::string, Edge>> steps;
    std::vector<v1::Assumption> assumptions;
    for (const Digest& from : circle) {
      for (const Digest& to : graph.at(from)) {
        if (circle.count(to) == 0) continue;
        const int claim = by_edge.at({from, to});
        const std::string text =
            absl::StrCat(DescribeSource(records_, from), " gives ", DescribeSource(records_, to), " as its source");
        assumptions.push_back(Assume(text, kAnalyst, chains_.claims[claim]->record->id.hex()));
        steps.push_back({claim, text, {from, to}});
      }
    }
    std::sort(steps.begin(), steps.end(), [this](const auto& a, const auto& b) {
      return std::get<0>(a) != std::get<0>(b) ? chains_.PublishedBefore(std::get<0>(a), std::get<0>(b))
                                              : std::get<1>(a) < std::get<1>(b);
    });
    if (InOneCircleOfCaptures(claims)) return;
    std::vector<std::string> words;
    for (const auto& [claim, text, edge] : steps) {
      const auto& capture = chains_.lineages[claim].capture;
      words.push_back(capture ? absl::StrCat(text, " (", CaptureInWords(records_, *capture), ")") : text);
    }
    std::vector<std::string> scope = {matter.predicate};
    if (matter.event != kNoEntity) scope.push_back(chains_.run.entities.Name(matter.event));
    for (Entity place : matter.places) scope.push_back(chains_.run.entities.Name(place));
    Push(claims,
         absl::StrCat(Capitalized(NumberWord(static_cast<int>(circle.size()))),
                      " sources give each other as their source, round in a circle: ", Sequence(std::move(words)), ". ",
                      Worth(claims)),
         std::move(assumptions), absl::StrJoin(scope, ", "), {});
  }

  ClaimChains& chains_;
  const RecordSet& records_;
  CitationGraph citations_;
  std::map<Edge, const Record*> links_;
  std::vector<std::set<Digest>> circles_;
  std::vector<std::vector<int>> claims_of_;  // by circle of captures
  std::map<int, int> circle_of_claim_;
  std::vector<FindingDraft> drafts_;
};

}  // namespace

std::vector<FindingDraft> FindCircularReporting(ClaimChains& chains) { return CircleFinder(chains).Find(); }

}  // namespace tallystick

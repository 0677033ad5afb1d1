#include "core/conflict/event_rows.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/conflict/chains.h"
#include "core/conflict/sentences.h"

namespace tallystick {
namespace {

bool CountsSomething(const ClaimView& c) {
  return c.measure == "additive" || c.measure == "duration" || c.measure == "distance";
}

std::optional<CivilSpan> PublicationOf(const RecordSet& records, const ClaimView& claim) {
  const auto capture = Digest::FromHex(claim.record->Get(v1::Slot::kQuote).quote().capture());
  return capture.ok() ? PublicationOf(records, *capture) : std::nullopt;
}

}  // namespace

EventClaims::EventClaims(const RecordSet& r, const ConflictTables& t, const EventQuestion& question)
    : records(r),
      tables(t),
      entities(r),
      subject(entities.Find(question.subject.hex())),
      views(ViewClaims(r, entities, *t.vocabulary)),
      problem(BuildCountProblem({&entities, t.vocabulary}, views.taking_part, *t.phrases)) {
  if (question.when) {
    window.stated = true;
    window.start_min = question.when->begin;
    window.end_max = question.when->end;
    for (const ClaimView& c : views.taking_part) {
      if (c.event != kNoEntity && MayOverlap(c.time, window)) dated_.insert(c.event);
    }
  }
  TakeFigures();
  TakeBack();
}

// A part of an event or place counts as it.
bool EventClaims::IsAbout(const ClaimView& c) const {
  if (subject == kNoEntity) return false;
  if (entities.TypeOf(subject) == v1::Names::event) return c.event != kNoEntity && entities.Within(c.event, subject);
  const bool here =
      std::any_of(c.places.begin(), c.places.end(), [this](Entity place) { return entities.Within(place, subject); });
  if (!here || !window.stated) return here;
  return c.time.stated ? MayOverlap(c.time, window) : dated_.count(c.event) != 0;
}

void EventClaims::TakeFigures() {
  std::vector<int> bound_of(views.taking_part.size(), -1);
  for (int b = 0; b < static_cast<int>(problem.bounds.size()); ++b) {
    const CountBound& bound = problem.bounds[b];
    if ((bound.figure || bound.denial) && bound_of[bound.claim] < 0) bound_of[bound.claim] = b;
  }
  std::map<int, int> denied(problem.denied_figures.begin(), problem.denied_figures.end());
  for (int i = 0; i < static_cast<int>(views.taking_part.size()); ++i) {
    const ClaimView& c = views.taking_part[i];
    if (!IsAbout(c)) continue;
    Note(c);
    if (bound_of[i] >= 0) {
      const CountBound& bound = problem.bounds[bound_of[i]];
      Take(c, bound, bound.node, false);
    } else if (const auto it = denied.find(i); it != denied.end()) {
      CountBound bound;
      bound.claim = i;
      bound.hard = problem.figures[i]->hard;
      bound.soft = problem.figures[i]->soft;
      Take(c, bound, it->second, true);
    } else {
      WhyNoFigure(i, c);
    }
  }
  // One statement's retellings have its date: then by when they were published.
  const auto key = [](const FigureAt& f) {
    return std::tuple(f.claim->said ? f.claim->said->begin : kEndOfTime, f.published ? f.published->begin : kEndOfTime);
  };
  std::stable_sort(figures.begin(), figures.end(),
                   [&](const FigureAt& a, const FigureAt& b) { return key(a) < key(b); });
}

void EventClaims::Note(const ClaimView& c) {
  about.insert(c.record->id);
  const std::string when = TimeInWords(c.time);
  if (!when.empty()) ++dates[when];
  for (Entity place : c.places) ++places[entities.Name(place)];
}

void EventClaims::Take(const ClaimView& c, const CountBound& bound, int node, bool denied) {
  FigureAt figure;
  figure.claim = &c;
  figure.published = PublicationOf(records, c);
  figure.scope = problem.scopes.At(node);
  figure.scope.victims = c.victims;  // of one who said "each", the first scope is only a part
  figure.hard = bound.hard;
  figure.soft = bound.soft;
  figure.in_text = LabelOf(problem, bound);
  figure.label = problem.figures[bound.claim] ? problem.figures[bound.claim]->label : figure.in_text;
  figure.denied = denied;
  figures.push_back(std::move(figure));
}

void EventClaims::WhyNoFigure(int i, const ClaimView& c) {
  const bool withheld = c.record->IsWithheld(v1::Slot::kQuantity) || c.record->IsWithheld(v1::Slot::kProposition);
  if (!c.fact() && (c.has_number || withheld)) {
    left_out.push_back({&c, c.not_fact});
  } else if (c.has_number && CountsSomething(c) && !problem.figures[i]) {
    left_out.push_back({&c, "no table reads these words"});
  } else if (c.has_number && !CountsSomething(c)) {
    left_out.push_back({&c, absl::StrCat("“", c.predicate, "” counts nothing")});
  } else {
    ++without_figure;
  }
}

// What its source took back, and what we took back.
void EventClaims::TakeBack() {
  for (const ClaimView& c : views.superseded) {
    if (!IsAbout(c)) continue;
    const bool withdrawn = !records.LinksTo(c.record->id, v1::Link::withdraws).empty();
    TakenBack(c, withdrawn ? "withdrawn by its source" : "corrected by its source");
  }
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::claim || records.IsCurrent(record)) continue;
    ClaimView view = ViewClaim(records, entities, *tables.vocabulary, record);
    if (!IsAbout(view)) continue;
    gone_.push_back(std::make_unique<ClaimView>(std::move(view)));
  }
  std::sort(gone_.begin(), gone_.end(), [](const auto& a, const auto& b) { return SaidBefore(*a, *b); });
  for (const auto& view : gone_) {
    TakenBack(*view, records.ReplacedBy(view->record->id).empty() ? "retracted" : "replaced by a record of ours");
  }
}

void EventClaims::TakenBack(const ClaimView& c, const std::string& why) {
  about.insert(c.record->id);
  if (c.has_number || (c.negated && CountsSomething(c))) {
    left_out.push_back({&c, why});
  } else {
    ++without_figure;
  }
}

}  // namespace tallystick

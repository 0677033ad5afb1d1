#include "core/conflict/event_figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/digest_table.h"
#include "core/conflict/event_rows.h"
#include "core/conflict/sentences.h"

namespace tallystick {
namespace {

using S = v1::Slot;

bool IsCount(const ClaimView& c) {
  return c.measure == "additive" || c.measure == "duration" || c.measure == "distance";
}

std::string WordsOf(const ClaimView& c) {
  const v1::Quantity& q = c.quantity();
  if (!q.lexeme().empty()) return q.lexeme();
  if (!q.words().empty()) return q.words();
  return q.has_nominal() ? absl::StrCat(q.nominal()) : "";
}

std::string UnitOf(const Vocabulary& vocabulary, const ClaimView& c) {
  const std::string& unit = c.quantity().unit();
  return c.measure == "additive" && (unit == "people" || vocabulary.FindClass(unit) != nullptr) ? "" : unit;
}

// The order in which measures stand: the gravest first, others by name.
int Gravity(const std::string& predicate) {
  static const char* const kOrder[] = {"killed",   "injured",   "missing", "captured",
                                       "abducted", "displaced", "lost",    "casualties"};
  const auto it = std::find(std::begin(kOrder), std::end(kOrder), predicate);
  return static_cast<int>(it - std::begin(kOrder));
}

void SetRange(const Range& hard, const Range& soft, v1::EventRange* range) {
  range->set_hard_low(hard.low);
  if (hard.high) range->set_hard_high(*hard.high);
  range->set_soft_low(soft.low);
  if (soft.high) range->set_soft_high(*soft.high);
}

void SetHull(const std::vector<const FigureAt*>& figures, v1::EventRange* range) {
  std::optional<Range> hard, soft;
  for (const FigureAt* f : figures) {
    if (f->denied) continue;
    hard = hard ? Hull(*hard, f->hard) : f->hard;
    soft = soft ? Hull(*soft, f->soft) : f->soft;
  }
  if (hard) SetRange(*hard, *soft, range);
}

std::string CoverageInWords(const v1::Quantity& q) {
  switch (q.coverage()) {
    case v1::Quantity::full:
      return "in all";
    case v1::Quantity::known_so_far:
      return "so far";
    case v1::Quantity::own_count:
      return "own count";
    default:
      return q.series() == v1::Quantity::increment ? "more" : "";
  }
}

std::string SharingInWords(Sharing sharing) {
  switch (sharing) {
    case Sharing::kEach:
      return "each of them";
    case Sharing::kTogether:
      return "together";
    case Sharing::kEachOrTogether:
      return "each or together: not stated";
    case Sharing::kAnyOf:
      return "one of them: not stated which";
    case Sharing::kOne:
      break;
  }
  return "";
}

class Collector {
 public:
  Collector(const RecordSet& records, const ConflictTables& tables, const EventQuestion& question)
      : records_(records),
        tables_(tables),
        question_(question),
        entities_(records),
        subject_(entities_.Find(question.subject.hex())),
        views_(ViewClaims(records, entities_, *tables.vocabulary)),
        problem_(BuildCountProblem({&entities_, tables.vocabulary}, views_.taking_part, *tables.phrases)) {}

  v1::EventDocument Collect(const v1::Findings& findings) {
    document_.set_schema("tallystick-event-v1");
    document_.set_id(question_.subject.hex());
    NameIt();
    TakeFigures();
    LeaveOut();
    document_.set_claims(static_cast<int32_t>(about_.size()));
    document_.set_figures(static_cast<int32_t>(figures_.size()));
    document_.set_without_figure(without_figure_);
    Told(dates_, document_.mutable_dates());
    Told(places_, document_.mutable_places());
    summary_ = !question_.all && figures_.size() > kEventRowsShown;
    if (summary_) document_.set_summary(true);
    WriteMeasures();
    WriteLeftOut();
    WriteCollisions(findings);
    WriteClosing();
    return std::move(document_);
  }

 private:
  // A part of an event or place counts as it.
  bool IsAbout(const ClaimView& c) const {
    if (subject_ == kNoEntity) return false;
    if (entities_.TypeOf(subject_) == v1::Names::event)
      return c.event != kNoEntity && entities_.Within(c.event, subject_);
    const bool here = std::any_of(c.places.begin(), c.places.end(),
                                  [this](Entity place) { return entities_.Within(place, subject_); });
    if (!here || !question_.when) return here;
    TimeBounds window;
    window.stated = true;
    window.start_min = question_.when->begin;
    window.end_max = question_.when->end;
    return MayOverlap(c.time, window);
  }

  void NameIt() {
    document_.set_name(records_.DisplayName(question_.subject.hex()));
    const Record* record = records_.Find(question_.subject);
    if (record == nullptr) return;
    for (const v1::Name& name : record->Get(S::kNames).names().names()) {
      if (name.text() != document_.name()) document_.add_other_names(name.text());
    }
    if (!question_.when) return;
    TimeBounds window;
    window.stated = true;
    window.start_min = question_.when->begin;
    window.end_max = question_.when->end;
    document_.set_window(TimeInWords(window));
  }

  void TakeFigures() {
    std::vector<int> bound_of(views_.taking_part.size(), -1);
    for (int b = 0; b < static_cast<int>(problem_.bounds.size()); ++b) {
      const CountBound& bound = problem_.bounds[b];
      if ((bound.figure || bound.denial) && bound_of[bound.claim] < 0) bound_of[bound.claim] = b;
    }
    std::map<int, int> denied(problem_.denied_figures.begin(), problem_.denied_figures.end());
    for (int i = 0; i < static_cast<int>(views_.taking_part.size()); ++i) {
      const ClaimView& c = views_.taking_part[i];
      if (!IsAbout(c)) continue;
      Note(c);
      if (bound_of[i] >= 0) {
        const CountBound& bound = problem_.bounds[bound_of[i]];
        Take(c, bound, bound.node, false);
      } else if (const auto it = denied.find(i); it != denied.end()) {
        CountBound bound;
        bound.claim = i;
        bound.hard = problem_.figures[i]->hard;
        bound.soft = problem_.figures[i]->soft;
        Take(c, bound, it->second, true);
      } else {
        WhyNoFigure(i, c);
      }
    }
  }

  void Note(const ClaimView& c) {
    about_.insert(c.record->id);
    const std::string when = TimeInWords(c.time);
    if (!when.empty()) ++dates_[when];
    for (Entity place : c.places) ++places_[entities_.Name(place)];
  }

  void Take(const ClaimView& c, const CountBound& bound, int node, bool denied) {
    FigureAt figure;
    figure.claim = &c;
    figure.scope = problem_.scopes.At(node);
    figure.scope.victims = c.victims;  // of one who said "each", the first scope is only a part
    figure.hard = bound.hard;
    figure.soft = bound.soft;
    figure.in_text = LabelOf(problem_, bound);
    figure.label = problem_.figures[bound.claim] ? problem_.figures[bound.claim]->label : figure.in_text;
    figure.denied = denied;
    figures_.push_back(std::move(figure));
  }

  void WhyNoFigure(int i, const ClaimView& c) {
    const bool withheld = c.record->IsWithheld(S::kQuantity) || c.record->IsWithheld(S::kProposition);
    if (!c.fact() && (c.has_number || withheld)) {
      left_out_.push_back({&c, c.not_fact});
    } else if (c.has_number && IsCount(c) && !problem_.figures[i]) {
      left_out_.push_back({&c, "no table reads these words"});
    } else if (c.has_number && !IsCount(c)) {
      left_out_.push_back({&c, absl::StrCat("“", c.predicate, "” counts nothing")});
    } else {
      ++without_figure_;
    }
  }

  // What its source took back, and what we took back.
  void LeaveOut() {
    for (const ClaimView& c : views_.superseded) {
      if (!IsAbout(c)) continue;
      const bool withdrawn = !records_.LinksTo(c.record->id, v1::Link::withdraws).empty();
      TakenBack(c, withdrawn ? "withdrawn by its source" : "corrected by its source");
    }
    for (const Record& record : records_.records()) {
      if (record.kind() != v1::Header::claim || records_.IsCurrent(record)) continue;
      ClaimView view = ViewClaim(records_, entities_, *tables_.vocabulary, record);
      if (!IsAbout(view)) continue;
      gone_.push_back(std::make_unique<ClaimView>(std::move(view)));
    }
    std::sort(gone_.begin(), gone_.end(), [](const auto& a, const auto& b) { return SaidBefore(*a, *b); });
    for (const auto& view : gone_) {
      TakenBack(*view, records_.ReplacedBy(view->record->id).empty() ? "retracted" : "replaced by a record of ours");
    }
  }

  void TakenBack(const ClaimView& c, const std::string& why) {
    about_.insert(c.record->id);
    if (c.has_number || (c.negated && IsCount(c))) {
      left_out_.push_back({&c, why});
    } else {
      ++without_figure_;
    }
  }

  static void Told(const std::map<std::string, int>& told, google::protobuf::RepeatedPtrField<v1::EventTold>* out) {
    std::vector<std::pair<int, std::string>> by_count;
    for (const auto& [text, claims] : told) by_count.push_back({-claims, text});
    std::sort(by_count.begin(), by_count.end());
    if (by_count.size() > kEventItemsShown) by_count.resize(kEventItemsShown);
    for (const auto& [minus_claims, text] : by_count) {
      v1::EventTold* one = out->Add();
      one->set_text(text);
      one->set_claims(-minus_claims);
    }
  }

  std::string What(const Scope& scope) const {
    Scope shown = scope;
    if (shown.event == subject_) shown.event = kNoEntity;
    const std::string text = ScopeInWords(problem_.lattices, shown);
    const absl::string_view rest = absl::StripPrefix(absl::StripPrefix(text, shown.predicate), ", ");
    if (!rest.empty()) return std::string(rest);
    const Predicate* predicate = tables_.vocabulary->FindPredicate(scope.predicate);
    return predicate != nullptr && predicate->measure == "additive" ? "who is not stated" : "";
  }

  void WriteMeasures() {
    // Measure, then whole before part, then words.
    using Key = std::tuple<int, std::string, std::string, bool, bool, std::string, Scope>;
    std::map<Key, std::vector<const FigureAt*>> scopes;
    for (const FigureAt& f : figures_) {
      const std::string unit = UnitOf(*tables_.vocabulary, *f.claim);
      scopes[{Gravity(f.scope.predicate), f.scope.predicate, unit, f.scope.event != subject_, !f.scope.places.empty(),
              What(f.scope), f.scope}]
          .push_back(&f);
    }
    v1::EventMeasure* measure = nullptr;
    for (const auto& [key, figures] : scopes) {
      const auto& [gravity, predicate, unit, elsewhere, part, what, scope] = key;
      if (measure == nullptr || measure->predicate() != predicate || measure->unit() != unit) {
        measure = document_.add_measures();
        measure->set_predicate(predicate);
        if (!unit.empty()) measure->set_unit(unit);
      }
      if (summary_ && measure->scopes_size() >= kEventItemsShown) {
        measure->set_more_scopes(measure->more_scopes() + 1);
        continue;
      }
      v1::EventScope* out = measure->add_scopes();
      out->set_what(what);
      WriteScope(scope, figures, out);
    }
  }

  void WriteScope(const Scope& scope, const std::vector<const FigureAt*>& figures, v1::EventScope* out) {
    FigureScope told{scope, figures[0]->claim->measure, {}, CountOf(figures)};
    out->set_origins(OriginCountInWords(told.origins));
    for (const std::string& reason : told.origins.reasons) out->add_reasons(reason);
    for (const std::vector<int>& members : GroupByOrigin(records_, figures)) {
      std::vector<const FigureAt*>& group = told.groups.emplace_back();
      for (int i : members) group.push_back(figures[i]);
    }
    size_t shown = told.groups.size();
    if (summary_) {
      // The largest; what is left is one range, so that no outlier goes unseen.
      std::stable_sort(told.groups.begin(), told.groups.end(),
                       [](const auto& a, const auto& b) { return a.size() > b.size(); });
      if (shown > kEventItemsShown) shown = kEventItemsShown;
    }
    for (size_t g = 0; g < shown; ++g) WriteGroup(told.groups[g], out->add_groups());
    if (shown < told.groups.size()) {
      std::vector<const FigureAt*> rest;
      for (size_t g = shown; g < told.groups.size(); ++g) {
        rest.insert(rest.end(), told.groups[g].begin(), told.groups[g].end());
      }
      v1::EventGroup* group = out->add_groups();
      group->set_speaker(absl::StrCat(told.groups.size() - shown, " more groups"));
      group->set_rest(true);
      group->set_reports(static_cast<int32_t>(rest.size()));
      group->set_origins(absl::StrCat(rest.size(), rest.size() == 1 ? " report" : " reports"));
      SetHull(rest, group->mutable_range());
    }
    told_.push_back(std::move(told));
  }

  OriginCount CountOf(const std::vector<const FigureAt*>& figures) const {
    std::vector<const Record*> claims;
    for (const FigureAt* f : figures) claims.push_back(f->claim->record);
    return CountOrigins(records_, claims);
  }

  void WriteGroup(const std::vector<const FigureAt*>& figures, v1::EventGroup* out) {
    std::vector<std::string> speakers;
    for (const FigureAt* f : figures) {
      std::string name = SpeakerInWords(records_, *f->claim);
      if (speakers.size() < 4 && std::find(speakers.begin(), speakers.end(), name) == speakers.end())
        speakers.push_back(std::move(name));
    }
    out->set_speaker(ListOf(speakers, 3));
    out->set_reports(static_cast<int32_t>(figures.size()));
    out->set_origins(OriginCountInWords(CountOf(figures)));
    SetHull(figures, out->mutable_range());
    for (const FigureAt* f : figures) {
      if (summary_) break;
      WriteRow(*f, out->add_rows());
    }
  }

  void WriteRow(const FigureAt& f, v1::EventRow* row) {
    const ClaimView& c = *f.claim;
    const Record& record = *c.record;
    row->set_number(++rows_);
    row_of_[record.id] = rows_;
    row->set_claim(record.id.hex());
    row->set_label(record.Get(S::kNote).note().label());
    row->set_speaker(SpeakerInWords(records_, c));
    for (std::string& carrier : CarriersInWords(records_, c)) row->add_carriers(std::move(carrier));
    if (c.said) row->set_said(FormatDay(c.said->begin));
    if (!c.quantity().as_of().empty()) row->set_as_of(c.quantity().as_of());
    row->set_words(f.label);
    const v1::Quote& quote = record.Get(S::kQuote).quote();
    const std::string& language = c.quantity().language().empty() ? quote.language() : c.quantity().language();
    if (!language.empty()) row->set_language(language);
    row->set_quote(quote.exact());
    if (const std::string coverage = CoverageInWords(c.quantity()); !coverage.empty()) row->set_coverage(coverage);
    SetRange(f.hard, f.soft, row->mutable_range());
    if (f.denied) row->set_denied(true);
    if (const std::string note = SharingInWords(c.sharing); !note.empty()) row->set_note(note);
  }

  void WriteLeftOut() {
    for (const auto& [c, why] : left_out_) {
      if (summary_ && document_.left_out_size() >= kEventItemsShown) {
        document_.set_more_left_out(document_.more_left_out() + 1);
        continue;
      }
      v1::EventLeftOut* out = document_.add_left_out();
      out->set_claim(c->record->id.hex());
      out->set_label(c->record->Get(S::kNote).note().label());
      out->set_attribution(AttributionInWords(records_, *c));
      out->set_words(WordsOf(*c));
      out->set_why(why);
    }
  }

  void WriteCollisions(const v1::Findings& findings) {
    static const std::set<std::string> kNotes = {"retelling-drift", "circular-reporting", "suspected-copy"};
    for (const v1::Finding& finding : findings.findings()) {
      const bool collides = IsConflict(finding) || finding.verdict() == v1::Finding::not_decided;
      if (!collides && kNotes.count(finding.kind()) == 0) continue;
      int here = 0, elsewhere = 0;
      v1::EventCollision out;
      for (const std::string& hex : finding.claims()) {
        const auto id = Digest::FromHex(hex);
        here += id.ok() && about_.count(*id) != 0;
        const auto row = id.ok() ? row_of_.find(*id) : row_of_.end();
        if (row == row_of_.end()) {
          ++elsewhere;
        } else if (out.rows_size() < kEventItemsShown) {
          out.add_rows(row->second);
        }
      }
      if (here == 0) continue;
      std::sort(out.mutable_rows()->begin(), out.mutable_rows()->end());
      auto* list = collides ? document_.mutable_collisions() : document_.mutable_notes();
      if (!question_.all && list->size() >= kEventItemsShown) {
        document_.set_more_collisions(document_.more_collisions() + 1);
        continue;
      }
      out.set_finding(finding.id());
      out.set_kind(finding.kind());
      out.set_verdict(v1::Finding::Verdict_Name(finding.verdict()));
      out.set_sentence(finding.sentence());
      if (finding.has_excess()) out.set_excess(finding.excess());
      if (elsewhere > 0) out.set_elsewhere(elsewhere);
      if (finding.judged_size() > 0) out.set_judged(finding.judged(finding.judged_size() - 1).status());
      *list->Add() = std::move(out);
    }
  }

  void WriteClosing() {
    std::string text = EventInWords(records_, entities_, document_.name(), told_);
    bool contradicts = false, tension = false;
    for (const v1::EventCollision& c : document_.collisions()) {
      if (c.rows_size() == 0 && !summary_) continue;
      contradicts = contradicts || c.verdict() == "contradicts";
      tension = tension || c.verdict() == "tension";
    }
    if (contradicts) absl::StrAppend(&text, " Not all that was said can be right.");
    if (tension && !contradicts) absl::StrAppend(&text, " What was said is in tension.");
    if (!text.empty()) document_.set_closing(text);
  }

  const RecordSet& records_;
  const ConflictTables& tables_;
  const EventQuestion& question_;
  const EntityGraph entities_;
  const Entity subject_;
  const ClaimViews views_;
  const CountProblem problem_;
  v1::EventDocument document_;
  bool summary_ = false;
  DigestSet about_;
  std::vector<FigureAt> figures_;
  std::vector<std::pair<const ClaimView*, std::string>> left_out_;
  std::vector<std::unique_ptr<ClaimView>> gone_;  // neither taking part nor taken back by its source
  int without_figure_ = 0;
  std::map<std::string, int> dates_, places_;
  std::vector<FigureScope> told_;
  int rows_ = 0;
  DigestTable<int> row_of_;
};

}  // namespace

v1::EventDocument FiguresOf(const RecordSet& records, const ConflictTables& tables, const v1::Findings& findings,
                            const EventQuestion& question) {
  return Collector(records, tables, question).Collect(findings);
}

}  // namespace tallystick

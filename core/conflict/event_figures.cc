#include "core/conflict/event_figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/conflict/event_rows.h"
#include "core/conflict/sentences.h"

namespace tallystick {
namespace {

using S = v1::Slot;

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

bool CountsAnybody(const Scope& scope) {
  const Victims& first = scope.victims.front();
  return first.group == kNoEntity && (first.of_class.empty() || first.of_class == "persons");
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

class Describer {
 public:
  explicit Describer(const EventClaims& claims, const EventQuestion& question) : claims_(claims), question_(question) {}

  v1::EventDocument Describe(const v1::Findings& findings) {
    shared_ = SharedOriginsOf(findings);
    document_.set_schema("tallystick-event-v1");
    document_.set_id(question_.subject.hex());
    NameIt();
    document_.set_claims(static_cast<int32_t>(claims_.about.size()));
    document_.set_figures(static_cast<int32_t>(claims_.figures.size()));
    document_.set_without_figure(claims_.without_figure);
    Told(claims_.dates, document_.mutable_dates());
    Told(claims_.places, document_.mutable_places());
    summary_ = !question_.all && claims_.figures.size() > kEventRowsShown;
    if (summary_) document_.set_summary(true);
    WriteMeasures();
    WriteLeftOut();
    WriteCollisions(findings);
    WriteClosing();
    return std::move(document_);
  }

 private:
  void NameIt() {
    document_.set_name(claims_.records.DisplayName(question_.subject.hex()));
    const Record* record = claims_.records.Find(question_.subject);
    if (record == nullptr) return;
    for (const v1::Name& name : record->Get(S::kNames).names().names()) {
      if (name.text() != document_.name()) document_.add_other_names(name.text());
    }
    if (claims_.window.stated) document_.set_window(TimeInWords(claims_.window));
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
    if (shown.event == claims_.subject) shown.event = kNoEntity;
    const std::string text = ScopeInWords(claims_.problem.lattices, shown);
    const absl::string_view rest = absl::StripPrefix(absl::StripPrefix(text, shown.predicate), ", ");
    if (!rest.empty()) return std::string(rest);
    const Predicate* predicate = claims_.tables.vocabulary->FindPredicate(scope.predicate);
    return predicate != nullptr && predicate->measure == "additive" ? "who is not stated" : "";
  }

  void WriteMeasures() {
    // Measure, then whole before part, then words.
    using Key = std::tuple<int, std::string, std::string, bool, bool, bool, std::string, Scope>;
    std::map<Key, std::vector<const FigureAt*>> scopes;
    for (const FigureAt& f : claims_.figures) {
      const std::string unit = UnitOf(*claims_.tables.vocabulary, *f.claim);
      scopes[{Gravity(f.scope.predicate), f.scope.predicate, unit, f.scope.event != claims_.subject,
              !f.scope.places.empty(), !CountsAnybody(f.scope), What(f.scope), f.scope}]
          .push_back(&f);
    }
    v1::EventMeasure* measure = nullptr;
    for (const auto& [key, figures] : scopes) {
      const auto& [gravity, predicate, unit, elsewhere, part, some, what, scope] = key;
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
    for (const std::vector<int>& members : GroupByOrigin(claims_.records, figures)) {
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
    return CountOrigins(claims_.records, claims, shared_);
  }

  void WriteGroup(const std::vector<const FigureAt*>& figures, v1::EventGroup* out) {
    std::vector<std::string> speakers;
    for (const FigureAt* f : figures) {
      std::string name = SpeakerInWords(claims_.records, *f->claim);
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
    row->set_speaker(SpeakerInWords(claims_.records, c));
    for (std::string& carrier : CarriersInWords(claims_.records, c)) row->add_carriers(std::move(carrier));
    if (f.published) row->set_published(FormatDay(f.published->begin));
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
    for (const auto& [c, why] : claims_.left_out) {
      if (summary_ && document_.left_out_size() >= kEventItemsShown) {
        document_.set_more_left_out(document_.more_left_out() + 1);
        continue;
      }
      v1::EventLeftOut* out = document_.add_left_out();
      out->set_claim(c->record->id.hex());
      out->set_label(c->record->Get(S::kNote).note().label());
      out->set_attribution(AttributionInWords(claims_.records, *c));
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
        here += id.ok() && claims_.about.count(*id) != 0;
        const auto row = id.ok() ? row_of_.find(*id) : row_of_.end();
        if (row == row_of_.end()) {
          ++elsewhere;
        } else if (out.rows_size() < kEventItemsShown) {
          v1::EventRowNumber* named = out.add_rows();
          named->set_number(row->second);
          named->set_claim(hex);
        }
      }
      if (here == 0) continue;
      std::sort(out.mutable_rows()->begin(), out.mutable_rows()->end(),
                [](const auto& a, const auto& b) { return a.number() < b.number(); });
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
      if (elsewhere > 0 && !summary_) out.set_elsewhere(elsewhere);
      if (finding.judged_size() > 0) out.set_judged(finding.judged(finding.judged_size() - 1).status());
      *list->Add() = std::move(out);
    }
  }

  void WriteClosing() {
    std::string text = EventInWords(claims_.records, claims_.entities, document_.name(), told_);
    bool contradicts = false, tension = false;
    for (const v1::EventCollision& c : document_.collisions()) {
      if (c.rows_size() == 0 && !summary_) continue;
      contradicts = contradicts || c.verdict() == "contradicts";
      tension = tension || c.verdict() == "tension";
    }
    if (contradicts) absl::StrAppend(&text, " Not all that was said can be right.");
    if (tension && !contradicts) absl::StrAppend(&text, " Some of these figures are in tension.");
    if (!text.empty()) document_.set_closing(text);
  }

  const EventClaims& claims_;
  SharedOrigins shared_;
  const EventQuestion& question_;
  v1::EventDocument document_;
  bool summary_ = false;
  std::vector<FigureScope> told_;
  int rows_ = 0;
  DigestTable<int> row_of_;
};

}  // namespace

v1::EventDocument FiguresOf(const RecordSet& records, const ConflictTables& tables, const v1::Findings& findings,
                            const EventQuestion& question) {
  return Describer(EventClaims(records, tables, question), question).Describe(findings);
}

}  // namespace tallystick

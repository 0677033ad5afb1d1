#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/event_times.h"

namespace tallystick {
namespace {

// Seconds of a unit, at the least and at the most; nothing for a word that is none.
std::optional<std::pair<Seconds, Seconds>> LengthOf(const std::string& unit) {
  static const std::map<std::string, std::pair<Seconds, Seconds>> kUnits = [] {
    std::map<std::string, std::pair<Seconds, Seconds>> units;
    const auto add = [&](Seconds least, Seconds most, std::initializer_list<const char*> words) {
      for (const char* word : words) units[word] = {least, most};
    };
    constexpr Seconds kHour = 3600, kDay = kSecondsOfDay;
    add(60, 60, {"min", "minute", "minutes", "دقيقة", "دقائق"});
    add(kHour, kHour, {"h", "hour", "hours", "heure", "heures", "ساعة", "ساعات"});
    add(kDay, kDay, {"d", "day", "days", "jour", "jours", "يوم", "أيام"});
    add(7 * kDay, 7 * kDay, {"week", "weeks", "semaine", "semaines", "أسبوع", "أسابيع"});
    add(28 * kDay, 31 * kDay, {"month", "months", "mois", "شهر", "أشهر"});
    add(365 * kDay, 366 * kDay, {"year", "years", "an", "ans", "année", "années", "سنة", "سنوات"});
    return units;
  }();
  const auto it = kUnits.find(absl::AsciiStrToLower(unit));
  if (it == kUnits.end()) return std::nullopt;
  return it->second;
}

struct Duration {
  int claim = 0;
  Seconds least = 0;            // hard, rounded to half a unit
  std::optional<Seconds> most;  // hard
  std::optional<Seconds> usually;
};

std::optional<Duration> DurationOf(const ConflictRun& run, int i) {
  constexpr int64_t kMostUnits = 1'000'000;  // so that nothing overflows
  const ClaimView& c = run.Claim(i);
  const std::optional<Figure>& figure = run.problem.figures[i];
  const auto unit = LengthOf(c.quantity().unit());
  if (c.measure != "duration" || !c.fact() || c.negated || c.event == kNoEntity || c.restricts || !figure || !unit) {
    return std::nullopt;
  }
  if (figure->hard.low > kMostUnits) return std::nullopt;
  const auto end = [&](const Range& range) -> std::optional<Seconds> {
    if (!range.high || *range.high > kMostUnits) return std::nullopt;
    return *range.high * unit->second + unit->second / 2;
  };
  return Duration{i, std::max<Seconds>(0, figure->hard.low * unit->first - unit->first / 2), end(figure->hard),
                  end(figure->usual)};
}

std::string LengthInWords(const ConflictRun& run, const Duration& d) {
  const v1::Quantity& q = run.Claim(d.claim).quantity();
  const std::string& words = q.lexeme().empty() ? q.words() : q.lexeme();
  return absl::StrCat("“", words, "”", absl::StrContains(words, q.unit()) ? "" : absl::StrCat(" ", q.unit()));
}

FindingDraft AgainstExtent(const ConflictRun& run, const Duration& d, const EventTime& t, bool too_long,
                     v1::Finding::Verdict verdict) {
  const ClaimView &length = run.Claim(d.claim), &dated = run.Claim(t.claim);
  const std::string& event = run.entities.Name(length.event);
  FindingDraft draft;
  draft.kind = kDurationAgainstExtent;
  draft.verdict = verdict;
  draft.claims = {&length, &dated};
  std::sort(draft.claims.begin(), draft.claims.end(),
            [](const ClaimView* a, const ClaimView* b) { return SaidBefore(*a, *b); });
  draft.scope = event;
  const bool note = verdict == v1::Finding::note;
  draft.wording.sentence = absl::StrCat(
      note ? "" : Lead(2, verdict == v1::Finding::contradicts), SpeakerInWords(run.records, length), " says that ", event, " lasted ", LengthInWords(run, d), ", and ",
      SpeakerInWords(run.records, dated), t.whole ? " puts all of it at " : " puts it at ", TimeInWords(dated.time), ": ",
      too_long ? "the dates leave less time."
      : note   ? "the dates take more time, and may be those of something longer."
               : "the dates take more time.");
  draft.wording.resolutions = {"the two speak of different things, such as a battle and what followed it"};
  if (too_long && !t.whole) {
    draft.wording.assumptions = {
        Assume(absl::StrCat(TimeInWords(dated.time), " is the date of all of ", event), kUnasserted)};
  }
  if (!too_long) {
    draft.wording.assumptions = {Assume(absl::StrCat("the dates are those of ", event, " itself"), kUnasserted)};
  }
  AssumeSameNames(run.entities, draft.claims, &draft.wording.assumptions);
  DropRepeated(&draft.wording.assumptions);
  return draft;
}

// The longest duration against the narrowest dates; else the shortest one against dates that were filled.
std::optional<FindingDraft> DecideDuration(const ConflictRun& run, const std::vector<Duration>& durations, const EventTimes& times) {
  const Duration *longest = &durations[0], *shortest = &durations[0];
  const auto most = [](const Duration* d, bool usually) {
    const std::optional<Seconds>& end = usually ? d->usually : d->most;
    return end.value_or(kEndOfTime);
  };
  for (const Duration& d : durations) {
    if (d.least > longest->least) longest = &d;
    if (std::pair(most(&d, false), most(&d, true)) < std::pair(most(shortest, false), most(shortest, true))) shortest = &d;
  }
  const EventTime *narrow = nullptr, *narrow_whole = nullptr, *filled = nullptr;
  const auto room = [](const EventTime& t) {
    return t.begin == kBeginningOfTime || t.end == kEndOfTime ? kEndOfTime : t.end - t.begin;
  };
  const auto least = [&](const EventTime& t) {  // how long it surely went on
    const TimeBounds& time = run.Claim(t.claim).time;
    return time.start_max == kEndOfTime || time.end_min == kBeginningOfTime ? 0 : time.end_min - time.start_max;
  };
  for (const EventTime& t : times.all) {
    if (narrow == nullptr || room(t) < room(*narrow)) narrow = &t;
    if (t.whole && (narrow_whole == nullptr || room(t) < room(*narrow_whole))) narrow_whole = &t;
    if (t.whole && (filled == nullptr || least(t) > least(*filled))) filled = &t;
  }
  if (narrow_whole != nullptr && longest->least > room(*narrow_whole)) {
    return AgainstExtent(run, *longest, *narrow_whole, true, v1::Finding::contradicts);
  }
  if (narrow != nullptr && longest->least > room(*narrow)) {
    return AgainstExtent(run, *longest, *narrow, true, v1::Finding::tension);
  }
  if (filled == nullptr) return std::nullopt;
  if (most(shortest, false) < least(*filled)) return AgainstExtent(run, *shortest, *filled, false, v1::Finding::tension);
  if (most(shortest, true) < least(*filled)) return AgainstExtent(run, *shortest, *filled, false, v1::Finding::note);
  return std::nullopt;
}

}  // namespace

std::vector<FindingDraft> FindDurationsAgainstExtents(const ConflictRun& run) {
  std::map<Entity, std::vector<Duration>> durations;
  for (int i = 0; i < static_cast<int>(run.views.taking_part.size()); ++i) {
    if (const auto d = DurationOf(run, i)) durations[run.Claim(i).event].push_back(*d);
  }
  std::vector<FindingDraft> drafts;
  if (durations.empty()) return drafts;
  const std::map<Entity, EventTimes> times = TimesOfEvents(run);
  for (const auto& [event, list] : durations) {
    const auto it = times.find(event);
    if (it == times.end()) continue;
    if (auto draft = DecideDuration(run, list, it->second)) drafts.push_back(*std::move(draft));
  }
  return drafts;
}

}  // namespace tallystick

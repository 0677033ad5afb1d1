#include "absl/strings/str_cat.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/event_times.h"
#include "core/conflict/run.h"

namespace tallystick {
namespace {

// Two times of which one begins when the other has ended, though both are of one event, or of one and its part.
struct Gap {
  const EventTime *late = nullptr, *early = nullptr;  // late begins when early has ended
  Entity event = kNoEntity;                           // of `late` or `early`: the one that is part of the other, or both
  Entity whole = kNoEntity;
  bool sure = false;
};

class Dates {
 public:
  explicit Dates(const ConflictRun& run) : run_(run), times_(TimesOfEvents(run)) {}

  std::vector<FindingDraft> Find() {
    for (const auto& [event, times] : times_) {
      std::optional<Gap> gap;
      for (Entity whole : run_.entities.Ancestors(event)) {
        const auto it = times_.find(whole);
        if (it != times_.end()) Look(event, times, whole, it->second, &gap);
      }
      if (gap) Report(*gap);
    }
    return std::move(drafts_);
  }

 private:
  // The surest gap; of these the widest.
  static void Offer(const EventTime* late, const EventTime* early, Entity event, Entity whole, bool sure,
                    std::optional<Gap>* gap) {
    if (late == nullptr || early == nullptr || late->claim == early->claim || late->begin < early->end) return;
    if (!sure && late->begin == early->end) return;  // it may have gone on through the night
    const Gap offered{late, early, event, whole, sure};
    const auto width = [](const Gap& g) { return g.late->begin - g.early->end; };
    if (!*gap || (sure && !(*gap)->sure) || (sure == (*gap)->sure && width(offered) > width(**gap))) *gap = offered;
  }

  // Whatever is told of the part lies within the whole; that a time is that of all of the whole has to be said.
  static void Look(Entity event, const EventTimes& part, Entity whole, const EventTimes& all, std::optional<Gap>* gap) {
    Offer(part.latest, all.earliest_whole, event, whole, true, gap);
    Offer(all.latest_whole, part.earliest, event, whole, true, gap);
    Offer(part.latest, all.earliest, event, whole, false, gap);
    Offer(all.latest, part.earliest, event, whole, false, gap);
  }

  std::string Says(const EventTime& t) const {
    const ClaimView& c = run_.Claim(t.claim);
    return absl::StrCat(SpeakerInWords(run_.records, c), t.whole ? " puts all of it at " : " puts it at ",
                        TimeInWords(c.time));
  }

  void Report(const Gap& gap) {
    const bool late_first = gap.late->claim < gap.early->claim;
    const EventTime &a = late_first ? *gap.late : *gap.early, &b = late_first ? *gap.early : *gap.late;
    const std::string &event = run_.entities.Name(gap.event), &whole = run_.entities.Name(gap.whole);
    FindingDraft d;
    d.kind = kEventDatesDisjoint;
    d.verdict = gap.sure ? v1::Finding::contradicts : v1::Finding::tension;
    d.claims = {&run_.Claim(a.claim), &run_.Claim(b.claim)};
    d.scope = gap.event == gap.whole ? event : absl::StrCat(event, ", part of ", whole);
    const int64_t days = (gap.late->begin - gap.early->end) / kSecondsOfDay;
    d.wording.sentence = absl::StrCat(
        Lead(2, gap.sure), Says(a), ", and ", Says(b), days > 0 ? absl::StrCat(", with ", days, days == 1 ? " day" : " days", " between them") : "", " (", d.scope,
        ").");
    d.wording.resolutions = {"they speak of two events", "one of the dates is mistaken"};
    if (!gap.sure) d.wording.resolutions.push_back(absl::StrCat(whole, " lasted from the one date to the other"));
    if (gap.event != gap.whole) run_.entities.AssumeWithin(gap.event, gap.whole, &d.wording.assumptions);
    if (!gap.sure) {
      d.wording.assumptions.push_back(Assume(absl::StrCat("one of the two dates is that of all of ", whole), kUnasserted));
    }
    AssumeSameNames(run_.entities, d.claims, &d.wording.assumptions);
    DropRepeated(&d.wording.assumptions);
    drafts_.push_back(std::move(d));
  }

  const ConflictRun& run_;
  const std::map<Entity, EventTimes> times_;
  std::vector<FindingDraft> drafts_;
};

}  // namespace

std::vector<FindingDraft> FindDisjointEventDates(const ConflictRun& run) { return Dates(run).Find(); }

}  // namespace tallystick

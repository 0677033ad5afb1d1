#include "absl/strings/str_cat.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/run.h"

namespace tallystick {

std::vector<FindingDraft> FindBorderPlaces(const ConflictRun& run) {
  std::map<Entity, std::vector<const ClaimView*>> at;
  for (const ClaimView& c : run.views.taking_part) {
    if (!c.fact()) continue;
    for (Entity place : c.places) at[place].push_back(&c);
  }
  std::vector<FindingDraft> drafts;
  for (const auto& [place, claims] : at) {
    const std::vector<Entity> parents = run.entities.Parents(place);
    constexpr size_t kFew = 16;
    for (size_t x = 0, most = std::min(kFew, parents.size()); x < most; ++x) {
      size_t y = x + 1;
      while (y < most && !run.entities.StatedDisjoint(parents[x], parents[y])) ++y;
      if (y == most) continue;
      const std::string &here = run.entities.Name(place), &one = run.entities.Name(parents[x]),
                        &other = run.entities.Name(parents[y]);
      FindingDraft d;
      d.kind = kBorderPlace;
      d.verdict = v1::Finding::note;
      d.claims = claims;
      d.scope = here;
      d.wording.sentence = absl::StrCat(here, " is recorded as part of both ", one, " and ", other,
                                        ", which are stated to share nothing: what happened there may be counted for either.");
      d.wording.resolutions = {absl::StrCat(here, " lies in one of the two only"),
                               absl::StrCat(one, " and ", other, " share it")};
      run.entities.AssumeWithin(place, parents[x], &d.wording.assumptions);
      run.entities.AssumeWithin(place, parents[y], &d.wording.assumptions);
      d.wording.assumptions.push_back(
          run.entities.WhyDisjoint(parents[x], parents[y], absl::StrCat(one, " and ", other, " share nothing")));
      DropRepeated(&d.wording.assumptions);
      drafts.push_back(std::move(d));
      break;
    }
  }
  return drafts;
}

}  // namespace tallystick

#include "tests/core/provenance/random_story.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tallystick {

Story Roll(Dice& dice) {
  Story story;
  story.sources = 2 + dice.Below(7);
  story.captures = 1 + dice.Below(std::min(5, 12 - story.sources));
  for (int s = 0; s < story.sources; ++s) {
    story.named.push_back(!dice.OneIn(3));
    story.controller.push_back(s > 0 && dice.OneIn(4) ? dice.Below(s) : -1);
  }
  dice.Link(0, story.sources, 3, &story.same);
  dice.Link(0, story.sources, 4, &story.different);
  dice.Link(story.sources, story.captures, 2, &story.copies);
  dice.Link(story.sources, story.captures, 3, &story.cites);
  for (int claims = 1 + dice.Below(5); claims > 0; --claims) {
    StoryClaim claim{story.sources + dice.Below(story.captures), {}, false, !dice.OneIn(3)};
    for (int steps = 1 + dice.Below(3); steps > 0; --steps) {
      claim.steps.push_back({dice.Below(story.sources)});
      const int other = dice.Below(story.sources);
      if (dice.OneIn(4) && other != claim.steps.back()[0]) claim.steps.back().push_back(other);
    }
    claim.any_of = claim.steps.back().size() > 1 && dice.OneIn(2);
    story.claims.push_back(claim);
  }
  dice.Link(story.VertexOfClaim(0), static_cast<int>(story.claims.size()), 2, &story.same_statement);
  return story;
}

std::string Describe(const Story& story) {
  std::string out;
  for (int s = 0; s < story.sources; ++s) {
    absl::StrAppend(&out, story.named[s] ? "S" : "unnamed ", s);
    if (story.controller[s] >= 0) absl::StrAppend(&out, " run by ", story.controller[s]);
    out += "; ";
  }
  const std::pair<const char*, const Pairs*> links[] = {{" same ", &story.same},
                                                        {" different ", &story.different},
                                                        {" copies ", &story.copies},
                                                        {" cites ", &story.cites},
                                                        {" states as ", &story.same_statement}};
  for (const auto& [what, pairs] : links) {
    for (const auto& [a, b] : *pairs) absl::StrAppend(&out, a, what, b, "; ");
  }
  for (size_t i = 0; i < story.claims.size(); ++i) {
    const StoryClaim& claim = story.claims[i];
    absl::StrAppend(&out, "\nclaim ", story.VertexOfClaim(i), " in ", claim.capture);
    for (const std::vector<int>& step : claim.steps) absl::StrAppend(&out, " <- ", absl::StrJoin(step, ","));
    absl::StrAppend(&out, claim.any_of ? " (one of)" : "", claim.first_hand ? " first-hand" : "");
  }
  return out;
}

void Write(const Story& story, Written* written) {
  Desk& desk = written->desk;
  std::vector<Digest>& ids = written->ids;
  for (int s = 0; s < story.sources; ++s) {
    const std::optional<Digest> run_by =
        story.controller[s] < 0 ? std::nullopt : std::optional(ids[story.controller[s]]);
    ids.push_back(story.named[s] ? desk.Source(v1::Identity::person, absl::StrCat("S", s), run_by)
                                 : desk.Source(v1::Identity::unnamed, "", run_by));
  }
  for (int c = 0; c < story.captures; ++c) ids.push_back(desk.Capture(absl::StrCat("C", c)));
  for (const StoryClaim& claim : story.claims) {
    std::vector<Said> steps;
    for (const std::vector<int>& step : claim.steps) {
      Said& said = steps.emplace_back();
      for (const int s : step) said.by.push_back(ids[s]);
    }
    if (claim.any_of) steps.back().joined = v1::Step::any_of;
    ids.push_back(
        desk.Claim(ids[claim.capture], steps, claim.first_hand ? v1::Attribution::witnessed : v1::Attribution::told));
    written->claims.push_back(ids.back());
  }
  using L = v1::Link;
  const std::pair<L::Type, const Pairs*> links[] = {{L::same, &story.same},
                                                    {L::different, &story.different},
                                                    {L::copies, &story.copies},
                                                    {L::cites, &story.cites},
                                                    {L::same_statement, &story.same_statement}};
  for (const auto& [type, pairs] : links) {
    for (const auto& [a, b] : *pairs) desk.Link(type, ids[a], ids[b]);
  }
}

}  // namespace tallystick

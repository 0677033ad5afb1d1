// Findings in words, for someone on deadline: who says what, the sum, what it rests on. Never what is true. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/conflict/count_solver.h"
#include "core/conflict/states.h"
#include "core/record/record_set.h"

namespace tallystick {

// For the beginning of a sentence: an article is written large, a name stays as it is.
std::string AtStart(std::string text);
// "These three reports cannot all be right: ", or "… are in tension: ": how a conflict of so many begins.
std::string Lead(int reports, bool contradicts);
// "two", "twelve", "13".
std::string NumberWord(int n);
// "a", "a and b", "a, b and c"; of more than `shown`, "a, b and 7 more".
std::string ListOf(const std::vector<std::string>& items, size_t shown = 6);

// Whoever spoke first: "Agence X", "SRC-1", "an unnamed source".
std::string SpeakerInWords(const RecordSet& records, const ClaimView& claim);
// Who passed it on, nearest to the first speaker first.
std::vector<std::string> CarriersInWords(const RecordSet& records, const ClaimView& claim);
// "al-Naba 356, carried by Agence Sahel Info"
std::string AttributionInWords(const RecordSet& records, const ClaimView& claim);
// What a claim about a state or event says: "EIS controls only Anderamboukane"; its quote when there are no words for
// it.
std::string StateInWords(const EntityGraph& entities, const ClaimView& claim);

// What a conflict of counts is called and what would resolve it. The claims of `set` in their order.
struct Wording {
  std::string sentence;
  std::vector<std::string> resolutions;
  std::vector<v1::Assumption> assumptions;
};
Wording WordCountConflict(const RecordSet& records, const CountProblem& problem, const ConflictSet& set);
Wording WordRemark(const RecordSet& records, const CountProblem& problem, const Remark& remark);
std::string WordStateConflict(const RecordSet& records, const EntityGraph& entities,
                              const std::vector<ClaimView>& claims, const StateConflict& conflict);

// "60", "“some 60”": digits stand bare, other words in quotation marks.
std::string LabelOf(const CountProblem& problem, const CountBound& bound);
// The whole's name in a sum: its place or event.
std::string WholeInWords(const CountProblem& problem, int node);

}  // namespace tallystick

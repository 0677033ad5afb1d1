#include "core/conflict/grades.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/conflict/chains.h"
#include "core/conflict/unsupported_grades.h"

namespace tallystick {
namespace {

using S = v1::Slot;

void SortByPosition(std::vector<GradeStep>* steps) {
  std::sort(steps->begin(), steps->end(),
            [](const GradeStep& a, const GradeStep& b) { return a.record->position < b.record->position; });
}

}  // namespace

std::vector<Digest> WithReplaced(const RecordSet& records, const Digest& id) {
  std::vector<Digest> versions = {id};
  DigestSet seen = {id};
  for (size_t i = 0; i < versions.size(); ++i) {
    const Record* record = records.Find(versions[i]);
    if (record == nullptr) continue;
    for (const std::string& hex : record->header.replaces()) {
      const auto older = Digest::FromHex(hex);
      if (older.ok() && seen.insert(*older).second) versions.push_back(*older);
    }
  }
  return versions;
}

std::string GradeMeaning(const std::string& grade) {
  static const std::map<std::string, const char*> kWords = {{"A", "completely reliable"},
                                                            {"B", "usually reliable"},
                                                            {"C", "fairly reliable"},
                                                            {"D", "not usually reliable"},
                                                            {"E", "unreliable"},
                                                            {"F", "reliability cannot be judged"},
                                                            {"1", "confirmed by other sources"},
                                                            {"2", "probably true"},
                                                            {"3", "possibly true"},
                                                            {"4", "doubtful"},
                                                            {"5", "improbable"},
                                                            {"6", "truth cannot be judged"}};
  const auto it = kWords.find(grade);
  return it == kWords.end() ? "not graded" : it->second;
}

std::vector<GradeStep> ReliabilityHistory(const RecordSet& records, const Digest& source) {
  std::vector<GradeStep> all, steps;
  for (const Digest& id : WithReplaced(records, source)) {
    const Record* record = records.Find(id);
    if (record == nullptr || record->kind() != v1::Header::source || record->IsWithheld(S::kStanding)) continue;
    const v1::Standing& standing = record->Get(S::kStanding).standing();
    const bool graded = standing.reliability() != v1::Standing::reliability_unstated;
    all.push_back({record, graded ? v1::Standing::Reliability_Name(standing.reliability()) : "",
                   graded ? standing.reason() : "", false});
  }
  SortByPosition(&all);
  for (GradeStep& step : all) {
    const bool same = !steps.empty() && steps.back().grade == step.grade && steps.back().reason == step.reason;
    if (!same && (!steps.empty() || !step.grade.empty())) steps.push_back(std::move(step));
  }
  if (!steps.empty()) steps.back().current = true;
  return steps;
}

std::vector<GradeStep> CredibilityHistory(const RecordSet& records, const Digest& claim) {
  std::vector<GradeStep> steps;
  std::set<const Record*> seen;
  for (const Digest& id : WithReplaced(records, claim)) {
    for (const Record* record : records.JudgementsOf(id)) {
      const int grade = record->Get(S::kVerdict).verdict().credibility();
      if (grade == 0 || !seen.insert(record).second) continue;
      steps.push_back({record, absl::StrCat(grade), record->Get(S::kReason).reason().text(), false});
    }
  }
  SortByPosition(&steps);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (!records.IsCurrent(*step->record)) continue;
    step->current = true;
    break;
  }
  return steps;
}

std::vector<FindingDraft> FindUnsupportedGrades(const ConflictRun& run, const std::vector<FindingDraft>& agreements) {
  std::map<Digest, const Record*> graded;  // the claims whose last current grade is 1, with that judgement
  for (const ClaimView& claim : run.views.taking_part) {
    for (const GradeStep& step : CredibilityHistory(run.records, claim.record->id)) {
      if (step.current && step.grade == "1") graded[claim.record->id] = step.record;
    }
  }
  if (graded.empty()) return {};
  std::map<Digest, std::string> best;  // by claim: the origins of an agreement; "" when there are two
  for (const FindingDraft& agreement : agreements) {
    std::vector<const Record*> records;
    bool wanted = false;
    for (const ClaimView* claim : agreement.claims) {
      records.push_back(claim->record);
      wanted = wanted || graded.count(claim->record->id) != 0;
    }
    if (!wanted) continue;
    const OriginCount count = CountOrigins(run.records, records, run.shared);
    for (const Record* record : records) {
      std::string& words = best.insert({record->id, OriginCountInWords(count)}).first->second;
      if (count.origins_low >= 2) words.clear();
    }
  }
  std::vector<FindingDraft> drafts;
  for (const ClaimView& claim : run.views.taking_part) {
    const auto grade = graded.find(claim.record->id);
    if (grade == graded.end()) continue;
    const auto it = best.find(claim.record->id);
    if (it != best.end() && it->second.empty()) continue;
    FindingDraft draft;
    draft.kind = kGradeUnsupported;
    draft.verdict = v1::Finding::note;
    draft.claims = {&claim};
    draft.wording.sentence = absl::StrCat(RetellingInWords(run.records, claim),
                                          " is graded 1, confirmed by other sources. The records do not show that: ",
                                          it == best.end() ? std::string("no other report agrees with it")
                                                           : absl::StrCat("those that agree are ", it->second),
                                          ".");
    draft.wording.assumptions = {Assume("its credibility is 1", kAnalyst, grade->second->id.hex())};
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

}  // namespace tallystick

#include "core/conflict/grades.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/conflict/chains.h"
#include "core/conflict/unsupported_grades.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// The record with all that it replaces, over any number of corrections.
std::set<Digest> VersionsOf(const RecordSet& records, const Digest& id) {
  std::set<Digest> versions = {id};
  std::vector<Digest> open = {id};
  while (!open.empty()) {
    const Record* record = records.Find(open.back());
    open.pop_back();
    if (record == nullptr) continue;
    for (const std::string& hex : record->header.replaces()) {
      const auto older = Digest::FromHex(hex);
      if (older.ok() && versions.insert(*older).second) open.push_back(*older);
    }
  }
  return versions;
}

void SortByPosition(std::vector<GradeStep>* steps) {
  std::sort(steps->begin(), steps->end(),
            [](const GradeStep& a, const GradeStep& b) { return a.record->position < b.record->position; });
}

// The claims whose last current grade is 1, with that judgement.
std::map<Digest, const Record*> GradedOne(const RecordSet& records) {
  std::map<Digest, const Record*> last;
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::judgement || !records.IsCurrent(record)) continue;
    if (record.Get(S::kVerdict).verdict().credibility() == 0) continue;
    for (const std::string& hex : record.Get(S::kSubject).subject().records()) {
      const auto id = Digest::FromHex(hex);
      if (id.ok()) last[*id] = &record;
    }
  }
  std::erase_if(last, [](const auto& of) { return of.second->Get(S::kVerdict).verdict().credibility() != 1; });
  return last;
}

}  // namespace

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
  for (const Digest& id : VersionsOf(records, source)) {
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
  const std::set<Digest> versions = VersionsOf(records, claim);
  std::vector<GradeStep> steps;
  for (const Record& record : records.records()) {
    const int grade = record.Get(S::kVerdict).verdict().credibility();
    if (record.kind() != v1::Header::judgement || grade == 0) continue;
    bool about = false;
    for (const std::string& hex : record.Get(S::kSubject).subject().records()) {
      const auto id = Digest::FromHex(hex);
      about = about || (id.ok() && versions.count(*id) != 0);
    }
    if (about) steps.push_back({&record, absl::StrCat(grade), record.Get(S::kReason).reason().text(), false});
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
  const std::map<Digest, const Record*> graded = GradedOne(run.records);
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
    const OriginCount count = CountOrigins(run.records, records);
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

#include "core/conflict/drift.h"

#include <bitset>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/one_statement.h"
#include "core/conflict/stakes.h"
#include "core/conflict/told_slots.h"
#include "core/quantity/tolerance.h"

namespace tallystick {
namespace {

constexpr size_t kVersionsShown = 6;

// How the retellings differ in one aspect.
struct Change {
  enum class How { kNone, kDetail, kNotInAll, kChanged };
  enum class Since { kUnknown, kLeftOut, kAdded };
  How how = How::kNone;
  std::vector<int> values;        // the first member that tells each, in the order of publication
  Since since = Since::kUnknown;  // of what is not in all of them, as far as the dates of publication tell
};

class Drift {
 public:
  Drift(ClaimChains& chains, const Retellings& group) : chains_(chains), run_(chains.run), group_(group) {
    for (int i : group.claims) told_.push_back(ReadTold(run_, *chains.claims[i]));
    for (int a = 0; a < kAspects; ++a) changes_[a] = Compare(static_cast<Aspect>(a));
    // The words of another number show its hedge too, and a denial how surely it is said.
    if (changes_[kToldNumber].how == Change::How::kChanged) changes_[kToldHedge] = {};
    if (changes_[kToldPolarity].how == Change::How::kChanged) changes_[kToldModality] = {};
    FindVersions();
  }

  bool Found() const {
    for (int a = 0; a < kAspects; ++a) {
      if (Weighs(static_cast<Aspect>(a))) return true;
    }
    return false;
  }

  FindingDraft Draft() const {
    FindingDraft draft;
    draft.kind = kRetellingDrift;
    draft.verdict = v1::Finding::note;
    for (int member : versions_) draft.claims.push_back(&Claim(member));
    draft.wording.sentence = Sentence();
    draft.wording.assumptions = group_.assumptions;
    DropRepeated(&draft.wording.assumptions);
    const ClaimView& first = Claim(0);
    draft.scope = first.event == kNoEntity ? first.predicate
                                           : absl::StrCat(first.predicate, ", ", run_.entities.Name(first.event));
    AddNotes(&draft.notes);
    return draft;
  }

 private:
  int size() const { return static_cast<int>(told_.size()); }
  const ClaimView& Claim(int member) const { return *chains_.claims[group_.claims[member]]; }

  Change Compare(Aspect aspect) const {
    Change change;
    std::vector<int> telling, silent;
    std::set<std::string> keys;
    std::vector<const ClaimView*> told;
    for (int m = 0; m < size(); ++m) {
      const ToldSlot& slot = told_[m][aspect];
      if (slot.how == ToldSlot::How::kUnstated) silent.push_back(m);
      if (!slot.stated()) continue;
      telling.push_back(m);
      if (!keys.insert(slot.key).second) continue;
      change.values.push_back(m);
      told.push_back(&Claim(m));
    }
    if (telling.empty()) return {};
    change.how = told.size() > 1 && !DifferInDetailOnly(run_, aspect, told) ? Change::How::kChanged
                 : !silent.empty()                                          ? Change::How::kNotInAll
                 : told.size() > 1                                          ? Change::How::kDetail
                                                                            : Change::How::kNone;
    if (OneIsBeforeAll(telling, silent)) change.since = Change::Since::kLeftOut;
    if (OneIsBeforeAll(silent, telling)) change.since = Change::Since::kAdded;
    return change;
  }

  // One of `first` was surely published before every one of `then`.
  bool OneIsBeforeAll(const std::vector<int>& first, const std::vector<int>& then) const {
    const auto published = [this](int member) { return chains_.published[group_.claims[member]]; };
    Seconds end = kEndOfTime;
    for (int m : first) {
      if (published(m)) end = std::min(end, published(m)->end);
    }
    return end != kEndOfTime &&
           std::all_of(then.begin(), then.end(), [&](int m) { return published(m) && end <= published(m)->begin; });
  }

  // A date or place that is left out is no drift by itself; whom it counts, how many, and "only" are.
  bool Weighs(Aspect aspect) const {
    const Change& change = changes_[aspect];
    if (change.how == Change::How::kChanged) return true;
    return change.how == Change::How::kNotInAll &&
           (aspect == kToldNumber || aspect == kToldVictims || aspect == kToldOnly);
  }

  using AspectSet = unsigned;  // a bit each

  // The aspects that weigh and of which nothing is known of this member.
  AspectSet UnknownOf(int member) const {
    AspectSet unknown = 0;
    for (int a = 0; a < kAspects; ++a) {
      if (Weighs(static_cast<Aspect>(a)) && told_[member][a].how == ToldSlot::How::kUnknown) unknown |= 1u << a;
    }
    return unknown;
  }

  // What a member tells of the aspects that weigh, but for these.
  std::string VersionOf(int member, AspectSet but_for) const {
    std::string version;
    for (int a = 0; a < kAspects; ++a) {
      if (!Weighs(static_cast<Aspect>(a)) || (but_for >> a & 1) != 0) continue;
      const ToldSlot& slot = told_[member][a];
      absl::StrAppend(&version, a, slot.stated() ? " told " : " not told", slot.key, "\n");
    }
    return version;
  }

  // The first member of each combination of what weighs. What is not known makes no combination: those of whom more is
  // known come first, and one that tells what another tells, as far as both are known, is no version of its own.
  void FindVersions() {
    std::map<size_t, std::vector<int>> by_unknown;
    for (int m = 0; m < size(); ++m) by_unknown[std::bitset<kAspects>(UnknownOf(m)).count()].push_back(m);
    std::map<AspectSet, std::vector<int>> versions;                            // by what is not known of them
    std::map<std::pair<AspectSet, AspectSet>, std::set<std::string>> told_by;  // but for both
    for (const auto& [count, members] : by_unknown) {
      for (int m : members) {
        const AspectSet unknown = UnknownOf(m);
        const bool told = std::any_of(versions.begin(), versions.end(), [&](const auto& others) {
          const AspectSet but_for = others.first | unknown;
          const auto [it, added] = told_by.insert({{others.first, unknown}, {}});
          if (added) {
            for (int other : others.second) it->second.insert(VersionOf(other, but_for));
          }
          return it->second.count(VersionOf(m, but_for)) != 0;
        });
        if (told) continue;
        versions[unknown].push_back(m);
        versions_.push_back(m);
        for (auto& [which, texts] : told_by) {
          if (which.first == unknown) texts.insert(VersionOf(m, which.first | which.second));
        }
      }
    }
    std::sort(versions_.begin(), versions_.end());
  }

  bool IsOrdered(const std::vector<int>& members) const {
    for (size_t i = 1; i < members.size(); ++i) {
      if (!chains_.SurelyBefore(group_.claims[members[i - 1]], group_.claims[members[i]])) return false;
    }
    return true;
  }

  std::string Values(Aspect aspect) const {
    const Change& change = changes_[aspect];
    std::vector<std::string> words;
    for (int m : change.values) words.push_back(told_[m][aspect].words);
    const size_t more = words.size() > kVersionsShown ? words.size() - kVersionsShown : 0;
    if (more > 0) words.resize(kVersionsShown), words.push_back(absl::StrCat(more, " more"));
    return absl::StrJoin(words, IsOrdered(change.values) ? " → " : " / ");
  }

  // " Changed: the number: “60” → “63”."; "" when nothing did.
  std::string Listed(absl::string_view heading, Change::How how) const {
    std::vector<std::string> items;
    for (int a = 0; a < kAspects; ++a) {
      const Aspect aspect = static_cast<Aspect>(a);
      if (changes_[a].how == how) items.push_back(absl::StrCat(AspectName(aspect), ": ", Values(aspect)));
    }
    return items.empty() ? "" : absl::StrCat(" ", heading, ": ", absl::StrJoin(items, "; "), ".");
  }

  // What is left out or added where the dates tell that, then what is in some of them and not in others.
  std::string NotInAll() const {
    std::vector<std::string> known, unknown;
    for (int a = 0; a < kAspects; ++a) {
      const Aspect aspect = static_cast<Aspect>(a);
      if (changes_[a].how != Change::How::kNotInAll) continue;
      std::string item = absl::StrCat(AspectName(aspect), " (", Values(aspect), ")");
      if (changes_[a].since == Change::Since::kUnknown) {
        unknown.push_back(std::move(item));
      } else {
        known.push_back(absl::StrCat(item, changes_[a].since == Change::Since::kAdded ? " is added" : " is left out"));
      }
    }
    std::string text;
    if (!known.empty()) absl::StrAppend(&text, " Not in all of them: ", absl::StrJoin(known, "; "), ".");
    if (!unknown.empty()) absl::StrAppend(&text, " Told in some, not in others: ", absl::StrJoin(unknown, "; "), ".");
    return text;
  }

  std::string Sentence() const {
    std::string text = absl::StrCat("One statement, by ", SpeakerInWords(run_.records, Claim(0)), ", is told in ",
                                    NumberWord(static_cast<int>(versions_.size())), " ways");
    if (size() > static_cast<int>(versions_.size())) absl::StrAppend(&text, " by ", NumberWord(size()), " reports");
    std::vector<std::string> quotes;
    for (size_t i = 0; i < std::min(kVersionsShown, versions_.size()); ++i) {
      quotes.push_back(RetellingInWords(run_.records, Claim(versions_[i])));
    }
    if (versions_.size() > kVersionsShown) quotes.push_back(absl::StrCat(versions_.size() - kVersionsShown, " more"));
    absl::StrAppend(&text, ": ", absl::StrJoin(quotes, IsOrdered(versions_) ? ", then " : " and "), ".");
    absl::StrAppend(&text, Listed("Changed", Change::How::kChanged), NotInAll(),
                    Listed("Told more or less exactly", Change::How::kDetail),
                    versions_.size() == 2 ? " Neither" : " None", " is preferred here.");
    return text;
  }

  std::optional<Reading> ReadingOf(int member) const {
    const auto figure = ReadFigure(*Claim(member).record, *run_.tables.phrases);
    if (!figure.ok()) return std::nullopt;
    return Reading{figure->hard, figure->usual, figure->nominal, "", ""};
  }

  // +1 when the later figure is surely the greater one as usually meant, -1 when the smaller, else 0.
  int Movement(int before, int after) const {
    const auto a = ReadingOf(before), b = ReadingOf(after);
    if (!a || !b || a->soft == b->soft) return 0;
    constexpr int64_t kNoEnd = std::numeric_limits<int64_t>::max();
    const int64_t high_a = a->soft.high.value_or(kNoEnd), high_b = b->soft.high.value_or(kNoEnd);
    if (b->soft.low >= a->soft.low && high_b >= high_a) return +1;
    return b->soft.low <= a->soft.low && high_b <= high_a ? -1 : 0;
  }

  // "about 30" told as "33".
  bool IsFalsePrecision(int before, int after) const {
    const ToldSlot &a = told_[before][kToldHedge], &b = told_[after][kToldHedge];
    if (!told_[before][kToldNumber].stated() || !b.stated() || b.key != "bare") return false;
    if (a.stated() && a.key == "bare") return false;
    const auto x = ReadingOf(before), y = ReadingOf(after);
    if (!x || !y || !y->nominal || IsRound(*y->nominal)) return false;
    return !x->nominal || Granularity(*y->nominal) < Granularity(*x->nominal);
  }

  std::string WhereTheOriginalIs() const {
    for (int m = 0; m < size(); ++m) {
      const Lineage& lineage = chains_.lineages[group_.claims[m]];
      if (lineage.steps.size() != 1 || lineage.copy || !lineage.capture) continue;
      return absl::StrCat(CaptureInWords(run_.records, *lineage.capture), " has it in the source's own name.");
    }
    return "The statement itself is not among these reports; only it can settle the words.";
  }

  void AddNotes(std::vector<std::string>* notes) const {
    notes->push_back(WhereTheOriginalIs());
    if (!IsOrdered(versions_)) {
      notes->push_back("Which of these was published first is not recorded, or their dates overlap.");
    }
    for (size_t i = 1; i < versions_.size(); ++i) {
      const int before = versions_[i - 1], after = versions_[i];
      if (!chains_.SurelyBefore(group_.claims[before], group_.claims[after])) continue;
      if (IsFalsePrecision(before, after)) {
        notes->push_back(absl::StrCat("False precision: ", told_[before][kToldNumber].words, " became ",
                                      told_[after][kToldNumber].words, "."));
      }
      // Of victims that are not known nobody's losses are left out.
      if (told_[before][kToldVictims].how == ToldSlot::How::kUnknown ||
          told_[after][kToldVictims].how == ToldSlot::How::kUnknown) {
        continue;
      }
      for (std::string& note :
           InterestInChange(run_.records, run_.entities, Claim(before), Claim(after), Movement(before, after))) {
        notes->push_back(std::move(note));
      }
    }
  }

  ClaimChains& chains_;
  const ConflictRun& run_;
  const Retellings& group_;
  std::vector<ToldSlots> told_;  // by member
  std::array<Change, kAspects> changes_;
  std::vector<int> versions_;  // members
};

}  // namespace

std::vector<FindingDraft> FindDrifts(ClaimChains& chains) {
  std::vector<FindingDraft> drafts;
  for (const Retellings& group : FindRetellings(chains)) {
    const Drift drift(chains, group);
    if (drift.Found()) drafts.push_back(drift.Draft());
  }
  return drafts;
}

}  // namespace tallystick

#include "core/conflict/suspected_copies.h"

#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/claim_words.h"
#include "core/conflict/shared_wording.h"
#include "core/conflict/voices.h"
#include "core/quantity/tolerance.h"

namespace tallystick {
namespace {

constexpr size_t kRareAmong = 8;     // voices that share a figure; what more of them have is not rare
constexpr size_t kRareSpelling = 3;  // voices that share a spelling
constexpr size_t kOthers = 3;        // voices that write it otherwise
constexpr size_t kOtherFigures = 2;  // voices that have another figure
constexpr size_t kShown = 6;

int SignificantDigits(int64_t n) {
  while (n != 0 && n % 10 == 0) n /= 10;
  return static_cast<int>(absl::StrCat(n).size());
}

// What reports share, and which of them: one claim of each voice, by publication.
struct Suspicion {
  std::set<int> claims;
  std::vector<std::string> evidence;
};

class CopyFinder {
 public:
  explicit CopyFinder(ClaimChains& chains) : chains_(chains), run_(chains.run), voices_(chains) {}

  std::vector<FindingDraft> Find() {
    ByFigure();
    ByCorrectedFigure();
    ByWords();
    std::vector<FindingDraft> drafts;
    for (const auto& [captures, suspicion] : suspicions_) drafts.push_back(Draft(suspicion));
    return drafts;
  }

 private:
  void Suspect(const std::vector<int>& voices, std::string evidence) {
    std::set<Digest> captures;
    for (int i : voices) captures.insert(*chains_.lineages[i].capture);
    Suspicion& suspicion = suspicions_[{captures.begin(), captures.end()}];
    suspicion.claims.insert(voices.begin(), voices.end());
    if (std::find(suspicion.evidence.begin(), suspicion.evidence.end(), evidence) == suspicion.evidence.end()) {
      suspicion.evidence.push_back(std::move(evidence));
    }
  }

  // Who counted or saw for himself and came later did not need to copy; nobody is left where only such are.
  std::vector<int> WithoutLaterWitnesses(const std::vector<int>& voices) const {
    const int earliest = EarliestOf(voices);
    std::vector<int> kept;
    bool witnesses_only = true;
    for (int i : voices) {
      const bool witness = chains_.lineages[i].first_hand;
      if (witness && !MayPrecede(i, earliest)) continue;
      kept.push_back(i);
      witnesses_only = witnesses_only && witness;
    }
    return witnesses_only ? std::vector<int>() : kept;
  }

  using Matter = std::tuple<std::string, Entity>;

  std::string MatterInWords(const Matter& matter) const {
    return absl::StrCat(std::get<0>(matter), ", ", run_.entities.Name(std::get<1>(matter)));
  }

  std::optional<Figure> ReadSuperseded(const ClaimView& c) const {
    const auto figure = ReadFigure(*c.record, *run_.tables.phrases);
    return figure.ok() ? std::optional(*figure) : std::nullopt;
  }

  // The figure, when it is a bare number.
  std::optional<int64_t> FigureOf(int claim) const {
    const ClaimView& c = *chains_.claims[claim];
    if (!c.has_number || c.record->IsWithheld(v1::Slot::kQuantity)) return std::nullopt;
    const auto figure = claim < static_cast<int>(chains_.taking_part) ? run_.problem.figures[claim] : ReadSuperseded(c);
    if (!figure || !figure->exact() || figure->nominal != figure->hard.low) return std::nullopt;
    return figure->nominal;
  }

  void ByFigure() {
    std::map<Matter, std::map<int64_t, std::vector<int>>> matters;
    for (int i = 0; i < static_cast<int>(chains_.claims.size()); ++i) {
      const ClaimView& c = *chains_.claims[i];
      if (c.event == kNoEntity || !c.fact() || c.negated) continue;
      const auto n = FigureOf(i);
      if (!n) continue;
      figures_[{c.predicate, c.event}][*n].push_back(i);
      if (i < static_cast<int>(chains_.taking_part)) matters[{c.predicate, c.event}][*n].push_back(i);
    }
    for (const auto& [matter, figures] : matters) {
      std::vector<int> all;
      for (const auto& [n, claims] : figures) all.insert(all.end(), claims.begin(), claims.end());
      const size_t everyone = voices_.FirstOfEach(all).size();
      for (const auto& [n, claims] : figures) {
        const bool odd = !IsRound(n) && SignificantDigits(n) >= 2;
        if (claims.size() < 2 || !odd) continue;
        const std::vector<int> voices = voices_.FirstOfEach(claims);
        const size_t others = everyone > voices.size() ? everyone - voices.size() : 0;
        if (voices.size() > kRareAmong || (SignificantDigits(n) < 3 && others < kOtherFigures)) continue;
        const std::vector<int> suspects = WithoutLaterWitnesses(voices);
        if (suspects.size() < 2) continue;
        Suspect(suspects, absl::StrCat("the figure ", n, " (", MatterInWords(matter), ")",
                                       others > 0 ? ", where others have another one" : ""));
      }
    }
  }

  // Its source later gave another figure, or said it of something else. What no table reads says neither.
  bool IsMistaken(int claim) const {
    const ClaimView& c = *chains_.claims[claim];
    for (const LinkEnd& link : run_.records.LinksTo(c.record->id, v1::Link::corrects)) {
      const Record* correction = run_.records.Find(link.other);
      if (correction == nullptr || correction->kind() != v1::Header::claim) continue;
      const ClaimView now = ViewClaim(run_.records, run_.entities, *run_.tables.vocabulary, *correction);
      if (!now.fact() || !now.has_number) continue;
      const bool other_event = now.event != kNoEntity && now.event != c.event;
      if (now.predicate != c.predicate || other_event || now.negated != c.negated) return true;
      const auto before = ReadFigure(*c.record, *run_.tables.phrases);
      const auto after = ReadFigure(*correction, *run_.tables.phrases);
      if (before.ok() && after.ok() && before->hard != after->hard) return true;
    }
    return false;
  }

  // The one that was surely published first of all, as far as the dates tell; -1 when none has a date.
  int EarliestOf(const std::vector<int>& claims) const {
    int earliest = -1;
    for (int i : claims) {
      const auto& span = chains_.published[i];
      if (span && (earliest < 0 || span->end < chains_.published[earliest]->end)) earliest = i;
    }
    return earliest;
  }
  // Not surely published after it: whether one of a day came first is not known.
  bool MayPrecede(int claim, int earliest) const { return earliest < 0 || !chains_.SurelyBefore(earliest, claim); }

  // A mistake travels: a figure that its source later corrected, in a report that was published afterwards. Of mistakes
  // between which the dates do not decide, each may be the first.
  void ByCorrectedFigure() {
    for (const auto& [matter, figures] : figures_) {
      for (const auto& [n, claims] : figures) {
        std::vector<int> mistaken;
        std::copy_if(claims.begin(), claims.end(), std::back_inserter(mistaken),
                     [this](int i) { return IsMistaken(i); });
        if (mistaken.empty()) continue;
        const int earliest = EarliestOf(mistaken);
        std::set<int> first;
        std::vector<int> all;
        for (int i : mistaken) {
          if (MayPrecede(i, earliest)) first.insert(i);
        }
        for (int i : claims) {
          if (first.count(i) != 0 || (!MayPrecede(i, earliest) && !chains_.lineages[i].first_hand)) all.push_back(i);
        }
        const std::vector<int> voices = voices_.FirstOfEach(all);
        std::vector<std::string> who;
        for (int i : voices) {
          if (first.count(i) != 0) who.push_back(SpeakerInWords(run_.records, *chains_.claims[i]));
        }
        if (voices.size() > kRareAmong || who.empty() || who.size() == voices.size()) continue;
        Suspect(voices, absl::StrCat("the figure ", n, " (", MatterInWords(matter), "), which ", ListOf(who),
                                     " later corrected"));
      }
    }
  }

  void ByWords() {
    const WordReader reader(run_);
    std::vector<ClaimWords> words;
    std::map<std::pair<Entity, std::string>, std::map<std::string, std::vector<int>>> spellings;
    for (int i = 0; i < static_cast<int>(chains_.taking_part); ++i) {
      words.push_back(reader.Read(*chains_.claims[i]));
      const std::string& language = chains_.claims[i]->record->Get(v1::Slot::kQuote).quote().language();
      for (const auto& [entity, name] : words.back().names) spellings[{entity, language}][name].push_back(i);
    }
    for (const SharedWording& shared : FindSharedWording(words, voices_, kRareAmong)) {
      Suspect(shared.voices, absl::StrCat("the words “", shared.text, "”"));
    }
    BySpelling(spellings);
  }

  void BySpelling(const std::map<std::pair<Entity, std::string>, std::map<std::string, std::vector<int>>>& spellings) {
    for (const auto& [of, ways] : spellings) {
      if (ways.size() < 2) continue;
      for (const auto& [name, claims] : ways) {
        if (claims.size() < 2) continue;
        const std::vector<int> voices = voices_.FirstOfEach(claims);
        if (voices.size() < 2 || voices.size() > kRareSpelling) continue;
        std::vector<int> otherwise;
        for (const auto& [other, theirs] : ways) {
          if (IsOtherSpelling(name, other)) otherwise.insert(otherwise.end(), theirs.begin(), theirs.end());
        }
        std::sort(otherwise.begin(), otherwise.end());
        otherwise.erase(std::unique(otherwise.begin(), otherwise.end()), otherwise.end());
        const size_t others = voices_.FirstOfEach(otherwise).size();
        if (others < kOthers || others <= voices.size()) continue;
        Suspect(voices, absl::StrCat("the spelling “", name, "” of ", run_.entities.Name(of.first), ", which ", others,
                                     " others write otherwise"));
      }
    }
  }

  FindingDraft Draft(const Suspicion& suspicion) const {
    std::vector<int> claims(suspicion.claims.begin(), suspicion.claims.end());
    std::sort(claims.begin(), claims.end(), [this](int a, int b) { return chains_.PublishedBefore(a, b); });
    FindingDraft draft;
    draft.kind = kSuspectedCopy;
    draft.verdict = v1::Finding::note;
    bool ordered = true;
    std::vector<Digest> captures;  // by publication
    std::set<Digest> seen;
    for (size_t i = 0; i < claims.size(); ++i) {
      draft.claims.push_back(chains_.claims[claims[i]]);
      const Digest& capture = *chains_.lineages[claims[i]].capture;
      if (!seen.insert(capture).second) continue;
      ordered = ordered && (captures.empty() || chains_.SurelyBefore(claims[i - 1], claims[i]));
      captures.push_back(capture);
    }
    std::vector<std::string> names;
    for (size_t i = 0; i < std::min(kShown, captures.size()); ++i) {
      names.push_back(CaptureInWords(run_.records, captures[i]));
    }
    if (captures.size() > kShown) names.push_back(absl::StrCat(captures.size() - kShown, " more"));
    draft.shares = absl::StrJoin(suspicion.evidence, "; ");
    draft.wording.sentence =
        absl::StrCat("These ", NumberWord(static_cast<int>(captures.size())),
                     " documents may not be independent: ", absl::StrJoin(names, ordered ? ", then " : "; "),
                     ". They share ", draft.shares,
                     ". No link, source or statement that is recorded binds them. This is a suspicion, no link.");
    draft.wording.assumptions = {Assume("they did not come by it independently of each other", kUnasserted)};
    if (!ordered) draft.notes.push_back("Which of them came first is not known.");
    return draft;
  }

  ClaimChains& chains_;
  const ConflictRun& run_;
  Voices voices_;
  std::map<Matter, std::map<int64_t, std::vector<int>>> figures_;  // with those that their source took back
  std::map<std::vector<Digest>, Suspicion> suspicions_;            // by captures
};

}  // namespace

std::vector<FindingDraft> FindSuspectedCopies(ClaimChains& chains) { return CopyFinder(chains).Find(); }

}  // namespace tallystick

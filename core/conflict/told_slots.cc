#include "core/conflict/told_slots.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "core/conflict/figure.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// Languages count by tens or by dozens: whoever translates "des dizaines" by "dozens" changes nothing.
std::string AcrossLanguages(const std::string& form) {
  if (form == "tens") return "dozens";
  if (form == "several-tens") return "several-dozen";
  if (form == "few-tens") return "few-dozen";
  if (form == "plusieurs") return "several";
  return form;
}

class ToldReader {
 public:
  ToldReader(const ConflictRun& run, const ClaimView& claim)
      : run_(run), claim_(claim), proposition_(claim.record->Get(S::kProposition).proposition()) {}

  ToldSlots Read() {
    const bool known = !claim_.record->IsWithheld(S::kProposition);
    if (known) {
      ReadProposition();
      ReadRoles();
    }
    for (int a : {kToldPredicate, kToldPolarity, kToldVictims, kToldVictimClass, kToldAgents, kToldOthers,
                  kToldModality, kToldOnly}) {
      if (!known) slots_[a].how = ToldSlot::How::kUnknown;
    }
    ReadNumber();
    ReadEvent();
    ReadPlace();
    ReadDate();
    return slots_;
  }

 private:
  void State(Aspect aspect, std::string key, std::string words) {
    slots_[aspect] = {ToldSlot::How::kStated, std::move(key), std::move(words)};
  }
  void Hide(Aspect aspect) { slots_[aspect].how = ToldSlot::How::kUnknown; }

  void ReadProposition() {
    if (!claim_.predicate.empty()) State(kToldPredicate, claim_.predicate, claim_.predicate);
    State(kToldPolarity, claim_.negated ? "denied" : "affirmed", claim_.negated ? "denied" : "affirmed");
    const auto modality = proposition_.modality();
    if (modality != v1::Proposition::modality_unstated && modality != v1::Proposition::denied) {
      State(kToldModality, v1::Proposition::Modality_Name(modality), v1::Proposition::Modality_Name(modality));
    }
    if (proposition_.has_only()) {
      const std::string& words = proposition_.only().words();
      State(kToldOnly, absl::StrCat("only ", proposition_.only().role()),
            words.empty() ? std::string("only") : absl::StrCat("“", words, "”"));
    }
  }

  // "" when an entity is not in the set.
  std::string KeyOf(const std::string& hex) const {
    const Entity entity = run_.entities.Find(hex);
    return entity == kNoEntity ? "" : absl::StrCat(entity);
  }

  struct Filling {
    std::set<std::string> entities, classes, names;
    std::vector<std::string> words;
    bool unknown = false;

    std::string Words() const {
      if (words.empty()) return absl::StrJoin(names, " and ");
      return absl::StrCat("“", absl::StrJoin(words, "” and “"), "”");
    }
  };

  void Fill(const v1::Role& role, Filling* filling) const {
    for (const v1::Term& term : role.terms()) {
      const std::string& hex = term.affiliation().empty() ? term.entity() : term.affiliation();
      if (!hex.empty()) {
        const std::string key = KeyOf(hex);
        filling->unknown = filling->unknown || key.empty();
        filling->entities.insert(key);
        filling->names.insert(run_.entities.Name(hex));
      }
      if (!term.class_().empty()) filling->classes.insert(term.class_());
      if (hex.empty() && !term.class_().empty()) filling->names.insert(term.class_());
    }
    if (!role.words().empty()) filling->words.push_back(role.words());
  }

  void StateEntities(Aspect aspect, const Filling& filling) {
    if (filling.unknown) return Hide(aspect);
    if (!filling.entities.empty()) State(aspect, absl::StrJoin(filling.entities, ","), filling.Words());
  }

  void ReadRoles() {
    Filling victims, agents, others;
    for (const v1::Role& role : proposition_.roles()) {
      const bool victim = &role == claim_.victim_role || IsVictimRole(role.name());
      Fill(role, victim ? &victims : IsAgentRole(role.name()) ? &agents : &others);
    }
    StateEntities(kToldVictims, victims);
    StateEntities(kToldAgents, agents);
    StateEntities(kToldOthers, others);
    if (!victims.classes.empty()) {
      State(kToldVictimClass, absl::StrJoin(victims.classes, ","), absl::StrJoin(victims.classes, " and "));
    }
    if (claim_.sharing == Sharing::kEach) State(kToldSharing, "each", "each");
    if (claim_.sharing == Sharing::kTogether) State(kToldSharing, "together", "together");
  }

  void ReadNumber() {
    const v1::Quantity& q = claim_.quantity();
    if (claim_.record->IsWithheld(S::kQuantity)) {
      for (Aspect a : {kToldNumber, kToldHedge, kToldSharing, kToldAsOf, kToldCoverage}) Hide(a);
      return;
    }
    if (!q.as_of().empty()) State(kToldAsOf, q.as_of(), q.as_of());
    if (q.coverage() != v1::Quantity::coverage_unstated) {
      State(kToldCoverage, v1::Quantity::Coverage_Name(q.coverage()),
            absl::StrReplaceAll(v1::Quantity::Coverage_Name(q.coverage()), {{"_", " "}}));
    }
    Hide(kToldHedge);
    if (!claim_.has_number) return;
    const auto spoken = ReadSpoken(*claim_.record, *run_.tables.phrases);
    if (spoken.ok()) {
      StateReading(spoken->reading, spoken->nominal ? spoken->label : absl::StrCat("“", spoken->label, "”"));
    } else {
      Hide(kToldNumber);
    }
  }

  void StateReading(const Reading& reading, const std::string& words) {
    if (reading.nominal) {
      State(kToldNumber, absl::StrCat(*reading.nominal), words);
      const bool bare = reading.form == "exact" || reading.form == "round";
      State(kToldHedge, bare ? "bare" : reading.form, words);
    } else if (reading.form == "range") {
      State(kToldNumber, ToText(reading.hard), words);
    } else {
      State(kToldNumber, AcrossLanguages(reading.form), words);
    }
  }

  void ReadEvent() {
    if (claim_.record->IsWithheld(S::kEvent)) return Hide(kToldEvent);
    const std::string& event = claim_.record->Get(S::kEvent).event().event();
    if (event.empty()) return;
    if (claim_.event == kNoEntity) return Hide(kToldEvent);
    State(kToldEvent, absl::StrCat(claim_.event), run_.entities.Name(event));
  }

  void ReadPlace() {
    if (claim_.record->IsWithheld(S::kPlace)) return Hide(kToldPlace);
    const v1::ClaimPlace& place = claim_.record->Get(S::kPlace).place();
    std::set<std::string> keys;
    std::vector<std::string> names;
    bool unknown = false;
    for (const v1::PlaceTerm& term : place.terms()) {
      const auto relation = term.relation() == v1::PlaceTerm::relation_unstated ? v1::PlaceTerm::in : term.relation();
      std::set<std::string> entities;
      std::vector<std::string> of;
      for (const std::string& hex : term.entities()) {
        entities.insert(KeyOf(hex));
        of.push_back(run_.entities.Name(hex));
      }
      unknown = unknown || entities.count("") != 0;
      keys.insert(
          absl::StrCat(v1::PlaceTerm::Relation_Name(relation), term.direction(), ":", absl::StrJoin(entities, ",")));
      const std::string how = relation == v1::PlaceTerm::in
                                  ? std::string()
                                  : absl::StrReplaceAll(v1::PlaceTerm::Relation_Name(relation), {{"_", " "}}) + " ";
      names.push_back(absl::StrCat(how, absl::StrJoin(of, " and ")));
    }
    if (unknown) return Hide(kToldPlace);
    if (keys.empty()) return;
    if (place.extent() == v1::ClaimPlace::entire) keys.insert("entire"), names.insert(names.begin(), "all of");
    std::string words = absl::StrJoin(names, " ");
    for (const std::string& hex : place.as_far_as()) {
      keys.insert(absl::StrCat("as far as:", KeyOf(hex)));
      absl::StrAppend(&words, " as far as ", run_.entities.Name(hex));
    }
    State(kToldPlace, absl::StrJoin(keys, ";"), words);
  }

  void ReadDate() {
    if (claim_.record->IsWithheld(S::kTime)) return Hide(kToldDate);
    const TimeBounds& t = claim_.time;
    if (t.stated) State(kToldDate, absl::StrCat(t.start_min, " ", t.end_max), TimeInWords(t));
  }

  const ConflictRun& run_;
  const ClaimView& claim_;
  const v1::Proposition& proposition_;
  ToldSlots slots_;
};

bool IsPlain(const ClaimView& claim) {
  return !claim.entire && claim.vague_places.empty() && claim.as_far_as.empty() && !claim.places.empty();
}

bool LiesWithin(const EntityGraph& entities, const ClaimView& inner, const ClaimView& outer) {
  return IsPlain(inner) && IsPlain(outer) && entities.AllWithin(inner.places, outer.places);
}

}  // namespace

const char* AspectName(Aspect aspect) {
  static constexpr const char* kNames[kAspects] = {"what happened",
                                                   "whether it is so",
                                                   "the number",
                                                   "the number's hedge",
                                                   "the victims",
                                                   "the kind of victims",
                                                   "each or together",
                                                   "who did it",
                                                   "who else took part",
                                                   "the event",
                                                   "the place",
                                                   "the date",
                                                   "as of when it was counted",
                                                   "how full the count is",
                                                   "how surely it is said",
                                                   "“only”"};
  return kNames[aspect];
}

ToldSlots ReadTold(const ConflictRun& run, const ClaimView& claim) { return ToldReader(run, claim).Read(); }

bool DifferInDetailOnly(const ConflictRun& run, Aspect aspect, const std::vector<const ClaimView*>& claims) {
  if (aspect != kToldDate && aspect != kToldPlace) return false;
  const auto within = [&](const ClaimView* inner, const ClaimView* outer) {
    return aspect == kToldDate ? FallsWithin(inner->time, outer->time) : LiesWithin(run.entities, *inner, *outer);
  };
  // While all of it is one chain, this orders it from wide to narrow; what fits nowhere differs from a neighbour.
  const auto wider = [&](const ClaimView* a, const ClaimView* b) { return within(b, a) && !within(a, b); };
  std::set<const ClaimView*, decltype(wider)> chain(wider);
  for (const ClaimView* claim : claims) {
    const auto [at, added] = chain.insert(claim);
    if (!added && !(within(claim, *at) && within(*at, claim))) return false;
    if (at != chain.begin() && !within(claim, *std::prev(at))) return false;
    if (std::next(at) != chain.end() && !within(*std::next(at), claim)) return false;
  }
  return true;
}

}  // namespace tallystick

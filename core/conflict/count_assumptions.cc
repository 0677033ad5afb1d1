#include "core/conflict/count_assumptions.h"

#include "absl/strings/str_cat.h"
#include "core/conflict/apart.h"
#include "core/conflict/sentences.h"

namespace tallystick {
namespace {

class AssumptionList {
 public:
  AssumptionList(const CountProblem& problem, const ConflictSet& set)
      : p_(problem), set_(set), entities_(*problem.lattices.entities) {}

  std::vector<v1::Assumption> Collect() {
    if (set_.kind == kPartsBelowWhole) {
      Covering(p_.scopes.At(set_.node));
    } else if (set_.kind == kJointBounds) {
      for (const Clause& clause : set_.clauses) Stated(clause);
    } else if (set_.lowers.size() > 1) {
      Disjoint();
    }
    for (const Lower& l : set_.kind == kJointBounds ? std::vector<Lower>() : set_.lowers) {
      Inside(ScopeOfLower(l), p_.scopes.At(set_.node));
    }
    for (int u : set_.uppers) FullToll(p_.bounds[u]);
    for (size_t i = 0; i < set_.lowers.size(); ++i) OfTheLower(i);
    for (int u : set_.uppers) Reading(p_.bounds[u]);
    std::vector<const ClaimView*> claims;
    for (const Lower& l : set_.lowers) claims.push_back(&Claim(p_.bounds[l.bound]));
    for (int u : set_.uppers) claims.push_back(&Claim(p_.bounds[u]));
    AssumeSameNames(entities_, claims, &out_);
    DropRepeated(&out_);
    return std::move(out_);
  }

 private:
  const ClaimView& Claim(const CountBound& b) const { return (*p_.claims)[b.claim]; }
  const Scope& ScopeOfLower(const Lower& l) const { return p_.scopes.At(p_.bounds[l.bound].node); }

  // "A and B are different places in the region"
  std::string DifferentText(const std::vector<std::string>& names, bool places) const {
    return absl::StrCat(ListOf(names), places ? " are different places in " : " are different parts of ",
                        WholeInWords(p_, set_.node));
  }

  void Disjoint() {
    const unsigned along = set_.along;
    if (along == kWhere || along == kEventPart) {
      std::vector<Entity> elements;
      std::vector<std::string> names;
      for (const Lower& l : set_.lowers) {
        const Scope& s = ScopeOfLower(l);
        elements.push_back(along == kWhere ? s.places[0] : s.event);
        names.push_back(entities_.Name(elements.back()));
      }
      DisjointEntities(elements, DifferentText(names, along == kWhere));
      return;
    }
    constexpr size_t kPairs = 12;
    for (size_t i = 0; i < std::min(kPairs, set_.lowers.size()); ++i) {
      for (size_t j = 0; j < i; ++j) Pair(ScopeOfLower(set_.lowers[j]), ScopeOfLower(set_.lowers[i]));
    }
  }

  // One voice for all pairs, or one assumption for each that speaks.
  void DisjointEntities(const std::vector<Entity>& elements, const std::string& text) {
    const size_t shown = std::min<size_t>(elements.size(), 12);
    std::vector<v1::Assumption> voices;
    for (size_t i = 0; i < shown; ++i) {
      for (size_t j = 0; j < i; ++j) voices.push_back(entities_.WhyDisjoint(elements[j], elements[i], text));
    }
    const bool one = std::all_of(voices.begin(), voices.end(),
                                 [&](const v1::Assumption& a) { return a.asserter() == voices[0].asserter(); });
    if (one) {
      out_.push_back(voices[0]);
      return;
    }
    size_t at = 0;
    for (size_t i = 0; i < shown; ++i) {
      for (size_t j = 0; j < i; ++j, ++at) {
        voices[at].set_text(
            absl::StrCat(entities_.Name(elements[j]), " and ", entities_.Name(elements[i]), " share nothing"));
        out_.push_back(voices[at]);
      }
    }
  }

  void Pair(const Scope& a, const Scope& b) {
    const unsigned stated = ApartBy(p_.lattices, a, b, false),
                   by = stated != 0 ? stated : ApartBy(p_.lattices, a, b, true);
    if (by == kWhere || by == kEventPart) {
      const Entity x = by == kWhere ? a.places[0] : a.event, y = by == kWhere ? b.places[0] : b.event;
      out_.push_back(entities_.WhyDisjoint(x, y, DifferentText({entities_.Name(x), entities_.Name(y)}, by == kWhere)));
    } else if (by == kWho) {
      const std::string text = absl::StrCat("nobody is counted both among ", VictimsInWords(entities_, a.victims),
                                            " and among ", VictimsInWords(entities_, b.victims));
      out_.push_back(Assume(text, stated == 0 ? kUnasserted : ByVocabulary(a, b) ? "vocabulary" : kAnalyst));
    } else if (by == kWhat) {
      out_.push_back(
          Assume(absl::StrCat("nobody is counted both as ", a.predicate, " and as ", b.predicate), kUnasserted));
    } else if (by == kByWhom) {
      out_.push_back(Assume("no victim is put down to both perpetrators", stated != 0 ? kAnalyst : kUnasserted));
    }
  }

  bool ByVocabulary(const Scope& a, const Scope& b) const {
    return p_.lattices.vocabulary->ClassesDisjoint(a.victims[0].of_class, b.victims[0].of_class);
  }

  void Covering(const Scope& s) {
    const Entity whole = s.places.empty() ? s.event : s.places[0];
    out_.push_back(
        entities_.WhyCovered(whole, absl::StrCat("the parts of ", entities_.Name(whole), " leave nothing out")));
  }

  // What lies in what, for places, events and groups. Places that are said to be parts need not be told twice.
  void Inside(const Scope& inner, const Scope& outer) {
    std::vector<v1::Assumption> steps;
    if (inner.event != kNoEntity && outer.event != kNoEntity) entities_.AssumeWithin(inner.event, outer.event, &steps);
    for (Entity place : inner.places) {
      for (Entity whole : outer.places) entities_.AssumeWithin(place, whole, &steps);
    }
    const bool told = set_.lowers.size() > 1 && (set_.along == kWhere || set_.along == kEventPart);
    for (v1::Assumption& a : steps) {
      if (!told || a.asserter() != kAnalyst) out_.push_back(std::move(a));
    }
    for (const Victims& v : inner.victims) {
      for (const Victims& o : outer.victims) {
        if (v.group != kNoEntity && o.group != kNoEntity) entities_.AssumeWithin(v.group, o.group, &out_);
      }
    }
  }

  // Of joint bounds: why whoever is in these is in one of those, or why nobody is.
  void Stated(const Clause& clause) {
    for (size_t i = 0; i < clause.lowers.size(); ++i) {
      const Scope& inner = ScopeOfLower(set_.lowers[clause.lowers[i]]);
      for (size_t j = 0; j < i && clause.uppers.empty(); ++j) Pair(ScopeOfLower(set_.lowers[clause.lowers[j]]), inner);
      for (int u : clause.uppers) {
        const Scope& outer = p_.scopes.At(p_.bounds[set_.uppers[u]].node);
        Inside(inner, outer);
        if (clause.uppers.size() > 1) CoveredBy(inner, outer);
      }
    }
    if (clause.lowers.size() == 1 && clause.uppers.size() == 1) {
      const int upper = set_.uppers[clause.uppers[0]];
      CountsAll(Contains(p_.lattices, p_.scopes.At(p_.bounds[upper].node), ScopeOfLower(set_.lowers[clause.lowers[0]])),
                upper);
    }
  }
  // The whole of which `outer` is a part, where its parts leave nothing out.
  void CoveredBy(const Scope& inner, const Scope& outer) {
    const auto look = [&](Entity whole, Entity part, const Scope& of) {
      if (whole != kNoEntity && part != kNoEntity && whole != part && entities_.Within(part, whole) &&
          entities_.IsCovered(whole)) {
        Covering(of);
      }
    };
    look(inner.event, outer.event, inner);
    for (Entity whole : inner.places) {
      for (Entity part : outer.places) look(whole, part, inner);
    }
  }

  void FullToll(const CountBound& b) {
    if (Claim(b).measure != "additive" || b.denial) return;
    const std::string& as_of = Claim(b).quantity().as_of();
    const bool by_usage = set_.strictness == Strictness::kUsual && !b.hard.high;
    const std::string text =
        absl::StrCat(LabelOf(p_, b), by_usage ? " is used in its usual sense, of the full toll" : " is the full toll",
                     as_of.empty() ? "" : absl::StrCat(" as of ", as_of));
    const std::string& speaker = Claim(b).speaker;
    const bool asserted = b.upper == CountBound::Upper::kAsserted && !by_usage;
    if (set_.strictness == Strictness::kUsual && !by_usage && b.usual.high != b.hard.high) Usual(b);
    out_.push_back(Assume(text,
                          !asserted         ? kUnasserted
                          : speaker.empty() ? kAnalyst
                                            : absl::string_view(speaker),
                          asserted ? Claim(b).record->id.hex() : ""));
  }

  void Usual(const CountBound& b) {
    out_.push_back(Assume(absl::StrCat(LabelOf(p_, b), " is used in its usual sense"), kUnasserted));
  }

  void OfTheLower(size_t i) {
    const Lower& l = set_.lowers[i];
    const CountBound& b = p_.bounds[l.bound];
    if (set_.strictness == Strictness::kUsual && b.usual.low != b.hard.low) Usual(b);
    for (size_t u = 0; u < set_.uppers.size(); ++u) {
      if (set_.kind == kJointBounds && !Bound(i, u)) continue;
      if (b.by > p_.bounds[set_.uppers[u]].until) {
        out_.push_back(
            Assume(absl::StrCat(LabelOf(p_, b), " was counted no later than ", LabelOf(p_, p_.bounds[set_.uppers[u]])),
                   kUnasserted));
      }
      CountsAll(l.how, set_.uppers[u]);
    }
    Reading(b);
  }
  bool Bound(size_t lower, size_t upper) const {
    return std::any_of(set_.clauses.begin(), set_.clauses.end(), [&](const Clause& c) {
      return std::count(c.lowers.begin(), c.lowers.end(), static_cast<int>(lower)) > 0 &&
             std::count(c.uppers.begin(), c.uppers.end(), static_cast<int>(upper)) > 0;
    });
  }
  void CountsAll(const Containment& how, int upper) {
    const std::string whole = LabelOf(p_, p_.bounds[upper]);
    if (how.assumes_all_victims)
      out_.push_back(Assume(absl::StrCat(whole, " counts all victims, whoever they were"), kUnasserted));
    if (how.assumes_any_agent)
      out_.push_back(Assume(absl::StrCat(whole, " counts the victims of anyone"), kUnasserted));
  }

  void Reading(const CountBound& b) {
    if (b.alternative < 0 || set_.all_readings) return;
    const std::string label = LabelOf(p_, b);
    const ClaimView& claim = Claim(b);
    if (claim.sharing == Sharing::kAnyOf) {
      out_.push_back(
          Assume(absl::StrCat(label, " is of ", VictimsInWords(entities_, p_.scopes.At(b.node).victims)), kUnasserted));
    } else {
      out_.push_back(Assume(
          absl::StrCat(label, b.alternative == 0 ? " is the number of each side" : " is the number of all together"),
          kUnasserted));
    }
  }

  const CountProblem& p_;
  const ConflictSet& set_;
  const EntityGraph& entities_;
  std::vector<v1::Assumption> out_;
};

}  // namespace

std::vector<v1::Assumption> AssumptionsOf(const CountProblem& problem, const ConflictSet& set) {
  return AssumptionList(problem, set).Collect();
}

void AssumeSameNames(const EntityGraph& entities, const std::vector<const ClaimView*>& claims,
                     std::vector<v1::Assumption>* out) {
  std::map<Entity, std::string> first;
  for (const ClaimView* claim : claims) {
    for (const std::string& hex : claim->named) {
      const Entity entity = entities.Find(hex);
      if (entity == kNoEntity) continue;
      const auto [it, added] = first.insert({entity, hex});
      if (!added && it->second != hex) entities.AssumeSame(it->second, hex, out);
    }
  }
}

void DropRepeated(std::vector<v1::Assumption>* assumptions) {
  std::set<std::string> seen;
  const auto repeated = [&](const v1::Assumption& a) { return !seen.insert(a.text()).second; };
  assumptions->erase(std::remove_if(assumptions->begin(), assumptions->end(), repeated), assumptions->end());
}

}  // namespace tallystick

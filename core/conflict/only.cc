#include "core/conflict/only.h"

#include "absl/strings/str_cat.h"
#include "core/conflict/overlap.h"

namespace tallystick {
namespace {

constexpr int64_t kBudget = 10'000'000;  // pairs of an "only" and a place that are looked at

struct Where {
  std::vector<Entity> places, vague, domain;
  auto operator<=>(const Where&) const = default;
};
using ByPlace = std::map<Where, std::vector<const Held*>>;

// Not the place of "only", nor inside it, nor around it.
bool IsElsewhere(const EntityGraph& entities, const Where& only, const Where& other) {
  for (Entity mine : only.places) {
    for (Entity p : other.places) {
      if (entities.Within(p, mine) || entities.Within(mine, p)) return false;
    }
    for (Entity v : other.vague) {
      if (entities.Within(v, mine)) return false;
    }
  }
  return !other.places.empty() || !other.vague.empty();
}

enum class Reach { kUnstated, kCovers, kUnrelated, kExcludes };

Reach ReachOf(const EntityGraph& entities, const std::vector<Entity>& domain, const Where& other) {
  if (domain.empty()) return Reach::kUnstated;
  bool covers = true, excludes = true;
  for (const std::vector<Entity>* list : {&other.places, &other.vague}) {
    for (Entity e : *list) {
      bool inside = false, apart = true;
      for (Entity d : domain) {
        inside = inside || entities.Within(e, d);
        apart = apart && entities.StatedDisjoint(e, d);
      }
      covers = covers && inside;
      excludes = excludes && apart;
    }
  }
  return covers ? Reach::kCovers : excludes ? Reach::kExcludes : Reach::kUnrelated;
}

std::string PlaceInWords(const EntityGraph& entities, const ClaimView& c) {
  for (const v1::PlaceTerm& term : c.record->Get(v1::Slot::kPlace).place().terms()) {
    if (term.entities().empty()) continue;  // not validated, when it comes from elsewhere
    const std::string& first = entities.Name(term.entities(0));
    const std::string& last = entities.Name(term.entities(term.entities_size() - 1));
    switch (term.relation()) {
      case v1::PlaceTerm::between:
        return absl::StrCat("the area between ", first, " and ", last);
      case v1::PlaceTerm::near:
        return absl::StrCat("the area near ", first);
      case v1::PlaceTerm::direction_of:
        return absl::StrCat("the area ", term.direction(), " of ", first);
      case v1::PlaceTerm::along:
        return absl::StrCat("the area along ", first);
      default:
        return first;
    }
  }
  return "";
}

class Only {
 public:
  Only(const Lattices& l, const std::vector<ClaimView>& claims) : entities_(*l.entities), claims_(claims) {
    for (int i = 0; i < static_cast<int>(claims.size()); ++i) {
      const ClaimView& c = claims[i];
      const Predicate* p = l.vocabulary->FindPredicate(c.predicate);
      if (!c.fact() || c.negated || p == nullptr || !c.time.stated) continue;
      if (std::find(p->excludes.begin(), p->excludes.end(), "self") == p->excludes.end()) continue;
      // No two "holders" are alike here: any other claim of the same group may collide.
      held_.push_back({i, c.time, absl::StrCat(i), MomentOf(c)});
    }
    for (const Held& h : held_) {
      const ClaimView& c = claims[h.claim];
      for (Entity actor : c.actors) {
        places_[actor][{c.places, c.vague_places, {}}].push_back(&h);
        if (c.only_place && !c.places.empty()) onlys_[actor][{c.places, {}, c.only_domain}].push_back(&h);
      }
    }
  }

  std::vector<StateConflict> Find(std::vector<std::string>* undecided) {
    for (const auto& [actor, onlys] : onlys_) {
      for (const auto& [where, queries] : onlys) {
        for (const auto& [elsewhere, base] : places_[actor]) {
          if (++looked_at_ > kBudget) {
            undecided->push_back(
                absl::StrCat("too many places of ", entities_.Name(actor), " to compare with what it holds “only”"));
            return std::move(found_);
          }
          if (!IsElsewhere(entities_, where, elsewhere)) continue;
          const Reach reach = ReachOf(entities_, where.domain, elsewhere);
          if (reach == Reach::kExcludes) continue;
          auto pair = FindOverlap(queries, base, true);
          const bool sure = pair.has_value();
          if (!pair) pair = FindOverlap(queries, base, false);
          if (pair)
            Add(*pair->first, *pair->second, reach, sure, static_cast<int>(queries.size() + base.size()), actor);
        }
      }
    }
    return std::move(found_);
  }

 private:
  void Add(const Held& only, const Held& other, Reach reach, bool sure_time, int involved, Entity actor) {
    const ClaimView &x = claims_[only.claim], &y = claims_[other.claim];
    const std::string mine = PlaceInWords(entities_, x), elsewhere = PlaceInWords(entities_, y);
    StateConflict c;
    c.kind = kOnlyAgainstElsewhere;
    std::tie(c.a, c.b) = std::minmax(only.claim, other.claim);
    c.involved = involved;
    c.where = entities_.Name(actor);
    c.sure = sure_time && reach == Reach::kCovers;
    const std::string domain = absl::StrCat("“only” covers ", elsewhere);
    const v1::Only& stated = x.record->Get(v1::Slot::kProposition).proposition().only();
    const bool by_speaker = stated.basis() == v1::Only::stated && !x.speaker.empty();
    c.assumptions.push_back(
        reach == Reach::kCovers
            ? Assume(domain, by_speaker ? absl::string_view(x.speaker) : kAnalyst, x.record->id.hex())
            : Assume(domain, kUnasserted));
    Different(x, y, mine, elsewhere, &c);
    if (!sure_time) c.assumptions.push_back(Assume("both hold at one time", kUnasserted));
    if (sure_time && !only.moment.empty() && only.moment == other.moment) {
      c.assumptions.push_back(Assume("both speak of one and the same moment", kAnalyst));
    }
    c.resolutions.push_back(absl::StrCat("“only” were meant of an area that leaves out ", elsewhere));
    if (!sure_time) c.resolutions.push_back("one had ended before the other began");
    found_.push_back(std::move(c));
  }

  // Where nobody says how the two places lie, whoever names the second one names it as another place.
  void Different(const ClaimView& x, const ClaimView& y, const std::string& mine, const std::string& elsewhere,
                 StateConflict* c) const {
    const std::string text = absl::StrCat(mine, " and ", elsewhere, " are different places");
    if (!y.places.empty() && entities_.StatedDisjoint(x.places[0], y.places[0])) {
      c->assumptions.push_back(entities_.WhyDisjoint(x.places[0], y.places[0], text));
    } else {
      c->assumptions.push_back(
          Assume(text, y.speaker.empty() ? kAnalyst : absl::string_view(y.speaker), y.record->id.hex()));
    }
  }

  const EntityGraph& entities_;
  const std::vector<ClaimView>& claims_;
  std::vector<Held> held_;
  std::map<Entity, ByPlace> places_, onlys_;
  int64_t looked_at_ = 0;
  std::vector<StateConflict> found_;
};

}  // namespace

std::string MomentOf(const ClaimView& c) {
  if (!c.time.instant) return "";
  const v1::ClaimTime& time = c.record->Get(v1::Slot::kTime).time();
  const std::string& anchor = time.anchor().empty() ? c.record->Get(v1::Slot::kQuote).quote().capture() : time.anchor();
  return absl::StrCat(c.time.start_min, "|", c.time.end_max, "|", anchor);
}

std::vector<StateConflict> FindOnlyConflicts(const Lattices& lattices, const std::vector<ClaimView>& claims,
                                             std::vector<std::string>* undecided) {
  return Only(lattices, claims).Find(undecided);
}

}  // namespace tallystick

#include "core/conflict/count_problem.h"

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

bool Counts(const ClaimView& c) {
  return c.fact() && (c.measure == "additive" || c.measure == "duration" || c.measure == "distance");
}

// What the claims of one event say of where it was. Nested places are one place told more or less closely; places that
// lie beside each other are parts of the event, save the one that holds all others.
struct EventPlaces {
  bool parted = false;
  std::vector<Entity> whole;  // places that stand for all of the event
};

EventPlaces Judge(const EntityGraph& entities, const std::set<Entity>& places) {
  std::vector<std::pair<size_t, Entity>> deepest_first;
  for (Entity e : places) deepest_first.push_back({entities.Ancestors(e).size(), e});
  std::sort(deepest_first.rbegin(), deepest_first.rend());
  EventPlaces judged;
  for (size_t i = 1; i < deepest_first.size(); ++i) {
    judged.parted = judged.parted || !entities.Within(deepest_first[i - 1].second, deepest_first[i].second);
  }
  if (!judged.parted) {
    judged.whole.assign(places.begin(), places.end());
    return judged;
  }
  const Entity top = deepest_first.back().second;
  const bool holds_all = std::all_of(places.begin(), places.end(), [&](Entity e) { return entities.Within(e, top); });
  if (holds_all) judged.whole = {top};
  return judged;
}

std::map<Entity, EventPlaces> JudgeEvents(const EntityGraph& entities, const std::vector<ClaimView>& claims) {
  std::map<Entity, std::set<Entity>> places;
  for (const ClaimView& c : claims) {
    if (!Counts(c) || c.event == kNoEntity || c.restricts) continue;
    places[c.event].insert(c.places.begin(), c.places.end());
  }
  std::map<Entity, EventPlaces> judged;
  for (const auto& [event, set] : places) judged[event] = Judge(entities, set);
  return judged;
}

void SetToll(const ClaimView& c, CountBound* bound) {
  const v1::Quantity& q = c.quantity();
  if (c.measure != "additive") {  // a length does not grow
    bound->from = bound->by = kBeginningOfTime;
    bound->upper = CountBound::Upper::kAsserted;
    return;
  }
  std::optional<CivilSpan> as_of = ReadDate(q.as_of());
  bound->dated = as_of.has_value();
  if (!as_of && q.series() == v1::Quantity::total_to_date) as_of = c.said;
  if (as_of) {
    bound->from = as_of->begin;
    bound->by = bound->until = as_of->end;
  } else if (c.said) {
    bound->by = c.said->end;  // nobody counts what is yet to come
    if (q.coverage() != v1::Quantity::full) bound->until = c.said->end;
  }
  if (q.coverage() == v1::Quantity::full) {
    bound->upper = CountBound::Upper::kAsserted;
  } else if (q.coverage() == v1::Quantity::coverage_unstated && q.series() != v1::Quantity::increment) {
    bound->upper = CountBound::Upper::kUnstated;
  }
}

class Builder {
 public:
  explicit Builder(CountProblem* problem) : problem_(problem) {}

  void Add(int index, const ClaimView& c, const PhraseTable& table, const EventPlaces& where) {
    CountBound bound;
    bound.claim = index;
    if (!ReadBound(index, c, table, &bound)) return;
    const std::optional<Scope> scope = ScopeOf(*problem_->lattices.vocabulary, c, where.whole, where.parted);
    if (!scope) return;
    if (c.negated && c.has_number) {
      problem_->denied_figures.push_back({index, problem_->scopes.Add(*scope)});
      return;
    }
    Share(c, *scope, bound);
    AlsoAtItsPlace(c, *scope, bound);
  }

 private:
  bool ReadBound(int index, const ClaimView& c, const PhraseTable& table, CountBound* bound) {
    if (c.has_number) {
      const auto figure = ReadFigure(*c.record, table);
      if (!figure.ok()) {
        problem_->unread.push_back(absl::StrCat(c.record->id.hex(), ": ", figure.status().message()));
        return false;
      }
      problem_->figures[index] = *figure;
      bound->hard = figure->hard;
      bound->usual = figure->usual;
      bound->soft = figure->soft;
    }
    if (!Counts(c)) return false;
    SetToll(c, bound);
    bound->figure = c.has_number;
    if (c.has_number) return true;
    if (c.measure != "additive") return false;
    bound->denial = c.negated;  // "none"; otherwise "at least one"
    bound->lower = !c.negated;
    bound->hard = bound->usual = bound->soft = c.negated ? Range{0, 0} : Range{1, std::nullopt};
    bound->upper = c.negated ? CountBound::Upper::kAsserted : CountBound::Upper::kNone;
    return true;
  }

  void Put(CountBound bound, Scope scope, std::vector<Victims> victims, int alternative) {
    scope.victims = std::move(victims);
    bound.node = problem_->scopes.Add(scope);
    bound.alternative = alternative;
    problem_->bounds.push_back(std::move(bound));
  }

  void Share(const ClaimView& c, const Scope& scope, const CountBound& bound) {
    const int64_t members = static_cast<int64_t>(c.victims.size());
    // A denial denies each of them, and together.
    const Sharing sharing = bound.denial ? Sharing::kTogether : c.sharing;
    switch (sharing) {
      case Sharing::kOne:
      case Sharing::kTogether:
        Put(bound, scope, c.victims, -1);
        return;
      case Sharing::kEach:
        for (const Victims& v : c.victims) Put(bound, scope, {v}, -1);
        return;
      case Sharing::kEachOrTogether: {
        problem_->readings[bound.claim] = 2;
        CountBound either = bound;
        for (Range* r : {&either.hard, &either.usual, &either.soft}) *r = Hull(*r, Times(*r, members));
        either.figure = false;
        Put(either, scope, c.victims, -1);
        for (const Victims& v : c.victims) Put(bound, scope, {v}, 0);
        Put(bound, scope, c.victims, 1);
        return;
      }
      case Sharing::kAnyOf: {
        problem_->readings[bound.claim] = static_cast<int>(members);
        CountBound either = bound;
        either.upper = CountBound::Upper::kNone;
        either.figure = false;
        Put(either, scope, c.victims, -1);
        for (int i = 0; i < members; ++i) Put(bound, scope, {c.victims[i]}, i);
        return;
      }
    }
  }

  // Whoever was killed in an event was killed where and when the claim puts the event, so totals of that place count
  // them.
  void AlsoAtItsPlace(const ClaimView& c, const Scope& scope, CountBound bound) {
    if (scope.event == kNoEntity || !c.time.stated || c.places.empty() || bound.denial || c.measure != "additive")
      return;
    Scope there = scope;
    there.event = kNoEntity;
    there.places = c.places;
    there.begin = c.time.start_min;
    there.end = c.time.end_max;
    bound.upper = CountBound::Upper::kNone;
    bound.figure = false;
    Put(bound, there, c.victims, -1);
  }

  CountProblem* problem_;
};

}  // namespace

std::optional<Scope> ScopeOf(const Vocabulary& vocabulary, const ClaimView& c,
                             const std::vector<Entity>& whole_event_places, bool event_is_parted) {
  Scope scope;
  scope.predicate = c.predicate;
  scope.victims = c.victims;
  scope.agents = c.agents;
  scope.event = c.event;
  // "60 fighters" of victims who are fighters needs no unit.
  const std::string& unit = c.quantity().unit();
  if (c.measure != "additive" || (vocabulary.FindClass(unit) == nullptr && unit != "people")) scope.unit = unit;
  if (c.quantity().series() == v1::Quantity::snapshot) absl::StrAppend(&scope.unit, " at ", c.quantity().as_of());
  for (Entity e : c.measure == "additive" ? std::vector<Entity>() : c.actors) absl::StrAppend(&scope.unit, " #", e);
  if (c.event == kNoEntity) {
    if (c.places.empty()) return std::nullopt;
    scope.places = c.places;
    if (c.measure == "distance") return scope;
    if (!c.time.stated) return std::nullopt;
  } else if (!c.restricts) {
    const bool part = event_is_parted && !c.places.empty() && c.places != whole_event_places;
    if (part) scope.places = c.places;
    return scope;
  } else {
    scope.places = c.places;
    if (!c.time.stated) return scope;
  }
  scope.begin = c.time.start_min;
  scope.end = c.time.end_max;
  return scope;
}

CountProblem BuildCountProblem(const Lattices& lattices, const std::vector<ClaimView>& claims,
                               const PhraseTable& table) {
  CountProblem problem(lattices);
  problem.claims = &claims;
  problem.figures.resize(claims.size());
  problem.readings.resize(claims.size());
  const std::map<Entity, EventPlaces> events = JudgeEvents(*lattices.entities, claims);
  Builder builder(&problem);
  for (int i = 0; i < static_cast<int>(claims.size()); ++i) {
    const auto where = events.find(claims[i].event);
    builder.Add(i, claims[i], table, where == events.end() ? EventPlaces{} : where->second);
  }
  return problem;
}

}  // namespace tallystick

#include "absl/strings/str_cat.h"
#include "core/conflict/run.h"

namespace tallystick {
namespace {

struct Content {
  ContentRelation relation = ContentRelation::kIncomparable;
  std::vector<std::string> reasons;
};

Content Incomparable(std::string why) { return {ContentRelation::kIncomparable, {std::move(why)}}; }

bool Nested(const EntityGraph& entities, const std::vector<Entity>& a, const std::vector<Entity>& b) {
  for (Entity x : a) {
    for (Entity y : b) {
      if (entities.Within(x, y) || entities.Within(y, x)) return true;
    }
  }
  return false;
}

// Places as far as agreement needs them: what is near X lies somewhere in what holds X.
bool AroundEachOther(const EntityGraph& entities, const ClaimView& a, const ClaimView& b) {
  const auto vague_in = [&](const ClaimView& v, const ClaimView& w) {
    for (Entity near : v.vague_places) {
      for (Entity place : w.places) {
        if (near != place && entities.Within(near, place)) return true;
      }
    }
    return false;
  };
  return Nested(entities, a.places, b.places) || vague_in(a, b) || vague_in(b, a) ||
         (!a.vague_places.empty() && a.vague_places == b.vague_places);
}

bool SharedVictims(const Lattices& l, const ClaimView& a, const ClaimView& b) {
  bool assumed = false;
  for (const Victims& x : a.victims) {
    for (const Victims& y : b.victims) {
      if (VictimsWithin(l, x, y, &assumed) || VictimsWithin(l, y, x, &assumed)) return true;
    }
  }
  return false;
}

// Why the two are not about one thing; "" when they are.
std::string WhyApart(const Lattices& l, const ClaimView& a, const ClaimView& b) {
  const EntityGraph& entities = *l.entities;
  if (a.event != kNoEntity && b.event != kNoEntity) {
    if (!entities.Within(a.event, b.event) && !entities.Within(b.event, a.event)) {
      return absl::StrCat("different events: ", entities.Name(a.event), " and ", entities.Name(b.event));
    }
  } else {
    if (a.time.stated && b.time.stated && !MayOverlap(a.time, b.time)) {
      return absl::StrCat("different times and no shared event: ", TimeInWords(a.time), " and ", TimeInWords(b.time));
    }
    if (!a.time.stated || !b.time.stated) return "no shared event, and one does not say when";
    if (a.places.empty() && a.vague_places.empty()) return "no shared event, and one does not say where";
    if (b.places.empty() && b.vague_places.empty()) return "no shared event, and one does not say where";
    if (!AroundEachOther(entities, a, b)) return "different places, as far as is recorded";
  }
  if (a.measure == "additive" && b.measure == "additive" && !SharedVictims(l, a, b)) {
    return absl::StrCat("different victims: ", VictimsInWords(entities, a.victims), "; ",
                        VictimsInWords(entities, b.victims));
  }
  return "";
}

bool SameActors(const ClaimView& a, const ClaimView& b) { return a.actors == b.actors && a.negated == b.negated; }

bool SharesActor(const ClaimView& a, const ClaimView& b) {
  return std::find_first_of(a.actors.begin(), a.actors.end(), b.actors.begin(), b.actors.end()) != a.actors.end();
}

bool NarrowerThan(const EntityGraph& entities, const ClaimView& a, const ClaimView& b) {
  const bool place =
      b.places.empty() || std::all_of(a.places.begin(), a.places.end(), [&](Entity x) {
        return std::any_of(b.places.begin(), b.places.end(), [&](Entity y) { return entities.Within(x, y); });
      });
  return place && (!b.time.stated || FallsWithin(a.time, b.time));
}

// Claims that are not about numbers, or of different scopes, and do not collide.
Content RelateStatements(const Lattices& l, const ClaimView& a, const ClaimView& b) {
  const Vocabulary& v = *l.vocabulary;
  const bool one_predicate = v.PredicateWithin(a.predicate, b.predicate) || v.PredicateWithin(b.predicate, a.predicate);
  if (a.measure == "relation" || b.measure == "relation") {
    if (a.predicate != b.predicate || !SharesActor(a, b)) return Incomparable("they relate different things");
    return {SameActors(a, b) ? ContentRelation::kAgrees : ContentRelation::kCompatible, {}};
  }
  const std::string apart = WhyApart(l, a, b);
  if (!apart.empty()) return Incomparable(apart);
  const bool counts = a.measure == "additive" || b.measure == "additive";
  if (!one_predicate || counts || !SameActors(a, b)) return {ContentRelation::kCompatible, {}};
  if (NarrowerThan(*l.entities, a, b) != NarrowerThan(*l.entities, b, a)) return {ContentRelation::kRefines, {}};
  return {ContentRelation::kAgrees, {}};
}

// The figures of one scope that both give, or nothing.
std::optional<std::pair<const CountBound*, const CountBound*>> SharedScope(const CountProblem& p) {
  for (const CountBound& x : p.bounds) {
    for (const CountBound& y : p.bounds) {
      if (x.claim == 0 && y.claim == 1 && x.node == y.node && x.figure && y.figure) return std::pair{&x, &y};
    }
  }
  return std::nullopt;
}

Content RelateFigures(const CountBound& a, const CountBound& b) {
  if (a.hard == b.hard && a.soft == b.soft) return {ContentRelation::kEqual, {}};
  if (!Intersect(a.usual, b.usual))
    return {ContentRelation::kCompatible, {"both can hold, as the text does not say that either is the whole toll"}};
  if (IsInside(a.usual, b.usual) || IsInside(b.usual, a.usual)) return {ContentRelation::kRefines, {}};
  return {ContentRelation::kAgrees, {}};
}

void Assumptions(const std::vector<v1::Assumption>& assumptions, std::vector<std::string>* reasons) {
  for (const v1::Assumption& a : assumptions) {
    reasons->push_back(
        absl::StrCat("It rests on: ", a.text(), a.asserter() == kUnasserted ? " (nobody says so)." : "."));
  }
}

Content Relate(const RecordSet& records, const ConflictTables& tables, const EntityGraph& entities, const ClaimView& a,
               const ClaimView& b) {
  for (const ClaimView* c : {&a, &b}) {
    if (!c->fact())
      return Incomparable(
          absl::StrCat(SpeakerInWords(records, *c), "'s claim is not compared with facts: ", c->not_fact));
  }
  ClaimViews views;
  views.taking_part = {a, b};
  std::sort(views.taking_part.begin(), views.taking_part.end(), SaidBefore);
  ConflictRun run(records, tables, std::move(views), entities);
  run.Solve();
  Content found;
  const auto take = [&found](bool contradicts, const std::string& sentence,
                             const std::vector<v1::Assumption>& assumptions) {
    if (found.relation == ContentRelation::kContradicts ||
        (found.relation == ContentRelation::kTension && !contradicts))
      return;
    found = {contradicts ? ContentRelation::kContradicts : ContentRelation::kTension, {sentence}};
    Assumptions(assumptions, &found.reasons);
  };
  for (const ConflictSet& set : run.counts.conflicts) {
    if (ClaimsOf(run.problem, set).size() < 2) continue;
    const Wording w = WordCountConflict(records, run.problem, set);
    take(VerdictOf(set) == v1::Finding::contradicts, w.sentence, w.assumptions);
  }
  for (const StateConflict& c : run.states) {
    take(c.sure, WordStateConflict(records, entities, run.views.taking_part, c), c.assumptions);
  }
  for (const auto find : {FindRivalPerpetrators, FindDisjointEventDates, FindDurationsAgainstExtents}) {
    for (const FindingDraft& d : find(run)) {
      if (d.verdict == v1::Finding::note) continue;
      take(d.verdict == v1::Finding::contradicts, d.wording.sentence, d.wording.assumptions);
    }
  }
  for (const auto& [denied, node] : run.problem.denied_figures) {
    for (const CountBound& bound : run.problem.bounds) {
      if (bound.node == node && bound.claim != denied && bound.figure &&
          bound.hard == run.problem.figures[denied]->hard) {
        take(true, "The one denies the figure that the other gives.", {});
      }
    }
  }
  if (found.relation != ContentRelation::kIncomparable) return found;
  if (const auto shared = SharedScope(run.problem); shared && a.negated == b.negated)
    return RelateFigures(*shared->first, *shared->second);
  return RelateStatements(run.lattices, a, b);
}

bool IsConflict(ContentRelation r) { return r == ContentRelation::kContradicts || r == ContentRelation::kTension; }

// What a claim presupposes commits its speaker, even inside an intention.
void WithPresuppositions(const RecordSet& records, const ConflictTables& tables, const EntityGraph& entities,
                         const ClaimView& a, const ClaimView& b, Content* content) {
  for (const LinkEnd& end : records.LinksFrom(a.record->id, v1::Link::presupposes)) {
    const Record* presupposed = records.Find(end.other);
    if (presupposed == nullptr || presupposed->kind() != v1::Header::claim) continue;
    const std::string who = SpeakerInWords(records, a);
    if (presupposed->id == records.CurrentVersion(b.record->id)) {
      if (content->relation == ContentRelation::kIncomparable) {
        *content = {ContentRelation::kCompatible, {absl::StrCat(who, " presupposes it, which does not corroborate it.")}};
      }
      continue;
    }
    const Content theirs =
        Relate(records, tables, entities, ViewClaim(records, entities, *tables.vocabulary, *presupposed), b);
    if (!IsConflict(theirs.relation) || content->relation == ContentRelation::kContradicts) continue;
    content->relation = theirs.relation;
    content->reasons = {absl::StrCat(who, " presupposes “", presupposed->Get(v1::Slot::kQuote).quote().exact(), "”.")};
    content->reasons.insert(content->reasons.end(), theirs.reasons.begin(), theirs.reasons.end());
  }
}

bool Links(const RecordSet& records, const Record& from, const Record& to, v1::Link::Type type) {
  const std::vector<LinkEnd> ends = records.LinksFrom(from.id, type);
  return std::any_of(ends.begin(), ends.end(), [current = records.CurrentVersion(to.id)](const LinkEnd& end) {
    return end.other == current;
  });
}

// A later moment of one and the same count.
bool Updates(const Lattices& l, const ClaimView& a, const ClaimView& b) {
  if (!a.fact() || !b.fact() || a.measure != "additive" || a.predicate != b.predicate || a.victims != b.victims)
    return false;
  const auto x = ReadDate(a.quantity().as_of()), y = ReadDate(b.quantity().as_of());
  return x && y && (x->end <= y->begin || y->end <= x->begin) && WhyApart(l, a, b).empty();
}

SuccessionRelation Succession(const RecordSet& records, const Lattices& l, const ClaimView& a, const ClaimView& b) {
  for (const auto& [from, to] : {std::pair{a.record, b.record}, std::pair{b.record, a.record}}) {
    if (Links(records, *from, *to, v1::Link::withdraws)) return SuccessionRelation::kWithdraws;
    if (Links(records, *from, *to, v1::Link::corrects)) return SuccessionRelation::kCorrects;
  }
  return Updates(l, a, b) ? SuccessionRelation::kUpdates : SuccessionRelation::kNone;
}

std::string InWords(const Comparison& c) {
  switch (c.content) {
    case ContentRelation::kIncomparable:
      return absl::StrCat("not comparable", c.reasons.empty() ? "" : ": ", c.reasons.empty() ? "" : c.reasons[0]);
    case ContentRelation::kContradicts:
      return "contradicts";
    case ContentRelation::kTension:
      return "in tension";
    case ContentRelation::kCompatible:
      return "compatible";
    default:
      break;
  }
  if (c.origin == OriginRelation::kIndependent) return "corroborates";
  return c.origin == OriginRelation::kUndecided ? "agrees, independence not shown" : "repeats";
}

}  // namespace

absl::string_view ContentRelationName(ContentRelation relation) {
  switch (relation) {
    case ContentRelation::kIncomparable:
      return "incomparable";
    case ContentRelation::kContradicts:
      return "contradicts";
    case ContentRelation::kTension:
      return "tension";
    case ContentRelation::kEqual:
      return "equal";
    case ContentRelation::kRefines:
      return "refines";
    case ContentRelation::kAgrees:
      return "agrees";
    case ContentRelation::kCompatible:
      return "compatible";
  }
  return "";
}

absl::string_view SuccessionRelationName(SuccessionRelation relation) {
  switch (relation) {
    case SuccessionRelation::kNone:
      return "none";
    case SuccessionRelation::kCorrects:
      return "corrects";
    case SuccessionRelation::kUpdates:
      return "updates";
    case SuccessionRelation::kWithdraws:
      return "withdraws";
  }
  return "";
}

Comparison CompareClaims(const RecordSet& records, const ConflictTables& tables, const Record& a, const Record& b) {
  const EntityGraph entities(records);
  const ClaimView x = ViewClaim(records, entities, *tables.vocabulary, a);
  const ClaimView y = ViewClaim(records, entities, *tables.vocabulary, b);
  Content content = Relate(records, tables, entities, x, y);
  WithPresuppositions(records, tables, entities, x, y, &content);
  WithPresuppositions(records, tables, entities, y, x, &content);
  Comparison c;
  c.content = content.relation;
  c.origin = CompareOrigins(records, a, b);
  c.succession = Succession(records, {&entities, tables.vocabulary}, x, y);
  c.reasons = std::move(content.reasons);
  c.in_words = InWords(c);
  if (c.succession != SuccessionRelation::kNone) {
    absl::StrAppend(&c.in_words, "; the later one ", SuccessionRelationName(c.succession), " the earlier");
  }
  for (std::string& note : NotesOn(records, entities, {&x, &y})) c.reasons.push_back(std::move(note));
  return c;
}

}  // namespace tallystick

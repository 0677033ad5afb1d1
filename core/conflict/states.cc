#include "core/conflict/states.h"

#include <deque>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/count_solver.h"
#include "core/conflict/only.h"
#include "core/conflict/overlap.h"

namespace tallystick {
namespace {

// The claims of one matter around one place or event.
struct Around {
  std::vector<const Held*> own;    // at the place itself
  std::vector<const Held*> below;  // at places inside it
  std::vector<const Held*> vague;  // near, between …, somewhere inside it
};

// Matter and place. The matter says what collides with what.
struct Key {
  std::string kind;
  std::string matter;
  bool parties_unstated = false;
  Entity at = kNoEntity;
  auto operator<=>(const Key&) const = default;
};

std::string Numbers(const std::vector<Entity>& list) { return absl::StrJoin(list, ","); }

class States {
 public:
  States(const Lattices& lattices, const std::vector<ClaimView>& claims) : l_(lattices), claims_(claims) {}

  std::vector<StateConflict> Find() {
    for (int i = 0; i < static_cast<int>(claims_.size()); ++i) {
      const ClaimView& c = claims_[i];
      if (!c.fact() || (c.measure != "state" && c.measure != "event") || !c.time.stated) continue;
      AddExclusive(i, c);
      AddDenial(i, c);
      if (!c.negated) AddHolder(i, c);
    }
    for (const auto& [key, around] : around_) Decide(key, around);
    return std::move(found_);
  }

 private:
  const Held* Hold(int claim, std::string holder, bool fills_its_time) {
    Held held{claim, claims_[claim].time, std::move(holder), MomentOf(claims_[claim])};
    if (fills_its_time && !held.time.instant) {
      held.time.start_max = held.time.start_min;
      held.time.end_min = held.time.end_max;
    }
    held_.push_back(std::move(held));
    return &held_.back();
  }

  // Under its places, whatever holds them, and its event.
  void Put(Key key, const ClaimView& c, const Held* held) {
    std::set<Entity> above;
    for (Entity place : c.places) {
      key.at = place;
      around_[key].own.push_back(held);
      for (Entity e : l_.entities->Ancestors(place)) {
        if (e != place) above.insert(e);
      }
    }
    for (Entity e : above) {
      key.at = e;
      if (std::find(c.places.begin(), c.places.end(), e) == c.places.end()) around_[key].below.push_back(held);
    }
    std::set<Entity> around_vague;
    for (Entity place : c.vague_places) {
      for (Entity e : l_.entities->Ancestors(place)) {
        if (e != place) around_vague.insert(e);
      }
    }
    for (Entity e : around_vague) {
      key.at = e;
      if (above.count(e) == 0) around_[key].vague.push_back(held);
    }
    if (c.event == kNoEntity) return;
    key.at = c.event;
    // Two claims of one event that both say where are compared by that.
    (c.places.empty() && c.vague_places.empty() ? around_[key].own : around_[key].below).push_back(held);
  }

  std::string RootOf(const std::string& predicate) const {
    std::string root = predicate;
    for (const Predicate* p = l_.vocabulary->FindPredicate(root); p != nullptr && !p->parent.empty();
         p = l_.vocabulary->FindPredicate(root)) {
      root = p->parent;
    }
    return root;
  }

  std::vector<const Predicate*> Chain(const std::string& predicate) const {
    std::vector<const Predicate*> chain;
    for (const Predicate* p = l_.vocabulary->FindPredicate(predicate); p != nullptr;
         p = l_.vocabulary->FindPredicate(p->parent)) {
      chain.push_back(p);
    }
    return chain;
  }

  void AddExclusive(int i, const ClaimView& c) {
    if (c.negated) return;
    std::set<std::string> matters;
    for (const Predicate* p : Chain(c.predicate)) {
      for (const std::string& other : p->excludes) {
        if (other == "self") continue;
        const std::string mine = RootOf(c.predicate), theirs = RootOf(other);
        matters.insert(absl::StrCat(std::min(mine, theirs), "|", std::max(mine, theirs)));
      }
    }
    if (matters.empty()) return;
    const Held* held = Hold(i, RootOf(c.predicate), false);
    for (const std::string& matter : matters) {
      for (size_t x = 0; x < c.actors.size(); ++x) {
        for (size_t y = 0; y < x; ++y) {
          Put({kExclusivePredicates, absl::StrCat(matter, "|", c.actors[y], ",", c.actors[x])}, c, held);
        }
      }
      Put({kExclusivePredicates, matter, true}, c, held);
    }
  }

  void AddDenial(int i, const ClaimView& c) {
    if (c.negated) {
      const Held* held = Hold(i, "denied", c.measure == "event");
      Put({kAssertedDenied, absl::StrCat(c.predicate, "|", Numbers(c.actors))}, c, held);
      return;
    }
    const Held* held = Hold(i, "asserted", false);
    for (const Predicate* p : Chain(c.predicate)) {
      Put({kAssertedDenied, absl::StrCat(p->term, "|", Numbers(c.actors))}, c, held);
      if (!c.actors.empty()) Put({kAssertedDenied, absl::StrCat(p->term, "|")}, c, held);
    }
  }

  void AddHolder(int i, const ClaimView& c) {
    const Predicate* p = l_.vocabulary->FindPredicate(c.predicate);
    if (p == nullptr || std::find(p->excludes.begin(), p->excludes.end(), "self") == p->excludes.end()) return;
    if (c.actors.empty() || c.record->Get(v1::Slot::kPlace).place().extent() == v1::ClaimPlace::part) return;
    // A faction and the group it belongs to are one holder.
    Entity top = c.actors.front();
    const std::vector<Entity> above = l_.entities->Ancestors(top);
    top = above.back();
    Put({kContestedPlace, c.predicate}, c, Hold(i, absl::StrCat(top), false));
  }

  bool Unstated(const Held* h) const { return claims_[h->claim].actors.size() < 2; }
  // It speaks of all of its place: a ceasefire, or a denial.
  bool Covers(const Key& key, const Held* h) const {
    const ClaimView& c = claims_[h->claim];
    return key.kind == kContestedPlace ? c.entire : c.lasting() || c.negated;
  }

  void Decide(const Key& key, const Around& around) {
    if (around.own.empty()) return;
    std::vector<const Held*> all = around.own;
    all.insert(all.end(), around.below.begin(), around.below.end());
    all.insert(all.end(), around.vague.begin(), around.vague.end());
    const std::set<const Held*> own(around.own.begin(), around.own.end()),
        vague(around.vague.begin(), around.vague.end());
    for (const std::vector<const Held*>& run : TouchingRuns(std::move(all))) {
      std::vector<const Held*> here, covering, inside;
      for (const Held* h : run) {
        if (own.count(h) > 0) here.push_back(h);
        if (own.count(h) > 0 && Covers(key, h)) covering.push_back(h);
        if (vague.count(h) == 0 && own.count(h) == 0) inside.push_back(h);
      }
      if (key.kind == kContestedPlace) {
        Report(key, here, here, run, kContestedPlace);
        Report(key, covering, inside, run, kEntireAgainstException);
      } else if (key.parties_unstated) {
        std::vector<const Held*> unstated, unstated_here;
        for (const Held* h : run)
          if (Unstated(h)) unstated.push_back(h);
        for (const Held* h : here)
          if (Unstated(h)) unstated_here.push_back(h);
        if (!Report(key, unstated_here, run, run, key.kind)) Report(key, here, unstated, run, key.kind);
      } else if (!ReportSure(key, here, here, run, key.kind) && !ReportSure(key, covering, inside, run, key.kind)) {
        ReportTension(key, here, run, run, key.kind);
      }
    }
  }

  bool Report(const Key& key, const std::vector<const Held*>& queries, const std::vector<const Held*>& base,
              const std::vector<const Held*>& run, const char* kind) {
    return ReportSure(key, queries, base, run, kind) || ReportTension(key, queries, base, run, kind);
  }
  bool Report(const Key& key, const std::vector<const Held*>& queries, const std::vector<const Held*>& base,
              const std::vector<const Held*>& run, const std::string& kind) {
    return Report(key, queries, base, run, kind.c_str());
  }
  bool ReportSure(const Key& key, const std::vector<const Held*>& queries, const std::vector<const Held*>& base,
                  const std::vector<const Held*>& run, const std::string& kind) {
    const auto found = FindOverlap(queries, base, true);
    return found && Add(key, *found, run, kind, true);
  }
  bool ReportTension(const Key& key, const std::vector<const Held*>& queries, const std::vector<const Held*>& base,
                     const std::vector<const Held*>& run, const std::string& kind) {
    const auto found = FindOverlap(queries, base, false);
    return found && Add(key, *found, run, kind, false);
  }

  bool Add(const Key& key, const std::pair<const Held*, const Held*>& pair, const std::vector<const Held*>& run,
           const std::string& kind, bool sure) {
    const ClaimView &x = claims_[pair.first->claim], &y = claims_[pair.second->claim];
    if (kind == kContestedPlace || kind == kEntireAgainstException) {
      std::vector<Entity> both;
      std::set_intersection(x.actors.begin(), x.actors.end(), y.actors.begin(), y.actors.end(),
                            std::back_inserter(both));
      if (!both.empty()) return false;
    }
    StateConflict c;
    c.kind = kind;
    c.sure = sure;
    std::tie(c.a, c.b) = std::minmax(pair.first->claim, pair.second->claim);
    c.involved = static_cast<int>(run.size());
    c.where = l_.entities->Name(key.at);
    if (!sure) {
      c.assumptions.push_back(Assume("both hold at one time", kUnasserted));
      c.resolutions.push_back("one had ended before the other began");
    } else if (!pair.first->moment.empty() && pair.first->moment == pair.second->moment) {
      c.assumptions.push_back(Assume("both speak of one and the same moment", kAnalyst));
    }
    Spatial(key, x, y, kind, &c);
    if (key.parties_unstated) {
      c.sure = false;
      c.assumptions.push_back(Assume("both speak of the same parties", kUnasserted));
      c.resolutions.push_back("they spoke of different parties");
    }
    if (kind == kContestedPlace) c.resolutions.push_back("the holders shared the place, or each held a part of it");
    found_.push_back(std::move(c));
    return true;
  }

  // What lies inside what, and how far a limit reaches.
  void Spatial(const Key& key, const ClaimView& outer, const ClaimView& inner, const std::string& kind,
               StateConflict* c) const {
    for (const ClaimView* v : {&outer, &inner}) {
      for (Entity place : v->places) {
        if (place != key.at && l_.entities->Within(place, key.at))
          l_.entities->AssumeWithin(place, key.at, &c->assumptions);
      }
      if (v->places.empty() && !v->vague_places.empty()) {
        c->sure = false;
        c->assumptions.push_back(Assume(
            absl::StrCat("the place near ", l_.entities->Name(v->vague_places[0]), " is in ", c->where), kUnasserted));
      }
    }
    if (kind != kEntireAgainstException || outer.as_far_as.empty() || inner.places.empty()) return;
    std::vector<std::string> limits;
    for (const std::string& hex : outer.record->Get(v1::Slot::kPlace).place().as_far_as()) {
      limits.push_back(l_.entities->Name(hex));
    }
    const std::string limit = absl::StrCat("“as far as ", absl::StrJoin(limits, " and "), "”");
    const std::string& place = l_.entities->Name(inner.places[0]);
    c->sure = false;
    c->assumptions.push_back(Assume(absl::StrCat(place, " lies within the limit ", limit), kUnasserted));
    c->resolutions.push_back(absl::StrCat(place, " lay beyond the limit ", limit));
  }

  const Lattices& l_;
  const std::vector<ClaimView>& claims_;
  std::deque<Held> held_;
  std::map<Key, Around> around_;
  std::vector<StateConflict> found_;
};

}  // namespace

std::vector<StateConflict> FindStateConflicts(const Lattices& lattices, const std::vector<ClaimView>& claims,
                                              std::vector<std::string>* undecided) {
  std::vector<StateConflict> found = States(lattices, claims).Find();
  for (StateConflict& c : FindOnlyConflicts(lattices, claims, undecided)) found.push_back(std::move(c));
  return found;
}

}  // namespace tallystick

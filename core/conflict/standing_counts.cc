#include "core/conflict/standing_counts.h"

#include "core/conflict/spots.h"

namespace tallystick {
namespace {

void MakeAscending(std::vector<int>* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

}  // namespace

template <typename T>
int StandingCounts::Number(const T& value, absl::flat_hash_map<T, int>* numbers, std::vector<T>* values) {
  const auto [it, added] = numbers->try_emplace(value, static_cast<int>(values->size()));
  if (added) values->push_back(value);
  return it->second;
}

int StandingCounts::AnchorNumber(const Anchor& anchor) {
  return anchor_numbers_.try_emplace(anchor, static_cast<int>(anchor_numbers_.size())).first->second;
}

std::vector<int> StandingCounts::OwnAnchors(const Key& key) {
  const Where& where = wheres_[key.where];
  const int predicate = Number(kinds_[key.kind].predicate, &word_numbers_, &words_);
  if (where.places.empty()) return {AnchorNumber({where.event, kNoEntity, predicate, key.unit})};
  std::vector<int> anchors;
  for (Entity place : where.places) anchors.push_back(AnchorNumber({where.event, place, predicate, key.unit}));
  MakeAscending(&anchors);
  return anchors;
}

const std::vector<int>& StandingCounts::AnchorsAbove(const Key& key) {
  const int named = Number(kinds_[key.kind].predicate, &word_numbers_, &words_);
  const auto [it, added] = anchors_above_.try_emplace({key.where, named, key.unit});
  if (!added) return it->second;
  const Where& where = wheres_[key.where];
  std::vector<Entity> events = {kNoEntity}, places = {kNoEntity};
  const auto add_above = [this](Entity e, std::vector<Entity>* list) {
    for (Entity above : lattices_.entities->Ancestors(e)) list->push_back(above);
  };
  if (where.event != kNoEntity) add_above(where.event, &events);
  if (!where.places.empty()) add_above(where.places.front(), &places);
  std::vector<std::string> predicates = {kinds_[key.kind].predicate};
  for (size_t i = 0; i < predicates.size(); ++i) {
    const Predicate* p = lattices_.vocabulary->FindPredicate(predicates[i]);
    if (p != nullptr && !p->parent.empty()) predicates.push_back(p->parent);
  }
  std::vector<int>& anchors = it->second;
  for (const std::string& predicate : predicates) {
    const int word = Number(predicate, &word_numbers_, &words_);
    for (Entity event : events) {
      for (Entity place : places) {
        if (event != kNoEntity || place != kNoEntity) anchors.push_back(AnchorNumber({event, place, word, key.unit}));
      }
    }
  }
  MakeAscending(&anchors);
  return anchors;
}

bool StandingCounts::HoldsAll(const Scope& outer, const Scope& inner) const {
  const std::vector<Spot> spots = SpotsOf(inner, kEndOfTime);
  return std::all_of(spots.begin(), spots.end(),
                     [&](const Spot& s) { return tallystick::Holds(lattices_, outer, s, assumed_); });
}

// Place and event alone: everything else alike.
bool StandingCounts::WhereHolds(int outer, int inner) {
  if (outer == inner) return true;
  const auto [it, added] = where_holds_.try_emplace({outer, inner}, false);
  if (!added) return it->second;
  Scope o, i;
  o.victims = i.victims = {{"persons", kNoEntity}};
  o.event = wheres_[outer].event, o.places = wheres_[outer].places;
  i.event = wheres_[inner].event, i.places = wheres_[inner].places;
  return it->second = HoldsAll(o, i);
}

bool StandingCounts::KindHolds(int outer, int inner) {
  if (kind_holds_.size() < kinds_.size()) kind_holds_.resize(kinds_.size());
  std::vector<signed char>& row = kind_holds_[outer];
  if (row.size() < kinds_.size()) row.resize(kinds_.size(), -1);
  if (row[inner] >= 0) return row[inner] > 0;
  Scope o, i;
  o.victims = kinds_[outer].victims, o.agents = kinds_[outer].agents, o.predicate = kinds_[outer].predicate;
  i.victims = kinds_[inner].victims, i.agents = kinds_[inner].agents, i.predicate = kinds_[inner].predicate;
  row[inner] = HoldsAll(o, i) ? 1 : 0;
  return row[inner] > 0;
}

bool StandingCounts::Holds(const Key& outer, const Key& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end && inner.moment <= outer.moment &&
         outer.unit == inner.unit && KindHolds(outer.kind, inner.kind) && WhereHolds(outer.where, inner.where);
}

std::vector<int> StandingCounts::HoldersOf(const Key& key) {
  std::vector<int> found;
  for (int anchor : AnchorsAbove(key)) {
    own_.ForEachHolding(anchor, key.begin, key.end, [&](int kind, int site) {
      if (KindHolds(kind, key.kind) && Holds(sites_[site].key, key)) found.push_back(site);
    });
  }
  MakeAscending(&found);
  return found;
}

std::vector<int> StandingCounts::InnersOf(const Key& key) {
  std::vector<int> found;
  for (int anchor : OwnAnchors(key)) {
    below_.ForEachInside(anchor, key.begin, key.end, [&](int kind, int site) {
      if (KindHolds(key.kind, kind) && Holds(key, sites_[site].key)) found.push_back(site);
    });
  }
  MakeAscending(&found);
  return found;
}

int StandingCounts::SiteOf(const Scope& scope, Seconds moment) {
  const Key key{Number(Where{scope.event, scope.places}, &where_numbers_, &wheres_),
                Number(Kind{scope.victims, scope.agents, scope.predicate}, &kind_numbers_, &kinds_),
                Number(scope.unit, &word_numbers_, &words_),
                scope.begin,
                scope.end,
                moment};
  const auto known = site_numbers_.find(key);
  if (known != site_numbers_.end()) return known->second;
  const int site = Make(key);
  site_numbers_.insert({key, site});
  return site;
}

int StandingCounts::Make(const Key& key) {
  const std::vector<int> holders = HoldersOf(key);
  for (int holder : holders) {
    if (Holds(key, sites_[holder].key)) return holder;  // they count the same people
  }
  const std::vector<int> inners = InnersOf(key);
  const int site = sums_.Add(holders);
  sites_.push_back({key, {}, {}});
  for (int anchor : OwnAnchors(key)) own_.Add(anchor, key.begin, key.end, key.kind, site);
  for (int anchor : AnchorsAbove(key)) below_.Add(anchor, key.begin, key.end, key.kind, site);
  for (int inner : inners) sums_.Link(inner, site);
  return site;
}

void StandingCounts::Refresh(int site) {
  const Site& s = sites_[site];
  sums_.SetLow(site, s.lows.empty() ? 0 : std::max<int64_t>(0, s.lows.rbegin()->first));
  sums_.SetHigh(site, s.highs.empty() ? InnerSums::kNoHigh : s.highs.begin()->first);
}

std::vector<int> StandingCounts::Add(const Bound& bound) {
  const int site = SiteOf(bound.scope, bound.moment);
  (bound.lower ? sites_[site].lows : sites_[site].highs).insert({bound.value, bound.claim});
  Refresh(site);
  return sums_.TakeChanged();
}

std::vector<int> StandingCounts::Remove(const Bound& bound) {
  const int site = SiteOf(bound.scope, bound.moment);
  (bound.lower ? sites_[site].lows : sites_[site].highs).erase({bound.value, bound.claim});
  Refresh(site);
  return sums_.TakeChanged();
}

std::vector<int> StandingCounts::HeavySites() const {
  std::vector<int> heavy;
  for (int site = 0; site < sums_.size(); ++site) {
    if (sums_.IsHeavy(site)) heavy.push_back(site);
  }
  return heavy;
}

std::vector<int> StandingCounts::ClaimsAround(int site) {
  if (!sums_.IsHeavy(site)) return {};
  std::vector<int> claims;
  const auto take = [&claims](const Values& values) {
    for (const auto& [value, claim] : values) claims.push_back(claim);
  };
  std::set<int> seen = {site}, beside;
  std::vector<int> open = {site};
  while (!open.empty()) {
    const int heavy = open.back();
    open.pop_back();
    std::vector<int> inners = InnersOf(sites_[heavy].key);
    inners.push_back(heavy);
    for (int inner : inners) {
      if (sums_.low(inner) == 0 || !beside.insert(inner).second) continue;
      take(sites_[inner].lows);
      std::vector<int> outers = sums_.Outer(inner);
      outers.push_back(inner);
      for (int outer : outers) {
        if (sums_.high(outer) == InnerSums::kNoHigh || !seen.insert(outer).second) continue;
        if (sums_.IsHeavy(outer)) open.push_back(outer);
      }
    }
  }
  for (int upper : seen) take(sites_[upper].highs);
  MakeAscending(&claims);
  return claims;
}

}  // namespace tallystick

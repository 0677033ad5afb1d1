#include "core/conflict/findings_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace tallystick {
namespace {

using Place = std::pair<std::string, std::string>;  // kind, scope

Place PlaceOf(const v1::Finding& f) { return {f.kind(), f.scope()}; }

bool HasSomeAndNoOther(const v1::Finding& after, const v1::Finding& before) {
  const std::set<std::string> claims(before.claims().begin(), before.claims().end());
  return !after.claims().empty() && std::all_of(after.claims().begin(), after.claims().end(),
                                                [&](const std::string& id) { return claims.count(id) > 0; });
}

bool IsTheSame(const v1::Finding& a, const v1::Finding& b) {
  return a.id() == b.id() && a.verdict() == b.verdict() && a.origins().reports() == b.origins().reports() &&
         a.origins().low() == b.origins().low() && a.origins().high() == b.origins().high();
}

// Kind and claims, in whatever order they were said.
Place ClaimsOf(const v1::Finding& f) {
  const std::set<std::string> claims(f.claims().begin(), f.claims().end());
  std::string all;
  for (const std::string& id : claims) all += id;
  return {f.kind(), all};
}

// The findings that are alone at their place among those whose id is not in `known`.
std::map<Place, const v1::Finding*> AloneAmongNew(const v1::Findings& findings, const std::set<std::string>& known,
                                                  Place place(const v1::Finding&)) {
  std::map<Place, const v1::Finding*> alone;
  for (const v1::Finding& f : findings.findings()) {
    if (known.count(f.id()) > 0) continue;
    const auto [it, added] = alone.emplace(place(f), &f);
    if (!added) it->second = nullptr;
  }
  return alone;
}

// Of two that are each alone at one place, by the id of the earlier one. Nothing is paired twice, nor what is in `known`.
void PairAlone(const v1::Findings& before, const v1::Findings& after, Place place(const v1::Finding&),
               std::set<std::string>* old_known, std::set<std::string>* new_known,
               std::map<std::string, const v1::Finding*>* pairs) {
  const auto went = AloneAmongNew(before, *old_known, place), came = AloneAmongNew(after, *new_known, place);
  for (const auto& [at, old] : went) {
    const auto now = came.find(at);
    if (old == nullptr || now == came.end() || now->second == nullptr || !HasSomeAndNoOther(*now->second, *old)) continue;
    pairs->emplace(old->id(), now->second);
    old_known->insert(old->id());
    new_known->insert(now->second->id());
  }
}

std::map<std::string, const v1::Finding*> ById(const v1::Findings& findings) {
  std::map<std::string, const v1::Finding*> by_id;
  for (const v1::Finding& f : findings.findings()) by_id.emplace(f.id(), &f);
  return by_id;
}

std::set<std::string> KeysOf(const std::map<std::string, const v1::Finding*>& by_id) {
  std::set<std::string> keys;
  for (const auto& [id, finding] : by_id) keys.insert(id);
  return keys;
}

}  // namespace

FindingsDiff DiffFindings(const v1::Findings& before, const v1::Findings& after) {
  const auto old_ones = ById(before), new_ones = ById(after);
  std::set<std::string> old_known = KeysOf(new_ones), new_known = KeysOf(old_ones);
  std::map<std::string, const v1::Finding*> pairs;
  PairAlone(before, after, ClaimsOf, &old_known, &new_known, &pairs);
  PairAlone(before, after, PlaceOf, &old_known, &new_known, &pairs);
  FindingsDiff diff;
  for (const v1::Finding& f : before.findings()) {
    const v1::Finding* now = nullptr;
    if (const auto same = new_ones.find(f.id()); same != new_ones.end()) {
      now = same->second;
    } else if (const auto pair = pairs.find(f.id()); pair != pairs.end()) {
      now = pair->second;
    }
    if (now == nullptr) {
      diff.gone.push_back(f);
    } else if (!IsTheSame(f, *now)) {
      diff.changed.push_back({f, *now});
    }
  }
  for (const v1::Finding& f : after.findings()) {
    if (new_known.count(f.id()) == 0) diff.appeared.push_back(f);
  }
  return diff;
}

}  // namespace tallystick

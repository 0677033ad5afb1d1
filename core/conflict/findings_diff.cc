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

// The findings that are alone at their place among those whose id is not in `known`.
std::map<Place, const v1::Finding*> AloneAmongNew(const v1::Findings& findings, const std::set<std::string>& known) {
  std::map<Place, const v1::Finding*> alone;
  for (const v1::Finding& f : findings.findings()) {
    if (known.count(f.id()) > 0) continue;
    const auto [it, added] = alone.emplace(PlaceOf(f), &f);
    if (!added) it->second = nullptr;
  }
  return alone;
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
  const auto went = AloneAmongNew(before, KeysOf(new_ones)), came = AloneAmongNew(after, KeysOf(old_ones));
  FindingsDiff diff;
  std::set<std::string> paired;
  for (const v1::Finding& f : before.findings()) {
    const v1::Finding* now = nullptr;
    if (const auto same = new_ones.find(f.id()); same != new_ones.end()) {
      now = same->second;
    } else if (const auto old = went.find(PlaceOf(f)); old != went.end() && old->second != nullptr) {
      const auto successor = came.find(old->first);
      if (successor != came.end() && successor->second != nullptr && HasSomeAndNoOther(*successor->second, f)) {
        now = successor->second;
        paired.insert(now->id());
      }
    }
    if (now == nullptr) {
      diff.gone.push_back(f);
    } else if (!IsTheSame(f, *now)) {
      diff.changed.push_back({f, *now});
    }
  }
  for (const v1::Finding& f : after.findings()) {
    if (old_ones.count(f.id()) == 0 && paired.count(f.id()) == 0) diff.appeared.push_back(f);
  }
  return diff;
}

}  // namespace tallystick

#include "core/conflict/entities.h"

#include <deque>
#include <numeric>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/record/fields.h"

namespace tallystick {
namespace {

using S = v1::Slot;

std::string AsserterOf(const std::string& asserter) { return asserter.empty() ? std::string(kAnalyst) : asserter; }

int RootOf(std::vector<int>* parent, int i) {
  while ((*parent)[i] != i) i = (*parent)[i] = (*parent)[(*parent)[i]];
  return i;
}

bool IsEntityLink(const RecordSet& records, const v1::Link& link) {
  const Record* from = records.Find(link.from());
  return from != nullptr && from->kind() == v1::Header::entity;
}

// Every id of the slots of a claim in which entities stand.
void EntityIdsOf(const Record& claim, std::set<std::string>* ids) {
  const auto take = [ids](const std::string& hex) {
    if (!hex.empty()) ids->insert(hex);
  };
  for (const v1::Role& role : claim.Get(S::kProposition).proposition().roles()) {
    for (const v1::Term& term : role.terms()) take(term.affiliation()), take(term.entity());
  }
  for (const std::string& hex : claim.Get(S::kProposition).proposition().only().domain()) take(hex);
  take(claim.Get(S::kEvent).event().event());
  const v1::ClaimPlace& place = claim.Get(S::kPlace).place();
  for (const v1::PlaceTerm& term : place.terms()) {
    for (const std::string& hex : term.entities()) take(hex);
  }
  for (const std::string& hex : place.as_far_as()) take(hex);
}

}  // namespace

v1::Assumption Assume(absl::string_view text, absl::string_view asserter, absl::string_view record) {
  v1::Assumption assumption;
  assumption.set_text(std::string(text));
  assumption.set_asserter(std::string(asserter));
  if (!record.empty()) assumption.set_record(std::string(record));
  return assumption;
}

EntityGraph::EntityGraph(const RecordSet& records) {
  CollectRaw(records);
  Merge(records);
  ReadRelations(records);
  ReadLocations(records);
  Sort();
}

void EntityGraph::CollectRaw(const RecordSet& records) {
  std::set<std::string> ids;
  for (const Record& record : records.records()) {
    if (record.kind() == v1::Header::entity) ids.insert(record.id.hex());
    if (record.kind() == v1::Header::claim) EntityIdsOf(record, &ids);
  }
  for (const std::string& hex : ids) {
    raw_by_hex_[hex] = static_cast<int>(raw_.size());
    raw_.push_back({hex, records.DisplayName(hex), kNoEntity, {}});
  }
}

int EntityGraph::RawIndex(absl::string_view hex) const {
  const auto it = raw_by_hex_.find(std::string(hex));
  return it == raw_by_hex_.end() ? -1 : it->second;
}

void EntityGraph::Merge(const RecordSet& records) {
  std::vector<std::pair<int, int>> apart, replaced;
  const auto same = [this](int a, int b, const std::string& asserter, const std::string& record) {
    if (a < 0 || b < 0) return;
    raw_[a].same.push_back({b, AsserterOf(asserter), record});
    raw_[b].same.push_back({a, AsserterOf(asserter), record});
  };
  for (const Record& record : records.records()) {
    if (!records.IsCurrent(record)) continue;
    if (record.kind() == v1::Header::entity) {
      const int self = RawIndex(record.id.hex());
      for (const Digest& version : records.VersionsOf(record.id)) {
        if (const int other = RawIndex(version.hex()); other >= 0 && other != self) replaced.push_back({self, other});
      }
      for (const v1::Relation& r : record.Get(S::kRelations).relations().relations()) {
        const int to = RawIndex(r.to());
        if (r.type() == v1::Relation::same_as) same(self, to, r.asserter(), record.id.hex());
        if (r.type() == v1::Relation::not_same_as && to >= 0) apart.push_back({self, to});
      }
    }
    const v1::Link& link = record.Get(S::kLink).link();
    if (record.kind() != v1::Header::link || !IsEntityLink(records, link)) continue;
    for (const std::string& to : link.to()) {
      if (link.type() == v1::Link::same) same(RawIndex(link.from()), RawIndex(to), link.asserter(), record.id.hex());
      if (link.type() == v1::Link::different && RawIndex(link.from()) >= 0 && RawIndex(to) >= 0) {
        apart.push_back({RawIndex(link.from()), RawIndex(to)});
      }
    }
  }
  const auto group = [&](const std::set<int>& unmerged, const std::vector<int>* old_roots) {
    std::vector<int> parent(raw_.size());
    std::iota(parent.begin(), parent.end(), 0);
    for (const auto& [a, b] : replaced) parent[RootOf(&parent, a)] = RootOf(&parent, b);
    for (int a = 0; a < static_cast<int>(raw_.size()); ++a) {
      if (old_roots != nullptr && unmerged.count((*old_roots)[a]) > 0) continue;
      for (const Edge& e : raw_[a].same) parent[RootOf(&parent, a)] = RootOf(&parent, e.to);
    }
    for (int a = 0; a < static_cast<int>(raw_.size()); ++a) parent[a] = RootOf(&parent, a);
    return parent;
  };
  const std::vector<int> all = group({}, nullptr);
  std::set<int> contradictory;
  for (const auto& [a, b] : apart) {
    if (all[a] == all[b]) contradictory.insert(all[a]);
  }
  const std::vector<int> roots = group(contradictory, &all);
  // Numbered by the smallest id of each group.
  std::map<int, Entity> numbers;
  for (int i = 0; i < static_cast<int>(raw_.size()); ++i) {
    const auto [it, added] = numbers.insert({roots[i], static_cast<Entity>(nodes_.size())});
    if (added) nodes_.push_back({v1::Names::type_unstated, raw_[i].name, "", raw_[i].hex});
    raw_[i].entity = it->second;
  }
}

void EntityGraph::ReadRelations(const RecordSet& records) {
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::entity || !records.IsCurrent(record)) continue;
    Node& node = nodes_[Find(record.id.hex())];
    const v1::Relations& relations = record.Get(S::kRelations).relations();
    if (node.type == v1::Names::type_unstated) node.type = record.Get(S::kNames).names().type();
    node.level = std::max(node.level, relations.level());
    if (relations.partition() > node.partition) {
      node.partition = relations.partition();
      node.record = record.id.hex();
    }
    const Entity self = Find(record.id.hex());
    for (const v1::Relation& r : relations.relations()) {
      const Entity to = Find(r.to());
      if (to == kNoEntity || to == self) continue;
      const Edge edge{to, AsserterOf(r.asserter()), record.id.hex()};
      if (r.type() == v1::Relation::part_of || r.type() == v1::Relation::member_of) node.part_of.push_back(edge);
      if (r.type() != v1::Relation::disjoint_from) continue;
      node.disjoint.push_back(edge);
      nodes_[to].disjoint.push_back({self, edge.asserter, edge.record});
    }
  }
}

void EntityGraph::ReadLocations(const RecordSet& records) {
  for (const Record& record : records.records()) {
    const v1::Proposition& p = record.Get(S::kProposition).proposition();
    if (p.predicate() != "located-in" || p.polarity() == v1::Proposition::negated || !records.IsCurrent(record))
      continue;
    if (p.modality() > v1::Proposition::claimed) continue;
    std::vector<Entity> places;
    for (const v1::Role& role : p.roles()) {
      for (const v1::Term& term : role.terms()) {
        if (const Entity e = Find(term.entity()); e != kNoEntity) places.push_back(e);
      }
    }
    for (const v1::PlaceTerm& term : record.Get(S::kPlace).place().terms()) {
      const Entity e =
          term.relation() == v1::PlaceTerm::in && term.entities_size() == 1 ? Find(term.entities(0)) : kNoEntity;
      if (e != kNoEntity && (places.empty() || e != places.front())) places.push_back(e);
    }
    if (places.size() != 2 || places[0] == places[1]) continue;
    const v1::Attribution& said = record.Get(S::kAttribution).attribution();
    const v1::Step* last = said.steps_size() > 0 ? &said.steps(said.steps_size() - 1) : nullptr;
    const std::string by = last != nullptr && last->sources_size() > 0 ? last->sources(0) : std::string(kAnalyst);
    nodes_[places[0]].part_of.push_back({places[1], by, record.id.hex()});
  }
}

void EntityGraph::Sort() {
  for (Entity e = 0; e < static_cast<Entity>(nodes_.size()); ++e) {
    std::sort(nodes_[e].part_of.begin(), nodes_[e].part_of.end());
    std::sort(nodes_[e].disjoint.begin(), nodes_[e].disjoint.end());
    for (Entity parent : Parents(e)) nodes_[parent].children.push_back(e);
    if (Parents(e).size() > 1) shared_.push_back(e);
  }
  for (Raw& raw : raw_) std::sort(raw.same.begin(), raw.same.end());
}

Entity EntityGraph::Find(absl::string_view hex) const {
  const int raw = RawIndex(hex);
  return raw < 0 ? kNoEntity : raw_[raw].entity;
}

const std::string& EntityGraph::Name(absl::string_view hex) const {
  static const std::string none;
  const int raw = RawIndex(hex);
  return raw < 0 ? none : raw_[raw].name;
}

std::vector<Entity> EntityGraph::Parents(Entity entity) const {
  std::vector<Entity> parents;
  for (const Edge& e : nodes_[entity].part_of) {
    if (parents.empty() || parents.back() != e.to) parents.push_back(e.to);
  }
  return parents;
}

std::vector<Entity> EntityGraph::Ancestors(Entity entity) const {
  std::vector<Entity> found = {entity};
  for (size_t i = 0; i < found.size(); ++i) {
    for (const Edge& e : nodes_[found[i]].part_of) {
      if (std::find(found.begin(), found.end(), e.to) == found.end()) found.push_back(e.to);
    }
  }
  return found;
}

bool EntityGraph::Within(Entity inner, Entity outer) const {
  if (inner == outer) return true;
  const std::vector<Entity> all = Ancestors(inner);
  return std::find(all.begin(), all.end(), outer) != all.end();
}

bool EntityGraph::AllWithin(const std::vector<Entity>& inner, const std::vector<Entity>& outer) const {
  return std::all_of(inner.begin(), inner.end(), [&](Entity i) {
    return std::any_of(outer.begin(), outer.end(), [&](Entity o) { return Within(i, o); });
  });
}

const EntityGraph::Edge* EntityGraph::DisjointEdge(Entity a, Entity b) const {
  const std::vector<Entity> above_b = Ancestors(b);
  for (Entity x : Ancestors(a)) {
    for (const Edge& e : nodes_[x].disjoint) {
      if (std::find(above_b.begin(), above_b.end(), e.to) != above_b.end()) return &e;
    }
  }
  return nullptr;
}

bool EntityGraph::HasDisjointParts(Entity entity) const {
  const auto p = nodes_[entity].partition;
  return p == v1::Relations::disjoint || p == v1::Relations::exact;
}

bool EntityGraph::IsCovered(Entity entity) const {
  const auto p = nodes_[entity].partition;
  return p == v1::Relations::covering || p == v1::Relations::exact;
}

Entity EntityGraph::DisjointParent(Entity a, Entity b) const {
  if (Within(a, b) || Within(b, a)) return kNoEntity;
  const std::vector<Entity> above_b = Ancestors(b);
  for (Entity x : Ancestors(a)) {
    for (Entity parent : Parents(x)) {
      if (!HasDisjointParts(parent)) continue;
      for (Entity y : above_b) {
        const std::vector<Entity> parents = Parents(y);
        if (y != x && std::find(parents.begin(), parents.end(), parent) != parents.end() && !Within(b, x) &&
            !Within(a, y)) {
          return parent;
        }
      }
    }
  }
  return kNoEntity;
}

bool EntityGraph::Overlap(Entity a, Entity b) const {
  return Within(a, b) || Within(b, a) ||
         std::any_of(shared_.begin(), shared_.end(), [&](Entity e) { return Within(e, a) && Within(e, b); });
}

bool EntityGraph::StatedDisjoint(Entity a, Entity b) const {
  return a != b && (DisjointEdge(a, b) != nullptr || DisjointParent(a, b) != kNoEntity);
}

v1::Assumption EntityGraph::WhyDisjoint(Entity a, Entity b, absl::string_view text) const {
  if (const Edge* e = DisjointEdge(a, b)) return Assume(text, e->asserter, e->record);
  const Entity parent = DisjointParent(a, b);
  return parent == kNoEntity ? Assume(text, kUnasserted) : Assume(text, kAnalyst, nodes_[parent].record);
}

void EntityGraph::AssumeWithin(Entity inner, Entity outer, std::vector<v1::Assumption>* out) const {
  if (inner == outer) return;
  std::map<Entity, std::pair<Entity, const Edge*>> from = {{inner, {kNoEntity, nullptr}}};
  std::deque<Entity> queue = {inner};
  while (!queue.empty() && from.count(outer) == 0) {
    const Entity at = queue.front();
    queue.pop_front();
    for (const Edge& e : nodes_[at].part_of) {
      if (from.insert({e.to, {at, &e}}).second) queue.push_back(e.to);
    }
  }
  if (from.count(outer) == 0) return;
  std::vector<std::pair<Entity, const Edge*>> steps;
  for (Entity at = outer; at != inner; at = from[at].first) steps.push_back(from[at]);
  std::reverse(steps.begin(), steps.end());
  const auto text = [this](Entity a, Entity b) {
    const bool places = TypeOf(a) == v1::Names::place;
    return absl::StrCat(Name(a),
                        places                          ? " is in "
                        : TypeOf(a) == v1::Names::actor ? " belongs to "
                                                        : " is part of ",
                        Name(b));
  };
  const bool one_voice =
      std::all_of(steps.begin(), steps.end(), [](const auto& s) { return s.second->asserter == kAnalyst; });
  if (one_voice) {
    out->push_back(Assume(text(inner, outer), kAnalyst, steps.front().second->record));
    return;
  }
  for (const auto& [at, e] : steps) out->push_back(Assume(text(at, e->to), e->asserter, e->record));
}

void EntityGraph::AssumeSame(absl::string_view hex_a, absl::string_view hex_b, std::vector<v1::Assumption>* out) const {
  const int a = RawIndex(hex_a), b = RawIndex(hex_b);
  if (a < 0 || b < 0 || a == b || raw_[a].entity != raw_[b].entity) return;
  std::map<int, std::pair<int, const Edge*>> from = {{a, {-1, nullptr}}};
  std::deque<int> queue = {a};
  while (!queue.empty() && from.count(b) == 0) {
    const int at = queue.front();
    queue.pop_front();
    for (const Edge& e : raw_[at].same) {
      if (from.insert({e.to, {at, &e}}).second) queue.push_back(e.to);
    }
  }
  if (from.count(b) == 0) return;  // one record replaces the other: no assumption
  for (int at = b; at != a; at = from[at].first) {
    const Edge* e = from[at].second;
    out->push_back(Assume(absl::StrCat(raw_[std::min(at, from[at].first)].name, " is the same as ",
                                       raw_[std::max(at, from[at].first)].name),
                          e->asserter, e->record));
  }
}

}  // namespace tallystick

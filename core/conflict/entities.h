// What the records say of entities: which are the same, what is part of what, what shares nothing
// (docs/conflict-rules.md, "Entities"). Every answer can be turned into the assumptions it rests on. Thread-safe once
// built.
#pragma once

#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/record/record_set.h"
#include "proto/finding.pb.h"

namespace tallystick {

// An entity after merging what is the same. Numbers follow the ids, so they do not depend on the order of arrival.
using Entity = int;
inline constexpr Entity kNoEntity = -1;

// `unasserted` in an Assumption's asserter: nobody has said so.
inline constexpr absl::string_view kUnasserted = "unasserted";
inline constexpr absl::string_view kAnalyst = "analyst";
v1::Assumption Assume(absl::string_view text, absl::string_view asserter, absl::string_view record = "");

class EntityGraph {
 public:
  // Reads entity records, links between entities, and claims that a place is located in another. A group that "same as"
  // would merge, but of which two are stated not to be the same, is not merged at all.
  explicit EntityGraph(const RecordSet& records);

  // kNoEntity for "".
  Entity Find(absl::string_view hex) const;
  v1::Names::Type TypeOf(Entity entity) const { return nodes_[entity].type; }
  // The name of the record that a claim names, which may be another name than that of what it was merged with.
  const std::string& Name(absl::string_view hex) const;
  const std::string& Name(Entity entity) const { return nodes_[entity].name; }
  const std::string& Level(Entity entity) const { return nodes_[entity].level; }

  // The entity itself first, then whatever it is part or member of, nearest first.
  std::vector<Entity> Ancestors(Entity entity) const;
  bool Within(Entity inner, Entity outer) const;
  // Each of `inner` lies in one of `outer`.
  bool AllWithin(const std::vector<Entity>& inner, const std::vector<Entity>& outer) const;
  // One lies in the other, or something is recorded to lie in both.
  bool Overlap(Entity a, Entity b) const;
  // Those it is directly part or member of, ascending.
  std::vector<Entity> Parents(Entity entity) const;
  // Those that are directly part of it, ascending.
  const std::vector<Entity>& Children(Entity entity) const { return nodes_[entity].children; }

  // Those that are directly part of several, ascending.
  const std::vector<Entity>& Shared() const { return shared_; }

  // Stated to share nothing, by a relation of theirs or of what they are part of, or by their parent's partition.
  bool StatedDisjoint(Entity a, Entity b) const;
  // Whether the parts of `entity` are stated to leave nothing out.
  bool IsCovered(Entity entity) const;
  bool HasDisjointParts(Entity entity) const;
  // Who states that a and b share nothing; unasserted when nobody does. `text` is the assumption's.
  v1::Assumption WhyDisjoint(Entity a, Entity b, absl::string_view text) const;
  // Who states that the parts of `entity` leave nothing out.
  v1::Assumption WhyCovered(Entity entity, absl::string_view text) const {
    return Assume(text, kAnalyst, nodes_[entity].record);
  }
  // "A is in B", or one for each step that somebody other than the analyst asserts. Nothing when a is b.
  void AssumeWithin(Entity inner, Entity outer, std::vector<v1::Assumption>* out) const;
  // "A is the same as B" for each step by which two records came to be one entity.
  void AssumeSame(absl::string_view hex_a, absl::string_view hex_b, std::vector<v1::Assumption>* out) const;

 private:
  struct Edge {
    int to = 0;
    std::string asserter;
    std::string record;
    bool operator<(const Edge& o) const {
      return std::tie(to, asserter, record) < std::tie(o.to, o.asserter, o.record);
    }
  };
  struct Node {
    v1::Names::Type type = v1::Names::type_unstated;
    std::string name, level, record;
    v1::Relations::Partition partition = v1::Relations::partition_unstated;
    std::vector<Edge> part_of, disjoint;
    std::vector<Entity> children;
  };
  struct Raw {
    std::string hex, name;
    Entity entity = kNoEntity;
    std::vector<Edge> same;  // to: index in raw_
  };

  int RawIndex(absl::string_view hex) const;
  void CollectRaw(const RecordSet& records);
  void Merge(const RecordSet& records);
  void ReadRelations(const RecordSet& records);
  void ReadLocations(const RecordSet& records);
  void Sort();
  const Edge* DisjointEdge(Entity a, Entity b) const;
  // The common parent whose partition keeps a and b apart, or kNoEntity.
  Entity DisjointParent(Entity a, Entity b) const;

  std::vector<Raw> raw_;
  std::unordered_map<std::string, int> raw_by_hex_;
  std::vector<Node> nodes_;
  std::vector<Entity> shared_;
};

}  // namespace tallystick

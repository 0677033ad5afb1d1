#include "core/provenance/rests_on.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/record/references.h"

namespace tallystick {
namespace {

struct Reason {
  absl::string_view field;  // without the numbers of list items
  absl::string_view words;
};
constexpr Reason kReasons[] = {
    {"attribution.steps.sources", "names it in its attribution"},
    {"quote.capture", "quotes it"},
    {"quote.rendition", "quotes its text"},
    {"proposition.roles.terms.affiliation", "names it in a role"},
    {"proposition.roles.terms.entity", "names it in a role"},
    {"proposition.only.domain", "says \"only\" within it"},
    {"event.event", "is about it"},
    {"time.anchor", "takes its time from it"},
    {"place.terms.entities", "names it as a place"},
    {"place.as_far_as", "names it as a limit"},
    {"identity.controller", "is run by it"},
    {"identity.actor", "is it or speaks for it"},
    {"identity.names.asserter", "has a name from it"},
    {"names.names.asserter", "has a name from it"},
    {"standing.party_to", "is party to it"},
    {"standing.aligned_with", "is aligned with it"},
    {"origin.publisher", "was published by it"},
    {"of.capture", "is a text of it"},
    {"relations.relations.to", "is related to it"},
    {"relations.relations.asserter", "has a relation that it states"},
    {"link.from", "links it"},
    {"link.to", "links it"},
    {"link.asserter", "is a link that it states"},
    {"subject.records", "judges it"},
    {"custody.records", "tells of its custody"},
};

// Fields that say something of a record's relation to another without resting on it.
bool OnlyNames(absl::string_view path) {
  return absl::StartsWith(path, "standing.party_to") || absl::StartsWith(path, "standing.aligned_with");
}

std::string ReasonOf(absl::string_view path) {
  std::string field;
  bool inside = false;
  for (char c : path) {
    if (c == '[') inside = true;
    if (!inside) field.push_back(c);
    if (c == ']') inside = false;
  }
  for (const Reason& reason : kReasons) {
    if (reason.field == field) return std::string(reason.words);
  }
  return "names it";
}

// What the link's first end is to the others; "" where neither stands on the other.
absl::string_view ReasonOf(v1::Link::Type type) {
  switch (type) {
    case v1::Link::copies:
      return "is a copy of it";
    case v1::Link::translates:
      return "is a translation of it";
    case v1::Link::cites:
      return "cites it";
    case v1::Link::derived_sum_of:
      return "is a sum that it is part of";
    case v1::Link::presupposes:
      return "presupposes it";
    default:
      return "";
  }
}

class Collector {
 public:
  explicit Collector(const RecordSet& records) : records_(records) {}

  std::vector<Dependent> Collect() {
    for (const Record& record : records_.records()) {
      VisitReferences(record, [&](const std::string& path, const Digest& id) {
        Add(&record, id, OnlyNames(path), [&path] { return ReasonOf(path); });
      });
      for (const std::string& older : record.header.replaces()) {
        Add(records_.Find(older), record.id, false, [] { return std::string("was replaced by it"); });
      }
      if (record.kind() == v1::Header::link && records_.IsCurrent(record)) AddLink(record.Get(v1::Slot::kLink).link());
    }
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Dependent& a, const Dependent& b) { return a.record->position < b.record->position; });
    return std::move(all_);
  }

 private:
  void AddLink(const v1::Link& link) {
    const absl::string_view reason = ReasonOf(link.type());
    if (reason.empty()) return;
    const bool only_names = link.type() == v1::Link::cites;
    const Record* from = records_.Find(link.from());
    const Record* now = from == nullptr ? nullptr : records_.Find(records_.CurrentVersion(from->id));
    for (const std::string& hex : link.to()) {
      const auto to = Digest::FromHex(hex);
      if (!to.ok()) continue;
      for (const Record* version : {from, now}) Add(version, *to, only_names, [&] { return std::string(reason); });
    }
  }

  template <typename MakeReason>
  void Add(const Record* record, const Digest& on, bool only_names, MakeReason reason) {
    if (record == nullptr || on == record->id) return;
    if (!(only_names ? named_ : seen_)[record->id].insert(on).second) return;
    all_.push_back({record, on, reason(), 1, only_names});
  }

  const RecordSet& records_;
  std::vector<Dependent> all_;
  std::unordered_map<Digest, std::unordered_set<Digest>> seen_, named_;
};

}  // namespace

std::vector<Dependent> WhatRestsOn(const RecordSet& records, const Digest& id) {
  const std::vector<Dependent> direct = Collector(records).Collect();
  std::unordered_map<Digest, std::vector<const Dependent*>> on;
  for (const Dependent& each : direct) on[each.on].push_back(&each);
  std::vector<Dependent> found;
  std::unordered_set<Digest> reached = {id};
  std::vector<Digest> edge = {id};
  for (int distance = 1; !edge.empty(); ++distance) {
    const size_t begin = found.size();
    for (const Digest& at : edge) {
      for (const Dependent* each : on[at]) {
        if (each->only_names || !reached.insert(each->record->id).second) continue;
        found.push_back(*each);
        found.back().distance = distance;
      }
    }
    std::sort(found.begin() + static_cast<std::ptrdiff_t>(begin), found.end(),
              [](const Dependent& a, const Dependent& b) { return a.record->position < b.record->position; });
    edge.clear();
    for (size_t i = begin; i < found.size(); ++i) edge.push_back(found[i].record->id);
  }
  for (const Dependent* each : on[id]) {
    if (each->only_names && reached.insert(each->record->id).second) found.push_back(*each);
  }
  return found;
}

}  // namespace tallystick

#include "core/provenance/carriers.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/provenance/lineage.h"
#include "core/provenance/sources.h"

namespace tallystick {
namespace {

struct Collected {
  int first_hand = 0, told = 0, carries = 0;
  std::map<Digest, int> words;
  std::set<Digest> captures;
};
using BySource = std::map<Digest, Collected>;

void Collect(const Lineage& lineage, BySource* all) {
  std::map<Digest, std::set<Digest>> passed_on;  // to whom it is passed on -> by whom
  for (size_t i = 0; i + 1 < lineage.steps.size(); ++i) {
    for (const Digest& carrier : lineage.steps[i].sources) {
      passed_on[carrier].insert(lineage.steps[i + 1].sources.begin(), lineage.steps[i + 1].sources.end());
    }
  }
  for (const auto& [carrier, words] : passed_on) {
    Collected& collected = (*all)[carrier];
    ++collected.carries;
    for (const Digest& word : words) {
      if (word != carrier) ++collected.words[word];
    }
  }
  if (lineage.known()) {
    for (const Digest& speaker : lineage.end().sources) {
      Collected& collected = (*all)[speaker];
      ++(lineage.first_hand ? collected.first_hand : collected.told);
    }
  }
  if (!lineage.capture) return;
  for (const LineageStep& step : lineage.steps) {
    for (const Digest& source : step.sources) (*all)[source].captures.insert(*lineage.capture);
  }
}

void CollectPublisher(const RecordSet& records, SourceResolver& sources, const Digest& capture, BySource* all) {
  const Record* record = records.Find(capture);
  if (record == nullptr) return;
  const auto publisher = Digest::FromHex(record->Get(v1::Slot::kOrigin).origin().publisher());
  if (publisher.ok()) (*all)[sources.ClassOf(*publisher)].captures.insert(capture);
}

Carrier AsCarrier(const Digest& source, const Collected& collected) {
  Carrier carrier{source, collected.first_hand, collected.told, collected.carries, {}, 0};
  carrier.captures = static_cast<int>(collected.captures.size());
  carrier.words.assign(collected.words.begin(), collected.words.end());
  std::stable_sort(carrier.words.begin(), carrier.words.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return carrier;
}

}  // namespace

std::vector<Carrier> CarriersOf(const RecordSet& records, std::span<const Record* const> claims, bool everybody) {
  SourceResolver sources(records);
  std::map<Digest, const Record*> distinct;
  for (const Record* claim : claims) {
    if (claim != nullptr && claim->kind() == v1::Header::claim) distinct[claim->id] = claim;
  }
  std::vector<const Record*> each;
  for (const auto& [id, claim] : distinct) each.push_back(claim);
  BySource all;
  std::set<Digest> captures;
  for (const Lineage& lineage : LineagesOf(records, sources, each)) {
    Collect(lineage, &all);
    if (lineage.capture) captures.insert(*lineage.capture);
  }
  for (const Record& record : records.records()) {
    if (!everybody || !records.IsCurrent(record)) continue;
    if (record.kind() == v1::Header::source) all[sources.ClassOf(record.id)];
    if (record.kind() == v1::Header::capture) captures.insert(sources.ClassOf(record.id));
  }
  for (const Digest& capture : captures) CollectPublisher(records, sources, capture, &all);
  std::vector<Carrier> carriers;
  for (const auto& [source, collected] : all) carriers.push_back(AsCarrier(source, collected));
  std::stable_sort(carriers.begin(), carriers.end(), [](const Carrier& a, const Carrier& b) {
    return a.carries + a.first_hand + a.told > b.carries + b.first_hand + b.told;
  });
  return carriers;
}

}  // namespace tallystick

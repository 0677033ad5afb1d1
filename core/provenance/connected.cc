#include "core/provenance/connected.h"

#include <algorithm>

#include "core/base/digest_table.h"

namespace tallystick {
namespace {

void AppendId(absl::string_view hex, std::vector<Digest>* ids) {
  if (const auto id = Digest::FromHex(hex); id.ok()) ids->push_back(*id);
}

}  // namespace

std::vector<Digest> LinkedBy(const RecordSet& records, const Digest& id, v1::Link::Type type) {
  std::vector<Digest> ends;
  for (const Record* link : records.LinksFrom(id, type)) {
    for (const std::string& to : link->Get(v1::Slot::kLink).link().to()) AppendId(to, &ends);
  }
  for (const Record* link : records.LinksTo(id, type)) AppendId(link->Get(v1::Slot::kLink).link().from(), &ends);
  return ends;
}

std::vector<Digest> ConnectedBy(const RecordSet& records, const Digest& start, std::span<const v1::Link::Type> types) {
  if (records.IsAlone(start)) return {start};
  DigestSet reached;
  std::vector<Digest> all = {start}, next;
  for (size_t i = 0; i < all.size(); ++i) {
    const Digest id = all[i];
    next.clear();
    for (const v1::Link::Type type : types) {
      for (const Digest& end : LinkedBy(records, id, type)) next.push_back(end);
    }
    for (const Record* newer : records.ReplacedBy(id)) next.push_back(newer->id);
    if (const Record* record = records.Find(id)) {
      for (const std::string& older : record->header.replaces()) AppendId(older, &next);
    }
    if (next.empty()) continue;  // most stand alone: no table for them
    reached.insert(start);
    for (const Digest& end : next) {
      if (reached.insert(end).second) all.push_back(end);
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace tallystick

#include "core/provenance/connected.h"

#include <algorithm>

#include "core/base/digest_table.h"

namespace tallystick {

std::vector<Digest> LinkedBy(const RecordSet& records, const Digest& id, v1::Link::Type type) {
  std::vector<Digest> ends;
  for (const LinkEnd& to : records.LinksFrom(id, type)) ends.push_back(to.other);
  for (const LinkEnd& from : records.LinksTo(id, type)) ends.push_back(from.other);
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
    for (const Digest& version : records.VersionsOf(id)) next.push_back(version);
    if (all.size() == 1 && next.size() == 1) break;  // most stand alone: no table for them
    reached.insert(start);
    for (const Digest& end : next) {
      if (reached.insert(end).second) all.push_back(end);
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace tallystick

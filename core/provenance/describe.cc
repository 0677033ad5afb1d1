#include "core/provenance/describe.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tallystick {

std::string DescribeSource(const RecordSet& records, const Digest& id) {
  const Record* record = records.Find(id);
  if (record == nullptr) return records.DisplayName(id.hex());
  const v1::Identity& identity = record->Get(v1::Slot::kIdentity).identity();
  if (identity.kind() == v1::Identity::kind_unstated) return records.DisplayName(*record);
  const bool named = identity.names_size() > 0 || !record->Get(v1::Slot::kNote).note().label().empty();
  const std::string kind =
      identity.kind() == v1::Identity::unnamed ? "unnamed source" : v1::Identity::Kind_Name(identity.kind());
  return named ? absl::StrCat(records.DisplayName(*record), " (", kind, ")") : absl::StrCat(kind, " ", id.brief());
}

std::string DescribeRecord(const RecordSet& records, const Digest& id) {
  const Record* record = records.Find(id);
  if (record == nullptr || record->kind() == v1::Header::source) return DescribeSource(records, id);
  const std::string& title = record->Get(v1::Slot::kOrigin).origin().title();
  return title.empty() ? records.DisplayName(*record) : absl::StrCat("“", title, "”");
}

std::string ListInWords(std::vector<std::string> items) {
  constexpr size_t kShown = 5;
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  if (items.size() > kShown) {
    const size_t more = items.size() - kShown;
    items.resize(kShown);
    items.push_back(absl::StrCat(more, " more"));
  }
  if (items.size() < 2) return absl::StrJoin(items, "");
  return absl::StrCat(absl::StrJoin(items.begin(), items.end() - 1, ", "), " and ", items.back());
}

std::string IntervalInWords(const std::string& earliest, const std::string& latest) {
  if (earliest == latest) return earliest;
  if (latest.empty()) return absl::StrCat(earliest, " or later");
  if (earliest.empty()) return absl::StrCat(latest, " or earlier");
  return absl::StrCat(earliest, " to ", latest);
}

std::string RoutesInWords(int routes) {
  return routes == 0 ? "no route shown" : absl::StrCat(routes, routes == 1 ? " route" : " routes");
}

}  // namespace tallystick

#include "core/conflict/settled.h"

#include <map>

namespace tallystick {

std::set<std::string> SettledFindings(const RecordSet& records) {
  std::map<std::string, bool> settled;
  for (const Record& record : records.records()) {
    const std::string& finding = record.Get(v1::Slot::kSubject).subject().finding();
    if (record.kind() != v1::Header::judgement || finding.empty() || !records.IsCurrent(record)) continue;
    const v1::Verdict::Status status = record.Get(v1::Slot::kVerdict).verdict().status();
    settled[finding] =
        status == v1::Verdict::explained || status == v1::Verdict::accepted || status == v1::Verdict::false_alarm;
  }
  std::set<std::string> ids;
  for (const auto& [id, is_settled] : settled) {
    if (is_settled) ids.insert(id);
  }
  return ids;
}

}  // namespace tallystick

#include "core/conflict/settled.h"

#include "absl/strings/str_replace.h"

namespace tallystick {

std::map<std::string, std::vector<v1::Judged>> JudgedFindings(const RecordSet& records) {
  std::map<std::string, std::vector<v1::Judged>> judged;
  for (const Record& record : records.records()) {
    const std::string& finding = record.Get(v1::Slot::kSubject).subject().finding();
    if (finding.empty() || !records.IsCurrent(record)) continue;
    const auto status = record.Get(v1::Slot::kVerdict).verdict().status();
    if (status == v1::Verdict::status_unstated) continue;
    v1::Judged& one = judged[finding].emplace_back();
    one.set_record(record.id.hex());
    one.set_status(absl::StrReplaceAll(v1::Verdict::Status_Name(status), {{"_", " "}}));
    const std::string& reason = record.Get(v1::Slot::kReason).reason().text();
    if (!reason.empty()) one.set_reason(reason);
  }
  return judged;
}

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

#include "store/exports.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/collect.h"

namespace tallystick {

absl::StatusOr<std::vector<RecordedExport>> RecordedExports(const Snapshot& snapshot) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> positions, RecordsOfKind(snapshot, v1::Header::custody));
  std::vector<RecordedExport> exports;
  for (const Position& position : positions) {
    TALLY_ASSIGN_OR_RETURN(const StoredSubmission stored, snapshot.ReadSubmission(position.submission));
    TALLY_ASSIGN_OR_RETURN(OpenedSubmission opened, OpenUnverified(stored, position.submission));
    Record& record = opened.records[position.number];
    const v1::Custody& custody = record.Get(v1::Slot::kCustody).custody();
    if (custody.act() != v1::Custody::exported) continue;
    absl::StatusOr<Places> held = Places::Parse(custody.held());
    if (!held.ok()) {
      return absl::DataLossError(absl::StrCat("custody record ", record.id.brief(), ": ", held.status().message()));
    }
    exports.push_back({std::move(record), opened.about ? opened.about->recorded_at() : "", *std::move(held)});
  }
  return exports;
}

}  // namespace tallystick

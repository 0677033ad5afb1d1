#include "core/base/status.h"
#include "store/checker.h"
#include "store/derived.h"

namespace tallystick {

absl::Status RebuildDerived(Store* store, const LogIdentity& identity) {
  return store->RebuildRows([&](const Store::PutRow& put) -> absl::Status {
    // Only here nobody else can append: the rows of what came between would be lost.
    TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, store->OpenSnapshot());
    TALLY_RETURN_IF_ERROR(put({std::string(kVersionTable), "", DerivedVersion()}));
    return snapshot->ScanSubmissions(0, snapshot->size(), [&](uint64_t index, StoredSubmission stored) -> absl::Status {
      TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
      for (Row& row : DerivedRows(stored, opened, identity.secret)) TALLY_RETURN_IF_ERROR(put(std::move(row)));
      return absl::OkStatus();
    });
  });
}

}  // namespace tallystick

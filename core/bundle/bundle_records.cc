#include "core/bundle/bundle_records.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bundle/bag.h"
#include "core/bundle/key_policy.h"
#include "core/bundle/layout.h"
#include "core/conflict/conflict.h"

namespace tallystick {

absl::StatusOr<BundleRecords> ReadBundleRecords(absl::string_view zip, const VerifyOptions& options) {
  const v1::BundleReport report = VerifyBundle(zip, options);
  for (const v1::BundleReport::Check& check : report.checks()) {
    if (check.result() != v1::BundleReport::fail) continue;
    return absl::DataLossError(absl::StrCat("the bundle does not verify: ", check.target(),
                                            check.target().empty() ? "" : ": ", check.explanation()));
  }
  TALLY_ASSIGN_OR_RETURN(const ZipFolder folder, ReadZip(zip, options.limits));
  BundleRecords read;
  read.name = folder.top;
  if (const auto manifest = folder.files.find(kBagTagManifest); manifest != folder.files.end()) {
    read.id = BundleId(manifest->second);
  }
  v1::BundleReport again;
  Checks checks(&again);
  const BundleLayout layout = ReadLayout(folder.files, &checks);
  const KeyFiles keys = ReadKeys(layout, &checks);
  for (const auto& [index, submission] : layout.submissions) {
    for (Record& record : OpenSubmissionFolder(layout, index, keys, &checks).records)
      read.records.Add(std::move(record));
  }
  read.findings = FindConflicts(read.records, options.tables);
  return read;
}

}  // namespace tallystick

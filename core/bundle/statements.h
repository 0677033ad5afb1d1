// What a bundle states beside its submissions: withholdings, scope and findings (docs/bundle-format.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bundle/checks.h"
#include "core/bundle/layout.h"
#include "core/bundle/submission_folder.h"
#include "core/conflict/conflict.h"
#include "core/record/record_set.h"
#include "core/sign/checkpoint.h"

namespace tallystick {

// What is missing is declared, and what is declared is missing.
void CheckWithheld(const BundleLayout& layout, const std::vector<OpenedFolder>& folders, Checks* checks);

// The scope's head is the checkpoint's, and its counts agree with each other and with the records shown. `*evidence`
// gets the counts in words: nothing here proves them.
void CheckScope(const BundleLayout& layout, const std::vector<OpenedFolder>& folders,
                const std::optional<Checkpoint>& head, Checks* checks, std::vector<std::string>* evidence);

// findings.json is what the conflict engine says of these records. `*evidence` gets the count of open conflicts and a
// line for each: those that no current judgement explains, accepts or calls a false alarm.
void CheckFindings(const BundleLayout& layout, const RecordSet& records, const ConflictTables& tables, Checks* checks,
                   std::vector<std::string>* evidence);

// The bytes of the three files, as an exporter writes them and CheckFindings compares them.
std::string FormatStatement(const google::protobuf::Message& message);

}  // namespace tallystick

#include "core/bundle/statements.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/conflict/settled.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

// Reads a statement's one line. False, with a failed check, when it is not exactly that.
bool ReadStatement(absl::string_view text, Axis axis, absl::string_view name, absl::string_view file,
                   google::protobuf::Message* message, Checks* checks) {
  absl::string_view line = text;
  const absl::Status status = absl::ConsumeSuffix(&line, "\n") ? DecodeCanonicalJson(line, message)
                                                               : absl::InvalidArgumentError("no final line feed");
  if (!status.ok()) checks->Fail(axis, name, file, "statement-form", std::string(status.message()));
  return status.ok();
}

template <typename Statement>
bool KnowsSchema(const Statement& statement, absl::string_view known, Axis axis, absl::string_view name,
                 absl::string_view file, Checks* checks) {
  if (statement.schema() == known) return true;
  checks->Unknown(axis, name, file, "not-understood",
                  absl::StrCat("this version does not know the schema \"", statement.schema(), "\""));
  return false;
}

// Why the counts of a scope do not add up; empty when they do.
std::string WhyCountsDisagree(const v1::BundleScope& scope, int64_t shown) {
  int64_t left_out = 0;
  bool negative = scope.included() < 0 || scope.supporting() < 0;
  for (const auto& group : scope.left_out()) {
    left_out += group.records();
    negative = negative || group.records() < 0;
    if (left_out > kMaxJsonInteger) return "a count is too large";
  }
  if (negative) return "a count is below zero";
  if (scope.matched() != scope.included() + left_out) return "matched is not included plus left out";
  if (shown != scope.included() + scope.supporting()) {
    return absl::StrCat("it says ", scope.included() + scope.supporting(), " records are shown, and ", shown, " are");
  }
  return "";
}

std::string Counted(int count, absl::string_view what) { return absl::StrCat(count, " ", what, count == 1 ? "" : "s"); }

void NameOpenConflicts(const v1::Findings& findings, const RecordSet& records, std::vector<std::string>* evidence) {
  const std::set<std::string> settled = SettledFindings(records);
  std::map<v1::Finding::Verdict, int> counts;
  std::vector<std::string> lines;
  for (const v1::Finding& finding : findings.findings()) {
    if (!IsConflict(finding) || settled.count(finding.id()) > 0) continue;
    ++counts[finding.verdict()];
    lines.push_back(absl::StrCat(v1::Finding::Verdict_Name(finding.verdict()), " ", finding.id().substr(0, 12), ": ",
                                 finding.sentence()));
  }
  evidence->push_back(absl::StrCat("open among ", Counted(findings.claims(), "claim"), ": ",
                                   Counted(counts[v1::Finding::contradicts], "contradiction"), ", ",
                                   Counted(counts[v1::Finding::tension], "tension")));
  evidence->insert(evidence->end(), lines.begin(), lines.end());
}

bool SameTables(const v1::Findings& a, const v1::Findings& b) {
  return a.schema() == b.schema() && a.rules() == b.rules() && a.phrases().sha256() == b.phrases().sha256() &&
         a.vocabulary().sha256() == b.vocabulary().sha256();
}

}  // namespace

std::string FormatStatement(const google::protobuf::Message& message) {
  return absl::StrCat(EncodeJson(message), "\n");
}

void CheckWithheld(const BundleLayout& layout, const std::vector<OpenedFolder>& folders, Checks* checks) {
  constexpr Axis kAxis = kUnchanged;
  constexpr absl::string_view kName = "withheld";
  v1::BundleWithheld withheld;
  if (!ReadStatement(layout.withheld, kAxis, kName, kWithheldFile, &withheld, checks) ||
      !KnowsSchema(withheld, kWithheldSchema, kAxis, kName, kWithheldFile, checks)) {
    return;
  }
  const int before = checks->failures();
  std::map<absl::string_view, const v1::BundleWithheld::Slot*> declared;
  absl::string_view last;
  for (const v1::BundleWithheld::Slot& slot : withheld.slots()) {
    if (slot.file() <= last) {
      checks->Fail(kAxis, kName, slot.file(), "withheld-form", "is declared twice, or out of order");
    }
    if (slot.reason().empty() || slot.actor().empty()) {
      checks->Fail(kAxis, kName, slot.file(), "withheld-form",
                   "is declared without a reason or without who withheld it");
    }
    last = slot.file();
    declared.emplace(slot.file(), &slot);
  }
  size_t missing = 0;
  for (const OpenedFolder& folder : folders) {
    for (const MissingSlot& slot : folder.missing) {
      ++missing;
      const auto found = declared.find(slot.file);
      if (found == declared.end()) {
        checks->Fail(kAxis, kName, slot.file, "missing-undeclared",
                     "is missing, and nobody declares to have withheld it");
        continue;
      }
      if (found->second->record() != slot.record.hex() || found->second->slot() != slot.slot) {
        checks->Fail(kAxis, kName, slot.file, "withheld-form", "is declared as the slot of another record");
      }
      declared.erase(found);
    }
  }
  // What a submission that could not be read has, nobody can say.
  const bool all_read = std::all_of(folders.begin(), folders.end(), [](const OpenedFolder& f) { return f.read; });
  for (const auto& [file, slot] : declared) {
    if (!all_read) break;
    checks->Fail(kAxis, kName, file, "withheld-present",
                 "is declared withheld, but it is here, or no record that is shown has it");
  }
  if (checks->failures() != before) return;
  checks->Pass(kAxis, kName, kWithheldFile, absl::StrCat(missing, " slots are withheld, each declared"));
}

void CheckScope(const BundleLayout& layout, const std::vector<OpenedFolder>& folders,
                const std::optional<Checkpoint>& head, Checks* checks, std::vector<std::string>* evidence) {
  constexpr Axis kAxis = kComplete;
  constexpr absl::string_view kName = "scope";
  v1::BundleScope scope;
  if (!ReadStatement(layout.scope, kAxis, kName, kScopeFile, &scope, checks) ||
      !KnowsSchema(scope, kScopeSchema, kAxis, kName, kScopeFile, checks)) {
    return;
  }
  if (head && (scope.log() != layout.log.hex() || scope.head().origin() != head->origin ||
               scope.head().size() != static_cast<int64_t>(head->size) || scope.head().root() != head->root.hex())) {
    checks->Fail(kAxis, kName, kScopeFile, "scope-head", "was asked at another head than the bundle's checkpoint");
  }
  int64_t shown = 0, opened = 0;
  for (const OpenedFolder& folder : folders) {
    shown += folder.bodies;
    opened += folder.listed > 0 && folder.listed == folder.bodies;
  }
  if (const std::string why = WhyCountsDisagree(scope, shown); !why.empty()) {
    return checks->Fail(kAxis, kName, kScopeFile, "scope-counts", why);
  }
  evidence->push_back(absl::StrCat("stated by whoever made this bundle: ", scope.matched(), " records matched, ",
                                   scope.included(), " are included, with ", scope.supporting(), " they rest on"));
  for (const auto& group : scope.left_out()) {
    evidence->push_back(absl::StrCat("stated: ", group.records(), " left out: ", group.reason()));
  }
  evidence->push_back(
      absl::StrCat("all records are shown of ", opened, " of the ", scope.head().size(), " entries up to the head"));
  checks->Unknown(kAxis, kName, kScopeFile, "stated-only",
                  "the counts agree with what is here; nothing proves that no other record matched");
}

void CheckFindings(const BundleLayout& layout, const RecordSet& records, const ConflictTables& tables, Checks* checks,
                   std::vector<std::string>* evidence) {
  constexpr Axis kAxis = kConsistent;
  constexpr absl::string_view kName = "findings";
  const v1::Findings ours = FindConflicts(records, tables);
  if (layout.findings == FormatStatement(ours)) {
    checks->Pass(kAxis, kName, kFindingsFile, "come out again byte for byte");
    return NameOpenConflicts(ours, records, evidence);
  }
  v1::Findings theirs;
  if (!ReadStatement(layout.findings, kAxis, kName, kFindingsFile, &theirs, checks)) return;
  if (SameTables(ours, theirs)) {
    checks->Fail(kAxis, kName, kFindingsFile, "findings-differ", "are not what the same rules and tables find here");
  } else {
    checks->Unknown(kAxis, kName, kFindingsFile, "findings-other-tables",
                    absl::StrCat("were made with other rules or tables (rules ", theirs.rules(), ", phrases ",
                                 theirs.phrases().sha256().substr(0, 12), ") than this version has"));
  }
}

}  // namespace tallystick

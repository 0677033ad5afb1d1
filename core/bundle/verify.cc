#include "core/bundle/verify.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/civil_time.h"
#include "core/bundle/bag.h"
#include "core/bundle/captures.h"
#include "core/bundle/key_policy.h"
#include "core/bundle/layout.h"
#include "core/bundle/log_checks.h"
#include "core/bundle/statements.h"
#include "core/bundle/submission_folder.h"
#include "core/bundle/time_checks.h"
#include "core/bundle/verify_text.h"

namespace tallystick {
namespace {

using Report = v1::BundleReport;

struct AxisTitle {
  Axis axis;
  absl::string_view title;
};
constexpr std::array<AxisTitle, 5> kAxes = {{{kUnchanged, "UNCHANGED"},
                                             {kSigned, "SIGNED BY"},
                                             {kExisted, "EXISTED BY"},
                                             {kComplete, "COMPLETE"},
                                             {kConsistent, "CONSISTENT"}}};

using Evidence = std::map<Axis, std::vector<std::string>>;

RecordSet CollectRecords(std::vector<OpenedFolder>* folders) {
  RecordSet records;
  for (OpenedFolder& folder : *folders) {
    for (Record& record : folder.records) records.Add(std::move(record));
    folder.records.clear();
  }
  return records;
}

// A bundle that shows nothing but key records answers no question.
void CheckNotEmpty(const RecordSet& records, const std::vector<OpenedFolder>& folders, Checks* checks) {
  int shown = 0, keys = 0;
  for (const OpenedFolder& folder : folders) shown += folder.bodies;
  for (const Record& record : records.records()) keys += record.kind() == v1::Header::key;
  if (shown > keys) return;
  checks->Fail(kUnchanged, "content", "data/", "empty-bundle", "it shows no record but those of keys");
}

void DescribeClocks(const std::vector<OpenedFolder>& folders, std::vector<std::string>* evidence) {
  std::optional<CivilSpan> clocks;
  for (const OpenedFolder& folder : folders) {
    const absl::StatusOr<CivilSpan> at = ParseCivil(folder.about ? folder.about->recorded_at() : "");
    if (!at.ok()) continue;
    if (!clocks) clocks = *at;
    clocks = CivilSpan{std::min(clocks->begin, at->begin), std::max(clocks->end, at->end)};
  }
  if (clocks) {
    evidence->push_back(absl::StrCat("the authors' own clocks say ", FormatUtc(clocks->begin), " to ",
                                     FormatUtc(clocks->end), ", which proves nothing"));
  }
}

void DescribeNotChecked(const FileViews& files, Report* report) {
  size_t seals = 0;
  bool evidence_of_time = false;
  for (const auto& [path, data] : files) {
    seals += absl::StartsWith(path, kSealFolder) && !IsTimeEvidence(path);
    evidence_of_time = evidence_of_time || IsTimeEvidence(path);
  }
  const auto add = [report](std::string line) { report->add_not_checked(std::move(line)); };
  add("who holds a key: compare key ids with their owners by another way");
  add("who made the bundle: its scope, the reasons for what is withheld and README.txt are that person's words");
  add("whether keys were revoked after the head, and whether the log shows others another history");
  if (evidence_of_time) add("whether an authority's certificate was revoked, and whether the clocks of others are right");
  if (seals > 0) add(absl::StrCat(seals, " file(s) in seal/, which stand outside the manifests"));
  const auto text = files.find(kVerifyFile);
  if (text != files.end() && text->second != kVerifyText) {
    add("VERIFY.txt: it is not the text that this version knows, so do not run it unread");
  }
}

// Scope, captures and findings are read beside the records; with those damaged, each would fail for that alone.
void StopAtRecords(Checks* checks) {
  for (Axis axis : {kComplete, kConsistent}) {
    checks->Unknown(axis, "records", "", "not-reached", "not looked at, since submissions are damaged");
  }
}

// Everything inside the folder. Goes on after a failure, so that all that is damaged is named.
void CheckFolder(const FileViews& files, const VerifyOptions& options, Report* report, Evidence* evidence) {
  Checks checks(report);
  for (const BagProblem& problem : CheckBag(files)) {
    checks.Fail(kUnchanged, "bag", problem.file, problem.code, problem.explanation);
  }
  if (checks.failures() == 0) {
    checks.Pass(kUnchanged, "bag", kBagManifest, absl::StrCat(files.size(), " files, each as listed"));
  }
  const BundleLayout layout = ReadLayout(files, &checks);
  const KeyFiles keys = ReadKeys(layout, &checks);
  std::vector<OpenedFolder> folders;
  const int before = checks.failures();
  for (const auto& [index, submission] : layout.submissions) {
    folders.push_back(OpenSubmissionFolder(layout, index, keys, &checks));
  }
  const bool damaged = checks.failures() > before;
  const LogKeyRecord log_key = CheckKeyPolicy(layout.log, folders, options.trusted, &checks, &(*evidence)[kSigned]);
  const std::optional<Checkpoint> head = CheckCheckpoint(layout, keys, log_key, options.trusted, &checks);
  const int before_inclusion = checks.failures();
  if (head) {
    CheckInclusion(layout, *head, &checks);
    (*evidence)[kSigned].push_back(
        absl::StrCat("log ", head->origin, " at ", head->size, " entries, key ", layout.log.hex()));
  } else {
    checks.Unknown(kUnchanged, "inclusion", "", "no-checkpoint", "there is no checkpoint to check the proofs by");
  }
  const bool is_included = !damaged && checks.failures() == before_inclusion;
  CheckWithheld(layout, folders, &checks);
  CheckTime(files, layout, folders, is_included ? head : std::nullopt, options.time, &checks, &(*evidence)[kExisted]);
  DescribeClocks(folders, &(*evidence)[kExisted]);
  if (damaged) return StopAtRecords(&checks);
  CheckScope(layout, folders, head, &checks, &(*evidence)[kComplete]);
  const RecordSet records = CollectRecords(&folders);
  CheckNotEmpty(records, folders, &checks);
  CheckCaptures(layout, records, &checks);
  CheckQuotes(layout, records, &checks);
  CheckFindings(layout, records, options.tables, &checks, &(*evidence)[kConsistent]);
}

// A verdict fails with any of its checks, and passes when it has some and none is unknown.
void ConcludeAxis(const AxisTitle& axis, std::vector<std::string> evidence, Report* report) {
  int passed = 0;
  std::vector<std::string> failed, unknown;
  for (const Report::Check& check : report->checks()) {
    if (check.axis() != axis.axis) continue;
    const std::string line = absl::StrCat(check.target(), check.target().empty() ? "" : ": ", check.explanation());
    if (check.result() == Report::pass) ++passed;
    if (check.result() == Report::fail) failed.push_back(line);
    if (check.result() == Report::unknown) unknown.push_back(line);
  }
  Report::Verdict* verdict = report->add_verdicts();
  verdict->set_axis(axis.axis);
  verdict->set_title(std::string(axis.title));
  verdict->set_result(!failed.empty()                   ? Report::fail
                      : !unknown.empty() || passed == 0 ? Report::unknown
                                                        : Report::pass);
  for (std::vector<std::string>* lines : {&failed, &unknown, &evidence}) {
    for (std::string& line : *lines) verdict->add_evidence(std::move(line));
  }
  if (passed > 0) verdict->add_evidence(absl::StrCat(passed, passed == 1 ? " check passed" : " checks passed"));
  if (verdict->evidence_size() == 0) verdict->add_evidence("not reached");
}

}  // namespace

v1::BundleReport VerifyBundle(absl::string_view zip, const VerifyOptions& options) {
  Report report;
  report.set_schema(std::string(kReportSchema));
  Evidence evidence;
  const absl::StatusOr<ZipFolder> folder = ReadZip(zip, options.limits);
  if (folder.ok()) {
    Checks(&report).Pass(kUnchanged, "archive", folder->top, absl::StrCat(folder->files.size(), " plain files"));
    report.set_name(folder->top);
    const auto tag_manifest = folder->files.find(kBagTagManifest);
    if (tag_manifest != folder->files.end()) report.set_bundle(BundleId(tag_manifest->second).hex());
    CheckFolder(folder->files, options, &report, &evidence);
    DescribeNotChecked(folder->files, &report);
  } else {
    Checks(&report).Fail(kUnchanged, "archive", "", "archive", std::string(folder.status().message()));
    report.add_not_checked("everything inside the archive");
  }
  for (const AxisTitle& axis : kAxes) ConcludeAxis(axis, std::move(evidence[axis.axis]), &report);
  report.set_closing(std::string(kReportClosing));
  return report;
}

int VerifyExitCode(const v1::BundleReport& report, const std::set<Axis>& accepted) {
  bool incomplete = report.verdicts_size() != static_cast<int>(kAxes.size());
  for (const Report::Verdict& verdict : report.verdicts()) {
    if (verdict.result() == Report::fail) return 3;
    if (verdict.result() != Report::pass && accepted.count(verdict.axis()) == 0) incomplete = true;
  }
  return incomplete ? 7 : 0;
}

absl::StatusOr<Axis> ParseAxis(absl::string_view name) {
  std::string known;
  for (const AxisTitle& axis : kAxes) {
    if (Report::Axis_Name(axis.axis) == name) return axis.axis;
    absl::StrAppend(&known, known.empty() ? "" : ", ", Report::Axis_Name(axis.axis));
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is none of the verdicts: ", known));
}

}  // namespace tallystick

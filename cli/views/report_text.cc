#include "cli/views/report_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

constexpr int kShownFailures = 20;

std::string ResultName(v1::BundleReport::Result result) {
  return result == v1::BundleReport::pass ? "pass" : result == v1::BundleReport::fail ? "FAIL" : "unknown";
}

// "archive: this is not a ZIP archive [archive]": what is wrong with the whole has no target, and names itself.
std::string CheckInWords(const v1::BundleReport::Check& check) {
  std::string words = check.name();
  if (!check.target().empty()) absl::StrAppend(&words, ": ", check.target());
  const absl::string_view explanation = absl::StripPrefix(check.explanation(), absl::StrCat(check.name(), ": "));
  if (!explanation.empty()) absl::StrAppend(&words, ": ", explanation);
  if (!check.code().empty()) absl::StrAppend(&words, " [", check.code(), "]");
  return words;
}

}  // namespace

std::string ReportAsText(const v1::BundleReport& report, bool full, int columns) {
  std::string out = absl::StrCat("Bundle ", report.name().empty() ? "" : Safe(report.name()), "\n");
  if (!report.bundle().empty()) absl::StrAppend(&out, "id ", report.bundle(), "\n");
  for (const v1::BundleReport::Verdict& verdict : report.verdicts()) {
    const std::string head = absl::StrCat(Pad(verdict.title(), 12), " ", Pad(ResultName(verdict.result()), 8), " ");
    const std::string rest(head.size(), ' ');
    if (verdict.evidence().empty()) absl::StrAppend(&out, head, "\n");
    for (int i = 0; i < verdict.evidence_size(); ++i) {
      absl::StrAppend(&out, Wrap(Safe(verdict.evidence(i)), columns, i == 0 ? head : rest, rest));
    }
  }
  int failures = 0, unknown = 0;
  for (const v1::BundleReport::Check& check : report.checks()) {
    if (check.result() == v1::BundleReport::fail) ++failures;
    if (check.result() == v1::BundleReport::unknown) ++unknown;
    const bool shown = full || (check.result() == v1::BundleReport::fail && failures <= kShownFailures);
    if (!shown) continue;
    absl::StrAppend(&out, Wrap(Safe(CheckInWords(check)), columns, absl::StrCat("  ", Pad(ResultName(check.result()), 8)), "            "));
  }
  if (failures > kShownFailures && !full) absl::StrAppend(&out, "  and ", failures - kShownFailures, " more failures (--full)\n");
  for (const std::string& what : report.not_checked()) absl::StrAppend(&out, Wrap(Safe(what), columns, "not checked: ", "  "));
  absl::StrAppend(&out, report.checks_size(), report.checks_size() == 1 ? " check, " : " checks, ", failures, " failed, ", unknown, " unknown. ", report.closing(), "\n");
  return out;
}

std::string ExportAsText(const v1::ExportDocument& d, bool dry_run) {
  std::string out = absl::StrCat(dry_run ? "would write " : "wrote ", d.file(), ": ", d.records(),
                                 d.records() == 1 ? " record, " : " records, ", d.captures(),
                                 d.captures() == 1 ? " capture, " : " captures, ", d.withheld_slots(),
                                 d.withheld_slots() == 1 ? " slot" : " slots", " withheld\n",
                                 "made at     #", d.head_size(), ", taking along ", d.time_stamps(),
                                 d.time_stamps() == 1 ? " time stamp and " : " time stamps and ", d.cosignatures(),
                                 d.cosignatures() == 1 ? " cosignature\n" : " cosignatures\n",
                                 "bundle id   ", d.bundle(), "\n");
  for (const std::string& key : d.author_keys()) absl::StrAppend(&out, "author key  ", key, "\n");
  absl::StrAppend(&out, "log key     ", d.log_key(), "\n",
                  "Tell the receiver one of these keys by another way, for instance by phone.\n");
  if (d.has_record()) {
    absl::StrAppend(&out, "Recorded in custody ", d.record().substr(0, 12), ": tally list exports\n");
  } else if (!dry_run) {
    absl::StrAppend(&out, "NOT RECORDED: tally list exports and tally trace --impact will not know of it.\n");
  }
  if (!d.unnamed_with_note().empty()) {
    absl::StrAppend(&out, "The bundle shows the labels and notes of unnamed sources: ",
                    absl::StrJoin(d.unnamed_with_note(), ", "), ".\nIf one tells who that is: --withhold '",
                    d.unnamed_with_note(0), "/note'\n");
  }
  return out;
}

}  // namespace tallystick

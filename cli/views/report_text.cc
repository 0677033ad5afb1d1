#include "cli/views/report_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

constexpr int kShownFailures = 20;

std::string ResultName(v1::BundleReport::Result result) {
  return result == v1::BundleReport::pass ? "pass" : result == v1::BundleReport::fail ? "FAIL" : "unknown";
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
    absl::StrAppend(&out, Wrap(Safe(absl::StrCat(check.name(), ": ", check.target(), check.explanation().empty() ? "" : ": ",
                                                 check.explanation(), check.code().empty() ? "" : absl::StrCat(" [", check.code(), "]"))),
                               columns, absl::StrCat("  ", Pad(ResultName(check.result()), 8)), "            "));
  }
  if (failures > kShownFailures && !full) absl::StrAppend(&out, "  and ", failures - kShownFailures, " more failures (--full)\n");
  for (const std::string& what : report.not_checked()) absl::StrAppend(&out, Wrap(Safe(what), columns, "not checked: ", "  "));
  absl::StrAppend(&out, report.checks_size(), " checks, ", failures, " failed, ", unknown, " unknown. ", report.closing(), "\n");
  return out;
}

std::string ExportAsText(const v1::ExportDocument& d, bool dry_run) {
  std::string out = absl::StrCat(dry_run ? "would write " : "wrote ", d.file(), ": ", d.records(), " records, ", d.captures(),
                                 " captures, ", d.withheld_slots(), " slots withheld\n", "bundle id   ", d.bundle(), "\n");
  for (const std::string& key : d.author_keys()) absl::StrAppend(&out, "author key  ", key, "\n");
  absl::StrAppend(&out, "log key     ", d.log_key(), "\n",
                  "Tell the receiver one of these keys by another way, for instance by phone.\n");
  if (!d.unnamed_with_note().empty()) {
    absl::StrAppend(&out, "The bundle shows the labels and notes of unnamed sources: ",
                    absl::StrJoin(d.unnamed_with_note(), ", "), ".\nIf one tells who that is: --withhold '",
                    d.unnamed_with_note(0), "/note'\n");
  }
  return out;
}

}  // namespace tallystick

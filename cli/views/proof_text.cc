#include "cli/views/proof_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

constexpr size_t kNameWidth = 14;
constexpr size_t kResultWidth = 8;

std::string Head(absl::string_view name, absl::string_view result) {
  return absl::StrCat(Pad(name, kNameWidth), " ", Pad(result == "fail" ? "FAIL" : result, kResultWidth), " ");
}

std::string CheckRow(absl::string_view name, absl::string_view result, absl::string_view words, int columns) {
  const std::string head = Head(name, result);
  return Wrap(words, columns, head, std::string(kNameWidth + kResultWidth + 2, ' '));
}

std::string WitnessRow(const v1::ProofDocument::Witness& witness, int columns) {
  std::string words = witness.result() == "cosigned" ? absl::StrCat("cosigned at ", witness.time(), " by its clock")
                      : witness.result() == "absent" ? "has not cosigned"
                      : witness.result() == "bad"    ? "its cosignature is not valid"
                                                     : "its kind of signature cannot be checked here";
  const std::string result = witness.result() == "cosigned" ? "pass"
                             : witness.result() == "absent" ? "-"
                             : witness.result() == "bad"    ? "fail"
                                                            : "unknown";
  return CheckRow("witness", result, absl::StrCat(Safe(witness.name()), " (", Safe(witness.key_name()), ") ", words),
                  columns);
}

}  // namespace

std::string ProofAsText(const v1::ProofDocument& report, int columns) {
  std::string out = "Proof";
  if (!report.index().empty()) absl::StrAppend(&out, " of entry ", report.index());
  if (!report.origin().empty()) absl::StrAppend(&out, " in the log ", Safe(report.origin()));
  out = Wrap(out, columns, "", "  ");
  int failed = 0, unknown = 0;
  for (const v1::ProofDocument::Check& check : report.checks()) {
    failed += check.result() == "fail";
    unknown += check.result() == "unknown";
    if (check.name() == "quorum") {
      for (const v1::ProofDocument::Witness& witness : report.witnesses()) out += WitnessRow(witness, columns);
    }
    absl::StrAppend(&out, CheckRow(check.name(), check.result(), Safe(absl::StrJoin(check.why(), "; ")), columns));
  }
  if (report.entry().has_submission()) {
    absl::StrAppend(&out, "submission  ", report.entry().submission(), "\nauthor key  ", report.entry().author_key(),
                    "\n");
  }
  if (report.others_size() > 0) {
    absl::StrAppend(&out, Wrap(Safe(absl::StrJoin(report.others(), ", ")), columns,
                               "passed over, by keys that were not given: ", "  "));
  }
  for (const std::string& remark : report.remarks()) absl::StrAppend(&out, Wrap(remark, columns, "", "  "));
  absl::StrAppend(&out, Wrap(absl::StrCat(report.checks_size(), report.checks_size() == 1 ? " check, " : " checks, ",
                                          failed, " failed, ", unknown, " unknown. ", report.closing()),
                             columns, "", ""));
  return out;
}

}  // namespace tallystick

#include "cli/views/witness_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

constexpr size_t kIndent = 2;

std::string Submissions(int64_t n) { return absl::StrCat(n, n == 1 ? " submission" : " submissions"); }

}  // namespace

std::string WitnessLogsAsText(const v1::WitnessLogsDocument& d) {
  std::string out = absl::StrCat(d.dry_run() ? "would know" : "knows", " these logs, in ", Safe(d.folder()), ":\n");
  for (const std::string& log : d.logs()) {
    const bool added = std::find(d.added().begin(), d.added().end(), log) != d.added().end();
    absl::StrAppend(&out, "  ", Safe(log), added ? "  (new)" : "", "\n");
  }
  absl::StrAppend(&out, "The key by which others check this witness, for their policies:\n  ", Safe(d.witness()), "\n");
  if (d.dry_run()) absl::StrAppend(&out, "nothing was written (--dry-run)\n");
  return out;
}

std::string WitnessAnswerAsText(const v1::WitnessAnswerDocument& d, int columns) {
  const std::string step = absl::StrCat(Safe(d.log()), ", from ", d.old_size(), " to ", d.size());
  std::string out;
  if (d.status() == 200) {
    if (d.dry_run()) return absl::StrCat("would cosign ", step, "\nnothing was remembered or signed (--dry-run)\n");
    if (!d.has_file()) return d.answer();
    return absl::StrCat("cosigned ", step, "\nThe cosignature is in ", Safe(d.file()),
                        ". Bring it back; there: tally witness import\n");
  }
  const std::string answer(absl::StripAsciiWhitespace(d.answer()));
  const bool other_size =
      d.status() == 409 && !answer.empty() && std::all_of(answer.begin(), answer.end(), absl::ascii_isdigit);
  if (other_size) {
    out = Wrap(absl::StrCat("not cosigned: the request goes on from ", Submissions(d.old_size()),
                            ", but this witness cosigned ", answer,
                            " last. Ask for one from there: tally witness request --old ", answer),
               columns, "", "");
  } else {
    out = Wrap(absl::StrCat("not cosigned (", d.status(), "): ", Safe(answer)), columns, "", "  ");
  }
  if (d.has_evidence()) {
    absl::StrAppend(
        &out,
        Wrap("The log signed what does not fit together with what this witness cosigned. Both notes are kept as "
             "evidence:",
             columns, "", ""),
        "  ", Safe(d.evidence()), "\n");
  }
  if (d.has_problem()) absl::StrAppend(&out, Wrap(Safe(d.problem()), columns, "", "  "));
  return out;
}

std::string WitnessRequestsAsText(const v1::WitnessRequestsDocument& d, int columns) {
  std::string out = absl::StrCat("checkpoint of ", Submissions(d.size()), " of ", Safe(d.log()), "\n");
  for (const v1::WitnessRequestItem& item : d.requests()) {
    absl::StrAppend(&out, d.dry_run() ? "would write " : "wrote ", Safe(item.file()), ": ",
                    item.has_witness() ? absl::StrCat("for ", Safe(item.witness()), ", ") : "", "from ",
                    item.old_size(), "\n");
  }
  absl::StrAppend(&out, "The key by which a witness checks this log, for its --logs:\n  ", Safe(d.log_key()), "\n");
  if (d.dry_run()) return absl::StrCat(out, "nothing was written (--dry-run)\n");
  absl::StrAppend(
      &out, Wrap("Each witness answers its file with: tally witness sign. Bring back what that writes and give it to: "
                 "tally witness import",
                 columns, "", ""));
  return out;
}

std::string CosignaturesAsText(const v1::CosignaturesDocument& d, int columns) {
  std::string out = absl::StrCat("newest checkpoint: ", Submissions(d.size()), " of ", Safe(d.log()), "\n");
  size_t width = 0;
  for (const v1::CosignatureItem& item : d.witnesses()) width = std::max(width, DisplayWidth(Safe(item.witness())));
  width = std::min<size_t>(width, 24);
  for (const v1::CosignatureItem& item : d.witnesses()) {
    std::string rest = item.state();
    if (item.has_time()) absl::StrAppend(&rest, " ", Submissions(item.size()), " at ", item.time());
    if (item.has_what()) absl::StrAppend(&rest, ": ", Safe(item.what()));
    absl::StrAppend(&out, Wrap(rest, columns, absl::StrCat("  ", Pad(Safe(item.witness()), width), "  "),
                               std::string(width + 2 * kIndent, ' ')));
    if (item.has_evidence()) absl::StrAppend(&out, "    evidence: ", Safe(item.evidence()), "\n");
  }
  if (d.has_quorum()) absl::StrAppend(&out, "quorum of the policy: ", d.quorum(), "\n");
  for (const std::string& problem : d.quorum_problems())
    absl::StrAppend(&out, Wrap(Safe(problem), columns, "  ", "  "));
  if (d.dry_run()) absl::StrAppend(&out, "nobody was asked and nothing was stored (--dry-run)\n");
  return out;
}

}  // namespace tallystick

#include "cli/witness/collect.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/sign/lines.h"

namespace tallystick {
namespace {

using WitnessReportState = WitnessReport::State;

std::string AnswerAsReceived(const FetchReply& reply) {
  return absl::StrCat("HTTP ", reply.status, "\n", reply.content_type, "\n\n", reply.body);
}

// The size that an answer of 409 names.
std::optional<uint64_t> SizeNamed(const FetchReply& reply) {
  const std::string type = reply.content_type.substr(0, reply.content_type.find(';'));
  if (absl::AsciiStrToLower(absl::StripAsciiWhitespace(type)) != kTreeSizeContentType) return std::nullopt;
  absl::string_view body = reply.body;
  if (!absl::ConsumeSuffix(&body, "\n")) return std::nullopt;
  const absl::StatusOr<uint64_t> size = ParseDecimal(body);
  return size.ok() ? std::optional<uint64_t>(*size) : std::nullopt;
}

// Lines of keys that are not this witness's are ignored, as the specification has it.
void TakeCosignature(const FetchReply& reply, const Note& checkpoint, const NoteKey& witness, WitnessReport* report) {
  report->state = WitnessReportState::kRefused;
  const absl::StatusOr<std::vector<NoteSignature>> lines = ParseSignatureLinesUnverified(reply.body);
  if (!lines.ok()) {
    report->what = absl::StrCat("its answer is not signature lines: ", lines.status().message());
    return;
  }
  Note cosigned{checkpoint.text};
  for (const NoteSignature& line : *lines) {
    if (line.name == witness.name() && line.key_hash == witness.key_hash()) cosigned.signatures.push_back(line);
  }
  const CosignatureCheck check = VerifyCosignature(cosigned, witness);
  if (check.state != SignatureState::kGood) {
    report->what = check.state == SignatureState::kBad ? "its cosignature does not verify with the policy's key"
                                                       : "its answer has no cosignature by the policy's key";
    return;
  }
  report->state = WitnessReportState::kCosigned;
  report->time = check.time;
  report->cosignature = std::move(cosigned.signatures);
}

std::string InWords(const FetchReply& reply) {
  switch (reply.status) {
    case 403:
      return "it does not trust the key that signed the checkpoint";
    case 404:
      return "it does not know this log";
    default: {
      const std::string body(absl::StripAsciiWhitespace(absl::string_view(reply.body).substr(0, 200)));
      return absl::StrCat("it answered ", reply.status, body.empty() ? "" : ": ", body);
    }
  }
}

// What a size that the witness names says, where it is more than "go on from there".
std::string Contradiction(uint64_t named, uint64_t known, uint64_t newest) {
  if (named > newest) {
    return absl::StrCat("it says that it cosigned size ", named, ", and the newest checkpoint here has ", newest,
                        ": this log was rolled back or forked, or the witness errs");
  }
  if (named < known) {
    return absl::StrCat("it says that it cosigned size ", named, " last, and its cosignature of size ", known,
                        " is stored here: it lost its memory, or errs");
  }
  return "";
}

}  // namespace

absl::StatusOr<WitnessReport> AskWitness(const FetchFunction& fetch, const std::string& submission_prefix,
                                         const NoteKey& witness, uint64_t known, uint64_t newest,
                                         const RequestFunction& request) {
  WitnessReport report;
  const std::string url = absl::StrCat(absl::StripSuffix(submission_prefix, "/"), "/add-checkpoint");
  uint64_t old_size = known;
  for (int attempt = 0; attempt < 2; ++attempt) {
    TALLY_ASSIGN_OR_RETURN(const AddCheckpointRequest asked, request(old_size));
    const absl::StatusOr<FetchReply> reply = fetch({url, FormatAddCheckpoint(asked), "text/plain; charset=utf-8"});
    if (!reply.ok()) {
      report.state = WitnessReportState::kUnreachable;
      report.what = std::string(reply.status().message());
      return report;
    }
    report.answer = AnswerAsReceived(*reply);
    if (reply->status == 200) {
      TakeCosignature(*reply, asked.checkpoint, witness, &report);
      return report;
    }
    std::optional<uint64_t> named;
    if (reply->status == 409) named = SizeNamed(*reply);
    if (reply->status == 422 || (reply->status == 409 && !named)) {
      // The proof was verified here before it was sent, so what the witness cosigned is not in this log.
      report.state = WitnessReportState::kContradicts;
      report.what =
          absl::StrCat("what it cosigned at size ", old_size, " is not the beginning of this log, or the witness errs");
      return report;
    }
    report.state = WitnessReportState::kRefused;
    if (!named) {
      report.what = InWords(*reply);
      return report;
    }
    report.what = Contradiction(*named, known, newest);
    if (!report.what.empty()) {
      report.state = WitnessReportState::kContradicts;
      return report;
    }
    report.what = absl::StrCat("it says that it cosigned size ", *named, " last; try again");
    if (*named == old_size) return report;  // it refuses the very size that it names
    old_size = *named;
  }
  return report;
}

}  // namespace tallystick

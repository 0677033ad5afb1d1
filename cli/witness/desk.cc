#include "cli/witness/desk.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/evidence.h"

namespace tallystick {

absl::StatusOr<std::unique_ptr<WitnessDesk>> WitnessDesk::New(WitnessFolder folder, std::vector<NoteKey> logs,
                                                              PrivateKey key,
                                                              std::function<absl::StatusOr<uint64_t>()> clock) {
  if (!(key.public_key() == folder.witness().key())) {
    return absl::UnauthenticatedError(absl::StrCat("this is not the private key of ", folder.witness().name()));
  }
  for (const NoteKey& log : logs) {
    const auto same = [&log](const NoteKey& known) { return known.Format() == log.Format(); };
    if (std::none_of(folder.logs().begin(), folder.logs().end(), same)) {
      return absl::FailedPreconditionError(
          absl::StrCat("the witness in ", folder.path(), " has no memory of ", log.name()));
    }
  }
  return std::unique_ptr<WitnessDesk>(
      new WitnessDesk(std::move(folder), std::move(logs), std::move(key), std::move(clock)));
}

void WitnessDesk::KeepContradiction(const WitnessFolder::Step& step, DeskAnswer* result) const {
  const absl::string_view in_words =
      result->answer.fork ? "The log signed two roots for one size: it forked."
                          : "The log signed a checkpoint that was not shown to follow from the one cosigned before.";
  const absl::StatusOr<std::string> kept =
      KeepEvidence(folder_.evidence_folder(), result->answer.fork ? "fork" : "unproven", in_words,
                   {absl::StrCat("cosigned by ", folder_.witness().name()), step.note()},
                   {"shown later", FormatNote(*result->answer.contradiction)});
  if (kept.ok()) {
    result->evidence = *kept;
  } else {
    result->problem = absl::StrCat("the evidence could not be kept: ", kept.status().message());
  }
}

absl::StatusOr<DeskAnswer> WitnessDesk::AddCheckpoint(absl::string_view body, bool dry_run) {
  DeskAnswer result;
  const absl::StatusOr<AddCheckpointRequest> request = ParseAddCheckpointUnverified(body);
  if (!request.ok()) {
    result.answer = RefuseMalformed(request.status());
    return result;
  }
  TALLY_ASSIGN_OR_RETURN(const Checkpoint checkpoint, ParseCheckpointUnverified(request->checkpoint.text));
  result.origin = checkpoint.origin;
  result.old_size = request->old_size;
  result.size = checkpoint.size;
  // Before the lock, so that only the log's own requests ever hold it.
  if (std::optional<WitnessAnswer> refused = ScreenAddCheckpoint(*request, logs_)) {
    result.answer = *std::move(refused);
    return result;
  }
  if (uncertain_) return absl::InternalError("an earlier checkpoint may not be on the disk; start the witness again");
  TALLY_ASSIGN_OR_RETURN(WitnessFolder::Step step, folder_.Begin(checkpoint.origin));
  TALLY_ASSIGN_OR_RETURN(const uint64_t now, clock_());
  TALLY_ASSIGN_OR_RETURN(result.answer,
                         AnswerAddCheckpoint(*request, logs_, step.last(), {folder_.witness(), &key_}, now));
  if (result.answer.contradiction && !dry_run) KeepContradiction(step, &result);
  if (!result.answer.record) return result;
  if (dry_run) {
    result.answer.body.clear();
    return result;
  }
  const absl::Status recorded = step.Record(*result.answer.record);
  if (!recorded.ok()) {
    // Where there is no room or no permission, nothing was replaced.
    if (!absl::IsResourceExhausted(recorded) && !absl::IsPermissionDenied(recorded)) uncertain_ = true;
    return absl::InternalError(
        absl::StrCat("what was cosigned could not be kept, so nothing was: ", recorded.message()));
  }
  return result;
}

}  // namespace tallystick

// Asking a witness over HTTP to cosign the newest checkpoint, as C2SP tlog-witness has it, and judging its answer.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/fetch.h"
#include "core/sign/witness.h"

namespace tallystick {

using FetchFunction = std::function<absl::StatusOr<FetchReply>(const FetchRequest&)>;
// The request that goes on from a size; store/checkpoint_history.h.
using RequestFunction = std::function<absl::StatusOr<AddCheckpointRequest>(uint64_t old_size)>;

struct WitnessReport {
  enum class State {
    kCosigned,     // `cosignature` is good for the newest checkpoint
    kContradicts,  // what it answered cannot be true together with this log: a fork, a rollback, or a witness that lies
    kRefused,      // it answered something else
    kUnreachable,  // it did not answer
  };
  State state = State::kUnreachable;
  std::vector<NoteSignature> cosignature;  // its good lines; at least one if kCosigned
  uint64_t time = 0;                       // of it
  std::string what;                        // in words; empty if kCosigned
  std::string answer;                      // status, content type and body as received last; for evidence
};

// Asks from `known`, the size of the checkpoint that the witness last cosigned as far as the casebook knows, and once
// more from the size that it then names. An error is one of this side: of `request`.
absl::StatusOr<WitnessReport> AskWitness(const FetchFunction& fetch, const std::string& submission_prefix,
                                         const NoteKey& witness, uint64_t known, uint64_t newest,
                                         const RequestFunction& request);

}  // namespace tallystick

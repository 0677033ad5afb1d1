// What a witness is asked, what it answers and why: the call add-checkpoint of https://c2sp.org/tlog-witness as pure
// decisions. Nothing is kept here: the caller says what was cosigned last and makes the outcome durable. Thread-safe.
//
//   old <size of the checkpoint cosigned last, ASCII decimal>
//   <base64>              the consistency proof from there, a hash a line, at most 63
//   <an empty line>
//   <the checkpoint, a signed note>
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/sign/checkpoint.h"
#include "core/sign/note.h"

namespace tallystick {

inline constexpr size_t kMaxConsistencyLines = 63;
inline constexpr absl::string_view kTreeSizeContentType = "text/x.tlog.size";
inline constexpr absl::string_view kPlainContentType = "text/plain; charset=utf-8";

struct AddCheckpointRequest {
  uint64_t old_size = 0;
  std::vector<Digest> proof;
  Note checkpoint;  // its text is a checkpoint's; nobody has verified it

  bool operator==(const AddCheckpointRequest&) const = default;
};

// Takes the body of a request apart; nothing in it is to be believed. kInvalidArgument, with the place, unless it is
// exactly a request: FormatAddCheckpoint gives it back.
absl::StatusOr<AddCheckpointRequest> ParseAddCheckpointUnverified(absl::string_view body);
std::string FormatAddCheckpoint(const AddCheckpointRequest& request);

// What came of a request, in the order in which the specification has it checked. In brackets: the HTTP status.
enum class WitnessVerdict {
  kMalformed,     // [400] not a request
  kUnknownLog,    // [404] no trusted key has the checkpoint's origin as its name
  kNotByTheLog,   // [403] no trusted key of that origin signed it
  kOldAboveNew,   // [400] the old size is above the checkpoint's
  kOtherOldSize,  // [409] the old size is not that of the checkpoint cosigned last; the body says that size
  kProofFails,    // [422] the proof does not lead from the root cosigned last to the checkpoint's
  kOtherRoot,     // [409] the size cosigned last with another root: a fork
  kCosigned,      // [200] the body is the cosignature line
};

// What a witness signed last for a log.
struct LastCosigned {
  Checkpoint checkpoint;
  uint64_t time = 0;  // of that cosignature, in seconds since 1970
};

// With what a witness signs; `signer` holds the private key of `key`, which is of type kCosignatureV1.
struct Cosigner {
  NoteKey key;
  const Signer* signer;
};

struct WitnessAnswer {
  WitnessVerdict verdict = WitnessVerdict::kMalformed;
  int status = 400;  // of HTTP
  std::string content_type;
  std::string body;

  // Set by kCosigned alone: the checkpoint with the log's signatures and the new cosignature. It must be durable as
  // what was cosigned last before a byte of `body` leaves.
  std::optional<Note> record;

  // A checkpoint of the log, with the log's good signatures alone, that is not shown to follow from what was cosigned
  // last. Two checkpoints of one size prove a fork (`fork`), whatever old size was asked for. Else only this request's
  // proof failed: a log that forked cannot do better, but whoever asked may also have made a mistake.
  std::optional<Note> contradiction;
  bool fork = false;
};

WitnessAnswer RefuseMalformed(const absl::Status& problem);

// The checks that need no memory: unknown log, signature, old size above the new one. nullopt when all pass. `logs` are
// the keys that the witness trusts, each named by its origin; several for one origin are all good.
std::optional<WitnessAnswer> ScreenAddCheckpoint(const AddCheckpointRequest& request, std::span<const NoteKey> logs);

// All checks, in the order of the specification, and the cosignature as of `now`. `last` belongs to the request's
// origin; nullopt: nothing was ever cosigned for it. A status is no answer about the request: kFailedPrecondition when
// `now` is before the time signed last (two cosignatures would contradict each other), else as Cosign.
absl::StatusOr<WitnessAnswer> AnswerAddCheckpoint(const AddCheckpointRequest& request, std::span<const NoteKey> logs,
                                                  const std::optional<LastCosigned>& last, const Cosigner& cosigner,
                                                  uint64_t now);

// What the note says was cosigned by `witness`: its checkpoint and the time. kUnauthenticated when the cosignature is
// absent or bad, kInvalidArgument when the text is no checkpoint.
absl::StatusOr<LastCosigned> OpenCosigned(const Note& note, const NoteKey& witness);

}  // namespace tallystick

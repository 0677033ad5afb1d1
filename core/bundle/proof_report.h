// Verifying a .tlog-proof by itself (docs/log-format.md, "Verifying a proof"): who signed its checkpoint, who cosigned
// it, and whether the entry is in the tree. Pure: the same bytes and options give the same report. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/sign/policy.h"
#include "proto/view.pb.h"

namespace tallystick {

inline constexpr absl::string_view kProofReportSchema = "tallystick-proof-v1";

struct ProofOptions {
  std::optional<TlogPolicy> policy;
  // Keys of logs that the reader knows by another way; they count beside those of the policy. Without a policy no
  // witness is asked for.
  std::vector<NoteKey> log_keys;
  std::vector<PublicKey> nameless_log_keys;  // the same without a name: they are for the log that the proof names
  // The entry's bytes. Without them those of the proof's extra line count, if they are an entry of a Tallystick log or
  // lead to the root.
  std::optional<std::string> entry;
};

// Whether `bytes` are to be read as such a proof: they begin as one of any version does.
bool LooksLikeTlogProof(absl::string_view bytes);

// Takes hostile bytes. Whatever is wrong with them is in the report; nothing else can go wrong. Texts in the report are
// valid UTF-8 without control characters.
v1::ProofDocument VerifyProof(absl::string_view text, const ProofOptions& options);

// 0 when every check passed, 3 when any failed, 7 when something could not be checked.
int ProofExitCode(const v1::ProofDocument& report);

}  // namespace tallystick

// Keys as records and as listed.
#pragma once

#include "cli/command.h"
#include "cli/keystore.h"
#include "core/record/record.h"
#include "proto/view.pb.h"

namespace tallystick {

// The record that admits a key; `name` is the log's origin for a log key.
RecordDraft AdmissionDraft(const KeyFile& key, const std::string& name);

// Signs an event of docs/keys.md with the recovery key: fills its recovery fields. `log_key`: of the log in which the
// record will stand. kInvalidArgument when the event lacks something.
absl::Status SignKeyEvent(const PrivateKey& recovery, const Digest& log_key, v1::Key* event);

// Reads a recovery key's file, asking for its passphrase when it has one. kInvalidArgument, with both ids, unless it is
// the one with the id `expected`.
absl::StatusOr<PrivateKey> LoadRecoveryKey(const Context& context, const std::string& path, const Digest& expected);

v1::KeyItem KeyItemOf(const KeyFile& key, bool admitted);

}  // namespace tallystick

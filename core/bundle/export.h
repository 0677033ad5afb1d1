// Making a bundle (docs/bundle-format.md). Pure: the same input and tables give the same bytes, in whatever order its
// lists come. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/conflict/conflict.h"
#include "core/record/submission.h"
#include "core/sign/checkpoint.h"
#include "core/sign/ed25519.h"

namespace tallystick {

// One submission of which something is shown.
struct BundleEntry {
  uint64_t index = 0;  // in the log
  StoredSubmission submission;
  std::vector<Digest> proof;  // of inclusion in the checkpoint's tree
  std::vector<int> shown;     // numbers of the records to show; of the others neither body nor slots go in
};

struct BundleCapture {
  Digest sha256;
  std::string extension;    // of [a-z0-9], without the dot
  absl::string_view bytes;  // the caller's, until BuildBundle returns
};

struct Withholding {
  Digest record;       // a shown record; for "about", the submission
  std::string slot;    // its name; never "header", nor "key" of a key record
  std::string reason;  // code of [a-z0-9-]
  std::string actor;   // who withholds it
};

struct LeftOut {
  std::string reason;
  int64_t records = 0;
};

struct BundleInput {
  std::string name;  // of the top folder: [A-Za-z0-9._-], beginning with a letter or digit
  PublicKey log_key;
  // The signed note of the head it is built at. Its lines by others than the log are put into seal/: a bundle is the same
  // outside seal/ whoever has cosigned its head since.
  std::string checkpoint;
  std::vector<BundleEntry> entries;
  std::vector<BundleCapture> captures;  // each named by a shown capture or rendition record
  std::vector<PublicKey> keys;          // at least those of the entries' authors
  std::string query;                    // what was asked, in words or as the query was typed
  int64_t matched = 0;                  // records that the query matched
  std::vector<LeftOut> left_out;        // those of them that are not shown
  // Every slot of a shown record that is not to be shown, those that the casebook no longer has included.
  std::vector<Withholding> withholdings;
  std::vector<std::string> tokens;  // of RFC 3161 over the checkpoint's text, DER; in any order
};

struct Bundle {
  std::string zip;
  Digest id;
  Checkpoint head;
  int time_stamps = 0;   // in seal/
  int cosignatures = 0;  // lines of the checkpoint by others than the log, in seal/
};

// Lays the bundle out, computes its findings from what it shows alone, and verifies the result as a stranger would.
//
// The entries must hold the log's first submission with its key records, and those that admitted the other authors.
// kInvalidArgument: the input contradicts itself (an unknown record number or slot, a slot that is neither stored nor
// declared withheld, a name or size that a bundle cannot have). kDataLoss: the bundle would not verify (a signature,
// proof, key record or quote of the casebook is wrong); the message names what.
absl::StatusOr<Bundle> BuildBundle(const BundleInput& input, const ConflictTables& tables);

}  // namespace tallystick

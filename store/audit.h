// Audits a published log (https://c2sp.org/tlog-tiles; docs/publication.md) without the casebook it comes from: every
// entry, every tile and the root are recomputed, and compared with what is published.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/sign/checkpoint.h"

namespace tallystick {

// The bytes of a published file ("tile/0/000"). kNotFound when there is none; kInvalidArgument or kResourceExhausted
// when it is no file or too large a one, which counts as damage. Any other error ends the audit.
using PublishedReader = std::function<absl::StatusOr<std::string>(const std::string& path)>;

// A folder as a web server would serve it.
PublishedReader FolderReader(std::string folder);

struct AuditOptions {
  std::optional<PublicKey> key;     // the log's, known by another way
  std::string key_name;             // the origin that goes with it; empty: whichever the log states
  std::optional<std::string> from;  // the note of an earlier checkpoint that the auditor has kept
};

struct AuditProblem {
  std::string file;
  std::string what;
};

struct AuditReport {
  std::string checkpoint;  // the note that is published
  std::optional<Checkpoint> head;
  bool signature_good = false;
  std::optional<Checkpoint> from;  // of the options
  bool continues_from = false;     // the log's first entries are those of `from`
  std::string contradiction;       // why the log does not continue `from`; empty unless that was shown

  uint64_t entries = 0, bundles = 0, tiles = 0;  // read
  std::map<Digest, uint64_t> authors;            // entries by author key id
  uint64_t not_understood = 0;                   // entries that are not tallystick-leaf-v1
  std::vector<AuditProblem> problems;            // at most kMaxAuditProblems
  uint64_t problems_left_out = 0;
  std::vector<std::string> not_checked;
  std::vector<std::string> remarks;  // what was not asked for, or is no fault

  bool failed() const { return !problems.empty(); }
  bool passed() const { return problems.empty() && not_checked.empty(); }
};

inline constexpr size_t kMaxAuditProblems = 200;

// Where entries and tiles do not fit together, the signed root decides which of them is at fault. Memory: 16 bytes an
// entry, for finding a submission that is logged twice, and otherwise that of a bundle. kNotFound when no checkpoint is
// published; kInvalidArgument and kUnauthenticated when `from` is not a checkpoint by the key (the message says so);
// errors of the reader.
absl::StatusOr<AuditReport> AuditLog(const PublishedReader& reader, const AuditOptions& options);

}  // namespace tallystick

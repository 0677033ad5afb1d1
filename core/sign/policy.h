// Trust policies of C2SP (https://c2sp.org/tlog-policy): which logs are known, which witnesses, and how many of those
// must have cosigned a checkpoint. Whose entries to believe is no part of them. Thread-safe.
//
//   log <vkey> [<url>]                              any number
//   witness <name> <vkey> [<url>]                   any number
//   group <name> <all | any | k> <member>...        witnesses and groups of lines above, each in one group at most
//   quorum <name | none>                            exactly one
//
// White space is spaces and tabs; empty lines and lines that begin with '#' say nothing. Names are opaque octets: they
// need not be UTF-8, so show them through core/quote/display.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/checkpoint.h"
#include "core/sign/note.h"

namespace tallystick {

inline constexpr size_t kMaxPolicySize = 1 << 20;  // a limit of ours

// A log's or a witness's key. The format lets its signature type be any that suits; this program checks 0x01 of logs
// and 0x04 of witnesses, and only knows where a signature of another type (0x06, ML-DSA-44) stands.
struct PolicyKey {
  std::string vkey;            // as written
  VerifierKeyText text;        // the same taken apart
  std::optional<NoteKey> key;  // nothing: signatures of this type cannot be checked here
  std::string url;             // "" when none is given

  bool operator==(const PolicyKey& other) const { return vkey == other.vkey && url == other.url; }
};

struct PolicyWitness {
  std::string name;  // in the policy; its key has a name of its own
  PolicyKey key;

  bool operator==(const PolicyWitness&) const = default;
};

struct PolicyGroup {
  std::string name;
  size_t threshold = 1;  // so many members, of 1 to all, must have witnessed
  std::vector<std::string> members;

  bool operator==(const PolicyGroup&) const = default;
};

// What ParseTlogPolicy gives: every name is defined once, and before it is used.
struct TlogPolicy {
  std::vector<PolicyKey> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;
  std::string quorum;  // a witness, a group, or "none"

  bool operator==(const TlogPolicy&) const = default;
};

// kInvalidArgument, with the line, unless `text` is a policy: a name unknown, defined twice or listed as member twice,
// a key mistyped, twice among the logs or among the witnesses, a witness's key as a log's or the reverse, a threshold
// out of range, no quorum or two, an octet that is not allowed, a last line without its line feed.
absl::StatusOr<TlogPolicy> ParseTlogPolicy(absl::string_view text);
// Without comments, in the order logs, witnesses, groups, quorum; reads back as an equal policy.
std::string FormatTlogPolicy(const TlogPolicy& policy);

enum class LogState {
  kGood,        // signed by a known log key whose name is the origin, and every known log's line verifies
  kNotSigned,   // the policy has a key for this origin, and no line is by it
  kBad,         // a line by a known log's key does not verify
  kNotChecked,  // signed by a known key of a type that cannot be checked here
  kUnknownLog,  // the policy has no log of this origin
  kMalformed,   // the note is not a checkpoint
};

enum class WitnessState {
  kCosigned,
  kAbsent,
  kBad,         // a line is by this key and does not verify
  kNotChecked,  // there is a line, and its type cannot be checked here
};

enum class QuorumState {
  kMet,
  kNotMet,
  kNotChecked,  // it depends on signatures of types that cannot be checked here
};

struct WitnessCheck {
  std::string name;      // in the policy
  std::string key_name;  // in the note
  WitnessState state = WitnessState::kAbsent;
  uint64_t time = 0;  // if kCosigned: when, in seconds since 1970; the earliest if there are several

  bool operator==(const WitnessCheck&) const = default;
};

struct PolicyCheck {
  LogState log = LogState::kMalformed;
  Checkpoint checkpoint;                // to be believed only if `log` is kGood; empty if kMalformed
  std::optional<NoteKey> log_key;       // if kGood: by which key
  std::vector<WitnessCheck> witnesses;  // all of the policy, in its order
  QuorumState quorum = QuorumState::kNotMet;
  // What stands against believing the checkpoint, a sentence each, without full stop; empty if and only if holds().
  // With names in them as the policy writes them (see above). Those about the log's signature and about the quorum are
  // also by themselves.
  std::vector<std::string> missing;
  std::string log_problem;                   // empty if and only if kGood
  std::vector<std::string> quorum_problems;  // empty if and only if kMet

  // "If a signature from a known key fails to verify, clients SHOULD reject the whole note" (signed-note): so a bad
  // line by a known witness counts against it also when the others are enough.
  [[nodiscard]] bool holds() const { return missing.empty(); }
  // Not to be believed by this policy: a bad signature, a log of the policy that has not signed, a malformed
  // checkpoint, or too few witnesses for a log of the policy. When neither this nor holds(): the log is unknown, or
  // something could not be checked.
  [[nodiscard]] bool fails() const;
};

// Looks at every key of the policy. A negative verdict is data. Linear in policy and signatures, up to sorting.
PolicyCheck CheckPolicy(const TlogPolicy& policy, const Note& note);

}  // namespace tallystick

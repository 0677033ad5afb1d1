#include "core/sign/policy.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/sign/lines.h"

namespace tallystick {
namespace {

constexpr absl::string_view kNone = "none";
constexpr uint8_t kMlDsa44 = 0x06;
constexpr size_t kMlDsa44KeySize = 1312;

// "Character set": tab, line feed, 0x20-0x7e, 0x80-0xff.
bool IsAllowed(char c) {
  const auto octet = static_cast<uint8_t>(c);
  return octet == '\t' || (octet >= 0x20 && octet != 0x7f);
}

// ECDSA, RFC 6962 tree heads, and types without a byte of their own make their key hashes in other ways (signed-note).
bool HasOwnHash(uint8_t type) { return type == 0x02 || type == 0x05 || type == 0xff; }

enum class KeyRole { kLog, kWitness };

absl::StatusOr<PolicyKey> ParseKey(absl::string_view vkey, KeyRole role) {
  PolicyKey result{std::string(vkey)};
  TALLY_ASSIGN_OR_RETURN(result.text, ParseVerifierKeyText(vkey));
  const uint8_t type = result.text.type;
  const auto of_logs = static_cast<uint8_t>(SignatureType::kEd25519);
  const auto of_witnesses = static_cast<uint8_t>(SignatureType::kCosignatureV1);
  if (role == KeyRole::kLog && type == of_witnesses) {
    return absl::InvalidArgumentError("this is a witness's key (type 0x04); a log's is of type 0x01");
  }
  if (role == KeyRole::kWitness && type == of_logs) {
    return absl::InvalidArgumentError("this is a log's key (type 0x01); a witness's is of type 0x04");
  }
  if (type == of_logs || type == of_witnesses) {
    TALLY_ASSIGN_OR_RETURN(result.key, NoteKey::Parse(vkey));
  } else if (!result.text.has_usual_hash && !HasOwnHash(type)) {
    return absl::InvalidArgumentError("the verifier key's hash does not belong to its name and key: mistyped?");
  } else if (type == kMlDsa44 && result.text.key.size() != kMlDsa44KeySize) {
    return absl::InvalidArgumentError(absl::StrCat("a key of type 0x06 (ML-DSA-44) has ", kMlDsa44KeySize, " bytes"));
  }
  return result;
}

class PolicyParser {
 public:
  explicit PolicyParser(absl::string_view text) : lines_(text) {}

  absl::StatusOr<TlogPolicy> Parse() {
    while (!lines_.done()) {
      TALLY_ASSIGN_OR_RETURN(const absl::string_view line, lines_.Next("a line"));
      const auto stray = std::find_if_not(line.begin(), line.end(), IsAllowed);
      if (stray != line.end()) {
        return Refuse(absl::StrCat("octet ", stray - line.begin() + 1, " is a control character other than tab",
                                   *stray == '\r' ? " (lines end with LF alone, without CR)" : ""));
      }
      words_ = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
      if (words_.empty() || words_[0][0] == '#') continue;
      if (absl::Status status = Statement(); !status.ok()) return status;
    }
    if (policy_.quorum.empty()) {
      return absl::InvalidArgumentError(
          "the policy has no line \"quorum <name>\"; without witnesses it is \"quorum none\"");
    }
    return std::move(policy_);
  }

 private:
  absl::Status Refuse(absl::string_view problem) const { return lines_.Refuse(problem); }

  absl::Status Statement() {
    if (words_[0] == "log") return Log();
    if (words_[0] == "witness") return Witness();
    if (words_[0] == "group") return Group();
    if (words_[0] == "quorum") return Quorum();
    return Refuse("a line begins with log, witness, group, quorum or #");
  }

  absl::Status Log() {
    if (words_.size() < 2 || words_.size() > 3) return Refuse("should be: log <vkey> [<url>]");
    absl::StatusOr<PolicyKey> key = ParseKey(words_[1], KeyRole::kLog);
    if (!key.ok()) return Refuse(key.status().message());
    if (!log_keys_.insert(key->text.key).second) return Refuse("a log with this public key is on a line above");
    if (words_.size() == 3) key->url = std::string(words_[2]);
    policy_.logs.push_back(*std::move(key));
    return absl::OkStatus();
  }

  absl::Status Witness() {
    if (words_.size() < 3 || words_.size() > 4) return Refuse("should be: witness <name> <vkey> [<url>]");
    TALLY_RETURN_IF_ERROR(Define(words_[1]));
    absl::StatusOr<PolicyKey> key = ParseKey(words_[2], KeyRole::kWitness);
    if (!key.ok()) return Refuse(key.status().message());
    if (!witness_keys_.insert(key->text.key).second) return Refuse("a witness with this public key is on a line above");
    if (words_.size() == 4) key->url = std::string(words_[3]);
    policy_.witnesses.push_back({std::string(words_[1]), *std::move(key)});
    return absl::OkStatus();
  }

  absl::Status Group() {
    if (words_.size() < 4) return Refuse("should be: group <name> <all, any or a number> <member>...");
    PolicyGroup group{std::string(words_[1])};
    const size_t count = words_.size() - 3;
    if (words_[2] == "all") {
      group.threshold = count;
    } else if (words_[2] != "any") {
      const absl::StatusOr<uint64_t> number = ParseDecimal(words_[2]);
      if (!number.ok() || *number < 1 || *number > count) {
        return Refuse(absl::StrCat("the threshold is not all, any or a number from 1 to ", count, " (the members)"));
      }
      group.threshold = *number;
    }
    for (size_t i = 3; i < words_.size(); ++i) {
      const absl::string_view member = words_[i];
      if (member == kNone) return Refuse("\"none\" is no member of a group");
      const auto found = names_.find(member);
      if (found == names_.end()) return Refuse(absl::StrCat("no line above defines \"", member, "\""));
      if (std::exchange(found->second, true)) {
        return Refuse(absl::StrCat("\"", member, "\" is a member already, here or in a group above"));
      }
      group.members.emplace_back(member);
    }
    TALLY_RETURN_IF_ERROR(Define(words_[1]));
    policy_.groups.push_back(std::move(group));
    return absl::OkStatus();
  }

  absl::Status Quorum() {
    if (words_.size() != 2) return Refuse("should be: quorum <name>");
    if (!policy_.quorum.empty()) return Refuse("a second quorum line");
    if (words_[1] != kNone && names_.count(words_[1]) == 0) {
      return Refuse(absl::StrCat("no line above defines \"", words_[1], "\""));
    }
    policy_.quorum = std::string(words_[1]);
    return absl::OkStatus();
  }

  absl::Status Define(absl::string_view name) {
    if (name == kNone) return Refuse("\"none\" has a meaning of its own and cannot be defined");
    if (!names_.emplace(name, false).second) return Refuse(absl::StrCat("\"", name, "\" is defined on a line above"));
    return absl::OkStatus();
  }

  LineReader lines_;
  std::vector<absl::string_view> words_;     // of the present line
  std::map<absl::string_view, bool> names_;  // whether it is a member of a group already
  std::set<std::string> log_keys_, witness_keys_;
  TlogPolicy policy_;
};

std::string FormatKey(const PolicyKey& key) {
  return key.url.empty() ? key.vkey : absl::StrCat(key.vkey, " ", key.url);
}

}  // namespace

absl::StatusOr<TlogPolicy> ParseTlogPolicy(absl::string_view text) {
  if (text.size() > kMaxPolicySize) {
    return absl::InvalidArgumentError(absl::StrCat("a policy longer than ", kMaxPolicySize, " bytes"));
  }
  return PolicyParser(text).Parse();
}

std::string FormatTlogPolicy(const TlogPolicy& policy) {
  std::string text;
  for (const PolicyKey& log : policy.logs) absl::StrAppend(&text, "log ", FormatKey(log), "\n");
  for (const PolicyWitness& w : policy.witnesses) {
    absl::StrAppend(&text, "witness ", w.name, " ", FormatKey(w.key), "\n");
  }
  for (const PolicyGroup& group : policy.groups) {
    absl::StrAppend(&text, "group ", group.name, " ", group.threshold, " ", absl::StrJoin(group.members, " "), "\n");
  }
  return absl::StrCat(text, "quorum ", policy.quorum, "\n");
}

}  // namespace tallystick

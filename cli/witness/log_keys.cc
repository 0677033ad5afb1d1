#include "cli/witness/log_keys.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/sign/policy.h"

namespace tallystick {
namespace {

// A verifier key has no white space in it; every line of a policy that says something begins with one of these words.
bool LooksLikePolicy(absl::string_view text) {
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.empty() || words[0][0] == '#') continue;
    return words[0] == "log" || words[0] == "witness" || words[0] == "group" || words[0] == "quorum";
  }
  return false;
}

absl::Status Add(NoteKey key, std::vector<NoteKey>* keys) {
  if (key.type() != SignatureType::kEd25519) {
    return absl::InvalidArgumentError(absl::StrCat(key.name(), " is the key of a witness, not of a log"));
  }
  const bool there =
      std::any_of(keys->begin(), keys->end(), [&](const NoteKey& k) { return k.Format() == key.Format(); });
  if (!there) keys->push_back(std::move(key));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<NoteKey>> FromPolicy(absl::string_view text) {
  TALLY_ASSIGN_OR_RETURN(const TlogPolicy policy, ParseTlogPolicy(text));
  std::vector<NoteKey> keys;
  for (const PolicyKey& log : policy.logs) {
    if (!log.key)
      return absl::InvalidArgumentError(absl::StrCat(log.vkey, ": keys of this type cannot be checked here"));
    TALLY_RETURN_IF_ERROR(Add(*log.key, &keys));
  }
  return keys;
}

absl::StatusOr<std::vector<NoteKey>> FromList(absl::string_view text) {
  std::vector<NoteKey> keys;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    absl::StatusOr<NoteKey> key = NoteKey::Parse(line);
    const absl::Status added = key.ok() ? Add(*std::move(key), &keys) : key.status();
    if (!added.ok()) return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", added.message()));
  }
  return keys;
}

}  // namespace

absl::StatusOr<std::vector<NoteKey>> ParseLogKeys(absl::string_view text) {
  absl::StatusOr<std::vector<NoteKey>> keys = LooksLikePolicy(text) ? FromPolicy(text) : FromList(text);
  if (keys.ok() && keys->empty()) return absl::InvalidArgumentError("it names no log");
  return keys;
}

}  // namespace tallystick

#include "store/entries.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/sign/ed25519.h"
#include "store/collect.h"

namespace tallystick {
namespace {

absl::Status VerifyEntry(const Snapshot& snapshot, uint64_t index, const StoredSubmission& stored, KeyRing* keys) {
  TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
  keys->Add(opened).IgnoreError();  // a key record that admits nothing harms nobody; `check` names it
  TALLY_ASSIGN_OR_RETURN(const Digest author, Digest::FromHex(opened.head.author()));
  TALLY_RETURN_IF_ERROR(keys->CheckAuthor(author, index));
  TALLY_ASSIGN_OR_RETURN(const PublicKey key, PublicKey::FromDer(keys->Find(author)->spki));
  if (!key.Verify(opened.manifest, stored.signature)) {
    return absl::UnauthenticatedError("the author's signature does not verify");
  }
  TALLY_ASSIGN_OR_RETURN(const Digest leaf, snapshot.ReadNode({0, index}));
  if (leaf == HashLeaf(FormatLeaf(opened.id, author, stored.signature))) return absl::OkStatus();
  return absl::DataLossError("is not the leaf that the tree holds");
}

}  // namespace

absl::StatusOr<KeyRing> LoadKeyRing(const Snapshot& snapshot, uint64_t end) {
  KeyRing keys(VerifyUnderSpki);
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> positions, RecordsOfKind(snapshot, v1::Header::key));
  std::optional<uint64_t> last;
  for (const Position& position : positions) {
    if (position.submission >= end || position.submission == last) continue;
    last = position.submission;
    TALLY_ASSIGN_OR_RETURN(const StoredSubmission stored, snapshot.ReadSubmission(*last));
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, *last));
    keys.Add(opened).IgnoreError();
  }
  return keys;
}

absl::Status VerifyEntries(const Snapshot& snapshot, uint64_t begin) {
  TALLY_ASSIGN_OR_RETURN(KeyRing keys, LoadKeyRing(snapshot, begin));
  return snapshot.ScanSubmissions(begin, snapshot.size(), [&](uint64_t index, const StoredSubmission& stored) {
    const absl::Status wrong = VerifyEntry(snapshot, index, stored, &keys);
    return wrong.ok() ? wrong : absl::Status(wrong.code(), absl::StrCat("submission ", index, ": ", wrong.message()));
  });
}

}  // namespace tallystick

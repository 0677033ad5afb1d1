#include "store/log.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/record/manifest.h"
#include "core/sign/tlog_proof.h"
#include "store/derived.h"

namespace tallystick {
namespace {

constexpr absl::string_view kOrigin = "origin", kLogKey = "log-key", kSecret = "secret";

absl::Status CheckRoot(const Snapshot& stored, const Frontier& expected) {
  TALLY_ASSIGN_OR_RETURN(const Frontier reread, Frontier::Load(expected.size(), NodesOf(stored)));
  if (reread.Root() == expected.Root()) return absl::OkStatus();
  return absl::DataLossError("the tree read back is not the one that was written; nothing was committed");
}

// A casebook is born with its settings, so that one which is not there was lost.
absl::StatusOr<std::string> NeedSetting(const Snapshot& snapshot, absl::string_view name) {
  absl::StatusOr<std::string> value = snapshot.ReadSetting(name);
  if (absl::IsNotFound(value.status())) return absl::DataLossError(absl::StrCat("setting \"", name, "\": it is missing"));
  return value;
}

absl::StatusOr<std::string> SignHead(const LogIdentity& identity, const Signer& signer, const Frontier& frontier) {
  TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(identity.origin, SignatureType::kEd25519, identity.key));
  return SignCheckpoint({identity.origin, frontier.size(), frontier.Root(), {}}, key, signer);
}

}  // namespace

NodeReader NodesOf(const Snapshot& snapshot) {
  return [&snapshot](NodeAddress address) { return snapshot.ReadNode(address); };
}

absl::StatusOr<LogIdentity> ReadLogIdentity(const Snapshot& snapshot) {
  TALLY_ASSIGN_OR_RETURN(std::string origin, NeedSetting(snapshot, kOrigin));
  TALLY_ASSIGN_OR_RETURN(const std::string der, NeedSetting(snapshot, kLogKey));
  TALLY_ASSIGN_OR_RETURN(PublicKey key, PublicKey::FromDer(der));
  TALLY_ASSIGN_OR_RETURN(std::string secret, NeedSetting(snapshot, kSecret));
  return LogIdentity{std::move(origin), std::move(key), std::move(secret)};
}

absl::Status AddLogIdentity(Store* store, const LogIdentity& identity) {
  return store->AddSettings({{std::string(kOrigin), identity.origin},
                             {std::string(kLogKey), identity.key.Der()},
                             {std::string(kSecret), identity.secret}});
}

absl::StatusOr<std::string> Commit(Store* store, const LogIdentity& identity, const Signer& log_signer,
                                   uint64_t expected_size, const std::vector<SignedSubmission>& submissions) {
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> before, store->OpenSnapshot());
  if (before->size() != expected_size) return absl::AbortedError("another process appended to the log first; try again");
  TALLY_ASSIGN_OR_RETURN(Frontier frontier, Frontier::Load(expected_size, NodesOf(*before)));

  Batch batch;
  if (expected_size == 0) batch.rows.push_back({std::string(kVersionTable), "", DerivedVersion()});
  for (const SignedSubmission& s : submissions) {
    TALLY_ASSIGN_OR_RETURN(const Digest author, Digest::FromHex(s.opened.head.author()));
    frontier.Append(HashLeaf(FormatLeaf(s.opened.id, author, s.stored.signature)), &batch.nodes);
    batch.submissions.push_back(s.stored);
    for (Row& row : DerivedRows(s.stored, s.opened, identity.secret)) batch.rows.push_back(std::move(row));
  }

  // 1 and 2: one transaction. The right edge and the root are read back from the rows as stored and compared with the
  // incremental ones before the transaction ends, so that a flipped bit stops here. A crash up to its end leaves nothing.
  TALLY_RETURN_IF_ERROR(
      store->Append(expected_size, batch, [&frontier](const Snapshot& stored) { return CheckRoot(stored, frontier); }));

  // 3: sign the checkpoint; SignCheckpoint verifies its own signature. A crash from here on leaves submissions without a
  // checkpoint: they are durable and signed by their authors, and the next commit's checkpoint covers them.
  TALLY_ASSIGN_OR_RETURN(std::string note, SignHead(identity, log_signer, frontier));

  // 4: the checkpoint enters the casebook. Signing one size and root again gives the same bytes, so repeating is harmless.
  TALLY_RETURN_IF_ERROR(store->AddCheckpoint(frontier.size(), note));
  return note;
}

absl::StatusOr<std::string> EnsureCheckpoint(Store* store, const LogIdentity& identity, const Signer& log_signer) {
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, store->OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const Frontier frontier, Frontier::Load(snapshot->size(), NodesOf(*snapshot)));
  TALLY_ASSIGN_OR_RETURN(std::string note, SignHead(identity, log_signer, frontier));
  TALLY_RETURN_IF_ERROR(store->AddCheckpoint(frontier.size(), note));
  return note;
}

absl::StatusOr<std::string> LatestCheckpoint(const Snapshot& snapshot) {
  std::string latest;
  TALLY_RETURN_IF_ERROR(snapshot.ScanCheckpoints([&latest](uint64_t, const std::string& note) {
    latest = note;
    return absl::OkStatus();
  }));
  if (latest.empty()) return absl::NotFoundError("the casebook has no checkpoint yet");
  return latest;
}

absl::StatusOr<std::string> ProveSubmission(const Snapshot& snapshot, const LogIdentity& identity, uint64_t index) {
  TALLY_ASSIGN_OR_RETURN(const std::string text, LatestCheckpoint(snapshot));
  TALLY_ASSIGN_OR_RETURN(const Note note, ParseNoteUnverified(text));
  TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(identity.origin, SignatureType::kEd25519, identity.key));
  TALLY_ASSIGN_OR_RETURN(const Checkpoint checkpoint, OpenCheckpoint(note, key));
  if (index >= checkpoint.size) {
    return absl::FailedPreconditionError(absl::StrCat("submission ", index, " is not yet under a checkpoint"));
  }
  TALLY_ASSIGN_OR_RETURN(std::vector<Digest> hashes, InclusionProof(index, checkpoint.size, NodesOf(snapshot)));
  TALLY_ASSIGN_OR_RETURN(const StoredSubmission stored, snapshot.ReadSubmission(index));
  TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
  TALLY_ASSIGN_OR_RETURN(const Digest author, Digest::FromHex(opened.head.author()));
  std::string leaf = FormatLeaf(opened.id, author, stored.signature);
  if (VerifyInclusion(HashLeaf(leaf), index, checkpoint.size, checkpoint.root, hashes) != ProofCheck::kHolds) {
    return absl::DataLossError(absl::StrCat("submission ", index, " is not the one that the log committed to"));
  }
  return FormatTlogProof({std::move(leaf), index, std::move(hashes), note});
}

}  // namespace tallystick

#include "store/log.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/record/manifest.h"
#include "core/sign/tlog_proof.h"
#include "store/cosignatures.h"
#include "store/derived.h"
#include "store/entries.h"

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

// Names both sides, with both notes kept.
absl::Status Refuse(const Standing& standing, const Snapshot& snapshot, LastSeen* last_seen) {
  const absl::StatusOr<std::string> stored = LatestCheckpoint(snapshot);
  const Testimony seen{"last seen on this machine", last_seen->note()};
  const Testimony found{"newest in this casebook", stored.ok() ? *stored : std::string("(no checkpoint)\n")};
  const bool behind = standing.place == Standing::Place::kBehind;
  const absl::StatusOr<std::string> kept = last_seen->Keep(behind ? "rollback" : "fork", standing.problem, seen, found);
  return absl::DataLossError(absl::StrCat(
      standing.problem, "\n\n==== ", seen.who, "\n", seen.text, "\n==== ", found.who, "\n", found.text,
      "\nNothing was written. Both notes are kept in ", kept.ok() ? *kept : absl::StrCat("no file: ", kept.status().message())));
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

absl::StatusOr<std::string> SignEmptyLog(const LogIdentity& identity, const Signer& log_signer) {
  return SignHead(identity, log_signer, Frontier());
}

absl::StatusOr<Checkpoint> OpenSeen(const LogIdentity& identity, absl::string_view note) {
  TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(identity.origin, SignatureType::kEd25519, identity.key));
  const absl::StatusOr<Note> parsed = ParseNoteUnverified(note);
  absl::StatusOr<Checkpoint> seen = parsed.ok() ? OpenCheckpoint(*parsed, key) : parsed.status();
  if (seen.ok()) return seen;
  return absl::DataLossError(absl::StrCat("is not a checkpoint of ", identity.origin, ": ", seen.status().message()));
}

Standing CompareWithSeen(const Checkpoint& seen, uint64_t size, const std::optional<Digest>& root_then) {
  Standing standing{Standing::Place::kLevel, seen, size, ""};
  if (!root_then) {
    standing.place = Standing::Place::kBehind;
    standing.problem = absl::StrCat("this casebook's log has ", size, " submissions, but one with ", seen.size,
                                    " was signed: it is an older copy, or it was cut short");
  } else if (*root_then != seen.root) {
    standing.place = Standing::Place::kBeside;
    standing.problem = absl::StrCat("the first ", seen.size, " submissions of this casebook's log are not those that "
                                    "were signed: it is a copy that went another way, or it was changed");
  } else if (size > seen.size) {
    standing.place = Standing::Place::kAhead;
  }
  return standing;
}

absl::StatusOr<Standing> CompareWithLastSeen(const Snapshot& snapshot, const LogIdentity& identity,
                                             absl::string_view note) {
  const absl::StatusOr<Checkpoint> seen = OpenSeen(identity, note);
  if (!seen.ok()) return absl::DataLossError(absl::StrCat("what was last seen ", seen.status().message()));
  std::optional<Digest> root_then;
  if (seen->size <= snapshot.size()) {
    const absl::StatusOr<Frontier> then = Frontier::Load(seen->size, NodesOf(snapshot));
    if (!then.ok()) return absl::DataLossError(absl::StrCat("the log's tree: ", then.status().message()));
    root_then = then->Root();
  }
  return CompareWithSeen(*seen, snapshot.size(), root_then);
}

absl::StatusOr<LogWriter> LogWriter::Open(Store* store, LastSeen* last_seen, LogIdentity identity,
                                          const Signer* log_signer) {
  LogWriter writer(store, last_seen, std::move(identity), log_signer);
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, store->OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const Standing standing, CompareWithLastSeen(*snapshot, writer.identity_, last_seen->note()));
  if (standing.place == Standing::Place::kBehind || standing.place == Standing::Place::kBeside) {
    return Refuse(standing, *snapshot, last_seen);
  }
  if (standing.place == Standing::Place::kLevel) {
    const absl::StatusOr<std::string> stored = snapshot->ReadCheckpoint(standing.size);
    if (standing.size == 0 || (stored.ok() && IsEarlierForm(last_seen->note(), *stored))) return writer;
    // A crash between steps 4 and 5: the casebook lacks the note. Or one within step 4: then what is last seen was written
    // and perhaps not flushed, so that it is put once more.
    TALLY_RETURN_IF_ERROR(last_seen->Replace(last_seen->note()));
    store->AddCheckpoint(standing.size, last_seen->note(), Durability::kLater).IgnoreError();
    return writer;
  }
  TALLY_RETURN_IF_ERROR(VerifyEntries(*snapshot, standing.seen.size));
  TALLY_RETURN_IF_ERROR(store->Flush());  // they were written, but whoever did may have been killed before the flush
  TALLY_ASSIGN_OR_RETURN(const Frontier frontier, Frontier::Load(standing.size, NodesOf(*snapshot)));
  TALLY_RETURN_IF_ERROR(writer.Seal(frontier).status());
  writer.recovered_ = standing.size - standing.seen.size;
  return writer;
}

absl::StatusOr<std::string> LogWriter::Commit(uint64_t expected_size, const std::vector<SignedSubmission>& submissions) {
  if (broken_) return absl::FailedPreconditionError("a write failed before; start again");
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> before, store_->OpenSnapshot());
  if (before->size() != expected_size) return absl::AbortedError("another process appended to the log first; try again");
  TALLY_ASSIGN_OR_RETURN(Frontier frontier, Frontier::Load(expected_size, NodesOf(*before)));

  Batch batch;
  if (expected_size == 0) batch.rows.push_back({std::string(kVersionTable), "", DerivedVersion()});
  for (const SignedSubmission& s : submissions) {
    TALLY_ASSIGN_OR_RETURN(const Digest author, Digest::FromHex(s.opened.head.author()));
    frontier.Append(HashLeaf(FormatLeaf(s.opened.id, author, s.stored.signature)), &batch.nodes);
    batch.submissions.push_back(s.stored);
    for (Row& row : DerivedRows(s.stored, s.opened, identity_.secret)) batch.rows.push_back(std::move(row));
  }

  // 1 and 2: one durable transaction. The right edge and the root are read back from the rows as stored and compared
  // with the incremental ones before it ends, so that a flipped bit stops here. A crash up to its end leaves nothing.
  // After it and up to step 4 the submissions are durable and signed by their authors, but under no checkpoint: Open
  // finds the log ahead of what was last seen, verifies them and goes on with step 3.
  const absl::Status stored = store_->Append(
      expected_size, batch, [&frontier](const Snapshot& rows) { return CheckRoot(rows, frontier); });
  broken_ = !stored.ok() && !absl::IsAborted(stored) && !absl::IsUnavailable(stored);
  TALLY_RETURN_IF_ERROR(stored);
  return Seal(frontier);
}

absl::StatusOr<std::string> LogWriter::Seal(const Frontier& frontier) {
  broken_ = true;  // unless all of the following is done
  // 3: sign the checkpoint; SignCheckpoint verifies its own signature.
  TALLY_ASSIGN_OR_RETURN(std::string note, SignHead(identity_, *log_signer_, frontier));

  // 4: the note takes the place of the one last seen, durably and before anything signed leaves the process. A crash
  // within leaves the one or the other. After it the log is level with what was last seen; only step 5 is missing.
  TALLY_RETURN_IF_ERROR(last_seen_->Replace(note));

  // 5: the checkpoint enters the casebook, but nobody waits for the disk: the next durable transaction takes it along.
  // If it is lost, Open puts it there again. So its failure takes nothing back of what was recorded.
  store_->AddCheckpoint(frontier.size(), note, Durability::kLater).IgnoreError();
  broken_ = false;
  return note;  // 6: acknowledged
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

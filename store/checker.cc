#include "store/checker.h"

#include <bit>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/key_ring.h"
#include "core/sign/timestamp.h"
#include "store/collect.h"
#include "store/derived.h"
#include "store/quote_check.h"
#include "store/row_sums.h"

namespace tallystick {
namespace {

std::string SubmissionName(uint64_t index) { return absl::StrCat("submission ", index); }

class Checker {
 public:
  Checker(const Snapshot& snapshot, const BlobStore& captures, const LogIdentity& identity,
          const absl::StatusOr<std::string>& last_seen)
      : snapshot_(snapshot), identity_(identity), last_seen_(last_seen), quotes_(captures) {
    seen_ = last_seen.ok() ? OpenSeen(identity, *last_seen) : last_seen.status();
  }

  absl::StatusOr<CheckReport> Run() {
    for (const std::string& problem : snapshot_.SelfCheck()) Problem("casebook.db", problem);
    LoadCheckpoints();
    CheckHeadAt(0);
    for (uint64_t index = 0; index < snapshot_.size();) {
      const absl::Status scanned =
          snapshot_.ScanSubmissions(index, snapshot_.size(), [&](uint64_t at, StoredSubmission stored) {
            index = at + 1;
            CheckSubmission(at, stored);
            return absl::OkStatus();
          });
      if (scanned.ok()) break;
      if (!absl::IsDataLoss(scanned)) return scanned;
      // An index that is far too large must not be counted up to: without a row and a leaf the log is at its end.
      if (absl::IsNotFound(snapshot_.ReadNode({0, index}).status())) {
        Problem(absl::StrCat(SubmissionName(index), " and on"), "neither rows nor tree nodes; an index behind is wrong");
        break;
      }
      StoreProblem(scanned);
      LeaveOut(index++);
    }
    CheckTreeSize();
    CheckLastSeen();
    TALLY_RETURN_IF_ERROR(RemarkDisowned());
    CheckTokens();
    TALLY_RETURN_IF_ERROR(CheckRows());
    if (not_checked_left_out_ > 0) report_.not_checked.push_back(absl::StrCat("and ", not_checked_left_out_, " more"));
    report_.captures = quotes_.captures();
    report_.quotes = quotes_.quotes();
    return std::move(report_);
  }

 private:
  void Problem(std::string where, absl::string_view what) {
    if (report_.problems.size() == kMaxProblems) {
      ++report_.problems_left_out;
    } else {
      report_.problems.push_back({std::move(where), std::string(what)});
    }
  }

  void NotChecked(std::string what) {
    if (report_.not_checked.size() == kMaxProblems) {
      ++not_checked_left_out_;
    } else {
      report_.not_checked.push_back(std::move(what));
    }
  }

  // The place stands first in what a store says of damage.
  void StoreProblem(const absl::Status& damage) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(damage.message(), absl::MaxSplits(": ", 1));
    Problem(parts.first, parts.second);
  }

  void CheckSubmission(uint64_t index, const StoredSubmission& stored) {
    const absl::StatusOr<OpenedSubmission> opened = OpenUnverified(stored, index);
    ++report_.submissions;
    if (!opened.ok()) return Damaged(index, stored, opened.status().message());
    const absl::StatusOr<Digest> author = Digest::FromHex(opened->head.author());
    if (!author.ok()) return Damaged(index, stored, "its author is not a key id");
    if (!CheckSigned(index, stored, *opened, *author)) return;
    AppendLeaf(index, HashLeaf(FormatLeaf(opened->id, *author, stored.signature)));
    for (size_t n = 0; n < opened->records.size(); ++n) CheckRecord(opened->records[n]);
    for (const Row& row : DerivedRows(stored, *opened, identity_.secret)) computed_.Add(row.table, row.key, row.value);
  }

  void Damaged(uint64_t index, const StoredSubmission& stored, absl::string_view what) {
    if (!NameDamage(index, stored)) Problem(SubmissionName(index), what);
    LeaveOut(index);
  }

  // Goes on without a submission that cannot be read. What may have stood in it, keys, captures, the last of an author's
  // chain, must not be missed as if later submissions were at fault.
  void LeaveOut(uint64_t index) {
    AppendStoredLeaf(index);
    quotes_.LeaveOut();
    left_out_.insert(HexEncode(RowValue("submissions", EncodeIndex(index)).substr(0, 32)));
    NotChecked(absl::StrCat("the rest of ", SubmissionName(index), ", because of the damage in it"));
  }

  // Author, signature, log and chain. False when the bytes cannot be those that were signed.
  bool CheckSigned(uint64_t index, const StoredSubmission& stored, const OpenedSubmission& opened, const Digest& author) {
    const std::string where = SubmissionName(index);
    const bool has_keys = std::any_of(opened.records.begin(), opened.records.end(),
                                      [](const Record& r) { return r.kind() == v1::Header::key; });
    std::optional<KeyRing> changed;
    absl::Status added;
    if (has_keys) added = changed.emplace(keys_).Add(opened);
    const KeyRing& admitted = changed ? *changed : keys_;
    if (!left_out_.empty() && admitted.Find(author) == nullptr) {
      // The tree still tells whether the bytes are those that were logged.
      NotChecked(absl::StrCat(where, ": its author's key, which a damaged submission may admit"));
    } else {
      const absl::Status wrong = CheckSignature(index, stored, opened, admitted, author);
      if (!wrong.ok()) {
        Damaged(index, stored, wrong.message());
        return false;
      }
      if (!added.ok()) Problem(where, added.message());
      if (changed) keys_ = *std::move(changed);
    }
    if (opened.head.log() != identity_.key.id().hex()) Problem(where, "was signed for another log");
    std::string& last = last_of_author_[author];
    if (opened.head.previous() != last && left_out_.count(opened.head.previous()) == 0) {
      Problem(where, "does not follow its author's last submission (author fork)");
    }
    last = opened.id.hex();
    return true;
  }

  absl::Status CheckSignature(uint64_t index, const StoredSubmission& stored, const OpenedSubmission& opened,
                              const KeyRing& keys, const Digest& author) {
    TALLY_RETURN_IF_ERROR(keys.CheckAuthor(author, index));
    auto key = public_keys_.find(author);
    if (key == public_keys_.end()) {  // making one ready costs a good part of a verification
      key = public_keys_.emplace(author, PublicKey::FromDer(keys.Find(author)->spki)).first;
    }
    if (key->second.ok() && key->second->Verify(opened.manifest, stored.signature)) return absl::OkStatus();
    return absl::UnauthenticatedError("the author's signature does not verify");
  }

  void CheckRecord(const Record& record) {
    ++report_.records;
    for (const auto& slot : record.slots) ++(slot ? report_.slots_shown : report_.slots_withheld);
    const std::string where = absl::StrCat(SubmissionName(record.position.submission), ", record ", record.position.number,
                                           " (", KindName(record.kind()), " ", record.id.brief(), ")");
    for (const QuoteProblem& problem : quotes_.Check(record)) {
      if (problem.not_checked) {
        NotChecked(absl::StrCat(where, ": ", problem.what));
      } else {
        Problem(absl::StrCat(where, problem.part), problem.what);
      }
    }
  }

  // Compares what derived rows keep of the digests with the stored bytes; true when that named the damaged parts.
  bool NameDamage(uint64_t index, const StoredSubmission& stored) {
    bool named = false;
    const auto differs = [&](const std::string& where, absl::string_view kept, const Digest& now) {
      if (kept == DigestPrint(now)) return false;
      Problem(where, "its bytes are not those that were signed");
      return named = true;
    };
    const std::string kept = RowValue("submissions", EncodeIndex(index));
    if (kept.size() == 44) {
      const absl::string_view prints = absl::string_view(kept).substr(32);
      differs(absl::StrCat(SubmissionName(index), ", its head"), prints.substr(0, 4), Sha256(stored.head));
      differs(absl::StrCat(SubmissionName(index), ", about.json"), prints.substr(4, 4), stored.about.digest);
      differs(absl::StrCat(SubmissionName(index), ", signature"), prints.substr(8, 4), Sha256(stored.signature));
    }
    for (int n = 0; n < kMaxRecordsPerSubmission; ++n) {
      const std::string row = RowValue("records", EncodePosition({index, n}));
      if (row.size() < 32 || row.size() % 4 != 0) continue;
      const std::string name = absl::StrCat(SubmissionName(index), ", record ", n, " (",
                                            Digest::FromBytes(row.substr(0, 32))->brief(), ")");
      if (n >= static_cast<int>(stored.records.size())) {
        Problem(name, "its row is missing");
        named = true;
        continue;
      }
      // A changed line feed makes one slot two, or two one: then only the first difference says something.
      const std::vector<StoredSlot>& slots = stored.records[n];
      const size_t expected = row.size() / 4 - 8;
      for (size_t s = 0; s < expected && s < slots.size(); ++s) {
        const bool differ = differs(absl::StrCat(name, ", slot ", SlotLabel(slots, s)),
                                    absl::string_view(row).substr(32 + 4 * s, 4), slots[s].digest);
        if (differ && expected != slots.size()) break;
      }
    }
    return named;
  }

  static std::string SlotLabel(const std::vector<StoredSlot>& slots, size_t at) {
    const absl::StatusOr<v1::Slot> header = DecodeSlot(slots[0].file);
    const std::span<const SlotCase> order = SlotsOf(header.ok() ? header->header().kind() : v1::Header::kind_unstated);
    return at == 0 ? "header" : at < order.size() ? std::string(SlotName(order[at])) : absl::StrCat(at);
  }

  std::string RowValue(absl::string_view table, const std::string& key) const {
    std::string found;
    snapshot_.ScanRows(table, key, PrefixEnd(key), [&](absl::string_view, absl::string_view value) {
      found = std::string(value);
      return false;
    }).IgnoreError();  // unreadable rows name nothing; CheckRows reports them
    return found;
  }

  // The tree goes on over what cannot be recomputed with the leaf hash as stored.
  void AppendStoredLeaf(uint64_t index) {
    const absl::StatusOr<Digest> leaf = snapshot_.ReadNode({0, index});
    if (!leaf.ok()) Problem(absl::StrCat("tree node 0/", index), leaf.status().message());
    AppendLeaf(index, leaf.ok() ? *leaf : Digest());
  }

  void AppendLeaf(uint64_t index, const Digest& leaf) {
    std::vector<Node> completed;
    frontier_.Append(leaf, &completed);
    for (const Node& node : completed) {
      ++report_.nodes;
      const absl::StatusOr<Digest> stored = snapshot_.ReadNode(node.address);
      if (stored.ok() && *stored == node.hash) continue;
      Problem(absl::StrCat("tree node ", node.address.level, "/", node.address.index),
              stored.ok() ? "is not what the submissions below it give" : stored.status().message());
    }
    CheckHeadAt(index + 1);
  }

  void LoadCheckpoints() {
    const absl::Status read = snapshot_.ScanCheckpoints([this](uint64_t size, const std::string& note) {
      notes_[size] = note;
      return absl::OkStatus();
    });
    if (!read.ok()) StoreProblem(read);
    notes_damaged_ = !read.ok();
  }

  // Needs no roots: who made a token is for each reader to judge.
  void CheckTokens() {
    const absl::Status read = snapshot_.ScanTokens([this](uint64_t size, const std::string& token) {
      CheckToken(size, token);
      return absl::OkStatus();
    });
    if (!read.ok()) StoreProblem(read);
  }

  void CheckToken(uint64_t size, const std::string& token) {
    const std::string where = absl::StrCat("token of size ", size);
    ++report_.tokens;
    const absl::StatusOr<Timestamp> read = ReadTimestampReplyUnverified(token);
    if (!read.ok()) return Problem(where, read.status().message());
    const auto it = notes_.find(size);
    if (it == notes_.end() && notes_damaged_) return NotChecked(absl::StrCat(where, ", because of a damaged checkpoint"));
    if (it == notes_.end()) return Problem(where, "there is no checkpoint of that size");
    const absl::StatusOr<Note> note = ParseNoteUnverified(it->second);
    if (!note.ok()) return NotChecked(absl::StrCat(where, ", because of its damaged checkpoint"));
    const TimestampCheck check = VerifyTimestamp(*read, note->text, nullptr, std::nullopt);
    if (!check.sound()) Problem(where, absl::StrJoin(check.problems, "; "));
  }

  void CheckHeadAt(uint64_t size) {
    if (seen_.ok() && size == seen_->size) root_then_ = frontier_.Root();
    const auto it = notes_.find(size);
    if (it == notes_.end()) return;
    ++report_.checkpoints;
    const std::string where = absl::StrCat("checkpoint of size ", size);
    const absl::StatusOr<Note> note = ParseNoteUnverified(it->second);
    if (!note.ok()) return Problem(where, note.status().message());
    const absl::StatusOr<NoteKey> key = NoteKey::New(identity_.origin, SignatureType::kEd25519, identity_.key);
    if (!key.ok()) return Problem("setting \"origin\"", key.status().message());
    const absl::StatusOr<Checkpoint> checkpoint = OpenCheckpoint(*note, *key);
    if (!checkpoint.ok()) return Problem(where, checkpoint.status().message());
    if (checkpoint->size != size) Problem(where, "states another size");
    if (checkpoint->root != frontier_.Root()) Problem(where, "its root is not that of the submissions");
  }

  void CheckTreeSize() {
    const uint64_t size = frontier_.size();
    const absl::StatusOr<uint64_t> nodes = snapshot_.CountNodes();
    const uint64_t expected = 2 * size - static_cast<uint64_t>(std::popcount(size));
    if (!nodes.ok()) {
      Problem("tree nodes", nodes.status().message());
    } else if (*nodes != expected) {
      Problem("tree nodes", absl::StrCat("there are ", *nodes, " instead of ", expected));
    }
    if (!notes_.empty() && notes_.rbegin()->first > size) {
      Problem(SubmissionName(size),
              absl::StrCat("is missing; the newest checkpoint covers ", notes_.rbegin()->first, " submissions"));
    }
  }

  // Rollback and fork, as far as this machine can tell; and what an interrupted recording left.
  void CheckLastSeen() {
    if (absl::IsNotFound(last_seen_.status())) {
      NotChecked(absl::StrCat("whether this is the newest copy: this machine has not seen the log ", identity_.origin));
      if (frontier_.size() > 0 && notes_.count(frontier_.size()) == 0) {
        NotChecked("the newest submissions are not yet under a checkpoint");
      }
      return;
    }
    if (!seen_.ok()) return Problem("what this machine last saw of the log", seen_.status().message());
    const Standing standing = CompareWithSeen(*seen_, frontier_.size(), root_then_);
    if (!standing.problem.empty()) return Problem("the log", standing.problem);
    if (standing.place == Standing::Place::kAhead) {
      report_.remarks.push_back(absl::StrCat("the newest ", standing.size - standing.seen.size,
                                             " of the submissions are signed by their author but not yet by the log: a "
                                             "recording was interrupted. The next one signs them."));
    }
  }

  // Known only at the end: a key's owner disowns what stands further up.
  absl::Status RemarkDisowned() {
    for (const auto& [author, entry] : keys_.entries()) {
      if (!entry.disowned_from) continue;
      TALLY_ASSIGN_OR_RETURN(const std::vector<uint64_t> indexes, SubmissionsOf(snapshot_, author, *entry.disowned_from));
      if (indexes.empty()) continue;
      report_.remarks.push_back(absl::StrCat(
          indexes.size() == 1 ? "submission " : "submissions ", absl::StrJoin(indexes, ", "),
          indexes.size() == 1 ? " is" : " are", " disowned: signed with the key ", author.brief(),
          ", which its owner gave up from entry ", *entry.disowned_from, " on"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckRows() {
    const std::string version = RowValue(kVersionTable, "");
    if (version != DerivedVersion() && snapshot_.size() > 0) {
      NotChecked(absl::StrCat("derived tables are stale (made by \"", version,
                                                 "\"); make them anew with: tally check --rebuild"));
      return absl::OkStatus();
    }
    TALLY_ASSIGN_OR_RETURN(const std::vector<std::string> tables, snapshot_.TableNames());
    RowSums stored;
    for (const std::string& table : tables) {
      if (table == kVersionTable) continue;
      TALLY_RETURN_IF_ERROR(snapshot_.ScanRows(table, "", "", [&](absl::string_view key, absl::string_view value) {
        stored.Add(table, key, value);
        ++report_.rows;
        return true;
      }));
    }
    // Submissions that cannot be read give no rows, so the tables only say something when all the rest is well.
    if (report_.damaged()) {
      NotChecked("derived tables, because of the damage above");
      return absl::OkStatus();
    }
    for (const std::string& table : computed_.Differing(stored)) {
      Problem(absl::StrCat("derived table \"", table, "\""),
              "is not what the records give; make it anew with: tally check --rebuild");
    }
    return absl::OkStatus();
  }

  const Snapshot& snapshot_;
  const LogIdentity& identity_;
  const absl::StatusOr<std::string>& last_seen_;
  absl::StatusOr<Checkpoint> seen_;
  std::optional<Digest> root_then_;  // of the tree at the size last seen
  QuoteChecker quotes_;
  CheckReport report_;
  uint64_t not_checked_left_out_ = 0;
  KeyRing keys_{VerifyUnderSpki};
  std::map<Digest, absl::StatusOr<PublicKey>> public_keys_;  // by id, which is the hash of the key
  Frontier frontier_;
  RowSums computed_;
  std::map<Digest, std::string> last_of_author_;
  std::map<uint64_t, std::string> notes_;
  bool notes_damaged_ = false;
  std::set<std::string> left_out_;  // ids of submissions that cannot be read, as far as derived rows know them
};

}  // namespace

absl::StatusOr<CheckReport> CheckCasebook(const Snapshot& snapshot, const BlobStore& captures, const LogIdentity& identity,
                                          const absl::StatusOr<std::string>& last_seen) {
  return Checker(snapshot, captures, identity, last_seen).Run();
}

absl::Status RebuildDerived(Store* store, const LogIdentity& identity) {
  return store->RebuildRows([&](const Store::PutRow& put) -> absl::Status {
    // Only here nobody else can append: the rows of what came between would be lost.
    TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, store->OpenSnapshot());
    TALLY_RETURN_IF_ERROR(put({std::string(kVersionTable), "", DerivedVersion()}));
    return snapshot->ScanSubmissions(0, snapshot->size(), [&](uint64_t index, StoredSubmission stored) -> absl::Status {
      TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
      for (Row& row : DerivedRows(stored, opened, identity.secret)) TALLY_RETURN_IF_ERROR(put(std::move(row)));
      return absl::OkStatus();
    });
  });
}

}  // namespace tallystick

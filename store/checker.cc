#include "store/checker.h"

#include <algorithm>
#include <bit>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status.h"
#include "core/record/key_ring.h"
#include "core/record/outline.h"
#include "core/sign/timestamp.h"
#include "store/check_alone.h"
#include "store/collect.h"
#include "store/damage_names.h"
#include "store/derived.h"
#include "store/found_problems.h"
#include "store/in_order.h"
#include "store/quote_check.h"
#include "store/row_sums.h"

namespace tallystick {
namespace {

constexpr uint64_t kStretch = 128;  // submissions a worker checks at a time

std::string SubmissionName(uint64_t index) { return absl::StrCat("submission ", index); }

// Takes what LoneChecker found about each stretch of the log, in order, and adds what only the order shows: which keys
// were admitted by then, each author's chain, the tree and its heads, quotes of captures recorded before.
class Checker {
 public:
  Checker(const Snapshot& snapshot, const BlobStore& captures, const LogIdentity& identity,
          const absl::StatusOr<std::string>& last_seen, const CheckOptions& options)
      : snapshot_(snapshot), identity_(identity), last_seen_(last_seen), options_(options), quotes_(captures),
        offered_(OfferedKeys(snapshot)), alone_(identity, offered_, !options.integrity_only) {
    seen_ = last_seen.ok() ? OpenSeen(identity, *last_seen) : last_seen.status();
    report_.integrity_only = options.integrity_only;
  }

  absl::StatusOr<CheckReport> Run() {
    if (!options_.integrity_only) {
      for (const std::string& problem : snapshot_.SelfCheck()) Problem("casebook.db", problem);
    }
    CheckEmptyLog();
    TALLY_RETURN_IF_ERROR(CheckSubmissions());
    CheckTreeSize();
    CheckLastSeen();
    TALLY_RETURN_IF_ERROR(RemarkDisowned());
    CheckTokens();
    if (!options_.integrity_only) TALLY_RETURN_IF_ERROR(CheckRows());
    found_.Close();
    report_.captures = quotes_.captures();
    report_.quotes = quotes_.quotes();
    return std::move(report_);
  }

 private:
  // A view each for the workers. They read enduring rows of the first one's submissions alone, which never change.
  absl::StatusOr<std::vector<std::unique_ptr<Snapshot>>> OpenViews() const {
    std::vector<std::unique_ptr<Snapshot>> views;
    for (int n = 0; options_.more_views != nullptr && options_.threads > 1 && n < options_.threads; ++n) {
      TALLY_ASSIGN_OR_RETURN(views.emplace_back(), options_.more_views->OpenSnapshot());
    }
    return views;
  }

  absl::Status CheckSubmissions() {
    TALLY_ASSIGN_OR_RETURN(const std::vector<std::unique_ptr<Snapshot>> views, OpenViews());
    const uint64_t size = snapshot_.size();
    absl::Status failed;
    const auto make = [&](size_t worker, uint64_t part) {
      const uint64_t begin = part * kStretch;
      return alone_.Check(views.empty() ? snapshot_ : *views[worker], begin, begin + std::min(kStretch, size - begin));
    };
    const auto take = [&](CheckedStretch stretch) { return TakeStretch(std::move(stretch), &failed); };
    InOrder<CheckedStretch>::Run(size / kStretch + (size % kStretch > 0), views.size(), make, take);
    return failed;
  }

  // The head before the first submission.
  void CheckEmptyLog() {
    CheckedStretch none;
    alone_.CheckNotes(snapshot_, 0, 1, &none);
    for (CheckedNote& note : none.notes) notes_.emplace(note.size, std::move(note.checkpoint));
    for (const absl::Status& lost : none.lost_notes) LostNote(lost);
    CheckHeadAt(0);
  }

  // False at the end of what can be checked.
  bool TakeStretch(CheckedStretch stretch, absl::Status* failed) {
    computed_.Add(stretch.rows);
    nodes_ = std::move(stretch.nodes);
    notes_.clear();
    for (CheckedNote& note : stretch.notes) notes_.emplace(note.size, std::move(note.checkpoint));
    for (const CheckedSubmission& checked : stretch.submissions) {
      if (!checked.read.ok() && !absl::IsDataLoss(checked.read)) {
        *failed = checked.read;
        return false;
      }
      // An index that is far too large must not be counted up to: without a row and a leaf the log is at its end.
      if (!checked.read.ok() && absl::IsNotFound(snapshot_.ReadNode({0, checked.index}).status())) {
        Problem(absl::StrCat(SubmissionName(checked.index), " and on"),
                "neither rows nor tree nodes; an index behind is wrong");
        return false;
      }
      TakeSubmission(checked);
    }
    for (const absl::Status& lost : stretch.lost_notes) LostNote(lost);
    return true;
  }

  void Problem(std::string where, absl::string_view what) { found_.Problem(std::move(where), what); }
  void NotChecked(std::string what) { found_.NotChecked(std::move(what)); }
  void StoreProblem(const absl::Status& damage) { found_.StoreProblem(damage); }

  // A checkpoint that cannot be read may be the one of any size.
  void LostNote(const absl::Status& damage) {
    if (damage.ok()) return;
    StoreProblem(damage);
    notes_damaged_ = true;
  }

  void TakeSubmission(const CheckedSubmission& checked) {
    if (!checked.read.ok()) {
      StoreProblem(checked.read);
      return LeaveOut(checked.index);
    }
    ++report_.submissions;
    if (!checked.opened.ok()) return Damaged(checked.index, checked.opened.message());
    if (!CheckSigned(checked)) return;
    AppendLeaf(checked.index, checked.leaf);
    report_.records += checked.record_count;
    report_.slots_shown += checked.slots_shown;
    report_.slots_withheld += checked.slots_withheld;
    for (const Record& record : checked.records) CheckQuote(record);
  }

  void Damaged(uint64_t index, absl::string_view what) {
    std::vector<NamedDamage> named;
    const absl::StatusOr<StoredSubmission> stored = snapshot_.ReadSubmission(index);
    if (stored.ok()) named = NameDamage(snapshot_, index, *stored);
    for (NamedDamage& part : named) Problem(std::move(part.where), part.what);
    if (named.empty()) Problem(SubmissionName(index), what);
    LeaveOut(index);
  }

  // Goes on without a submission that cannot be read. What may have stood in it, keys, captures, the last of an author's
  // chain, must not be missed as if later submissions were at fault.
  void LeaveOut(uint64_t index) {
    AppendStoredLeaf(index);
    quotes_.LeaveOut();
    left_out_.insert(DerivedIdOf(snapshot_, index));
    NotChecked(absl::StrCat("the rest of ", SubmissionName(index), ", because of the damage in it"));
  }

  // Author, signature, log and chain. False when the bytes cannot be those that were signed.
  bool CheckSigned(const CheckedSubmission& checked) {
    const std::string where = SubmissionName(checked.index);
    std::optional<KeyRing> changed;
    absl::Status added;
    if (checked.keys) added = changed.emplace(keys_).Add(*checked.keys);
    const KeyRing& admitted = changed ? *changed : keys_;
    if (!left_out_.empty() && admitted.Find(checked.author) == nullptr) {
      // The tree still tells whether the bytes are those that were logged.
      NotChecked(absl::StrCat(where, ": its author's key, which a damaged submission may admit"));
    } else {
      const absl::Status wrong = CheckSignature(checked, admitted);
      if (!wrong.ok()) {
        Damaged(checked.index, wrong.message());
        return false;
      }
      if (!added.ok()) Problem(where, added.message());
      if (changed) keys_ = *std::move(changed);
    }
    if (checked.log != log_) Problem(where, "was signed for another log");
    std::string& last = last_of_author_[checked.author];
    if (checked.previous != last && left_out_.count(checked.previous) == 0) {
      Problem(where, "does not follow its author's last submission (author fork)");
    }
    last = checked.id.hex();
    return true;
  }

  absl::Status CheckSignature(const CheckedSubmission& checked, const KeyRing& keys) {
    TALLY_RETURN_IF_ERROR(keys.CheckAuthor(checked.author, checked.index));
    const bool known = checked.signature != CheckedSubmission::Signature::kKeyUnknown;
    if (known ? checked.signature == CheckedSubmission::Signature::kGood : VerifyHere(checked, keys)) return absl::OkStatus();
    return absl::UnauthenticatedError("the author's signature does not verify");
  }

  // For authors whose keys were not offered to the workers.
  bool VerifyHere(const CheckedSubmission& checked, const KeyRing& keys) const {
    const absl::StatusOr<PublicKey> key = PublicKey::FromDer(keys.Find(checked.author)->spki);
    const absl::StatusOr<StoredSubmission> stored = snapshot_.ReadSubmission(checked.index);
    if (!key.ok() || !stored.ok()) return false;
    const absl::StatusOr<SubmissionOutline> outline = OutlineUnverified(*stored);
    return outline.ok() && key->Verify(outline->manifest, stored->signature);
  }

  void CheckQuote(const Record& record) {
    for (const QuoteProblem& problem : quotes_.Check(record)) {
      const std::string where = absl::StrCat(SubmissionName(record.position.submission), ", record ", record.position.number,
                                             " (", KindName(record.kind()), " ", record.id.brief(), ")");
      if (problem.not_checked) {
        NotChecked(absl::StrCat(where, ": ", problem.what));
      } else {
        Problem(absl::StrCat(where, problem.part), problem.what);
      }
    }
  }

  // The tree goes on over what cannot be recomputed with the leaf hash as stored.
  void AppendStoredLeaf(uint64_t index) {
    const absl::StatusOr<Digest> leaf = snapshot_.ReadNode({0, index});
    if (!leaf.ok()) Problem(absl::StrCat("tree node 0/", index), leaf.status().message());
    AppendLeaf(index, leaf.ok() ? *leaf : Digest());
  }

  void AppendLeaf(uint64_t index, const Digest& leaf) {
    completed_.clear();
    frontier_.Append(leaf, &completed_);
    for (const Node& node : completed_) {
      ++report_.nodes;
      if (IsAsRead(node)) continue;
      const absl::StatusOr<Digest> stored = snapshot_.ReadNode(node.address);
      if (stored.ok() && *stored == node.hash) continue;
      Problem(absl::StrCat("tree node ", node.address.level, "/", node.address.index),
              stored.ok() ? "is not what the submissions below it give" : stored.status().message());
    }
    CheckHeadAt(index + 1);
  }

  bool IsAsRead(const Node& node) const {
    const auto it = std::lower_bound(nodes_.begin(), nodes_.end(), node.address,
                                     [](const Node& stored, NodeAddress address) { return stored.address < address; });
    return it != nodes_.end() && it->address == node.address && it->hash == node.hash;
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
    const absl::StatusOr<std::string> stored = snapshot_.ReadCheckpoint(size);
    if (absl::IsNotFound(stored.status()) && !notes_damaged_) return Problem(where, "there is no checkpoint of that size");
    const absl::StatusOr<Note> note = stored.ok() ? ParseNoteUnverified(*stored) : stored.status();
    if (!note.ok()) return NotChecked(absl::StrCat(where, ", because of its damaged checkpoint"));
    const TimestampCheck check = VerifyTimestamp(*read, note->text, nullptr, std::nullopt);
    if (!check.sound()) Problem(where, absl::StrJoin(check.problems, "; "));
  }

  void CheckHeadAt(uint64_t size) {
    if (seen_.ok() && size == seen_->size) root_then_ = frontier_.Root();
    const auto it = notes_.find(size);
    if (it == notes_.end()) return;
    ++report_.checkpoints;
    newest_note_ = size;
    const std::string where = absl::StrCat("checkpoint of size ", size);
    const absl::StatusOr<Checkpoint>& checkpoint = it->second;
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
    uint64_t newest = 0;
    const absl::Status read =
        snapshot_.ScanCheckpointsIn(size + 1, Snapshot::kNoEnd, [&newest](uint64_t covered, const std::string&) {
          newest = covered;
          return absl::OkStatus();
        });
    LostNote(read);
    if (newest > 0) {
      Problem(SubmissionName(size), absl::StrCat("is missing; the newest checkpoint covers ", newest, " submissions"));
    }
  }

  // Rollback and fork, as far as this machine can tell; and what an interrupted recording left.
  void CheckLastSeen() {
    if (absl::IsNotFound(last_seen_.status())) {
      NotChecked(absl::StrCat("whether this is the newest copy: this machine has not seen the log ", identity_.origin));
      if (frontier_.size() > 0 && newest_note_ != frontier_.size()) {
        NotChecked("the newest submissions are not yet under a checkpoint");
      }
      return;
    }
    if (!seen_.ok()) return Problem("what this machine last saw of the log", seen_.status().message());
    const Standing standing = CompareWithSeen(*seen_, frontier_.size(), root_then_);
    if (standing.place == Standing::Place::kBehind) return Problem(std::string(kThisCopy), standing.problem);
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

  absl::StatusOr<RowSums> SumStoredRows() {
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
    return stored;
  }

  absl::Status CheckRows() {
    const std::string version = RowValue(snapshot_, kVersionTable, "");
    if (version != DerivedVersion() && snapshot_.size() > 0) {
      NotChecked(absl::StrCat("derived tables are stale (made by \"", version,
                                                 "\"); make them anew with: tally check --rebuild"));
      return absl::OkStatus();
    }
    TALLY_ASSIGN_OR_RETURN(const RowSums stored, SumStoredRows());
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
  const std::string log_ = identity_.key.id().hex();
  const absl::StatusOr<std::string>& last_seen_;
  const CheckOptions& options_;
  absl::StatusOr<Checkpoint> seen_;
  std::optional<Digest> root_then_;  // of the tree at the size last seen
  QuoteChecker quotes_;
  const std::map<Digest, PublicKey> offered_;
  const LoneChecker alone_;
  FoundProblems found_;
  CheckReport& report_ = found_.report;
  KeyRing keys_{VerifyUnderSpki};
  Frontier frontier_;
  std::vector<Node> completed_;
  std::vector<Node> nodes_;  // stored over the stretch that is taken, by address
  RowSums computed_;
  std::map<Digest, std::string> last_of_author_;
  std::map<uint64_t, absl::StatusOr<Checkpoint>> notes_;  // of the sizes within the stretch that is taken
  uint64_t newest_note_ = 0;
  bool notes_damaged_ = false;
  std::set<std::string> left_out_;  // ids of submissions that cannot be read, as far as derived rows know them
};

}  // namespace

absl::StatusOr<CheckReport> CheckCasebook(const Snapshot& snapshot, const BlobStore& captures, const LogIdentity& identity,
                                          const absl::StatusOr<std::string>& last_seen, const CheckOptions& options) {
  return Checker(snapshot, captures, identity, last_seen, options).Run();
}

}  // namespace tallystick

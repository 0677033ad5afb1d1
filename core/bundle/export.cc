#include "core/bundle/export.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bundle/bag.h"
#include "core/bundle/key_policy.h"
#include "core/bundle/layout.h"
#include "core/bundle/readme.h"
#include "core/bundle/statements.h"
#include "core/bundle/submission_folder.h"
#include "core/bundle/time_checks.h"
#include "core/bundle/verify.h"
#include "core/bundle/verify_text.h"
#include "core/sign/tlog_proof.h"

namespace tallystick {
namespace {

absl::Status Refuse(absl::string_view what) { return absl::InvalidArgumentError(what); }

bool IsCode(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

class Exporter {
 public:
  Exporter(const BundleInput& input, const ConflictTables& tables) : input_(input), tables_(tables) {}

  absl::StatusOr<Bundle> Build() && {
    TALLY_ASSIGN_OR_RETURN(note_, ParseNoteUnverified(input_.checkpoint));
    TALLY_ASSIGN_OR_RETURN(head_, ParseCheckpointUnverified(note_.text));
    TALLY_RETURN_IF_ERROR(IndexWithholdings());
    TALLY_RETURN_IF_ERROR(TakeOthersLinesOff());
    Add(CheckpointFile(input_.log_key.id()), FormatNote(note_));
    AddTokens();
    AddKeys();
    TALLY_RETURN_IF_ERROR(AddCaptures());
    for (const BundleEntry& entry : input_.entries) TALLY_RETURN_IF_ERROR(AddEntry(entry));
    TALLY_RETURN_IF_ERROR(AddStatements());
    AddFindings();
    AddReadme();
    AddView(std::string(kVerifyFile), kVerifyText);
    return Close();
  }

 private:
  using SlotOfRecord = std::pair<Digest, std::string>;

  bool AddView(const std::string& path, absl::string_view bytes) { return files_.emplace(path, bytes).second; }
  bool Add(const std::string& path, std::string bytes) { return AddView(path, made_.emplace_back(std::move(bytes))); }

  absl::Status TakeOthersLinesOff() {
    TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(head_.origin, SignatureType::kEd25519, input_.log_key));
    Note own{note_.text, {}};
    for (const NoteSignature& line : note_.signatures) {
      if (line.name == key.name() && line.key_hash == key.key_hash()) own.signatures.push_back(line);
    }
    if (own.signatures.size() == note_.signatures.size()) return absl::OkStatus();
    if (own.signatures.empty()) return Refuse("the checkpoint is not signed by the log");
    cosignatures_ = static_cast<int>(note_.signatures.size() - own.signatures.size());
    seals_.emplace(kCosignedFile, made_.emplace_back(FormatNote(note_)));
    note_ = std::move(own);
    return absl::OkStatus();
  }

  void AddTokens() {
    for (const std::string& token : input_.tokens) time_stamps_ += seals_.emplace(TokenFile(token), token).second;
  }

  absl::Status IndexWithholdings() {
    for (const Withholding& w : input_.withholdings) {
      const std::string what = absl::StrCat("withholding of ", w.slot, " of ", w.record.brief());
      if (!IsCode(w.reason)) return Refuse(absl::StrCat(what, ": its reason is a code of a-z, 0-9 and '-'"));
      if (w.actor.empty()) return Refuse(absl::StrCat(what, ": say who withholds it"));
      if (w.slot == "header" || w.slot == "key") return Refuse(absl::StrCat(what, ": this slot is never withheld"));
      if (!withholdings_.emplace(SlotOfRecord(w.record, w.slot), &w).second) {
        return Refuse(absl::StrCat(what, ": is given twice"));
      }
    }
    return absl::OkStatus();
  }

  void AddKeys() {
    Add(KeyFile(input_.log_key.id()), input_.log_key.Pem());
    for (const PublicKey& key : input_.keys) Add(KeyFile(key.id()), key.Pem());
  }

  absl::Status AddCaptures() {
    std::set<Digest> seen;
    for (const BundleCapture& capture : input_.captures) {
      const auto fits = [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); };
      if (capture.extension.empty() || !std::all_of(capture.extension.begin(), capture.extension.end(), fits)) {
        return Refuse(absl::StrCat("\"", capture.extension, "\" is no file extension of a-z and 0-9"));
      }
      if (!seen.insert(capture.sha256).second) {
        return Refuse(absl::StrCat("the capture ", capture.sha256.brief(), " is given twice"));
      }
      AddView(CaptureFile(capture.sha256, capture.extension), capture.bytes);
    }
    return absl::OkStatus();
  }

  // Adds a slot's file, or declares it withheld.
  absl::Status AddSlot(const std::string& path, const StoredSlot& slot, const Digest& record, absl::string_view name) {
    const auto found = withholdings_.find(SlotOfRecord(record, std::string(name)));
    if (found == withholdings_.end()) {
      if (slot.shown()) return AddView(path, slot.file), absl::OkStatus();
      return Refuse(absl::StrCat("the slot ", name, " of ", record.brief(),
                                 " is not stored any more: declare it withheld, and why"));
    }
    v1::BundleWithheld::Slot& declared = declared_[path];
    declared.set_file(path);
    declared.set_record(record.hex());
    declared.set_slot(std::string(name));
    declared.set_reason(found->second->reason);
    declared.set_actor(found->second->actor);
    withholdings_.erase(found);
    return absl::OkStatus();
  }

  absl::Status AddRecord(const std::string& folder, const BundleEntry& entry, int number,
                         const OpenedSubmission& opened) {
    if (number < 0 || number >= static_cast<int>(opened.records.size())) {
      return Refuse(absl::StrCat("entry ", entry.index, " has no record ", number));
    }
    const Record& record = opened.records[number];
    if (!Add(absl::StrCat(folder, BodyFile(number)), opened.bodies[number])) {
      return Refuse(absl::StrCat("record ", number, " of entry ", entry.index, " is given twice"));
    }
    const std::span<const SlotCase> order = SlotsOf(record.kind());
    for (size_t i = 0; i < order.size(); ++i) {
      const absl::string_view name = SlotName(order[i]);
      TALLY_RETURN_IF_ERROR(AddSlot(absl::StrCat(folder, SlotFile(number, static_cast<int>(i), name)),
                                    entry.submission.records[number][i], record.id, name));
    }
    ++records_;
    return absl::OkStatus();
  }

  absl::Status AddEntry(const BundleEntry& entry) {
    const std::string folder = SubmissionFolder(input_.log_key.id(), entry.index);
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(entry.submission, entry.index));
    TALLY_ASSIGN_OR_RETURN(const Digest author, Digest::FromHex(opened.head.author()));
    if (!Add(absl::StrCat(folder, kLeafFile), FormatLeaf(opened.id, author, entry.submission.signature))) {
      return Refuse(absl::StrCat("entry ", entry.index, " is given twice"));
    }
    authors_.insert(author);
    TlogProof proof;
    proof.index = entry.index;
    proof.hashes = entry.proof;
    proof.checkpoint = note_;
    Add(absl::StrCat(folder, kProofFile), FormatTlogProof(proof));
    Add(absl::StrCat(folder, kManifestFile), opened.manifest);
    AddView(absl::StrCat(folder, kSignatureFile), entry.submission.signature);
    AddView(absl::StrCat(folder, kSubmissionHeadFile), entry.submission.head);
    TALLY_RETURN_IF_ERROR(AddSlot(absl::StrCat(folder, kAboutFile), entry.submission.about, opened.id, "about"));
    for (int number : entry.shown) TALLY_RETURN_IF_ERROR(AddRecord(folder, entry, number, opened));
    return absl::OkStatus();
  }

  absl::Status AddStatements() {
    if (!withholdings_.empty()) {
      const SlotOfRecord& first = withholdings_.begin()->first;
      return Refuse(absl::StrCat("withholding of ", first.second, " of ", first.first.brief(),
                                 ": no record that is shown has this slot"));
    }
    v1::BundleWithheld withheld;
    withheld.set_schema(std::string(kWithheldSchema));
    for (const auto& [path, slot] : declared_) *withheld.add_slots() = slot;
    Add(std::string(kWithheldFile), FormatStatement(withheld));

    std::map<std::string, int64_t> left_out;
    int64_t included = input_.matched;
    for (const LeftOut& group : input_.left_out) {
      left_out[group.reason] += group.records;
      included -= group.records;
    }
    if (included <= 0) return Refuse("nothing to export: no record that matched is included");
    if (records_ < included) {
      return Refuse(absl::StrCat(included, " matched records are to be included, and only ", records_, " are shown"));
    }
    v1::BundleScope scope;
    scope.set_schema(std::string(kScopeSchema));
    scope.set_query(input_.query);
    scope.set_log(input_.log_key.id().hex());
    scope.mutable_head()->set_origin(head_.origin);
    scope.mutable_head()->set_size(head_.size);
    scope.mutable_head()->set_root(head_.root.hex());
    scope.set_matched(input_.matched);
    scope.set_included(included);
    scope.set_supporting(records_ - included);
    for (const auto& [reason, records] : left_out) {
      v1::BundleScope::LeftOut* group = scope.add_left_out();
      group->set_reason(reason);
      group->set_records(records);
    }
    Add(std::string(kScopeFile), FormatStatement(scope));
    return absl::OkStatus();
  }

  // Reads the records back from the folder, so that nothing withheld can reach a finding.
  void AddFindings() {
    v1::BundleReport unused;
    Checks checks(&unused);
    const BundleLayout layout = ReadLayout(files_, &checks);
    const KeyFiles keys = ReadKeys(layout, &checks);
    RecordSet records;
    for (const auto& [index, files] : layout.submissions) {
      OpenedFolder folder = OpenSubmissionFolder(layout, index, keys, &checks);
      for (Record& record : folder.records) records.Add(std::move(record));
    }
    Add(std::string(kFindingsFile), FormatStatement(FindConflicts(records, tables_)));
  }

  void AddReadme() {
    ReadmeFacts facts;
    facts.name = input_.name;
    facts.log_origin = head_.origin;
    facts.log_size = head_.size;
    facts.log_key = input_.log_key.id();
    facts.authors.assign(authors_.begin(), authors_.end());
    facts.submissions = input_.entries.size();
    facts.records = records_;
    facts.captures = input_.captures.size();
    facts.withheld = declared_.size();
    Add(std::string(kReadmeFile), FormatReadme(facts));
  }

  absl::StatusOr<Bundle> Close() {
    Bundle bundle;
    bundle.head = head_;
    bundle.time_stamps = time_stamps_;
    bundle.cosignatures = cosignatures_;
    for (auto& [path, text] : MakeBag(files_)) {
      if (path == kBagTagManifest) bundle.id = BundleId(text);
      Add(path, text);
    }
    files_.insert(seals_.begin(), seals_.end());
    TALLY_ASSIGN_OR_RETURN(bundle.zip, WriteZip(input_.name, files_));
    const v1::BundleReport report = VerifyBundle(bundle.zip, {{}, tables_, {}});
    for (const v1::BundleReport::Check& check : report.checks()) {
      // What its signer disowns may be handed on; the receiver sees the same failure.
      if (check.result() != v1::BundleReport::fail || check.code() == "disowned") continue;
      return absl::DataLossError(
          absl::StrCat("the bundle would not verify: ", check.target(), ": ", check.explanation()));
    }
    return bundle;
  }

  const BundleInput& input_;
  const ConflictTables& tables_;
  Note note_;
  Checkpoint head_;
  int time_stamps_ = 0, cosignatures_ = 0;
  std::deque<std::string> made_;  // bytes that files_ looks at and the input does not hold
  FileViews files_;
  FileViews seals_;  // outside the manifests
  std::map<SlotOfRecord, const Withholding*> withholdings_;  // those not yet met
  std::map<std::string, v1::BundleWithheld::Slot> declared_;
  std::set<Digest> authors_;
  int64_t records_ = 0;
};

}  // namespace

absl::StatusOr<Bundle> BuildBundle(const BundleInput& input, const ConflictTables& tables) {
  return Exporter(input, tables).Build();
}

}  // namespace tallystick

#include "store/bundle_input.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/record/key_ring.h"
#include "store/collect.h"
#include "store/entries.h"

namespace tallystick {
namespace {

using S = v1::Slot;

absl::StatusOr<std::vector<Digest>> Matched(const Snapshot& snapshot, const BundleQuery& query) {
  std::vector<Digest> ids = query.records;
  for (const Digest& event : query.events) {
    ids.push_back(event);
    TALLY_ASSIGN_OR_RETURN(const std::vector<Position> naming, RecordsNaming(snapshot, event));
    for (const Position& position : naming) {
      TALLY_ASSIGN_OR_RETURN(const Record record, ReadRecord(snapshot, position));
      if (record.Get(S::kEvent).event().event() == event.hex()) ids.push_back(record.id);
    }
  }
  return ids;
}

std::string ExtensionOf(const v1::Content& content) { return content.media_type() == "text/plain" ? "txt" : "bin"; }

class Collector {
 public:
  Collector(const Snapshot& snapshot, const BlobStore& captures, const BundleQuery& query)
      : snapshot_(snapshot), captures_(captures), query_(query) {}

  absl::StatusOr<CollectedBundle> Run(const LogIdentity& identity) {
    TALLY_RETURN_IF_ERROR(ChooseRecords());
    TALLY_RETURN_IF_ERROR(AddKeyRecords());
    TALLY_ASSIGN_OR_RETURN(std::string note, LatestCheckpoint(snapshot_));
    TALLY_ASSIGN_OR_RETURN(const Note parsed, ParseNoteUnverified(note));
    TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(identity.origin, SignatureType::kEd25519, identity.key));
    TALLY_ASSIGN_OR_RETURN(const Checkpoint head, OpenCheckpoint(parsed, key));
    std::vector<std::string> tokens;
    TALLY_RETURN_IF_ERROR(snapshot_.ScanTokens([&](uint64_t size, const std::string& token) {
      if (size == head.size) tokens.push_back(token);
      return absl::OkStatus();
    }));
    CollectedBundle made{{query_.name, identity.key, std::move(note), {}, {}, {}, query_.in_words, matched_, {}, query_.withholdings, std::move(tokens)},
                         {}, 0};
    for (const auto& [index, numbers] : shown_) {
      if (index >= head.size) {
        return absl::FailedPreconditionError(absl::StrCat("submission ", index, " is not yet under a checkpoint"));
      }
      TALLY_RETURN_IF_ERROR(AddEntry(index, numbers, head.size, &made));
    }
    for (const Digest& author : authors_) {
      TALLY_ASSIGN_OR_RETURN(PublicKey public_key, PublicKey::FromDer(ring_.Find(author)->spki));
      made.input.keys.push_back(std::move(public_key));
    }
    return made;
  }

 private:
  absl::Status ChooseRecords() {
    if (query_.everything) {
      return snapshot_.ScanSubmissions(0, snapshot_.size(), [this](uint64_t index, StoredSubmission stored) {
        TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
        for (const Record& record : opened.records) matched_ += Show(record);
        return absl::OkStatus();
      });
    }
    TALLY_ASSIGN_OR_RETURN(std::vector<Digest> ids, Matched(snapshot_, query_));
    const std::set<Digest> distinct(ids.begin(), ids.end());
    if (distinct.empty()) return absl::NotFoundError("nothing matches");
    matched_ = static_cast<int64_t>(distinct.size());
    TALLY_ASSIGN_OR_RETURN(const RecordSet closure, CollectClosure(snapshot_, ids));
    for (const Record& record : closure.records()) Show(record);
    return absl::OkStatus();
  }

  // Whether it goes in. Who got what before is nothing to the next reader, nor is what was said of that; records come in
  // log order, so that what is judged comes first.
  bool Show(const Record& record) {
    const std::vector<Digest>& asked = query_.records;
    const bool wanted = query_.with_custody || std::find(asked.begin(), asked.end(), record.id) != asked.end();
    bool hidden = record.kind() == v1::Header::custody && !wanted;
    if (record.kind() == v1::Header::judgement) {
      for (const std::string& id : record.Get(S::kSubject).subject().records()) hidden = hidden || hidden_.count(id) > 0;
    }
    if (hidden) return hidden_.insert(record.id.hex()), false;
    return shown_[record.position.submission].insert(record.position.number), true;
  }

  // All key records: without them a stranger could not tell who was admitted, and whose key was given up.
  absl::Status AddKeyRecords() {
    TALLY_ASSIGN_OR_RETURN(const std::vector<Position> keys, RecordsOfKind(snapshot_, v1::Header::key));
    TALLY_ASSIGN_OR_RETURN(ring_, LoadKeyRing(snapshot_, snapshot_.size()));
    for (const Position& position : keys) shown_[position.submission].insert(position.number);
    return absl::OkStatus();
  }

  absl::Status AddEntry(uint64_t index, const std::set<int>& numbers, uint64_t size, CollectedBundle* made) {
    BundleEntry entry{index, {}, {}, std::vector<int>(numbers.begin(), numbers.end())};
    TALLY_ASSIGN_OR_RETURN(entry.submission, snapshot_.ReadSubmission(index));
    TALLY_ASSIGN_OR_RETURN(entry.proof, InclusionProof(index, size, NodesOf(snapshot_)));
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(entry.submission, index));
    TALLY_ASSIGN_OR_RETURN(const Digest author, Digest::FromHex(opened.head.author()));
    authors_.insert(author);
    for (int number : numbers) {
      const Record& record = opened.records[number];
      ++made->records;
      WithholdContact(record, &made->input.withholdings);
      NoteUnnamed(record, made);
      TALLY_RETURN_IF_ERROR(AddCapture(record, made));
    }
    made->input.entries.push_back(std::move(entry));
    return absl::OkStatus();
  }

  void WithholdContact(const Record& record, std::vector<Withholding>* withholdings) const {
    const bool asked = record.kind() == v1::Header::source && query_.with_contacts;
    if (asked || (record.kind() != v1::Header::source && record.kind() != v1::Header::custody)) return;
    for (const Withholding& w : *withholdings) {
      if (w.record == record.id && w.slot == "contact") return;
    }
    withholdings->push_back({record.id, "contact", "contact", "exporter"});
  }

  static void NoteUnnamed(const Record& record, CollectedBundle* made) {
    const v1::Note& note = record.Get(S::kNote).note();
    if (record.kind() != v1::Header::source || record.Get(S::kIdentity).identity().kind() != v1::Identity::unnamed) return;
    if (record.IsWithheld(S::kNote) || (note.label().empty() && note.text().empty())) return;
    for (const Withholding& w : made->input.withholdings) {
      if (w.record == record.id && w.slot == "note") return;
    }
    made->unnamed_with_note.push_back(note.label().empty() ? record.id.brief() : note.label());
  }

  absl::Status AddCapture(const Record& record, CollectedBundle* made) {
    if (record.kind() != v1::Header::capture || record.IsWithheld(S::kContent)) return absl::OkStatus();
    for (const Withholding& w : made->input.withholdings) {
      if (w.record == record.id && w.slot == "content") return absl::OkStatus();
    }
    const v1::Content& content = record.Get(S::kContent).content();
    TALLY_ASSIGN_OR_RETURN(const Digest digest, Digest::FromHex(content.sha256()));
    if (!captured_.insert(digest).second) return absl::OkStatus();
    TALLY_ASSIGN_OR_RETURN(std::string bytes, captures_.Get(digest));
    made->capture_bytes.push_back(std::make_unique<std::string>(std::move(bytes)));
    made->input.captures.push_back({digest, ExtensionOf(content), *made->capture_bytes.back()});
    return absl::OkStatus();
  }

  const Snapshot& snapshot_;
  const BlobStore& captures_;
  const BundleQuery& query_;
  int64_t matched_ = 0;
  std::map<uint64_t, std::set<int>> shown_;
  std::set<std::string> hidden_;
  std::set<Digest> authors_, captured_;
  KeyRing ring_{VerifyUnderSpki};
};

}  // namespace

absl::StatusOr<CollectedBundle> CollectBundle(const Snapshot& snapshot, const BlobStore& captures, const LogIdentity& identity,
                                              const BundleQuery& query) {
  return Collector(snapshot, captures, query).Run(identity);
}

}  // namespace tallystick

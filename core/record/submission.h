// Submissions: one author's act of recording 1 to 128 records, signed as a whole (docs/record-format.md).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/record/manifest.h"
#include "core/record/record.h"
#include "core/record/slot.h"

namespace tallystick {

// A slot's file, or only its digest once it is withheld or erased.
struct StoredSlot {
  std::string file;  // empty: not shown
  Digest digest;

  bool shown() const { return !file.empty(); }
  static StoredSlot Of(std::string bytes);
};

// The enduring bytes of a submission. Bodies and the manifest follow from them.
struct StoredSubmission {
  std::string head;  // line-1 file
  StoredSlot about;
  std::vector<std::vector<StoredSlot>> records;
  std::string signature;  // 64 raw bytes over the manifest
};

// A submission with its derived bytes and decoded records.
struct OpenedSubmission {
  Digest id;
  std::string manifest;             // submission.sha256: what is signed
  std::vector<std::string> bodies;  // NNN.sha256
  v1::Submission head;
  std::optional<v1::About> about;
  std::vector<Record> records;  // positions have the `index` given
};

// The parts that opening a submission is made of (also of outline.h): the body of record `number`, whose kind has the slots
// `order`; the head of a schema that this version knows; 1 to 128 records.
std::string FormatBody(int number, std::span<const SlotCase> order, const std::vector<StoredSlot>& slots);
absl::StatusOr<v1::Submission> DecodeHead(absl::string_view file);
absl::Status CheckRecordCount(const StoredSubmission& stored);

// Regenerates manifest and bodies and decodes every shown slot. Checks form only: slots and their own digests, kinds,
// slot order, `in`. Does NOT check the signature, nor that this is the submission committed to elsewhere: compare `id`.
// kDataLoss or kInvalidArgument names the record and slot.
absl::StatusOr<OpenedSubmission> OpenUnverified(const StoredSubmission& stored, uint64_t index);

// One record of a submission alone, with the same checks.
absl::StatusOr<Record> OpenRecordUnverified(absl::string_view head, const std::vector<StoredSlot>& slots,
                                            const Position& position);

// "tallystick-leaf-v1\n<submission id>\n<author key id>\n<signature, base64>\n": the entry in the log.
std::string FormatLeaf(const Digest& submission, const Digest& author_key, absl::string_view signature);
struct Leaf {
  Digest submission;
  Digest author_key;
  std::string signature;
};
absl::StatusOr<Leaf> ParseLeaf(absl::string_view text);

// Collects drafts into a submission. Ids are known as soon as a record is added, so later records can name it.
// Not thread-safe.
class SubmissionBuilder {
 public:
  static absl::StatusOr<SubmissionBuilder> New(const Digest& log_key, const Digest& author_key,
                                               const std::optional<Digest>& previous, SaltSource salts);

  int size() const { return static_cast<int>(stored_.records.size()); }

  // The new record's id. kInvalidArgument when validation refuses the draft, kFailedPrecondition when 128 are in.
  absl::StatusOr<Digest> Add(const RecordDraft& draft);

  struct Unsigned {
    StoredSubmission stored;  // without its signature
    std::string manifest;     // to be signed
    Digest id;
    OpenedSubmission opened;  // as OpenUnverified gives it of `stored`; positions have index 0
  };
  // `recorded_at` as civil_time.h writes it. kFailedPrecondition when no record was added.
  absl::StatusOr<Unsigned> Finish(absl::string_view recorded_at, absl::string_view message);

 private:
  explicit SubmissionBuilder(SaltSource salts) : salts_(std::move(salts)) {}

  SaltSource salts_;
  Digest head_digest_;
  StoredSubmission stored_;
  OpenedSubmission opened_;
  std::vector<Digest> bodies_;
};

}  // namespace tallystick

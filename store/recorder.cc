#include "store/recorder.h"

#include "core/base/status.h"
#include "core/record/outline.h"
#include "store/collect.h"
#include "store/derived.h"

namespace tallystick {

absl::StatusOr<Recorder> Recorder::New(Store* store, LogWriter* writer, const LogIdentity& identity,
                                       const PrivateKey* author, SaltSource salts, std::string recorded_at,
                                       std::string message) {
  Recorder recorder(writer, identity, author, std::move(salts));
  recorder.recorded_at_ = std::move(recorded_at);
  recorder.message_ = std::move(message);
  TALLY_ASSIGN_OR_RETURN(recorder.snapshot_, store->OpenSnapshot());
  recorder.size_ = recorder.snapshot_->size();
  TALLY_ASSIGN_OR_RETURN(recorder.previous_, LastSubmissionOf(*recorder.snapshot_, author->public_key().id()));
  return recorder;
}

absl::Status Recorder::Begin() {
  absl::StatusOr<SubmissionBuilder> builder =
      SubmissionBuilder::New(identity_.key.id(), author_->public_key().id(), previous_, salts_);
  if (!builder.ok()) return builder.status();
  builder_.emplace(*std::move(builder));
  return absl::OkStatus();
}

absl::Status Recorder::Close() {
  TALLY_ASSIGN_OR_RETURN(SubmissionBuilder::Unsigned made, builder_->Finish(recorded_at_, message_));
  builder_.reset();
  SignedSubmission submission{std::move(made.stored), std::move(made.opened)};
  for (Record& record : submission.opened.records) record.position.submission = size_ + closed_.size();
  TALLY_ASSIGN_OR_RETURN(submission.stored.signature, author_->Sign(made.manifest));
  TALLY_ASSIGN_OR_RETURN(const SubmissionOutline outline, OutlineUnverified(submission.stored));
  if (outline.id != made.id) return absl::InternalError("a submission reads back as another one");
  previous_ = made.id;
  closed_.push_back(std::move(submission));
  return absl::OkStatus();
}

absl::StatusOr<Digest> Recorder::Add(const RecordDraft& draft) {
  if (!builder_) TALLY_RETURN_IF_ERROR(Begin());
  TALLY_ASSIGN_OR_RETURN(const Digest id, builder_->Add(draft));
  ++added_;
  if (builder_->size() == kMaxRecordsPerSubmission) TALLY_RETURN_IF_ERROR(Close());
  return id;
}

absl::StatusOr<bool> Recorder::HasRecorded(const RecordDraft& draft) const {
  const std::string key = ContentKey(identity_.secret, author_->public_key().id(), UnsaltedContent(draft));
  bool found = false;
  TALLY_RETURN_IF_ERROR(snapshot_->ScanRows("contents", key, PrefixEnd(key), [&found](absl::string_view, absl::string_view) {
    found = true;
    return false;
  }));
  return found;
}

absl::StatusOr<Digest> Recorder::AddOnce(const RecordDraft& draft) {
  const std::string key = ContentKey(identity_.secret, author_->public_key().id(), UnsaltedContent(draft));
  const int occurrence = occurrences_[key]++;
  std::optional<Position> before;
  int met = 0;
  TALLY_RETURN_IF_ERROR(snapshot_->ScanRows("contents", key, PrefixEnd(key), [&](absl::string_view row, absl::string_view) {
    if (met++ == occurrence) before = DecodePosition(row);
    return !before;
  }));
  if (!before) return Add(draft);
  ++repeated_;
  TALLY_ASSIGN_OR_RETURN(const Record record, ReadRecord(*snapshot_, *before));
  return record.id;
}

absl::StatusOr<std::string> Recorder::Commit() {
  if (builder_ && builder_->size() > 0) TALLY_RETURN_IF_ERROR(Close());
  if (closed_.empty()) return std::string();
  absl::StatusOr<std::string> note = writer_->Commit(size_, closed_);
  if (note.ok()) {
    size_ += closed_.size();
    closed_.clear();
  }
  return note;
}

}  // namespace tallystick

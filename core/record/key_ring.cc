#include "core/record/key_ring.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/base/status.h"

namespace tallystick {

absl::Status KeyRing::Add(const OpenedSubmission& submission) {
  absl::Status result;
  for (const Record& record : submission.records) {
    if (record.kind() != v1::Header::key) continue;
    const absl::Status refused = AddEvent(record.Get(v1::Slot::kKey).key(), record, submission.head);
    if (refused.ok()) continue;
    result.Update(absl::InvalidArgumentError(absl::StrCat("key record ", record.id.brief(), ": ", refused.message())));
  }
  return result;
}

absl::Status KeyRing::AddEvent(const v1::Key& key, const Record& record, const v1::Submission& head) {
  const uint64_t index = record.position.submission;
  const absl::StatusOr<Digest> log = Digest::FromHex(head.log());
  switch (key.event()) {
    case v1::Key::admitted: return Admit(key, index, head.author());
    case v1::Key::rotated:
    case v1::Key::revoked: return log.ok() ? GiveUp(key, index, *log) : log.status();
    case v1::Key::succeeds:
      // The old log's own first submission says whether this is its recovery key.
      return index != 0  ? absl::InvalidArgumentError("only a log's first submission can say that it succeeds another")
             : !log.ok() ? log.status()
                         : CheckKeyEvent(key, *log, Sha256(Base64Decode(key.recovery_key()).value_or("")), verify_);
    default: return absl::OkStatus();
  }
}

absl::Status KeyRing::Admit(const v1::Key& key, uint64_t index, const std::string& author) {
  const auto spki = Base64Decode(key.public_key());
  const auto recovery = Digest::FromHex(key.recovery());
  if (!spki.ok() || !recovery.ok()) return absl::InvalidArgumentError("its key cannot be read");
  const auto author_id = Digest::FromHex(author);
  if (index != 0 && !(author_id.ok() && CheckAuthor(*author_id, index).ok())) {
    return absl::InvalidArgumentError("its author may not admit keys");
  }
  if (index == 0 && key.role() == v1::Key::log && origin_.empty()) origin_ = key.name();
  const auto [it, added] = entries_.insert({Sha256(*spki), {key.role(), *spki, *recovery, index, {}, {}, {}}});
  if (!added && it->second.role != key.role()) {
    return absl::InvalidArgumentError("the key already has another role; a key has one");
  }
  if (!added && it->second.revoked_at) return absl::InvalidArgumentError("the key was given up; a new one takes its place");
  return absl::OkStatus();
}

absl::Status KeyRing::GiveUp(const v1::Key& key, uint64_t index, const Digest& log) {
  const auto id = Digest::FromHex(key.revokes());
  const auto it = id.ok() ? entries_.find(*id) : entries_.end();
  if (it == entries_.end()) return absl::InvalidArgumentError("it gives up a key that this log never admitted");
  Entry& old = it->second;
  if (old.role == v1::Key::log) return absl::InvalidArgumentError("a log's key is not rotated or revoked; a new log succeeds it");
  if (key.role() != old.role) return absl::InvalidArgumentError("it names another role than that of the key");
  if (origin_.empty() || key.log_origin() != origin_) {
    return absl::InvalidArgumentError(absl::StrCat("it speaks of the log \"", key.log_origin(), "\""));
  }
  const uint64_t from = static_cast<uint64_t>(key.from_index());
  if (key.from_index() <= 0 || from > index || from < old.admitted_at) {
    return absl::InvalidArgumentError(absl::StrCat("its index ", key.from_index(),
                                                   " is not between the entry that admitted the key and its own, ", index));
  }
  TALLY_RETURN_IF_ERROR(CheckKeyEvent(key, log, old.recovery, verify_));
  std::optional<std::string> spki;
  if (key.event() == v1::Key::rotated) {
    spki = *Base64Decode(key.public_key());  // CheckKeyEvent read it
    if (entries_.count(Sha256(*spki)) > 0) return absl::InvalidArgumentError("the new key was admitted before");
  }
  old.revoked_at = std::min(old.revoked_at.value_or(index), index);
  old.disowned_from = std::min(old.disowned_from.value_or(from), from);
  if (spki) entries_.insert({Sha256(*spki), {old.role, *spki, *Digest::FromHex(key.recovery()), index, *id, {}, {}}});
  return absl::OkStatus();
}

const KeyRing::Entry* KeyRing::Find(const Digest& key_id) const {
  const auto it = entries_.find(key_id);
  return it == entries_.end() ? nullptr : &it->second;
}

absl::Status KeyRing::CheckAuthor(const Digest& key_id, uint64_t index) const {
  const Entry* entry = Find(key_id);
  if (entry == nullptr) {
    return absl::UnauthenticatedError(absl::StrCat("author key ", key_id.brief(), " was never admitted to this log"));
  }
  if (entry->role != v1::Key::author) {
    return absl::UnauthenticatedError(absl::StrCat("key ", key_id.brief(), " is admitted as ",
                                                   v1::Key::Role_Name(entry->role), ", not as author"));
  }
  if (entry->revoked_at && index > *entry->revoked_at) {
    return absl::UnauthenticatedError(absl::StrCat("author key ", key_id.brief(), " was revoked by submission ", *entry->revoked_at));
  }
  return absl::OkStatus();
}

bool KeyRing::IsDisowned(const Digest& key_id, uint64_t index) const {
  const Entry* entry = Find(key_id);
  return entry != nullptr && entry->disowned_from && index >= *entry->disowned_from;
}

}  // namespace tallystick

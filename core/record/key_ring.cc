#include "core/record/key_ring.h"

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"

namespace tallystick {

absl::Status KeyRing::Add(const OpenedSubmission& submission) {
  absl::Status result;
  const auto author = Digest::FromHex(submission.head.author());
  for (const Record& record : submission.records) {
    const v1::Key& key = record.Get(v1::Slot::kKey).key();
    if (record.kind() != v1::Header::key || key.event() != v1::Key::admitted) continue;
    const std::string name = absl::StrCat("key record ", record.id.brief());
    const auto spki = Base64Decode(key.public_key());
    const auto recovery = Digest::FromHex(key.recovery());
    if (!spki.ok() || !recovery.ok()) {
      result.Update(absl::InvalidArgumentError(absl::StrCat(name, ": its key cannot be read")));
      continue;
    }
    const bool first = record.position.submission == 0;
    if (!first && !(author.ok() && CheckAuthor(*author).ok())) {
      result.Update(absl::InvalidArgumentError(absl::StrCat(name, ": its author may not admit keys")));
      continue;
    }
    const auto [it, added] =
        entries_.insert({Sha256(*spki), {key.role(), *spki, *recovery, record.position.submission}});
    if (!added && it->second.role != key.role()) {
      result.Update(absl::InvalidArgumentError(absl::StrCat(name, ": the key already has another role; a key has one")));
    }
  }
  return result;
}

const KeyRing::Entry* KeyRing::Find(const Digest& key_id) const {
  const auto it = entries_.find(key_id);
  return it == entries_.end() ? nullptr : &it->second;
}

absl::Status KeyRing::CheckAuthor(const Digest& key_id) const {
  const Entry* entry = Find(key_id);
  if (entry == nullptr) {
    return absl::UnauthenticatedError(absl::StrCat("author key ", key_id.brief(), " was never admitted to this log"));
  }
  if (entry->role != v1::Key::author) {
    return absl::UnauthenticatedError(absl::StrCat("key ", key_id.brief(), " is admitted as ",
                                                   v1::Key::Role_Name(entry->role), ", not as author"));
  }
  return absl::OkStatus();
}

}  // namespace tallystick

#include "core/bundle/key_policy.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/record/key_ring.h"

namespace tallystick {
namespace {

class KeyPolicy {
 public:
  KeyPolicy(const Digest& log, const std::vector<Digest>& trusted, Checks* checks)
      : log_(log), trusted_(trusted.begin(), trusted.end()), checks_(checks) {}

  void Read(const OpenedFolder& folder) {
    signers_[folder.index] = folder.author;
    ++signed_by_[folder.author];
    OpenedSubmission keys;
    keys.head.set_author(folder.author.hex());
    keys.head.set_log(log_.hex());
    for (const Record& record : folder.records) {
      if (record.kind() == v1::Header::key && CheckKeyRecord(record)) keys.records.push_back(record);
    }
    // A submission may bring its own author: the log's first one, and one in which a recovery key puts a new key in the
    // place of the old. The key ring sees to it that no other does.
    Admit(folder, keys);
    CheckAuthor(folder);
  }

  void Finish(std::vector<std::string>* evidence) const {
    for (const auto& [index, author] : signers_) {
      if (!ring_.IsDisowned(author, index)) continue;
      checks_->Fail(kSigned, "disowned", absl::StrCat("entry ", index), "disowned",
                    absl::StrCat("its owner gave up the key ", author.brief(), " from entry ",
                                 *ring_.Find(author)->disowned_from, " on, and says that this is not theirs"));
    }
    for (const auto& [author, count] : signed_by_) {
      const std::optional<Digest> root = RootOf(author);
      std::string line = absl::StrCat(author.hex(), " signed ", count, count == 1 ? " submission" : " submissions");
      if (!root) {
        absl::StrAppend(&line, "; you have not said that you know this key");
        checks_->Unknown(kSigned, "signer", author.hex(), "signer-unknown",
                         trusted_.empty() ? "you gave no key to compare with"
                                          : "neither this key nor the one that admitted it is among those you gave");
      } else {
        absl::StrAppend(&line, *root == author ? "; you gave this key"
                                               : absl::StrCat("; admitted under ", root->hex(), ", which you gave"));
        checks_->Pass(kSigned, "signer", author.hex(), "known by what you gave");
      }
      evidence->push_back(std::move(line));
    }
  }

  LogKeyRecord log_key() const { return log_key_; }

 private:
  // The key that the reader gave from which `key` is reached by admissions.
  std::optional<Digest> RootOf(Digest key) const {
    while (trusted_.count(key) == 0) {
      const KeyRing::Entry* entry = ring_.Find(key);
      if (entry == nullptr || key == log_) return std::nullopt;
      // Each step leads to a key that was admitted before, and the first one to the log's own key.
      key = entry->rotated_from       ? *entry->rotated_from
            : entry->admitted_at == 0 ? log_
                                      : signers_.at(entry->admitted_at);
    }
    return key;
  }

  // Whether an admission is to be read from this key record.
  bool CheckKeyRecord(const Record& record) {
    const v1::Key& key = record.Get(v1::Slot::kKey).key();
    if (record.IsWithheld(v1::Slot::kKey)) {
      checks_->Fail(kSigned, "key record", record.id.hex(), "key-record", "its key slot is not shown");
      return false;
    }
    if (key.event() != v1::Key::succeeds) return true;
    checks_->Unknown(kSigned, "key record", record.id.hex(), "succession-not-checked",
                     absl::StrCat("this log says that it takes the place of ", key.log_origin(),
                                  "; only that log's own records show whose recovery key signed it"));
    return true;
  }

  void Admit(const OpenedFolder& folder, const OpenedSubmission& keys) {
    if (const absl::Status status = ring_.Add(keys); !status.ok()) {
      checks_->Fail(kSigned, "key record", folder.path, "key-record", std::string(status.message()));
    }
    const KeyRing::Entry* entry = ring_.Find(log_);
    if (entry == nullptr || entry->role != v1::Key::log || log_key_.found) return;
    log_key_.found = true;
    for (const Record& record : keys.records) {
      const v1::Key& key = record.Get(v1::Slot::kKey).key();
      if (key.public_key() == Base64Encode(entry->spki)) log_key_.name = key.name();
    }
  }

  void CheckAuthor(const OpenedFolder& folder) {
    const KeyRing::Entry* entry = ring_.Find(folder.author);
    if (const absl::Status status = ring_.CheckAuthor(folder.author, folder.index); !status.ok()) {
      checks_->Fail(kSigned, "admission", folder.path, entry == nullptr ? "not-admitted" : entry->revoked_at ? "revoked" : "wrong-role",
                    absl::StrCat(status.message(), ", as far as this bundle shows"));
      return;
    }
    checks_->Pass(kSigned, "admission", folder.path,
                  absl::StrCat("the signer was admitted by entry ", entry->admitted_at));
  }

  const Digest log_;
  const std::set<Digest> trusted_;
  Checks* const checks_;
  KeyRing ring_{VerifyUnderSpki};
  std::map<uint64_t, Digest> signers_;  // of each entry shown
  std::map<Digest, int> signed_by_;
  LogKeyRecord log_key_;
};

}  // namespace

KeyFiles ReadKeys(const BundleLayout& layout, Checks* checks) {
  KeyFiles keys;
  for (const auto& [id, pem] : layout.keys) {
    const absl::StatusOr<PublicKey> key = PublicKey::FromPem(pem);
    if (!key.ok()) {
      checks->Fail(kUnchanged, "key file", KeyFile(id), "key-file", std::string(key.status().message()));
    } else if (key->id() != id) {
      checks->Fail(kUnchanged, "key file", KeyFile(id), "key-file", "holds another key than its name says");
    } else {
      keys.emplace(id, *key);
    }
  }
  return keys;
}

LogKeyRecord CheckKeyPolicy(const Digest& log, const std::vector<OpenedFolder>& folders,
                            const std::vector<Digest>& trusted, Checks* checks, std::vector<std::string>* evidence) {
  KeyPolicy policy(log, trusted, checks);
  for (const OpenedFolder& folder : folders) {
    if (folder.signature_good) policy.Read(folder);
  }
  policy.Finish(evidence);
  return policy.log_key();
}

}  // namespace tallystick

// A casebook built the way a user's is, through Recorder and Importer, with keys, salts and clock that never change.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/sign/ed25519.h"
#include "store/blobs.h"
#include "store/casebook.h"
#include "store/checker.h"
#include "store/importer.h"
#include "store/recorder.h"

namespace tallystick {

// Captures without a disk.
class MemoryBlobs final : public BlobStore {
 public:
  absl::StatusOr<Digest> Put(absl::string_view bytes) override;
  absl::StatusOr<std::string> Get(const Digest& digest) const override;

  std::map<Digest, std::string> blobs;
};

// 16 bytes a call that look random and are the same in every run.
SaltSource TestSalts(uint64_t seed);

// An admission of this key.
RecordDraft Admission(const PublicKey& key, v1::Key::Role role);

// In what a submission differs from one that Recorder makes.
struct Oddity {
  char author = 'a';
  std::optional<std::optional<Digest>> previous;  // absent: as it should be
  std::optional<Digest> log;
  std::vector<SlotCase> withheld;  // only their digests are stored
  bool about_withheld = false;
};

class TestCasebook {
 public:
  // In memory, or on disk in an empty `folder`. The first submission admits the log key and author 'a'.
  explicit TestCasebook(const std::string& folder = "");

  Store& store() const { return casebook_ ? casebook_->store() : *memory_; }
  BlobStore& captures() const;
  MemoryBlobs& memory_captures() const { return *memory_captures_; }
  LogIdentity identity() const;
  std::string database() const { return folder_ + "/casebook.db"; }
  std::string CapturePath(const Digest& digest) const;

  // Authors go by one character, and so does the log: 'l'.
  const PrivateKey& key(char name);
  std::unique_ptr<Snapshot> View() const;
  Recorder NewRecorder(char author = 'a');
  absl::StatusOr<std::string> ReadFileNamed(const std::string& name) const;

  // Imports JSON Lines in one commit, all lines with `once`. Fails the test when a line is refused.
  void Import(absl::string_view lines, char author = 'a');
  // Of the imported line with this handle.
  Digest id(const std::string& handle) const { return ids_.at(handle); }

  // One record as a submission of its own, past all that Recorder would refuse.
  void RecordOddly(const RecordDraft& draft, const Oddity& oddity);

  absl::StatusOr<CheckReport> Check(const CheckOptions& options = {}) const {
    return CheckCasebook(*View(), captures(), identity(), last_seen().note(), options);
  }

  LastSeen& last_seen() const { return *last_seen_; }
  LogWriter& writer() { return *writer_; }

  std::map<std::string, std::string> files;  // what import lines name

 private:
  std::string folder_;
  std::optional<Casebook> casebook_;
  std::unique_ptr<Store> memory_;
  std::unique_ptr<LastSeen> last_seen_;
  std::optional<LogWriter> writer_;
  std::unique_ptr<MemoryBlobs> memory_captures_;
  std::map<char, PrivateKey> keys_;
  std::map<std::string, Digest> ids_;
  uint64_t recordings_ = 0;
};

// What RecordStory adds up to, and a check of it must count.
struct StoryCounts {
  uint64_t submissions, records, captures, quotes, withheld, checkpoints;
};

// Sources, entities, an English and an Arabic capture in UTF-8, one in windows-1256, claims with quotes and passages,
// links, a correction, judgements, a second author, withheld slots and an import of 130 claims: 9 submissions.
StoryCounts RecordStory(TestCasebook* casebook);

// What a check found, as a failing test shows it.
std::string Describe(const CheckReport& report);

}  // namespace tallystick

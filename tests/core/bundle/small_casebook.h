// A log of a few submissions by two authors, and a bundle of it. Nothing is random.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/bundle/export.h"
#include "core/record/submission.h"
#include "core/sign/ed25519.h"

namespace tallystick {

// Entry 0 holds the key records of the log and of author a. Entry 1, by a, a capture, a source with a confidential
// contact, a place and two claims with quotes in the capture. Entry 2, by a, admits author b. Entry 3, by b, is one
// claim. Entry 4, by a, is not in the bundle.
class SmallCasebook {
 public:
  static const std::string kCaptureText;

  SmallCasebook();

  // All of entries 0 to 3, but for record 4 of entry 1 (the second claim), with contact and about of entry 1 withheld.
  BundleInput Input() const;

  Digest IdOf(int entry, int number) const { return opened_[entry].records[number].id; }
  const OpenedSubmission& opened(int entry) const { return opened_[entry]; }
  // The entries as the log has them.
  const std::vector<std::string>& leaves() const { return leaves_; }
  const std::string& origin() const { return origin_; }

  // Signed checkpoint of a log with these leaves, and the proof of one.
  std::string Checkpoint(const std::vector<std::string>& leaves) const;
  std::vector<Digest> Proof(const std::vector<std::string>& leaves, uint64_t index) const;

  // The bundle's options with author a's and the log's keys: whom the reader knows.
  std::vector<Digest> Signers() const;

 private:
  void Append(char author, const std::vector<RecordDraft>& drafts);
  RecordDraft Claim(absl::string_view exact, absl::string_view words, int nominal) const;

  std::string origin_;
  std::vector<StoredSubmission> stored_;
  std::vector<OpenedSubmission> opened_;
  std::vector<std::string> leaves_;
  std::map<char, Digest> last_;  // submission by author
};

// The private key with this id: of the log 'l', of the authors 'a' and 'b', of nobody 'x'.
PrivateKey KeyById(absl::string_view hex);

// A key record's draft.
RecordDraft KeyDraft(char fill, v1::Key::Role role, absl::string_view name = "");

}  // namespace tallystick

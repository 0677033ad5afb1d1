// Reads captures and quotes again: is every capture what its record says, and does every claim's quote stand at its place?
// Fed with records in log order. Keeps captures in a bounded cache. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/quote/anchor.h"
#include "core/record/record.h"
#include "store/blobs.h"

namespace tallystick {

struct QuoteProblem {
  std::string part;  // ", slot quote" or ", passage 2": after the record's name
  std::string what;
  bool not_checked = false;  // could not be checked, which is not a failure
};

class QuoteChecker {
 public:
  explicit QuoteChecker(const BlobStore& captures) : blobs_(captures) {}

  std::vector<QuoteProblem> Check(const Record& record);

  // Some records could not be read and are not given to Check: a capture that is not known from now on may be among them.
  void LeaveOut() { left_out_ = true; }

  uint64_t captures() const { return captures_; }
  uint64_t quotes() const { return quotes_; }

 private:
  struct Capture {
    Digest digest;
    std::optional<Charset> charset;
  };
  std::optional<QuoteProblem> CheckCapture(const Record& record);
  std::vector<QuoteProblem> CheckClaim(const Record& record);
  const std::string* Bytes(const Digest& digest, std::string* problem);

  const BlobStore& blobs_;
  std::map<std::string, Capture> known_;  // by record id, hex
  std::map<Digest, std::string> cache_;
  size_t cached_bytes_ = 0;
  bool left_out_ = false;
  uint64_t captures_ = 0;
  uint64_t quotes_ = 0;
};

}  // namespace tallystick

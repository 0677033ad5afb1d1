// What the entries of a published log say, read one by one: authors, and submissions that are there twice.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick {

// Not thread-safe.
class EntryAudit {
 public:
  // An entry that is not a tallystick-leaf-v1 is counted, and no more is asked of it.
  void Add(uint64_t index, absl::string_view entry);

  uint64_t not_understood() const { return not_understood_; }
  uint64_t first_not_understood() const { return first_not_understood_; }
  const std::map<Digest, uint64_t>& authors() const { return authors_; }

  // Indices of entries that may name one submission, in groups of two or more, in order: the first 8 bytes of its id
  // are the same. To be asked once, at the end.
  std::vector<std::vector<uint64_t>> LikelyRepeats();

 private:
  std::map<Digest, uint64_t> authors_;
  uint64_t not_understood_ = 0, first_not_understood_ = 0;
  std::vector<std::pair<uint64_t, uint64_t>> ids_;  // the beginning of a submission's id, index of its entry
};

}  // namespace tallystick

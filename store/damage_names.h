// Which parts of a damaged submission are damaged, as far as derived rows still tell.
#pragma once

#include <string>
#include <vector>

#include "core/record/submission.h"
#include "store/store.h"

namespace tallystick {

struct NamedDamage {
  std::string where;  // "submission 3, record 2 (1a2b3c4d5e6f), slot quantity"
  std::string what;
};

// Compares what derived rows keep of the digests with the stored bytes. Empty when they name nothing.
std::vector<NamedDamage> NameDamage(const Snapshot& snapshot, uint64_t index, const StoredSubmission& stored);

// The id of a submission that cannot be read, by its derived row; empty when that is lost too.
std::string DerivedIdOf(const Snapshot& snapshot, uint64_t index);

// The value of the first row whose key begins so; empty when there is none or it cannot be read.
std::string RowValue(const Snapshot& snapshot, absl::string_view table, const std::string& key);

}  // namespace tallystick

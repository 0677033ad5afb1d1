// Hash tables by id. Ids are hashes already: their first bytes serve. The order of a table reaches no result.
#pragma once

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/base/digest.h"

namespace tallystick {

template <typename T>
using DigestTable = absl::flat_hash_map<Digest, T, std::hash<Digest>>;
using DigestSet = absl::flat_hash_set<Digest, std::hash<Digest>>;

}  // namespace tallystick

// The log that a bundle's submissions are entries of: checkpoint and inclusion proofs (docs/bundle-format.md).
#pragma once

#include <optional>
#include <vector>

#include "core/bundle/checks.h"
#include "core/bundle/key_policy.h"
#include "core/bundle/layout.h"
#include "core/bundle/submission_folder.h"
#include "core/sign/checkpoint.h"

namespace tallystick {

// The bundle's checkpoint once the log's signature on it is good; checks that the key is one that a shown record, or
// the reader, gives the log, and that it bears the origin that the record names.
std::optional<Checkpoint> CheckCheckpoint(const BundleLayout& layout, const KeyFiles& keys, const LogKeyRecord& record,
                                          const std::vector<Digest>& trusted, Checks* checks);

// Checks each submission's proof: for its own index, with the bundle's checkpoint, leading to its root.
void CheckInclusion(const BundleLayout& layout, const Checkpoint& head, Checks* checks);

}  // namespace tallystick

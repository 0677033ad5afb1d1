// Which keys of a bundle may say what: files, roles, admission, and the reader's trust (docs/bundle-format.md).
#pragma once

#include <string>
#include <vector>

#include "core/bundle/checks.h"
#include "core/bundle/layout.h"
#include "core/bundle/submission_folder.h"

namespace tallystick {

// The keys whose file is strict PEM of a sound Ed25519 key (core/sign/ed25519.h) and bears its own id.
KeyFiles ReadKeys(const BundleLayout& layout, Checks* checks);

// What the shown key records say of the log's key.
struct LogKeyRecord {
  bool found = false;
  std::string name;  // the log's origin line; empty: not stated
};

// Checks that every author was admitted by a key record at or before its submission, with the role author, and no key
// has two roles. `folders` by ascending index; those without a good signature are passed over. `trusted` are key ids
// that the reader gave: an author counts as known when its own key, or the key at the start of its admission, is among
// them.
// `*evidence` gets a line a signer.
LogKeyRecord CheckKeyPolicy(const Digest& log, const std::vector<OpenedFolder>& folders,
                            const std::vector<Digest>& trusted, Checks* checks, std::vector<std::string>* evidence);

}  // namespace tallystick

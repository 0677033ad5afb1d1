// One submission's folder in a bundle: checked from its signature inwards, and what it shows (docs/bundle-format.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/bundle/checks.h"
#include "core/bundle/layout.h"
#include "core/record/record.h"
#include "core/sign/ed25519.h"

namespace tallystick {

// Public keys by id.
using KeyFiles = std::map<Digest, PublicKey>;

// A slot whose hash is signed and whose file is not here.
struct MissingSlot {
  std::string file;  // whole path in the bundle
  Digest record;     // the submission, for "about"
  std::string slot;
};

struct OpenedFolder {
  uint64_t index = 0;
  std::string path;  // with '/' at its end
  Digest id;
  bool signature_good = false;  // nothing of what follows is filled otherwise
  bool read = false;            // submission.sha256 too is well-formed
  Digest author;
  std::optional<v1::About> about;
  int listed = 0;               // records in the submission
  int bodies = 0;               // of these, shown
  std::vector<Record> records;  // shown and understood
  std::vector<MissingSlot> missing;
};

// Checks one folder of `layout`: leaf, signature, then the grammar of every list, every shown file's hash, `in`, and
// that nothing else is there; then decodes. A schema that is not known is "verified, not understood".
OpenedFolder OpenSubmissionFolder(const BundleLayout& layout, uint64_t index, const KeyFiles& keys, Checks* checks);

}  // namespace tallystick

// Collects what a bundle is made of: the records asked for with all that they rest on, their submissions and proofs, the
// key records, the captures.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/bundle/export.h"
#include "store/blobs.h"
#include "store/log.h"
#include "store/store.h"

namespace tallystick {

struct BundleQuery {
  std::string name;       // of the bundle's folder
  std::string in_words;   // what was asked
  bool everything = false;
  std::vector<Digest> records;
  std::vector<Digest> events;  // all claims about them
  std::vector<Withholding> withholdings;
  bool with_custody = false;   // else of the records of custody only those in `records`, and nothing judging others
  bool with_contacts = false;  // else every contact slot of a source is withheld, empty ones too: that there is none says something
};

struct CollectedBundle {
  BundleInput input;
  std::vector<std::unique_ptr<std::string>> capture_bytes;  // what the input's captures point into
  int records = 0;
  // Unnamed sources whose note goes in: what stands in it, its label too, may tell who they are.
  std::vector<std::string> unnamed_with_note;  // as they are called
};

// Under the newest checkpoint. kNotFound when nothing matches; kFailedPrecondition when a record is not yet under it.
absl::StatusOr<CollectedBundle> CollectBundle(const Snapshot& snapshot, const BlobStore& captures, const LogIdentity& identity,
                                              const BundleQuery& query);

}  // namespace tallystick

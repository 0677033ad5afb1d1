// A signed log of a few entries, and a proof for each.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/merkle/proof.h"
#include "core/sign/tlog_proof.h"
#include "tests/core/merkle/memory_tree.h"
#include "tests/core/sign/keys.h"

namespace tallystick {

struct SmallLog {
  explicit SmallLog(uint64_t size) {
    for (uint64_t i = 0; i < size; ++i) tree.Append(Entry(i));
    checkpoint = {"log.example", size, tree.frontier().Root(), {}};
  }

  static std::string Entry(uint64_t index) { return absl::StrCat("entry ", index); }
  std::string SignedCheckpoint() const { return *SignCheckpoint(checkpoint, key, TestKey('l')); }
  TlogProof Prove(uint64_t index) const {
    return {"", index, *InclusionProof(index, checkpoint.size, tree.reader()),
            *ParseNoteUnverified(SignedCheckpoint())};
  }

  NoteKey key = TestNoteKey("log.example", 'l');
  MemoryTree tree;
  Checkpoint checkpoint;
};

}  // namespace tallystick

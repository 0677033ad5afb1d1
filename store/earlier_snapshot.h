// A casebook as it stood when its log had fewer entries: what every view with --as-of reads, so that no view has to
// remember which of its records are later (docs/provenance.md, "As of").
#pragma once

#include <memory>

#include "store/store.h"

namespace tallystick {

// The first `size` submissions of `whole`, the tree, checkpoints, tokens and derived rows of these; as far as anybody
// can tell from it, a casebook to which nothing was added later. What came beside those submissions later stays
// visible: slots and captures that are gone since, cosignatures and tokens over a checkpoint of at most `size`. `size`
// must not be above whole.size(); `whole` must outlive what is returned. Reads that meet a table this version cannot
// cut are kInternal.
std::unique_ptr<Snapshot> EarlierSnapshot(const Snapshot& whole, uint64_t size);

// What an earlier snapshot was cut from; null for any other. To say of something that it is there later, and for no
// view.
const Snapshot* WholeOf(const Snapshot& snapshot);

}  // namespace tallystick

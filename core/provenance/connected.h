// Records joined by links. Thread-safe.
#pragma once

#include <span>
#include <vector>

#include "core/record/record_set.h"

namespace tallystick {

// Everything reached from `start` over current links of these types, in either direction, and over corrections of ours
// (header `replaces`); itself included, sorted. Ends on circular links. Cost: the links of what it reaches.
std::vector<Digest> ConnectedBy(const RecordSet& records, const Digest& start, std::span<const v1::Link::Type> types);

// The other ends of the current links of this type on any version of `id`, in either direction, each by the version that
// counts.
std::vector<Digest> LinkedBy(const RecordSet& records, const Digest& id, v1::Link::Type type);

}  // namespace tallystick

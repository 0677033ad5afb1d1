// Which records a record names. Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "core/record/record.h"

namespace tallystick {

// Calls `visit(path, id)` for every record id in its slots, in their order and as often as it stands there; a path is
// like "attribution.steps[0].sources[1]". What the record replaces (its header) is not among them.
void VisitReferences(const Record& record, const std::function<void(const std::string& path, const Digest& id)>& visit);

}  // namespace tallystick

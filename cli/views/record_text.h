// One record as text for a terminal, the names of what it refers to filled in.
#pragma once

#include <string>

#include "core/record/record_set.h"
#include "proto/view.pb.h"

namespace tallystick {

// `records` holds the record and what it names.
std::string RecordAsText(const RecordSet& records, const v1::RecordDocument& document, int columns);

}  // namespace tallystick

// What a reader must know of a record before he relies on it, the same words wherever it is shown. Thread-safe.
#pragma once

#include <string>

#include "core/record/record_set.h"

namespace tallystick {

// "retracted: a reading error", "replaced by 41bd17036174", "withdrawn by its source", "corrected by its source"; of several
// all, with "; " between them. Of a replaced record also what holds of the version that counts, and which other
// replacements there are that do not count. "" for most records, and where nothing is known of it.
std::string MarkOf(const RecordSet& records, const Digest& id);

// " (retracted: a reading error)", or nothing: to stand after a name.
std::string MarkAfterName(const RecordSet& records, const Digest& id);

}  // namespace tallystick

// The captures in a bundle and the quotes that point into them (docs/bundle-format.md).
#pragma once

#include "core/bundle/checks.h"
#include "core/bundle/layout.h"
#include "core/record/record_set.h"

namespace tallystick {

// Each file's bytes have the hash in its name, and the record of a capture or rendition names it with this size.
void CheckCaptures(const BundleLayout& layout, const RecordSet& records, Checks* checks);

// Each quote and passage of a claim stands at its byte range. Only where the bytes are in the bundle and UTF-8: for the
// rest the answer is unknown, with the number of passages.
void CheckQuotes(const BundleLayout& layout, const RecordSet& records, Checks* checks);

}  // namespace tallystick

// How sources and captures are called in sentences. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "core/record/record_set.h"

namespace tallystick {

// "Agence Sahel Info (outlet)", "SRC-1 (unnamed source)", "unnamed source 0a1b2c3d4e5f", "(withheld source
// 0a1b2c3d4e5f)".
std::string DescribeSource(const RecordSet& records, const Digest& id);
// A title in quotation marks; a source, entity or claim as above or by its name.
std::string DescribeRecord(const RecordSet& records, const Digest& id);

// "a, b and c"; of more than five "a, b, c, d, e and 4 more". Sorted, each once.
std::string ListInWords(std::vector<std::string> items);

// "2022-10-30", "2022-10-29 to 2022-10-31", "2022-10-29 or later", "2022-10-31 or earlier"; empty when both are.
std::string IntervalInWords(const std::string& earliest, const std::string& latest);

// "2 routes", "no route shown".
std::string RoutesInWords(int routes);

}  // namespace tallystick

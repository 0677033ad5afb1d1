// Recorded exports, as documents of proto/view.proto and as text.
#pragma once

#include <string>

#include "proto/view.pb.h"
#include "store/exports.h"

namespace tallystick {

v1::ExportItem ExportItemOf(const RecordedExport& recorded);

std::string ExportsAsText(const v1::ExportsDocument& document, int columns);

// What a custody record says of an export, line by line after `indent`: for `show`.
std::string ExportSlotAsText(const v1::Custody& custody, absl::string_view indent, int columns);

// "given to the court on 2022-11-01T09:00:00Z", "given on …" when nobody is named.
std::string GivenInWords(const std::string& given_to, const std::string& recorded_at);

}  // namespace tallystick

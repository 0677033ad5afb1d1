// The documents of `tally witness` as text for a terminal.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

std::string WitnessLogsAsText(const v1::WitnessLogsDocument& document);
std::string WitnessAnswerAsText(const v1::WitnessAnswerDocument& document, int columns);
std::string WitnessRequestsAsText(const v1::WitnessRequestsDocument& document, int columns);
std::string CosignaturesAsText(const v1::CosignaturesDocument& document, int columns);

}  // namespace tallystick

// What publishing a log did, and what auditing a published one found, as text for a terminal.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

std::string PublishAsText(const v1::PublishDocument& document, int columns);
std::string AuditAsText(const v1::AuditDocument& document, int columns);

}  // namespace tallystick

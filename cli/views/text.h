// The documents of proto/view.proto as text for a terminal.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

// How ids are shown to people: 12 hex digits.
std::string Brief(const std::string& hex);

std::string RecordedAsText(const v1::RecordedDocument& document);
std::string KeysAsText(const v1::KeysDocument& document, int columns);
std::string ListAsText(const v1::ListDocument& document, int columns);
std::string CheckAsText(const v1::CheckDocument& document, int columns);
std::string CompareAsText(const v1::CompareDocument& document, int columns);

}  // namespace tallystick

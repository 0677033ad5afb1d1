// VERIFY.txt, the shell commands that every bundle carries: core/bundle/VERIFY.txt, embedded.
#pragma once

#include "absl/strings/string_view.h"

namespace tallystick {

extern const absl::string_view kVerifyText;

}  // namespace tallystick

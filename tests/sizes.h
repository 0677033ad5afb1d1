// How much data a test takes: less under a sanitizer, which makes a program ten times as slow, and all of it on demand.
#pragma once

#include <cstdlib>
#include <string>

namespace tallystick {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// `n`, or a tenth under a sanitizer.
constexpr int Sized(int n) { return kSanitized ? n / 10 : n; }

// Random instances that are compared with a reference: `all` with TALLYSTICK_ORACLE=full, otherwise a slice.
inline int Instances(int slice, int all) {
  const char* asked = std::getenv("TALLYSTICK_ORACLE");
  return asked != nullptr && std::string(asked) == "full" ? all : Sized(slice);
}

}  // namespace tallystick

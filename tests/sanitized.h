// Sanitizers make a program ten times as slow, and say nothing more about a test with ten times as much data.
#pragma once

namespace tallystick {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// `n`, or a tenth under a sanitizer.
constexpr int Sized(int n) { return kSanitized ? n / 10 : n; }

}  // namespace tallystick

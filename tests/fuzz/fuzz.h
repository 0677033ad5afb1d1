// What every fuzz target shares: a failed promise ends the process, as a fuzzer wants it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace tallystick {

inline absl::string_view Input(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

// Promises that were asked: none means that every input was refused, and nothing tested.
inline uint64_t promises_asked = 0;

inline void Require(bool holds, const char* promise) {
  ++promises_asked;
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace tallystick

// libFuzzer's entry point; each target defines it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

// The bench has nobody to report an error to: it says what it is and ends.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace tallystick {

inline void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "tallystick_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

}  // namespace tallystick

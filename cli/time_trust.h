// Whose word about time a reader takes, as options say it: the same for every command that reports a time.
#pragma once

#include "absl/status/statusor.h"
#include "cli/command.h"
#include "store/time_evidence.h"

namespace tallystick {

inline constexpr Option kAuthoritiesOption = {"--authorities", "PEM",
                                              "certificates of time-stamp authorities, or their roots, that you trust"};
inline constexpr Option kTimePolicyOption = {"--policy", "FILE", "a C2SP trust policy: its witnesses say when"};
inline constexpr Option kWitnessOption = {"--witness", "VKEY", "the key of a witness that you trust", true};

// What those of these options that the command has say; nothing given trusts nobody. An error names its option.
absl::StatusOr<TimeTrust> ReadTimeTrust(const Context& context);

}  // namespace tallystick

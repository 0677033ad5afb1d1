#include "core/sign/time_trust.h"

#include "core/sign/checkpoint.h"

namespace tallystick {
namespace {

// 9999-12-31T23:59:59Z: later ones cannot be written as a time.
constexpr uint64_t kMostCosignedTime = 253402300799;

}  // namespace

std::vector<OutsideTime> CosignedTimes(const Note& note, const std::vector<NoteKey>& witnesses, uint64_t at) {
  std::vector<OutsideTime> times;
  if (!ParseCheckpointUnverified(note.text).ok()) return times;
  for (const NoteKey& witness : witnesses) {
    const CosignatureCheck check = VerifyCosignature(note, witness);
    if (check.state != SignatureState::kGood || check.time > kMostCosignedTime) continue;
    const Seconds time = static_cast<Seconds>(check.time);
    times.push_back({OutsideKind::kCosignature, at, time, time, witness.name(), true});
  }
  return times;
}

}  // namespace tallystick

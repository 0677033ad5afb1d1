// The kinds of record and their slots in fixed order (docs/record-format.md). Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "absl/strings/string_view.h"
#include "proto/slot.pb.h"

namespace tallystick {

using Kind = v1::Header::Kind;
using SlotCase = v1::Slot::BodyCase;

// The slots of a record of this kind, the header first; empty for a kind that this version does not know.
std::span<const SlotCase> SlotsOf(Kind kind);

// "quantity" for kQuantity: the name of the body's field.
absl::string_view SlotName(SlotCase slot);
std::optional<SlotCase> SlotByName(absl::string_view name);

// "claim" for Header::claim.
absl::string_view KindName(Kind kind);
std::optional<Kind> KindByName(absl::string_view name);

}  // namespace tallystick

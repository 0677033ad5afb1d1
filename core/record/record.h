// A record as everything above the bytes sees it.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/record/kinds.h"

namespace tallystick {

// Where a record stands in its log: submission index and number within it. Also its order in every result.
struct Position {
  uint64_t submission = 0;
  int number = 0;
  auto operator<=>(const Position&) const = default;
};

// A decoded record. Slots that are withheld or erased are absent, which is not the same as empty.
struct Record {
  Digest id;
  Position position;
  v1::Header header;
  std::vector<std::optional<v1::Slot>> slots;  // in the order of SlotsOf(kind), header first

  Kind kind() const { return header.kind(); }

  // The slot, or an empty one when it is withheld or when the kind has no such slot.
  const v1::Slot& Get(SlotCase which) const {
    const std::optional<v1::Slot>* slot = Find(which);
    return slot != nullptr && slot->has_value() ? **slot : v1::Slot::default_instance();
  }
  bool IsWithheld(SlotCase which) const {
    const std::optional<v1::Slot>* slot = Find(which);
    return slot != nullptr && !slot->has_value();
  }

 private:
  const std::optional<v1::Slot>* Find(SlotCase which) const {
    const std::span<const SlotCase> order = SlotsOf(kind());
    for (size_t i = 0; i < order.size() && i < slots.size(); ++i) {
      if (order[i] == which) return &slots[i];
    }
    return nullptr;
  }
};

// What goes into a new record: the slots that say something; the rest are written empty.
struct RecordDraft {
  Kind kind = v1::Header::kind_unstated;
  std::vector<Digest> replaces;
  std::vector<v1::Slot> slots;  // without salts, without the header

  const v1::Slot& Get(SlotCase which) const {
    for (const v1::Slot& slot : slots) {
      if (slot.body_case() == which) return slot;
    }
    return v1::Slot::default_instance();
  }
};

}  // namespace tallystick

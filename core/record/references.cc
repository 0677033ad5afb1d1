#include "core/record/references.h"

#include "core/record/fields.h"

namespace tallystick {

void VisitReferences(const Record& record,
                     const std::function<void(const std::string& path, const Digest& id)>& visit) {
  for (const std::optional<v1::Slot>& slot : record.slots) {
    if (!slot || slot->has_header()) continue;
    VisitMarked(*slot, Mark::kRecord, [&visit](const std::string& path, const std::string& value) {
      if (const auto id = Digest::FromHex(value); id.ok()) visit(path, *id);
      return absl::OkStatus();
    }).IgnoreError();  // the visitor has no errors
  }
}

}  // namespace tallystick

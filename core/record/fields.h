// Walks the marked fields of a message by reflection (proto/options.proto). Thread-safe.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tallystick {

enum class Mark { kRecord, kAsWritten, kCivil };

// Calls `visit(path, value)` for every set string field with this mark, in field order; path like "steps[0].sources[1]".
// Stops at the first error and returns it.
absl::Status VisitMarked(const google::protobuf::Message& message, Mark mark,
                         const std::function<absl::Status(const std::string& path, const std::string& value)>& visit);

// The same, with leave to change the value.
absl::Status ChangeMarked(google::protobuf::Message* message, Mark mark,
                          const std::function<absl::Status(const std::string& path, std::string* value)>& change);

// As ChangeMarked for kRecord; `kinds` is what the field may name ("source|entity"; "": any).
absl::Status ChangeReferences(
    google::protobuf::Message* message,
    const std::function<absl::Status(const std::string& path, absl::string_view kinds, std::string* value)>& change);

}  // namespace tallystick

// Option values that several commands read alike.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "cli/command.h"
#include "proto/import.pb.h"

namespace tallystick {

// The number of the enum's value with this name; the error lists the names. Case matters not, '-' stands for '_'.
absl::StatusOr<int> ParseEnumValue(absl::string_view option, const std::string& text,
                                   const google::protobuf::EnumDescriptor* values);

template <typename Enum>
absl::StatusOr<Enum> ParseEnum(absl::string_view option, const std::string& text,
                               const google::protobuf::EnumDescriptor* values) {
  const absl::StatusOr<int> value = ParseEnumValue(option, text, values);
  if (!value.ok()) return value.status();
  return static_cast<Enum>(*value);
}

void AddNames(const std::vector<std::string>& names, const std::string& language,
              google::protobuf::RepeatedPtrField<v1::Name>* out);

// --label and --note.
void SetNote(const Arguments& arguments, v1::ImportLine* line);

// "2022-09-06..2022-09-08" or one date as its earliest and latest.
struct DateRange {
  std::string earliest, latest;
};
absl::StatusOr<DateRange> ParseDateRange(absl::string_view option, const std::string& text);

}  // namespace tallystick

#include "cli/command.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tallystick {

std::string Arguments::Get(const std::string& name) const {
  const auto it = values_.find(name);
  return it == values_.end() || it->second.empty() ? "" : it->second.back();
}

std::vector<std::string> Arguments::All(const std::string& name) const {
  const auto it = values_.find(name);
  return it == values_.end() ? std::vector<std::string>() : it->second;
}

absl::StatusOr<std::optional<int64_t>> Arguments::Number(const std::string& name, int64_t least) const {
  if (!Has(name)) return std::optional<int64_t>();
  int64_t value = 0;
  if (!absl::SimpleAtoi(Get(name), &value) || value < least) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": \"", Get(name), "\" is not a whole number of ", least, " or more"));
  }
  return std::optional<int64_t>(value);
}

}  // namespace tallystick

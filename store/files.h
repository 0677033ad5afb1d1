// Whole files, durably. Errors as Status with the path in the message.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

absl::StatusOr<std::string> ReadFile(const std::string& path);

// Written beside, flushed, then renamed: there is the whole file or none. The folder is flushed too.
// `mode` as for chmod. With `replace` false an existing file is kAlreadyExists.
absl::Status WriteFileDurably(const std::string& path, absl::string_view bytes, int mode, bool replace);

// The folder and those above it, durably. Existing ones are left alone.
absl::Status MakeFolders(const std::string& path, int mode);

bool FileExists(const std::string& path);

}  // namespace tallystick

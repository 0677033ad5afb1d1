#include "store/slot_lines.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr size_t kDigestLine = 64 + 1;  // hex digits and LF

// Whether a whole line is a digest.
std::optional<Digest> AsDigest(absl::string_view line) {
  if (line.size() != kDigestLine || line.back() != '\n') return std::nullopt;
  const absl::StatusOr<Digest> digest = Digest::FromHex(line.substr(0, kDigestLine - 1));
  return digest.ok() ? std::optional<Digest>(*digest) : std::nullopt;
}

}  // namespace

std::string FormatSlotLines(const std::vector<StoredSlot>& slots) {
  std::string text;
  for (const StoredSlot& slot : slots) {
    slot.shown() ? absl::StrAppend(&text, slot.file) : absl::StrAppend(&text, slot.digest.hex(), "\n");
  }
  return text;
}

std::vector<StoredSlot> ParseSlotLines(absl::string_view text) {
  std::vector<StoredSlot> slots;
  slots.reserve(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const absl::string_view line = text.substr(0, end == absl::string_view::npos ? end : end + 1);
    const std::optional<Digest> digest = AsDigest(line);
    slots.push_back(digest ? StoredSlot{"", *digest} : StoredSlot::Of(std::string(line)));
    text.remove_prefix(line.size());
  }
  return slots;
}

}  // namespace tallystick

// A signed note that is read is written again as the same bytes.
#include "core/sign/note.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view bytes = Input(data, size);
  const absl::StatusOr<Note> note = ParseNoteUnverified(bytes);
  if (note.ok()) Require(FormatNote(*note) == bytes, "an accepted note is written again as the same bytes");
  const absl::StatusOr<NoteKey> key = NoteKey::Parse(bytes);
  if (key.ok()) Require(key->Format() == bytes, "an accepted key is written again as the same bytes");
  return 0;
}

// Keys for tests: their private halves are public.
#pragma once

#include <string>

#include "core/sign/ed25519.h"
#include "core/sign/note.h"

namespace tallystick {

inline PrivateKey TestKey(char fill) { return *PrivateKey::FromSeed(std::string(32, fill)); }

inline NoteKey TestNoteKey(absl::string_view name, char fill, SignatureType type = SignatureType::kEd25519) {
  return *NoteKey::New(name, type, TestKey(fill).public_key());
}

}  // namespace tallystick

// Signed notes (https://c2sp.org/signed-note) with Ed25519 signatures, type 0x01, and the timestamped Ed25519
// cosignatures of witnesses, type 0x04 (https://c2sp.org/tlog-cosignature). Thread-safe.
//
//   <text: lines, the last ended by LF>
//   <an empty line>
//   — <key name> <base64 of: 4 bytes key hash, signature>       one line or more
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/ed25519.h"

namespace tallystick {

// Limits of ours; the format asks for 16 signatures at least.
inline constexpr size_t kMaxNoteSize = 1 << 20;
inline constexpr size_t kMaxNoteSignatures = 100;

struct NoteSignature {
  std::string line;  // as it stands in the note, without LF; what is written out again
  std::string name;
  uint32_t key_hash = 0;
  std::string signature;  // the bytes after the key hash; a form of its own for each type

  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  // with its last LF; what is signed
  std::vector<NoteSignature> signatures;

  bool operator==(const Note&) const = default;
};

// Takes a note apart; nothing in it is to be believed before VerifyNote. Signatures of unknown keys and types are kept.
// kInvalidArgument, with the place, unless the bytes are exactly a note: FormatNote gives them back.
absl::StatusOr<Note> ParseNoteUnverified(absl::string_view bytes);
std::string FormatNote(const Note& note);

// kInvalidArgument unless `name` may stand in a signature line: UTF-8, not empty, no Unicode space, no control
// character, no '+'.
absl::Status CheckKeyName(absl::string_view name);

enum class SignatureType : uint8_t {
  kEd25519 = 0x01,
  kCosignatureV1 = 0x04,
};

// The text of a verifier key taken apart, "<name>+<8 hex digits of the key hash>+<base64 of type and key>", whatever its
// type is.
struct VerifierKeyText {
  std::string name;
  uint32_t key_hash = 0;
  uint8_t type = 0;
  std::string key;  // the bytes after the type
  // Whether the hash is made of name, type and key as the format recommends and most types, not all, do it.
  bool has_usual_hash = false;
};

// kInvalidArgument when it is malformed. That the hash belongs to the key is for the caller to ask.
absl::StatusOr<VerifierKeyText> ParseVerifierKeyText(absl::string_view vkey);

// A key by which notes are checked. Immutable.
class NoteKey {
 public:
  // kInvalidArgument for a name that CheckKeyName refuses.
  static absl::StatusOr<NoteKey> New(absl::string_view name, SignatureType type, const PublicKey& key);
  // From the text of a verifier key. kInvalidArgument when it is malformed, of a type that is not among the above, or
  // the hash is not that of the key.
  static absl::StatusOr<NoteKey> Parse(absl::string_view vkey);
  std::string Format() const;

  const std::string& name() const { return name_; }
  SignatureType type() const { return type_; }
  const PublicKey& key() const { return key_; }
  // The first four bytes of SHA-256(name, LF, type, key), big-endian. It finds a signature; it proves nothing.
  uint32_t key_hash() const { return key_hash_; }

 private:
  NoteKey(absl::string_view name, SignatureType type, const PublicKey& key);
  std::string name_;
  SignatureType type_;
  PublicKey key_;
  uint32_t key_hash_;
};

// Signs `text` with `signer`, whose key is `key` (kEd25519), and verifies the signature before giving it out.
// kInvalidArgument for a key of another type or a text that cannot be a note's; kInternal when the signature does not
// verify; errors of the signer.
absl::StatusOr<NoteSignature> SignNote(absl::string_view text, const NoteKey& key, const Signer& signer);

enum class SignatureState {
  kGood,    // by this key, and every signature in its name verifies
  kAbsent,  // no line has this key's name and hash
  kBad,     // a line has them and does not verify
};

// What the note's signature lines say about one known kEd25519 key (kAbsent for keys of another type).
[[nodiscard]] SignatureState VerifyNote(const Note& note, const NoteKey& key);

struct CosignatureCheck {
  SignatureState state = SignatureState::kAbsent;
  uint64_t time = 0;  // if kGood: the earliest time the witness signed for, in seconds since 1970
};

// The same for one known kCosignatureV1 key; the note must be a checkpoint's. A time above 2^63 - 1 is kBad.
[[nodiscard]] CosignatureCheck VerifyCosignature(const Note& note, const NoteKey& witness);

// What a witness signs: "cosignature/v1", "time <seconds>", the note's text.
std::string CosignatureMessage(uint64_t time, absl::string_view text);

}  // namespace tallystick

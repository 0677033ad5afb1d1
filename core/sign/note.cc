#include "core/sign/note.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/base/utf8.h"

namespace tallystick {
namespace {

constexpr absl::string_view kSignaturePrefix("\xe2\x80\x94 ");  // em dash, space
constexpr size_t kKeyHashSize = 4;
constexpr size_t kTimeSize = 8;

uint64_t BigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (char c : bytes) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

std::string FourBytes(uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

absl::Status Malformed(absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat("not a signed note: ", problem));
}

// Unicode's White_Space property.
bool IsSpace(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

absl::Status CheckCharacters(absl::string_view bytes) {
  if (const std::optional<size_t> offset = FirstInvalidUtf8(bytes)) {
    return Malformed(absl::StrCat("byte ", *offset, " is not valid UTF-8"));
  }
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (static_cast<uint8_t>(bytes[i]) < 0x20 && bytes[i] != '\n') {
      return Malformed(absl::StrCat("byte ", i, " is a control character other than a line feed"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<NoteSignature> ParseSignatureLine(absl::string_view line) {
  absl::string_view rest = line;
  if (!absl::ConsumePrefix(&rest, kSignaturePrefix)) {
    return Malformed("a signature line does not begin with an em dash and a space");
  }
  const size_t space = rest.find(' ');
  if (space == absl::string_view::npos) return Malformed("a signature line has no space after the key's name");
  NoteSignature signature{std::string(line), std::string(rest.substr(0, space))};
  TALLY_RETURN_IF_ERROR(CheckKeyName(signature.name));
  const absl::StatusOr<std::string> bytes = Base64Decode(rest.substr(space + 1));
  if (!bytes.ok() || bytes->size() <= kKeyHashSize) {
    return Malformed(absl::StrCat("the signature of ", signature.name, " is not strict base64 of five bytes or more"));
  }
  signature.key_hash = static_cast<uint32_t>(BigEndian(absl::string_view(*bytes).substr(0, kKeyHashSize)));
  signature.signature = bytes->substr(kKeyHashSize);
  return signature;
}

uint32_t KeyHash(absl::string_view name, uint8_t type, absl::string_view key) {
  const char type_byte = static_cast<char>(type);
  const Digest digest = Sha256(absl::StrCat(name, "\n", absl::string_view(&type_byte, 1), key));
  return static_cast<uint32_t>(BigEndian(digest.view().substr(0, kKeyHashSize)));
}

bool IsBy(const NoteSignature& signature, const NoteKey& key) {
  return signature.name == key.name() && signature.key_hash == key.key_hash();
}

}  // namespace

absl::StatusOr<Note> ParseNoteUnverified(absl::string_view bytes) {
  if (bytes.size() > kMaxNoteSize) return Malformed(absl::StrCat("longer than ", kMaxNoteSize, " bytes"));
  TALLY_RETURN_IF_ERROR(CheckCharacters(bytes));
  const size_t gap = bytes.rfind("\n\n");
  if (gap == absl::string_view::npos) return Malformed("no empty line between text and signatures");
  absl::string_view lines = bytes.substr(gap + 2);
  if (lines.empty()) return Malformed("no signature line after the last empty line");
  if (!absl::EndsWith(lines, "\n")) return Malformed("the last line does not end with a line feed");
  if (std::count(lines.begin(), lines.end(), '\n') > kMaxNoteSignatures) {
    return Malformed(absl::StrCat("more than ", kMaxNoteSignatures, " signatures"));
  }
  Note note{std::string(bytes.substr(0, gap + 1))};
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    TALLY_ASSIGN_OR_RETURN(NoteSignature signature, ParseSignatureLine(lines.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    lines.remove_prefix(end + 1);
  }
  return note;
}

std::string FormatNote(const Note& note) {
  std::string bytes = absl::StrCat(note.text, "\n");
  for (const NoteSignature& signature : note.signatures) absl::StrAppend(&bytes, signature.line, "\n");
  return bytes;
}

absl::Status CheckKeyName(absl::string_view name) {
  if (name.empty()) return absl::InvalidArgumentError("a key's name is empty");
  if (FirstInvalidUtf8(name).has_value()) return absl::InvalidArgumentError("a key's name is not valid UTF-8");
  for (absl::string_view rest = name; !rest.empty();) {
    size_t size = 0;
    const char32_t c = DecodeCodePoint(rest, &size);
    if (c < 0x20 || c == '+' || IsSpace(c)) {
      return absl::InvalidArgumentError(
          absl::StrCat("a key's name has a space, a control character or '+' at byte ", name.size() - rest.size()));
    }
    rest.remove_prefix(size);
  }
  return absl::OkStatus();
}

NoteKey::NoteKey(absl::string_view name, SignatureType type, const PublicKey& key)
    : name_(name), type_(type), key_(key), key_hash_(KeyHash(name, static_cast<uint8_t>(type), key.bytes())) {}

absl::StatusOr<NoteKey> NoteKey::New(absl::string_view name, SignatureType type, const PublicKey& key) {
  TALLY_RETURN_IF_ERROR(CheckKeyName(name));
  return NoteKey(name, type, key);
}

absl::StatusOr<VerifierKeyText> ParseVerifierKeyText(absl::string_view vkey) {
  const size_t first = vkey.find('+');
  const size_t second = vkey.find('+', first + 1);
  if (first == absl::string_view::npos || second == absl::string_view::npos) {
    return absl::InvalidArgumentError("a verifier key is <name>+<8 hex digits>+<base64>");
  }
  VerifierKeyText text{std::string(vkey.substr(0, first))};
  TALLY_RETURN_IF_ERROR(CheckKeyName(text.name));
  const absl::StatusOr<std::string> hash = HexDecode(vkey.substr(first + 1, second - first - 1));
  if (!hash.ok() || hash->size() != kKeyHashSize) {
    return absl::InvalidArgumentError("the verifier key's hash is not 8 lower-case hex digits");
  }
  const absl::StatusOr<std::string> bytes = Base64Decode(vkey.substr(second + 1));
  if (!bytes.ok() || bytes->empty()) {
    return absl::InvalidArgumentError("the verifier key's last part is not strict base64");
  }
  text.key_hash = static_cast<uint32_t>(BigEndian(*hash));
  text.type = static_cast<uint8_t>(bytes->front());
  text.key = bytes->substr(1);
  text.has_usual_hash = text.key_hash == KeyHash(text.name, text.type, text.key);
  return text;
}

absl::StatusOr<NoteKey> NoteKey::Parse(absl::string_view vkey) {
  TALLY_ASSIGN_OR_RETURN(const VerifierKeyText text, ParseVerifierKeyText(vkey));
  const auto type = static_cast<SignatureType>(text.type);
  if (type != SignatureType::kEd25519 && type != SignatureType::kCosignatureV1) {
    const char byte = static_cast<char>(text.type);
    return absl::InvalidArgumentError(absl::StrCat("verifier keys of type 0x", HexEncode({&byte, 1}),
                                                   " are not known here: only 0x01 (Ed25519) and 0x04 (cosignature)"));
  }
  TALLY_ASSIGN_OR_RETURN(const PublicKey public_key, PublicKey::FromBytes(text.key));
  if (!text.has_usual_hash) {
    return absl::InvalidArgumentError("the verifier key's hash does not belong to its name and key: mistyped?");
  }
  return NoteKey(text.name, type, public_key);
}

std::string NoteKey::Format() const {
  const char type_byte = static_cast<char>(type_);
  return absl::StrCat(name_, "+", HexEncode(FourBytes(key_hash_)), "+",
                      Base64Encode(absl::StrCat(absl::string_view(&type_byte, 1), key_.bytes())));
}

absl::StatusOr<NoteSignature> SignNote(absl::string_view text, const NoteKey& key, const Signer& signer) {
  if (key.type() != SignatureType::kEd25519) {
    return absl::InvalidArgumentError(absl::StrCat(key.name(), " is a witness's key and does not sign notes"));
  }
  TALLY_RETURN_IF_ERROR(CheckCharacters(text));
  if (!absl::EndsWith(text, "\n")) return Malformed("the text does not end with a line feed");
  TALLY_ASSIGN_OR_RETURN(const std::string raw, signer.Sign(text));
  if (!key.key().Verify(text, raw)) {
    return absl::InternalError(absl::StrCat("the signature just made does not verify with the key of ", key.name()));
  }
  const std::string base64 = Base64Encode(absl::StrCat(FourBytes(key.key_hash()), raw));
  return NoteSignature{absl::StrCat(kSignaturePrefix, key.name(), " ", base64), key.name(), key.key_hash(), raw};
}

SignatureState VerifyNote(const Note& note, const NoteKey& key) {
  SignatureState state = SignatureState::kAbsent;
  if (key.type() != SignatureType::kEd25519) return state;
  for (const NoteSignature& signature : note.signatures) {
    if (!IsBy(signature, key)) continue;
    if (!key.key().Verify(note.text, signature.signature)) return SignatureState::kBad;
    state = SignatureState::kGood;
  }
  return state;
}

CosignatureCheck VerifyCosignature(const Note& note, const NoteKey& witness) {
  CosignatureCheck check;
  if (witness.type() != SignatureType::kCosignatureV1) return check;
  for (const NoteSignature& signature : note.signatures) {
    if (!IsBy(signature, witness)) continue;
    const absl::string_view bytes = signature.signature;
    const uint64_t time = bytes.size() < kTimeSize ? UINT64_MAX : BigEndian(bytes.substr(0, kTimeSize));
    if (time > INT64_MAX || !witness.key().Verify(CosignatureMessage(time, note.text), bytes.substr(kTimeSize))) {
      return {SignatureState::kBad};
    }
    check.time = check.state == SignatureState::kGood ? std::min(check.time, time) : time;
    check.state = SignatureState::kGood;
  }
  return check;
}

std::string CosignatureMessage(uint64_t time, absl::string_view text) {
  return absl::StrCat("cosignature/v1\ntime ", time, "\n", text);
}

}  // namespace tallystick

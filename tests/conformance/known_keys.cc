#include "tests/conformance/known_keys.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/conformance/vectors.h"

namespace tallystick::vectors {
namespace {

constexpr size_t kMostBytesOfAKeyFile = 1 << 16;

// Keys that the publishers of logs made known elsewhere. A note names the hash of its key, so that one of another log
// is never taken for these.
constexpr const char* kPublished[] = {
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",  // tessera, testdata/build_log.sh
};

bool MayStandAroundAKey(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
         absl::string_view("`'\"<>()[]{},;|").find(c) != absl::string_view::npos;
}

struct Delimiter {
  absl::string_view Find(absl::string_view text, size_t pos) const {
    while (pos < text.size() && !MayStandAroundAKey(text[pos])) ++pos;
    return text.substr(pos, pos < text.size() ? 1 : 0);
  }
};

}  // namespace

const std::vector<NoteKey>& KnownKeys() {
  static const std::vector<NoteKey> keys = [] {
    std::map<std::string, NoteKey> found;
    const auto add = [&found](absl::string_view word) {
      absl::StatusOr<NoteKey> key = NoteKey::Parse(word);
      if (key.ok()) found.emplace(key->Format(), *std::move(key));
    };
    for (const char* key : kPublished) add(key);
    for (const std::string& path : AllFiles()) {
      const std::string text = PeekFile(path);
      if (text.size() > kMostBytesOfAKeyFile) continue;
      for (absl::string_view word : absl::StrSplit(text, Delimiter(), absl::SkipEmpty())) {
        if (word.find('+') != absl::string_view::npos) add(word);
      }
    }
    std::vector<NoteKey> sorted;
    for (auto& [text, key] : found) sorted.push_back(std::move(key));
    return sorted;
  }();
  return keys;
}

int CheckSignaturesOf(const Note& note, absl::string_view path) {
  int good = 0;
  std::vector<bool> judged(note.signatures.size(), false);
  for (const NoteKey& key : KnownKeys()) {
    const bool is_witness = key.type() == SignatureType::kCosignatureV1;
    const SignatureState state = is_witness ? VerifyCosignature(note, key).state : VerifyNote(note, key);
    EXPECT_NE(state, SignatureState::kBad) << path << ": the signature by " << key.Format();
    if (state == SignatureState::kAbsent) continue;
    good += state == SignatureState::kGood;
    for (size_t i = 0; i < judged.size(); ++i) {
      const NoteSignature& line = note.signatures[i];
      judged[i] = judged[i] || (line.name == key.name() && line.key_hash == key.key_hash());
    }
  }
  for (size_t i = 0; i < judged.size(); ++i) {
    if (judged[i]) continue;
    CheckedInPart(path, absl::StrCat("no file gives the key of the signature by ", note.signatures[i].name));
  }
  return good;
}

}  // namespace tallystick::vectors

#include "core/quote/folded_text.h"

#include <unordered_map>

#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "core/quote/code_points.h"

namespace tallystick {
namespace {

using FoldMemo = std::unordered_map<char32_t, std::u32string>;

const std::u32string& Folded(char32_t c, FoldMemo* memo) {
  const auto [entry, added] = memo->try_emplace(c);
  if (!added) return entry->second;
  const std::string utf8 = FoldedCodePoint(c);
  for (size_t at = 0, size = 0; at < utf8.size(); at += size) {
    entry->second.push_back(DecodeCodePoint(absl::string_view(utf8).substr(at), &size));
  }
  return entry->second;
}

}  // namespace

std::string FoldedCodePoint(char32_t code_point) {
  // Between two letters: at the ends of a text Fold() would trim white space.
  std::string word = "x";
  AppendCodePoint(code_point, &word);
  word.push_back('x');
  const std::string folded = Fold(word);
  return folded.substr(1, folded.size() - 2);
}

int64_t FoldedText::EndOf(size_t last) const {
  size_t next = last;
  while (next + 1 < starts.size() && starts[next] == starts[last - 1]) ++next;
  return starts[next];
}

FoldedText FoldWithOffsets(absl::string_view bytes, Charset charset) {
  FoldedText folded;
  folded.characters.reserve(bytes.size());
  folded.starts.reserve(bytes.size() + 1);
  FoldMemo memo;
  const std::u32string* ascii[0x80] = {};
  int64_t space = -1;  // where the white space before `at` begins
  for (size_t at = ByteOrderMarkSize(bytes, charset); at < bytes.size();) {
    CodePoint point = CodePointAt(bytes, charset, at);
    if (point.size == 0) point = {0xFFFD, 1};
    const std::u32string*& known = ascii[point.value < 0x80 ? point.value : 0];
    const std::u32string* one = point.value < 0x80 ? known : &Folded(point.value, &memo);
    if (one == nullptr) one = known = &Folded(point.value, &memo);
    for (const char32_t c : *one) {
      if (c == ' ') {
        if (space < 0) space = static_cast<int64_t>(at);
        continue;
      }
      if (space >= 0 && !folded.characters.empty()) {
        folded.characters.push_back(' ');
        folded.starts.push_back(space);
      }
      space = -1;
      folded.characters.push_back(c);
      folded.starts.push_back(static_cast<int64_t>(at));
    }
    at += point.size;
  }
  folded.starts.push_back(space >= 0 ? space : static_cast<int64_t>(bytes.size()));
  return folded;
}

}  // namespace tallystick

// A page keeps its lines when its tags go, and what is found in it lies in it. The first line is the quote.
#include <algorithm>

#include "core/base/utf8.h"
#include "core/quote/passages.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view bytes = Input(data, size);
  const std::string text = TextOfPage(bytes);
  Require(std::count(text.begin(), text.end(), '\n') == std::count(bytes.begin(), bytes.end(), '\n'), "lines are kept");
  if (FirstInvalidUtf8(text)) return 0;
  const absl::string_view quote = absl::string_view(text).substr(0, text.find('\n'));
  const PassageFinder finder(text);
  const auto in_text = [&text](const ByteRange& range) {
    return range.start >= 0 && range.start < range.end && range.end <= static_cast<int64_t>(text.size());
  };
  const std::vector<FoundPassage> found = finder.Find(quote);
  for (const FoundPassage& passage : found) Require(in_text(passage.range), "a passage lies in the text");
  Require(PassageFinder::IsTooShort(quote) || !found.empty(), "a text holds its own first line");
  for (const ByteRange& sentence : finder.sentences()) Require(in_text(sentence), "a sentence lies in the text");
  return 0;
}

// Any words as a number phrase: refused, or a reading whose bounds are in order.
// Input: a byte that chooses the language, then the words.
#include "core/quantity/reading.h"
#include "tests/fuzz/fuzz.h"

namespace tallystick {
namespace {

void CheckRange(const Range& range) {
  Require(range.low >= 0 && (!range.high || range.low <= *range.high), "a range is of counts, low to high");
}

}  // namespace
}  // namespace tallystick

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  static const std::vector<PhraseTable>* const tables = [] {
    auto* parsed = new std::vector<PhraseTable>;
    for (absl::string_view name : ShippedTableNames()) parsed->push_back(*ShippedTable(name));
    return parsed;
  }();
  static constexpr absl::string_view kLanguages[] = {"", "en", "fr", "ar", "fr-ML", "xx"};
  if (size == 0) return 0;
  const absl::string_view words = Input(data + 1, size - 1);
  for (const PhraseTable& table : *tables) {
    const absl::StatusOr<Reading> reading = ReadWords(words, kLanguages[data[0] % 6], table);
    if (!reading.ok()) continue;
    CheckRange(reading->hard);
    CheckRange(reading->soft);
    Require(reading->rest.size() <= words.size() && words.find(reading->rest) != absl::string_view::npos,
            "the rest is a part of the words");
  }
  return 0;
}

// Any text as a phrase table is refused or read; what is read answers. Input: the word list, NUL, the table.
#include "core/quantity/reading.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view text = Input(data, size);
  const size_t parting = text.find('\0');
  if (parting == absl::string_view::npos) return 0;
  const absl::StatusOr<PhraseTable> table = ParsePhraseTable(text.substr(0, parting), text.substr(parting + 1));
  if (!table.ok()) return 0;
  for (const char* words : {"some 60", "dozens", "between two and three thousand", "60"}) {
    const absl::StatusOr<Reading> reading = ReadWords(words, "en", *table);
    if (reading.ok()) Require(!reading->hard.high || reading->hard.low <= *reading->hard.high, "low to high");
  }
  return 0;
}

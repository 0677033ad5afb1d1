// Submissions for tests of a store alone: nothing in them is signed or makes sense.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "store/slot_lines.h"
#include "store/store.h"

namespace tallystick {

// Each record has a slot in the middle that is withheld.
inline StoredSubmission PlainSubmission(int number, int records = 2) {
  const auto slot = [number](absl::string_view name) {
    return StoredSlot::Of(
        absl::StrCat("{\"", name, "\":", number, ",\"text\":\"\u0645\u064a\u0646\u0627\u0643\u0627\"}\n"));
  };
  StoredSubmission s{absl::StrCat("{\"head\":", number, "}\n"), slot("about"), {}, std::string(63, '\xff') + '\0'};
  for (int i = 0; i < records; ++i) {
    s.records.push_back(
        {slot(absl::StrCat("header", i)), {"", Sha256(absl::StrCat("withheld ", number))}, slot("note")});
  }
  return s;
}

// All there is to a submission, as a text that a failing test shows well.
inline std::string AsText(const StoredSubmission& s) {
  std::string text = absl::StrCat(s.head, FormatSlotLines({s.about}), "signature ", HexEncode(s.signature), "\n");
  for (const auto& slots : s.records) absl::StrAppend(&text, "record\n", FormatSlotLines(slots));
  return text;
}

inline absl::Status Accept(const Snapshot&) { return absl::OkStatus(); }

}  // namespace tallystick

// Derived tables: what can be computed from a submission, kept for finding it again. Each row follows from one
// submission (and the casebook's secret), so that they can be compared one submission at a time.
//
//   ids       id prefix (8) position            → ""                     records by id
//   records   position                          → id (32), print of each slot's digest (4): names a damaged slot
//   submissions index (8)                      → id (32), prints of the digests of head, about and signature
//   kinds     kind (1) position                 → ""                     records by kind
//   claims    position                          → predicate NUL quantity words
//   sources   position                          → kind of source NUL first name
//   names     folded name NUL position          → kind (1)               what a person calls a record
//   edges     target id (32) position           → path of the field      who names whom
//   text      folded word NUL submission (8)    → record numbers, a byte each
//   contents  HMAC(secret, author ‖ content) position → ""               repeats of an import
//   authors   author key id (32) index (8)      → submission id (32)     the chain of `previous`
//   keys      key id (32) position              → event, role (1 each), recovery key id (32), SPKI
//
// A position is 8 bytes big-endian index and 1 byte number. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/record/submission.h"
#include "store/store.h"

namespace tallystick {

// Version of these tables and of the folding behind them: rows made by another version are stale, not damaged.
std::string DerivedVersion();
inline constexpr absl::string_view kVersionTable = "version";  // one row: key "" → DerivedVersion()

std::string EncodePosition(const Position& position);
Position DecodePosition(absl::string_view bytes);  // the last 9 bytes of `bytes`
std::string EncodeIndex(uint64_t index);
uint64_t DecodeIndex(absl::string_view bytes);  // the last 8 bytes of `bytes`

// 4 bytes of which one changes with any one of the digest's, also where only the digest is stored.
std::string DigestPrint(const Digest& digest);

// Where the rows of a table say which entry they follow from: at the end of their keys, as a position or an index; or
// nowhere, since they are about the tables as a whole. Nothing for a table that this version does not know.
enum class RowPlace { kPosition, kIndex, kWhole };
std::optional<RowPlace> PlaceOfRows(absl::string_view table);

std::vector<Row> DerivedRows(const StoredSubmission& stored, const OpenedSubmission& opened, absl::string_view secret);

// What a record says apart from its salts and place: equal for two records that say the same.
std::string UnsaltedContent(const RecordDraft& draft);
// Key prefix in `contents`.
std::string ContentKey(absl::string_view secret, const Digest& author_key, absl::string_view unsalted_content);

}  // namespace tallystick

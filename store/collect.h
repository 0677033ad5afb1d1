// Finding records in a snapshot and decoding them for everything above.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/text_query.h"
#include "core/record/record_set.h"
#include "store/store.h"

namespace tallystick {

// Every record of the log, in order. Memory grows with the log.
absl::StatusOr<RecordSet> CollectAll(const Snapshot& snapshot);

// These records with all that they name, directly or not, and every link, judgement and replacement that names one of
// them. What the casebook does not hold is left out.
absl::StatusOr<RecordSet> CollectClosure(const Snapshot& snapshot, const std::vector<Digest>& ids);

// These records with all their versions and every link and judgement that names one of them, and so on of these: what
// MarkOf() needs of them, without what they name.
absl::StatusOr<RecordSet> CollectAbout(const Snapshot& snapshot, const std::vector<Digest>& ids);

// kNotFound beyond the log; kDataLoss when the log has lost it.
absl::StatusOr<Record> ReadRecord(const Snapshot& snapshot, const Position& position);

// The record with exactly this id. kNotFound.
absl::StatusOr<Record> FindRecord(const Snapshot& snapshot, const Digest& id);

// Positions of the records of one kind, in log order.
absl::StatusOr<std::vector<Position>> RecordsOfKind(const Snapshot& snapshot, Kind kind);

// Positions of the records that name `id`, in log order.
absl::StatusOr<std::vector<Position>> RecordsNaming(const Snapshot& snapshot, const Digest& id);

// What a person typed for a record: an id (6 hex digits or more), a name or a label as recorded, folded. `kinds`: only
// these (empty: all). kNotFound, or kInvalidArgument listing the candidates when it is ambiguous. A record that was
// replaced gives way to the one that replaces it when both bear the name.
absl::StatusOr<Digest> Resolve(const Snapshot& snapshot, absl::string_view word, const std::set<Kind>& kinds);

// The records that match, in log order.
absl::StatusOr<std::vector<Record>> SearchRecords(const Snapshot& snapshot, const TextQuery& query);

// The author's last submission in the log, for `previous`.
absl::StatusOr<std::optional<Digest>> LastSubmissionOf(const Snapshot& snapshot, const Digest& author_key);

// Indexes of the author's submissions from `begin` on, in log order.
absl::StatusOr<std::vector<uint64_t>> SubmissionsOf(const Snapshot& snapshot, const Digest& author_key, uint64_t begin);

}  // namespace tallystick

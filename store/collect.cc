#include "store/collect.h"

#include <deque>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/encoding.h"
#include "core/base/fold.h"
#include "core/base/status.h"
#include "core/record/references.h"
#include "store/derived.h"

namespace tallystick {
namespace {

constexpr size_t kMinPrefix = 6;  // hex digits
constexpr size_t kShownCandidates = 5;

std::vector<Digest> ReplacedIn(const Record& record) {
  std::vector<Digest> ids;
  for (const std::string& hex : record.header.replaces()) {
    if (const auto id = Digest::FromHex(hex); id.ok()) ids.push_back(*id);
  }
  return ids;
}

absl::StatusOr<std::vector<Position>> ScanPositions(const Snapshot& snapshot, absl::string_view table,
                                                    absl::string_view prefix) {
  std::vector<Position> positions;
  TALLY_RETURN_IF_ERROR(snapshot.ScanRows(table, prefix, PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
    positions.push_back(DecodePosition(key));
    return true;
  }));
  std::sort(positions.begin(), positions.end());
  return positions;
}

// Positions of records whose id begins with these hex digits (the table holds the first 16).
absl::StatusOr<std::vector<Position>> ScanIds(const Snapshot& snapshot, absl::string_view hex) {
  const std::string whole(hex.substr(0, std::min<size_t>(hex.size() / 2 * 2, 16)));
  TALLY_ASSIGN_OR_RETURN(const std::string prefix, HexDecode(whole));
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> positions, ScanPositions(snapshot, "ids", prefix));
  return positions;
}

bool IsHex(absl::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

absl::StatusOr<RecordSet> CollectAll(const Snapshot& snapshot) {
  RecordSet set;
  TALLY_RETURN_IF_ERROR(snapshot.ScanSubmissions(0, snapshot.size(), [&set](uint64_t index, StoredSubmission stored) {
    TALLY_ASSIGN_OR_RETURN(OpenedSubmission opened, OpenUnverified(stored, index));
    for (Record& record : opened.records) set.Add(std::move(record));
    return absl::OkStatus();
  }));
  return set;
}

absl::StatusOr<Record> ReadRecord(const Snapshot& snapshot, const Position& position) {
  const absl::StatusOr<StoredRecord> stored = snapshot.ReadRecord(position);
  // Positions come from derived rows: what the log should hold and does not was lost, and must not pass for absent.
  if (absl::IsNotFound(stored.status()) && position.submission < snapshot.size()) {
    return absl::DataLossError(stored.status().message());
  }
  if (!stored.ok()) return stored.status();
  return OpenRecordUnverified(stored->head, stored->slots, position);
}

absl::StatusOr<Record> FindRecord(const Snapshot& snapshot, const Digest& id) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> positions, ScanIds(snapshot, id.hex()));
  for (const Position& position : positions) {
    TALLY_ASSIGN_OR_RETURN(Record record, ReadRecord(snapshot, position));
    if (record.id == id) return record;
  }
  return absl::NotFoundError(absl::StrCat("no record has the id ", id.brief()));
}

absl::StatusOr<std::vector<Position>> RecordsOfKind(const Snapshot& snapshot, Kind kind) {
  return ScanPositions(snapshot, "kinds", std::string(1, static_cast<char>(kind)));
}

absl::StatusOr<std::vector<Position>> RecordsNaming(const Snapshot& snapshot, const Digest& id) {
  return ScanPositions(snapshot, "edges", id.view());
}

namespace {

absl::StatusOr<RecordSet> Collect(const Snapshot& snapshot, const std::vector<Digest>& ids, bool with_named) {
  std::map<Position, Record> found;
  std::set<Digest> seen(ids.begin(), ids.end());
  std::deque<Digest> queue(seen.begin(), seen.end());
  const auto want = [&](const Digest& id) {
    if (seen.insert(id).second) queue.push_back(id);
  };
  while (!queue.empty()) {
    const Digest id = queue.front();
    queue.pop_front();
    absl::StatusOr<Record> record = FindRecord(snapshot, id);
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    for (const Digest& older : ReplacedIn(*record)) want(older);
    if (with_named) VisitReferences(*record, [&want](const std::string&, const Digest& target) { want(target); });
    TALLY_ASSIGN_OR_RETURN(const std::vector<Position> naming, RecordsNaming(snapshot, id));
    for (const Position& position : naming) {
      if (found.count(position) > 0) continue;
      TALLY_ASSIGN_OR_RETURN(const Record other, ReadRecord(snapshot, position));
      const bool replaces = std::find(other.header.replaces().begin(), other.header.replaces().end(), id.hex()) !=
                            other.header.replaces().end();
      if (replaces || other.kind() == v1::Header::link || other.kind() == v1::Header::judgement) want(other.id);
    }
    found.insert({record->position, *std::move(record)});
  }
  RecordSet set;
  for (auto& [position, record] : found) set.Add(std::move(record));
  return set;
}

}  // namespace

absl::StatusOr<RecordSet> CollectClosure(const Snapshot& snapshot, const std::vector<Digest>& ids) {
  return Collect(snapshot, ids, /*with_named=*/true);
}

absl::StatusOr<RecordSet> CollectAbout(const Snapshot& snapshot, const std::vector<Digest>& ids) {
  return Collect(snapshot, ids, /*with_named=*/false);
}

absl::StatusOr<Digest> Resolve(const Snapshot& snapshot, absl::string_view word, const std::set<Kind>& kinds) {
  std::vector<Record> candidates;
  const auto consider = [&](const std::vector<Position>& positions, const auto& matches) -> absl::Status {
    for (const Position& position : positions) {
      TALLY_ASSIGN_OR_RETURN(Record record, ReadRecord(snapshot, position));
      if ((kinds.empty() || kinds.count(record.kind()) > 0) && matches(record)) candidates.push_back(std::move(record));
    }
    return absl::OkStatus();
  };
  if (word.size() >= kMinPrefix && IsHex(word)) {
    TALLY_ASSIGN_OR_RETURN(const std::vector<Position> positions, ScanIds(snapshot, word));
    TALLY_RETURN_IF_ERROR(consider(positions, [&](const Record& r) { return r.id.hex().substr(0, word.size()) == word; }));
  }
  if (candidates.empty()) {
    TALLY_ASSIGN_OR_RETURN(const std::vector<Position> positions,
                           ScanPositions(snapshot, "names", absl::StrCat(Fold(word), absl::string_view("\0", 1))));
    TALLY_RETURN_IF_ERROR(consider(positions, [](const Record&) { return true; }));
    std::set<std::string> replaced;
    for (const Record& r : candidates) replaced.insert(r.header.replaces().begin(), r.header.replaces().end());
    std::erase_if(candidates, [&](const Record& r) { return replaced.count(r.id.hex()) > 0; });
  }
  if (candidates.size() == 1) return candidates[0].id;
  if (candidates.empty()) return absl::NotFoundError(absl::StrCat("nothing is recorded under \"", word, "\""));
  std::vector<std::string> shown;
  for (size_t i = 0; i < candidates.size() && i < kShownCandidates; ++i) {
    shown.push_back(absl::StrCat(candidates[i].id.brief(), " (", KindName(candidates[i].kind()), ")"));
  }
  if (candidates.size() > kShownCandidates) shown.push_back("…");
  return absl::InvalidArgumentError(absl::StrCat("\"", word, "\" may mean ", absl::StrJoin(shown, ", "), "; give its id"));
}

absl::StatusOr<std::vector<Record>> SearchRecords(const Snapshot& snapshot, const TextQuery& query) {
  // Candidates by the longest word alone; Matches() decides.
  std::string longest;
  for (const std::vector<std::string>& term : query.terms) {
    for (const std::string& word : term) longest = word.size() > longest.size() ? word : longest;
  }
  std::set<Position> candidates;
  TALLY_RETURN_IF_ERROR(snapshot.ScanRows("text", longest, PrefixEnd(longest), [&](absl::string_view key, absl::string_view numbers) {
    const uint64_t index = DecodePosition(absl::StrCat(key, std::string(1, '\0'))).submission;
    for (char number : numbers) candidates.insert({index, static_cast<uint8_t>(number)});
    return true;
  }));
  std::vector<Record> found;
  for (const Position& position : candidates) {
    TALLY_ASSIGN_OR_RETURN(Record record, ReadRecord(snapshot, position));
    if (Matches(query, record)) found.push_back(std::move(record));
  }
  return found;
}

absl::StatusOr<std::optional<Digest>> LastSubmissionOf(const Snapshot& snapshot, const Digest& author_key) {
  std::optional<Digest> last;
  TALLY_RETURN_IF_ERROR(snapshot.ScanRows("authors", author_key.view(), PrefixEnd(author_key.view()),
                                          [&last](absl::string_view, absl::string_view value) {
                                            const auto id = Digest::FromBytes(value);
                                            if (id.ok()) last = *id;
                                            return true;
                                          }));
  return last;
}

absl::StatusOr<std::vector<uint64_t>> SubmissionsOf(const Snapshot& snapshot, const Digest& author_key, uint64_t begin) {
  std::vector<uint64_t> indexes;
  TALLY_RETURN_IF_ERROR(snapshot.ScanRows("authors", absl::StrCat(author_key.view(), EncodeIndex(begin)),
                                          PrefixEnd(author_key.view()), [&indexes](absl::string_view key, absl::string_view) {
                                            indexes.push_back(DecodeIndex(key));
                                            return true;
                                          }));
  return indexes;
}

}  // namespace tallystick

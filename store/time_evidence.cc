#include "store/time_evidence.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/sign/checkpoint.h"
#include "store/collect.h"

namespace tallystick {
namespace {

using Tokens = std::vector<std::pair<uint64_t, std::string>>;

absl::StatusOr<Tokens> TokensAbove(const Snapshot& snapshot, uint64_t above) {
  Tokens tokens;
  TALLY_RETURN_IF_ERROR(snapshot.ScanTokens([&](uint64_t size, const std::string& token) {
    if (size > above) tokens.emplace_back(size, token);
    return absl::OkStatus();
  }));
  return tokens;
}

// The texts of the checkpoints that tokens are over: a log has many more checkpoints than that.
absl::StatusOr<std::map<uint64_t, std::string>> TextsOf(const Snapshot& snapshot, const Tokens& tokens) {
  std::map<uint64_t, std::string> texts;
  for (const auto& [size, token] : tokens) texts[size];
  TALLY_RETURN_IF_ERROR(snapshot.ScanCheckpoints([&texts](uint64_t size, const std::string& note) -> absl::Status {
    const auto it = texts.find(size);
    if (it == texts.end()) return absl::OkStatus();
    TALLY_ASSIGN_OR_RETURN(const Note parsed, ParseNoteUnverified(note));
    it->second = parsed.text;
    return absl::OkStatus();
  }));
  return texts;
}

absl::StatusOr<std::vector<OutsideTime>> SeenCheckpoints(const Snapshot& snapshot, const TimeTrust& trust,
                                                         uint64_t index) {
  std::vector<OutsideTime> seen;
  TALLY_ASSIGN_OR_RETURN(const std::vector<KeptStamp> stamps, ReadStamps(snapshot, trust.roots(), index));
  for (const KeptStamp& kept : stamps) {
    if (!kept.check.sound() || kept.check.chain == Judgement::kFails) continue;
    seen.push_back({OutsideKind::kTimestamp, kept.size, kept.stamp.earliest(), kept.stamp.latest(),
                    kept.stamp.authority, kept.check.proven()});
  }
  if (trust.witnesses.empty()) return seen;
  TALLY_RETURN_IF_ERROR(snapshot.ScanCheckpoints([&](uint64_t size, const std::string& bytes) -> absl::Status {
    if (size <= index) return absl::OkStatus();
    TALLY_ASSIGN_OR_RETURN(const Note note, ParseNoteUnverified(bytes));
    for (const OutsideTime& time : CosignedTimes(note, trust.witnesses, size)) seen.push_back(time);
    return absl::OkStatus();
  }));
  return seen;
}

// Without keys nobody says when a foreign checkpoint was there, and none is looked for.
absl::StatusOr<std::vector<OutsideTime>> ForeignCheckpoints(const Snapshot& snapshot, const BlobStore& captures,
                                                            const TimeTrust& trust, uint64_t index) {
  std::vector<OutsideTime> foreign;
  if (trust.witnesses.empty()) return foreign;
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> positions, RecordsOfKind(snapshot, v1::Header::capture));
  for (const Position& position : positions) {
    if (position.submission > index) break;
    TALLY_ASSIGN_OR_RETURN(const Record record, ReadRecord(snapshot, position));
    const v1::Content& content = record.Get(v1::Slot::kContent).content();
    if (content.media_type() != kForeignCheckpointType) continue;
    TALLY_ASSIGN_OR_RETURN(const Digest digest, Digest::FromHex(content.sha256()));
    const absl::StatusOr<std::string> bytes = captures.Get(digest);
    if (absl::IsNotFound(bytes.status())) continue;  // erased
    if (!bytes.ok()) return bytes.status();
    const absl::StatusOr<Note> note = ParseNoteUnverified(*bytes);
    if (!note.ok()) continue;  // somebody captured it as such, and it is none
    for (const OutsideTime& time : CosignedTimes(*note, trust.witnesses, position.submission)) foreign.push_back(time);
  }
  return foreign;
}

}  // namespace

absl::StatusOr<std::vector<KeptStamp>> ReadStamps(const Snapshot& snapshot, const TimestampRoots* roots,
                                                  uint64_t above) {
  std::vector<KeptStamp> stamps;
  TALLY_ASSIGN_OR_RETURN(const Tokens tokens, TokensAbove(snapshot, above));
  if (tokens.empty()) return stamps;
  TALLY_ASSIGN_OR_RETURN(const auto texts, TextsOf(snapshot, tokens));
  for (const auto& [size, token] : tokens) {
    absl::StatusOr<Timestamp> stamp = ReadTimestampReplyUnverified(token);
    if (!stamp.ok()) return absl::DataLossError(absl::StrCat("token of size ", size, ": ", stamp.status().message()));
    TimestampCheck check = VerifyTimestamp(*stamp, texts.at(size), roots, std::nullopt);
    stamps.push_back({size, *std::move(stamp), std::move(check)});
  }
  return stamps;
}

absl::StatusOr<StampedCheckpoint> FindStampedCheckpoint(const Snapshot& snapshot, const Timestamp& stamp) {
  std::optional<StampedCheckpoint> found;
  const absl::Status read = snapshot.ScanCheckpoints([&](uint64_t size, const std::string& bytes) -> absl::Status {
    TALLY_ASSIGN_OR_RETURN(const Note note, ParseNoteUnverified(bytes));
    if (IsOfText(stamp, note.text)) found = {size, note.text};
    return absl::OkStatus();
  });
  if (found) return *std::move(found);
  TALLY_RETURN_IF_ERROR(read);
  return absl::NotFoundError("it is a time stamp of something else: no checkpoint of this casebook has its imprint");
}

absl::StatusOr<RecordedInterval> RecordedIntervalOf(const Snapshot& snapshot, const BlobStore& captures,
                                                    const TimeTrust& trust, uint64_t index) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<OutsideTime> seen, SeenCheckpoints(snapshot, trust, index));
  TALLY_ASSIGN_OR_RETURN(const std::vector<OutsideTime> foreign, ForeignCheckpoints(snapshot, captures, trust, index));
  return RecordedBetween(index, seen, foreign);
}

}  // namespace tallystick

#include "core/bundle/time_checks.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/bundle/bag.h"

namespace tallystick {
namespace {

constexpr Axis kAxis = kExisted;
constexpr absl::string_view kTokenPrefix = "seal/token-", kTokenSuffix = ".tst";

// Why the time given is later than the one the token names.
std::string Rounded(const Timestamp& stamp) {
  if (stamp.latest() == stamp.time) return "";
  return absl::StrCat(" (its clock's ", FormatUtc(stamp.time), stamp.accuracy ? " and the accuracy that it states" : "",
                      ", rounded up to the second)");
}

class TimeCheck {
 public:
  TimeCheck(const FileViews& files, const BundleLayout& layout, const Checkpoint& head, const TimeTrust& trust,
            Checks* checks)
      : files_(files), layout_(layout), head_(head), text_(FormatCheckpoint(head)), trust_(trust), checks_(checks) {}

  void Run(const std::vector<OpenedFolder>& folders, std::vector<std::string>* evidence) {
    const int before = checks_->failures();
    for (const auto& [path, data] : files_) {
      if (absl::StartsWith(path, kTokenPrefix)) CheckToken(path, data);
      if (path == kCosignedFile) CheckCosigned(path, data);
    }
    // An exporter may have left lines of witnesses on the checkpoint itself.
    CheckCosigned(CheckpointFile(layout_.log), layout_.checkpoint);
    if (!seen_.empty()) Conclude(folders, evidence);
    if (seen_.empty() && checks_->failures() == before) {
      for (const NotCounted& n : not_counted_) checks_->Unknown(kAxis, n.name, n.file, n.code, n.why);
      return;
    }
    for (const NotCounted& n : not_counted_) evidence->push_back(absl::StrCat("not counted: ", n.file, ": ", n.why));
  }

 private:
  struct NotCounted {
    absl::string_view name;
    std::string file;
    absl::string_view code;
    std::string why;
  };

  void CheckToken(const std::string& path, absl::string_view data) {
    constexpr absl::string_view kName = "time stamp";
    const auto fail = [&](absl::string_view code, std::string why) {
      checks_->Fail(kAxis, kName, path, code, std::move(why));
    };
    if (path != TokenFile(data)) return fail("token-changed", "is not the token that its name gives the SHA-256 of");
    const absl::StatusOr<Timestamp> stamp = ReadTimestampReplyUnverified(data);
    if (!stamp.ok()) return fail("token-form", std::string(stamp.status().message()));
    if (!IsOfText(*stamp, text_)) {
      return fail("token-checkpoint", "is a time stamp of something else than the bundle's checkpoint");
    }
    const TimestampCheck check = VerifyTimestamp(*stamp, text_, trust_.roots(), std::nullopt);
    if (!check.sound()) return fail("token-unsound", absl::StrJoin(check.problems, "; "));
    const std::string by = stamp->authority.empty() ? "somebody without a name" : stamp->authority;
    if (check.proven()) {
      seen_.push_back({OutsideKind::kTimestamp, head_.size, stamp->earliest(), stamp->latest(), by, true});
      checks_->Pass(kAxis, kName, path,
                    absl::StrCat(by, " saw the checkpoint by ", FormatUtc(stamp->latest()), Rounded(*stamp),
                                 "; its certificates lead to ", check.root));
    } else if (check.chain == Judgement::kNotAsked) {
      not_counted_.push_back({kName, path, "token-not-judged",
                              absl::StrCat("says ", FormatUtc(stamp->latest()), Rounded(*stamp), ", by ", by,
                                           "; whether that is an authority was not judged: give those that you trust "
                                           "with --authorities")});
    } else {
      not_counted_.push_back({kName, path, "token-authority", absl::StrJoin(check.problems, "; ")});
    }
  }

  void CheckCosigned(const std::string& path, absl::string_view data) {
    constexpr absl::string_view kName = "cosignature";
    const absl::StatusOr<Note> note = ParseNoteUnverified(data);
    if (!note.ok()) return checks_->Fail(kAxis, kName, path, "cosignature-form", std::string(note.status().message()));
    if (note->text != text_) {
      return checks_->Fail(kAxis, kName, path, "cosignature-checkpoint", "is of another checkpoint than the bundle's");
    }
    for (const NoteKey& witness : trust_.witnesses) {
      if (VerifyCosignature(*note, witness).state != SignatureState::kBad) continue;
      checks_->Fail(kAxis, kName, path, "cosignature", absl::StrCat("the line by ", witness.name(), " is not good"));
    }
    const std::vector<OutsideTime> times = CosignedTimes(*note, trust_.witnesses, head_.size);
    for (const OutsideTime& time : times) {
      seen_.push_back(time);
      checks_->Pass(kAxis, kName, path,
                    absl::StrCat(time.according_to, " saw the checkpoint at ", FormatUtc(time.latest)));
    }
    if (path != kCosignedFile || !times.empty()) return;
    not_counted_.push_back(
        {kName, path, "cosignature-not-judged",
         trust_.witnesses.empty()
             ? "no witness was judged: give the keys of those that you trust with --policy or --witness"
             : "no witness that you gave has cosigned the checkpoint"});
  }

  // Foreign checkpoints among the captures shown: what follows one in the log is later than its cosignatures.
  std::vector<OutsideTime> ForeignCheckpoints(const std::vector<OpenedFolder>& folders) const {
    std::vector<OutsideTime> foreign;
    if (trust_.witnesses.empty()) return foreign;
    for (const OpenedFolder& folder : folders) {
      for (const Record& record : folder.records) {
        if (record.kind() != v1::Header::capture || record.IsWithheld(v1::Slot::kContent)) continue;
        const v1::Content& content = record.Get(v1::Slot::kContent).content();
        const absl::StatusOr<Digest> digest = Digest::FromHex(content.sha256());
        if (content.media_type() != kForeignCheckpointType || !digest.ok()) continue;
        const std::string file = CaptureFile(*digest, "");
        const auto found = layout_.captures.lower_bound(file);
        if (found == layout_.captures.end() || !absl::StartsWith(found->first, file)) continue;
        const absl::StatusOr<Note> note = ParseNoteUnverified(found->second);
        if (!note.ok() || Sha256(found->second) != *digest) continue;
        for (const OutsideTime& time : CosignedTimes(*note, trust_.witnesses, folder.index)) foreign.push_back(time);
      }
    }
    return foreign;
  }

  void Conclude(const std::vector<OpenedFolder>& folders, std::vector<std::string>* evidence) const {
    if (folders.empty()) return;
    evidence->push_back(absl::StrCat("everything shown: ", DescribeRecorded(RecordedBetween(0, seen_, {}))));
    const std::vector<OutsideTime> foreign = ForeignCheckpoints(folders);
    const RecordedInterval newest = RecordedBetween(folders.back().index, seen_, foreign);
    if (!newest.after) return;
    evidence->push_back(absl::StrCat("entries from ", newest.after->at, " on: ", DescribeRecorded(newest)));
    if (newest.contradicts()) {
      checks_->Unknown(kAxis, "interval", "", "times-contradict", "others contradict one another: neither is believed");
    }
  }

  const FileViews& files_;
  const BundleLayout& layout_;
  const Checkpoint& head_;
  const std::string text_;
  const TimeTrust& trust_;
  Checks* checks_;
  std::vector<OutsideTime> seen_;
  std::vector<NotCounted> not_counted_;
};

}  // namespace

std::string TokenFile(absl::string_view token) { return absl::StrCat(kTokenPrefix, Sha256(token).hex(), kTokenSuffix); }

bool IsTimeEvidence(absl::string_view path) { return path == kCosignedFile || absl::StartsWith(path, kTokenPrefix); }

void CheckTime(const FileViews& files, const BundleLayout& layout, const std::vector<OpenedFolder>& folders,
               const std::optional<Checkpoint>& head, const TimeTrust& trust, Checks* checks,
               std::vector<std::string>* evidence) {
  if (!head) {
    return checks->Unknown(kAxis, "time", "", "not-reached",
                           "not looked at, since nothing proves that what is shown is under the checkpoint");
  }
  const absl::StatusOr<Note> note = ParseNoteUnverified(layout.checkpoint);
  bool any = note.ok() && note->signatures.size() > 1;
  for (const auto& [path, data] : files) any = any || IsTimeEvidence(path);
  if (!any) {
    return checks->Unknown(kAxis, "time", "", "no-time-evidence",
                           "nobody else's word about time is here: no time stamp, no cosignature");
  }
  TimeCheck(files, layout, *head, trust, checks).Run(folders, evidence);
}

}  // namespace tallystick

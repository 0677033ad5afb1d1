// From a record as a person writes it (proto/import.proto) to a draft: references resolved, captures read, quotes found
// in their captures. The command line, JSON Lines files and later the page all come in through here.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "core/quote/quote_finder.h"
#include "proto/import.pb.h"
#include "store/blobs.h"
#include "store/recorder.h"

namespace tallystick {

// The bytes of a file that an import line names.
using FileReader = std::function<absl::StatusOr<std::string>(const std::string& name)>;

// Not thread-safe. What it points at must outlive it.
class Importer {
 public:
  Importer(const Snapshot* snapshot, BlobStore* captures, Recorder* recorder, FileReader reader)
      : snapshot_(snapshot), captures_(captures), recorder_(recorder), reader_(std::move(reader)) {}

  // Adds the record to the recorder; its id. kInvalidArgument and kNotFound begin with the field they are about. With
  // `once`, as Recorder::AddOnce.
  absl::StatusOr<Digest> Add(v1::ImportLine line, bool once);

  // From here on a capture that is the same as an earlier one in all but the time is met by `once`: for captures made just
  // now, which would differ each time.
  void IgnoreCaptureTime() { ignore_capture_time_ = true; }

  // Whether a reference could not be resolved because the line that bears the handle was itself refused: then the
  // message is of no help beside that line's own.
  bool FailedBefore(const std::string& handle) const { return failed_.count(handle) > 0; }
  void MarkFailed(const std::string& handle) { failed_.insert(handle); }

  // Makes the captures durable and commits the records; the checkpoint's note. Only now is anything written.
  absl::StatusOr<std::string> Commit();

 private:
  struct CaptureText {
    std::string bytes;
    std::string charset;
    std::optional<QuoteFinder> finder;  // over `bytes`
  };
  absl::Status ResolveReferences(v1::ImportLine* line);
  absl::Status CheckJudged(const v1::ImportLine& line);  // its references resolved
  absl::StatusOr<Digest> ResolveOne(const std::string& word, absl::string_view kinds);
  absl::StatusOr<Kind> KindOf(const Digest& id);
  absl::Status TakeEarlierTime(RecordDraft* draft) const;
  absl::Status FillCapture(v1::ImportLine* line);
  absl::Status FillQuote(v1::ImportLine* line);
  absl::StatusOr<CaptureText*> LoadCapture(const std::string& id);

  const Snapshot* snapshot_;
  BlobStore* captures_;
  Recorder* recorder_;
  FileReader reader_;
  bool ignore_capture_time_ = false;
  std::map<std::string, Digest> handles_;
  std::set<std::string> failed_;
  std::map<Digest, Kind> added_;
  std::map<std::string, Digest> resolved_;       // kinds NUL word → id
  std::map<std::string, CaptureText> texts_;     // by record id, hex
  std::map<Digest, std::string> pending_bytes_;  // captures to be written
  int missing_quotes_ = 0;                       // that stood nowhere in their captures
};

}  // namespace tallystick

// The two sha256sum files: a record's body (NNN.sha256) and a submission (submission.sha256). docs/record-format.md.
//
// Plain `sha256sum -c` accepts `*`, `\`, `#`, CR, `../`, BSD lines and devices; these readers accept exactly one form.
// Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick {

inline constexpr absl::string_view kSchema = "tallystick-v1";
inline constexpr absl::string_view kSubmissionHeadFile = "tallystick-v1-submission.json";
inline constexpr absl::string_view kAboutFile = "about.json";
inline constexpr int kMaxRecordsPerSubmission = 128;

struct ManifestLine {
  Digest digest;
  std::string name;
};

// Lines `<64 hex>  NAME\n`, nothing else. kInvalidArgument names the line.
absl::StatusOr<std::vector<ManifestLine>> ParseManifest(absl::string_view text);
void AppendManifestLine(const Digest& digest, absl::string_view name, std::string* text);
std::string FormatManifest(const std::vector<ManifestLine>& lines);

struct SubmissionManifest {
  Digest head;
  Digest about;
  std::vector<Digest> bodies;  // of records 000, 001, …
};
absl::StatusOr<SubmissionManifest> ParseSubmissionManifest(absl::string_view text);
std::string FormatSubmissionManifest(const SubmissionManifest& manifest);

// A body's lines in order: `NNN/0-header.json` and the slots, numbered from 0, names of [a-z]. Which slots a kind has is
// not asked here, so that a body of an unknown kind can be verified too.
absl::StatusOr<std::vector<ManifestLine>> ParseBody(absl::string_view text, int number);

// "000.sha256".
std::string BodyFile(int number);
// "000/1-attribution.json".
std::string SlotFile(int number, int slot, absl::string_view slot_name);

}  // namespace tallystick

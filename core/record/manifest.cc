#include "core/record/manifest.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

absl::Status Wrong(size_t line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line + 1, ": ", what));
}

bool IsNameCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '.' || c == '/';
}

}  // namespace

absl::StatusOr<std::vector<ManifestLine>> ParseManifest(absl::string_view text) {
  std::vector<ManifestLine> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    if (end == absl::string_view::npos) return Wrong(lines.size(), "no final line feed");
    const absl::string_view line = text.substr(0, end);
    if (line.size() < 67 || line.substr(64, 2) != "  ") {
      return Wrong(lines.size(), "expected 64 hex digits, two spaces and a name");
    }
    const absl::StatusOr<Digest> digest = Digest::FromHex(line.substr(0, 64));
    if (!digest.ok()) return Wrong(lines.size(), digest.status().message());
    const absl::string_view name = line.substr(66);
    if (!std::all_of(name.begin(), name.end(), IsNameCharacter)) {
      return Wrong(lines.size(), "a name has only a-z, 0-9, '-', '.' and '/'");
    }
    lines.push_back({*digest, std::string(name)});
    text.remove_prefix(end + 1);
  }
  return lines;
}

void AppendManifestLine(const Digest& digest, absl::string_view name, std::string* text) {
  absl::StrAppend(text, digest.hex(), "  ", name, "\n");
}

std::string FormatManifest(const std::vector<ManifestLine>& lines) {
  std::string text;
  for (const ManifestLine& line : lines) AppendManifestLine(line.digest, line.name, &text);
  return text;
}

absl::StatusOr<SubmissionManifest> ParseSubmissionManifest(absl::string_view text) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<ManifestLine> lines, ParseManifest(text));
  if (lines.size() < 3) return absl::InvalidArgumentError("a submission lists its head, about.json and a record or more");
  if (lines.size() > 2 + kMaxRecordsPerSubmission) {
    return Wrong(2 + kMaxRecordsPerSubmission, absl::StrCat("more than ", kMaxRecordsPerSubmission, " records"));
  }
  SubmissionManifest manifest{lines[0].digest, lines[1].digest, {}};
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string expected = i == 0   ? std::string(kSubmissionHeadFile)
                                 : i == 1 ? std::string(kAboutFile)
                                          : BodyFile(static_cast<int>(i) - 2);
    if (lines[i].name != expected) return Wrong(i, absl::StrCat("expected the name ", expected));
    if (i >= 2) manifest.bodies.push_back(lines[i].digest);
  }
  return manifest;
}

std::string FormatSubmissionManifest(const SubmissionManifest& manifest) {
  std::vector<ManifestLine> lines = {{manifest.head, std::string(kSubmissionHeadFile)},
                                     {manifest.about, std::string(kAboutFile)}};
  for (size_t i = 0; i < manifest.bodies.size(); ++i) {
    lines.push_back({manifest.bodies[i], BodyFile(static_cast<int>(i))});
  }
  return FormatManifest(lines);
}

absl::StatusOr<std::vector<ManifestLine>> ParseBody(absl::string_view text, int number) {
  TALLY_ASSIGN_OR_RETURN(std::vector<ManifestLine> lines, ParseManifest(text));
  if (lines.empty()) return absl::InvalidArgumentError("empty record body");
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string start = absl::StrFormat("%03d/%d-", number, i);
    absl::string_view name = lines[i].name;
    const bool framed = absl::ConsumePrefix(&name, start) && absl::ConsumeSuffix(&name, ".json");
    if (!framed || name.empty() || !std::all_of(name.begin(), name.end(), absl::ascii_islower) ||
        (i == 0) != (name == "header")) {
      return Wrong(i, absl::StrCat("expected the name ", start, i == 0 ? "header" : "<slot>", ".json"));
    }
  }
  return lines;
}

std::string BodyFile(int number) { return absl::StrCat(absl::Dec(number, absl::kZeroPad3), ".sha256"); }

std::string SlotFile(int number, int slot, absl::string_view slot_name) {
  return absl::StrCat(absl::Dec(number, absl::kZeroPad3), "/", slot, "-", slot_name, ".json");
}

}  // namespace tallystick

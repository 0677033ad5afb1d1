#include "core/bundle/readme.h"

#include "absl/strings/str_cat.h"

namespace tallystick {

std::string GroupedHex(const Digest& digest, absl::string_view indent) {
  const std::string hex = digest.hex();
  std::string text;
  for (size_t at = 0; at < hex.size(); at += 4) {
    absl::StrAppend(&text, at % 32 == 0 ? indent : " ", hex.substr(at, 4), at % 32 == 28 ? "\n" : "");
  }
  return text;
}

std::string FormatReadme(const ReadmeFacts& facts) {
  std::string text = absl::StrCat(
      "EVIDENCE BUNDLE ", facts.name,
      "\n\n"
      "Inside are records of claims: what was said, by whom, where it stands word for word, and the documents\n"
      "themselves as far as they may be shown. Each record is signed by whoever recorded it, and entered in a log "
      "that\n"
      "only grows. That they are signed does not say that any claim is true.\n\n",
      "Shown: ", facts.records, " records of ", facts.submissions, " submissions, ", facts.captures,
      " captures. Withheld: ", facts.withheld,
      " slots;\ndata/withheld.json names each, why and by whom. data/scope.json says what was asked for and what was "
      "left out.\n\n");
  absl::StrAppend(
      &text,
      "HOW TO CHECK IT\n\n"
      "With tally:        tally verify BUNDLE.zip\n"
      "Without anything:  VERIFY.txt has the shell commands (bash, coreutils, unzip, openssl). Read them first.\n\n"
      "Before that, compare these with their owners by telephone or in person, digit by digit. A bundle that\n"
      "somebody else made up carries keys as well: only this comparison tells whose they are.\n\n");
  for (const Digest& author : facts.authors) {
    absl::StrAppend(&text, "Key that signed\n", GroupedHex(author, "  "), "\n");
  }
  absl::StrAppend(
      &text, "Key of the log ", facts.log_origin, ", at ", facts.log_size, " entries\n",
      GroupedHex(facts.log_key, "  "), "\n",
      "The bundle's own id cannot stand inside it. It is the SHA-256 of tagmanifest-sha256.txt; whoever made the\n"
      "bundle was shown it, and both ways of checking print it.\n\n");
  absl::StrAppend(
      &text,
      "WHAT IS WHERE\n\n"
      "data/logs/      the submissions, each with its signature, its entry in the log and the proof of it\n"
      "data/keys/      the public keys\n"
      "data/captures/  the documents, byte for byte, named by their SHA-256\n"
      "data/findings.json  what follows from the records by fixed rules: which claims cannot stand together, and\n"
      "                    which come from one origin. Anybody can compute it again.\n");
  return text;
}

}  // namespace tallystick

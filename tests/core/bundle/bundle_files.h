// Taking bundles apart and putting them together again, as an attacker would.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/core/bundle/small_casebook.h"

namespace tallystick {

using Files = std::map<std::string, std::string>;  // paths inside the top folder

Files FilesOf(absl::string_view zip);
std::string ZipOf(const Files& files, absl::string_view top = "talataye");

// Makes the bag's own files anew, so that only what the payload says is wrong. Anybody can do this.
void Rebag(Files* files);

// Path of a file in the folder of entry `index`.
std::string InEntry(int index, absl::string_view file);

// Puts the hashes of the files that are here into the lists of entry `index`, bodies and submission.sha256.
void Relist(Files* files, int index);

// Signs every submission.sha256 by the key its leaf names, and makes leaves, tree, checkpoint, proofs and the scope's
// head anew. It takes all the keys: authors and log together as attackers.
void Resign(const SmallCasebook& casebook, Files* files);

// Replaces one occurrence; the test fails when there is none.
void Replace(std::string* text, absl::string_view from, absl::string_view to);

}  // namespace tallystick

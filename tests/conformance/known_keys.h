// Verifier keys for the notes among the vectors. They are looked for in the vectors themselves: any word of a small
// text file (a .vkey, a policy, a README) that is a verifier key counts as one.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "core/sign/note.h"

namespace tallystick::vectors {

// Of the two types that are verified here; sorted, each once.
const std::vector<NoteKey>& KnownKeys();

// Fails the test for a signature line of a known key that is bad. What no known key can judge is said to be checked in
// part. Says how many lines are good.
int CheckSignaturesOf(const Note& note, absl::string_view path);

}  // namespace tallystick::vectors

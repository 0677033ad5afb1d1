// Eight words in a row that voices of their own share (docs/conflict-rules.md, "Suspected copies"). Internal to this
// folder. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/conflict/claim_words.h"
#include "core/conflict/voices.h"

namespace tallystick {

struct SharedWording {
  std::vector<int> voices;  // claims, one of each voice, as Voices::FirstOfEach()
  std::string text;         // a run of words in one passage of each of them
};

// One run for each set of two to `most` voices: the longest, as far as each eight words are taken where they first
// stand in a claim. What more voices than that write is everybody's: a run ends where it begins, so that no chance word
// beside it counts. `words` by claim. O(n log n) in the words; never pairs.
std::vector<SharedWording> FindSharedWording(const std::vector<ClaimWords>& words, Voices& voices, size_t most);

}  // namespace tallystick

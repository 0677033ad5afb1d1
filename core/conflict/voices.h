// Which claims have a recorded tie, so that what they share needs no other explanation. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/conflict/chains.h"

namespace tallystick {

class Voices {
 public:
  explicit Voices(ClaimChains& chains) : chains_(chains), ties_(chains.claims.size()) {}

  // The claim published first of each group that a tie holds together, in the order of publication. Claims whose
  // attribution or capture is not known take no part. O(n log n) in the ties of `claims`.
  std::vector<int> FirstOfEach(const std::vector<int>& claims);

 private:
  // Document, sources and who runs them, one statement, what its capture cites or updates. Empty: not known.
  const std::vector<Digest>& TiesOf(int claim);

  // The claim that stands for all of one statement: looked for once for all of them.
  const Digest& StatementOf(const Record& claim);

  ClaimChains& chains_;
  std::map<Digest, Digest> statements_;
  std::vector<std::optional<std::vector<Digest>>> ties_;
};

}  // namespace tallystick

// A made-up world of sources, captures, links and claims in memory, for measuring who stands behind them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/record/record_set.h"

namespace tallystick {

// Vertices are numbered from 0; an edge leads from who relies to what is relied on.
struct AttributionWorld {
  RecordSet records;
  std::vector<const Record*> claims;
  std::vector<std::pair<int, int>> edges;  // of attributions, links and controllers, each as often as it is recorded
  std::vector<int> starts;                 // of each claim, the vertex of its capture
  int vertices = 0;
};

// The shapes that a set of claims can have. All but kMixed are the ways in which counting could grow as n².
enum class WorldShape {
  kMixed,         // ten edges a claim, of every kind
  kOneSource,     // all said by one
  kOneCapture,    // all in one article, which cites as many others
  kSameLine,      // as many source records in one line of `same` links
  kCitationLine,  // captures that cite one another in one line, and close the circle
  kControlLine,   // sources that are run by one another in one line
  kOneStatement,  // one line of `same_statement` links
  kCopies,        // all copies of one original
  kUnnamed,       // as many unnamed sources, each held apart from the next
};

// The same for the same arguments.
AttributionWorld MakeWorld(WorldShape shape, int claims);

}  // namespace tallystick

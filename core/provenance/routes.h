// The ways from captures to the controllers behind them, as a graph (docs/provenance.md, "Routes").
#pragma once

#include <optional>
#include <vector>

#include "core/provenance/disjoint_paths.h"
#include "core/provenance/lineage.h"

namespace tallystick {

// A claim's way through the graph.
struct Route {
  Lineage lineage;
  std::optional<Digest> statement;  // the one that stands for all claims of the same statement; absent: it is alone
  std::vector<Digest> speakers;     // of its last step, those that may be an origin
};

struct Routes {
  int count = 0;
  std::vector<Digest> cut;      // captures and classes; a controller or claim only where nothing else cuts as well
  std::vector<bool> meets_cut;  // for each route given: whether all of it passes the cut; only for a cut of one
};
Routes FindRoutes(SourceResolver& sources, const std::vector<Route>& routes);

}  // namespace tallystick

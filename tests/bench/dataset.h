// Made-up data sets for the bench: tables of incidents as captures, and a claim a row.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace tallystick {

struct Dataset {
  std::vector<std::string> lines;            // JSON Lines: sources, entities, captures, then the claims
  std::map<std::string, std::string> files;  // the captures' bytes
  int claims = 0;
};

// `rows` claims to a capture; with `starts` each says where its quote stands, as a program that writes such lines
// would.
Dataset MakeDataset(int claims, int rows, bool starts);

}  // namespace tallystick

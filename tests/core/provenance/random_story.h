// Random small casebooks for tests, as plain numbers and as records, with every kind of link that changes who is who.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/provenance/desk.h"

namespace tallystick {

using Pairs = std::vector<std::pair<int, int>>;

struct StoryClaim {
  int capture;
  std::vector<std::vector<int>> steps;
  bool any_of, first_hand;
};

// Vertices: sources from 0, then captures, then claims.
struct Story {
  int sources = 0, captures = 0;
  std::vector<bool> named;
  std::vector<int> controller;  // an earlier source, or -1
  Pairs same, different, copies, cites, same_statement;
  std::vector<StoryClaim> claims;

  int vertices() const { return sources + captures + static_cast<int>(claims.size()); }
  int VertexOfClaim(size_t claim) const { return sources + captures + static_cast<int>(claim); }
};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool OneIn(int n) { return Below(n) == 0; }
  void Link(int first, int count, int most, Pairs* out) {
    for (int links = OneIn(2) ? Below(most + 1) : 0; links > 0; --links) {
      const int a = first + Below(count), b = first + Below(count);
      if (a != b) out->push_back({a, b});
    }
  }

 private:
  std::mt19937 random_;
};

// Up to 12 sources and captures.
Story Roll(Dice& dice);

// For whoever looks into a failure.
std::string Describe(const Story& story);

struct Written {
  Desk desk;
  std::vector<Digest> ids;  // by vertex
  std::vector<Digest> claims;
};

void Write(const Story& story, Written* written);

}  // namespace tallystick

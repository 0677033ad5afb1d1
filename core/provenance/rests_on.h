// Which record rests on which, and why: the names that records hold, read backwards (docs/provenance.md, "Impact").
// Pure functions of a RecordSet; the set must outlive what is returned. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "core/record/record_set.h"

namespace tallystick {

// One record that rests on another.
struct Dependent {
  const Record* record = nullptr;
  Digest on;           // what it names: the record asked about, or one that rests on that
  std::string reason;  // with the record as subject and `on` as "it": "quotes it"
  int distance = 1;    // steps to the record asked about
  bool only_names = false;  // it does not fall with `on`
};

// What stands directly on what: a record on all that it names, except what it replaces; what a current link says is a
// copy, translation or sum of something, or presupposes it, on that; a replaced record on the one that speaks for it now.
// What a link says of a record holds for the version of it that counts, too. A source that is party to an event or aligned
// with an actor, and a capture that cites another, only name it: what they say does not fall with it.
//
// All that so rests on `id`, directly or not, each once over the fewest steps; by distance, then in log order. Judgements
// and custody records are among them. Behind these come, marked, those that only name `id` itself. Linear in the
// records and their names, but for sorting.
std::vector<Dependent> WhatRestsOn(const RecordSet& records, const Digest& id);

}  // namespace tallystick

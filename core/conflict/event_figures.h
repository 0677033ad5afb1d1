// All figures for one event, or for a place in a time: who says what, in which words, what it reads as, and which
// reports go back to one origin (docs/event-view.md). Pure; thread-safe.
#pragma once

#include <optional>

#include "core/base/civil_time.h"
#include "core/conflict/conflict.h"
#include "proto/event.pb.h"

namespace tallystick {

// Beyond so many figures only groups are given, unless all are asked for.
inline constexpr int kEventRowsShown = 200;
// Groups of a scope, scopes of a measure, collisions, claims left out: shown in a summary.
inline constexpr int kEventItemsShown = 40;

struct EventQuestion {
  Digest subject;                 // an event with what is part of it, or a place with what lies in it
  std::optional<CivilSpan> when;  // of a place: what may have happened in it
  bool all = false;
};

// `findings` are those of FindConflicts() over the same records and tables. Rows stand by measure, scope and origin, in
// the order in which they were said; arrival plays no part. O(n log n) in the claims.
v1::EventDocument FiguresOf(const RecordSet& records, const ConflictTables& tables, const v1::Findings& findings,
                            const EventQuestion& question);

}  // namespace tallystick

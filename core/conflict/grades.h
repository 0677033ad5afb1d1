// The two Admiralty grades, kept apart: a letter for a source's reliability, a number for a claim's credibility, each
// with its history; and whether a claim's grade 1 is borne out by the records (docs/conflict-rules.md, "Grades"). Pure.
#pragma once

#include <string>
#include <vector>

#include "core/record/record_set.h"

namespace tallystick {

// One grading, as it stood from its record on.
struct GradeStep {
  const Record* record = nullptr;  // the source record, or the judgement
  std::string grade;               // "A" to "F"; "1" to "6"; "" where it was left ungraded
  std::string reason;
  bool current = false;
};

// The kind of the finding on a claim graded 1 without two independent origins behind the reports that agree.
inline constexpr char kGradeUnsupported[] = "grade-1-unsupported";

// A record and all that it replaces, over any number of corrections.
std::vector<Digest> WithReplaced(const RecordSet& records, const Digest& id);

// "usually reliable", "confirmed by other sources"; "not graded" for "".
std::string GradeMeaning(const std::string& grade);

// The letters of a source through its corrections, and those of a claim through judgements of it and of what it
// corrects; in log order. Equal letters with equal reasons in a row are one step. Of judgements the last current one
// counts.
std::vector<GradeStep> ReliabilityHistory(const RecordSet& records, const Digest& source);
std::vector<GradeStep> CredibilityHistory(const RecordSet& records, const Digest& claim);

}  // namespace tallystick

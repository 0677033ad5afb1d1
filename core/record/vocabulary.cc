#include "core/record/vocabulary.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"

namespace tallystick {

extern const absl::string_view kPredicatesTable;
extern const absl::string_view kClassesTable;

namespace {

absl::Status Wrong(absl::string_view table, int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(table, ":", line, ": ", what));
}

std::vector<std::string> List(absl::string_view cell) {
  if (cell == "-") return {};
  return absl::StrSplit(cell, ',');
}

// Calls `row(cells, line)` for every line that is not a comment.
absl::Status EachRow(absl::string_view name, absl::string_view text, size_t columns,
                     const std::function<absl::Status(const std::vector<std::string>&, int)>& row) {
  int line = 0;
  for (absl::string_view record : absl::StrSplit(text, '\n')) {
    ++line;
    if (record.empty() || record[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(record, '\t');
    if (cells.size() != columns) return Wrong(name, line, absl::StrCat("expected ", columns, " columns"));
    TALLY_RETURN_IF_ERROR(row(cells, line));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Vocabulary> Vocabulary::Parse(absl::string_view predicates, absl::string_view classes) {
  static const std::set<std::string> kMeasures = {"additive", "duration", "distance", "state",   "event",
                                                  "instant",  "plan",     "relation", "opinion"};
  Vocabulary v;
  TALLY_RETURN_IF_ERROR(EachRow("predicates.tsv", predicates, 4, [&v](const auto& c, int line) {
    const std::string parent = c[1] == "-" ? "" : c[1];
    if (!parent.empty() && v.FindPredicate(parent) == nullptr) {
      return Wrong("predicates.tsv", line, "the parent must stand above its parts");
    }
    if (kMeasures.count(c[2]) == 0) return Wrong("predicates.tsv", line, "unknown measure");
    const bool added = v.predicates_.insert({c[0], Predicate{c[0], parent, c[2], List(c[3])}}).second;
    return added ? absl::OkStatus() : Wrong("predicates.tsv", line, "term appears twice");
  }));
  TALLY_RETURN_IF_ERROR(EachRow("classes.tsv", classes, 3, [&v](const auto& c, int line) {
    for (const std::string& parent : List(c[1])) {
      if (v.FindClass(parent) == nullptr) return Wrong("classes.tsv", line, "the parent must stand above its parts");
    }
    const bool added = v.classes_.insert({c[0], VictimClass{c[0], List(c[1]), List(c[2])}}).second;
    return added ? absl::OkStatus() : Wrong("classes.tsv", line, "term appears twice");
  }));
  v.digest_ = Sha256(absl::StrCat(Sha256(predicates).hex(), Sha256(classes).hex()));
  return v;
}

const Vocabulary& Vocabulary::Shipped() {
  // A table that does not parse is a defect of the build; the test of this file parses it and shows the line.
  static const Vocabulary* const shipped = new Vocabulary(*Parse(kPredicatesTable, kClassesTable));
  return *shipped;
}

const Predicate* Vocabulary::FindPredicate(absl::string_view term) const {
  const auto it = predicates_.find(term);
  return it == predicates_.end() ? nullptr : &it->second;
}

const VictimClass* Vocabulary::FindClass(absl::string_view term) const {
  const auto it = classes_.find(term);
  return it == classes_.end() ? nullptr : &it->second;
}

bool Vocabulary::PredicateWithin(absl::string_view term, absl::string_view ancestor) const {
  if (term == ancestor) return true;
  for (const Predicate* p = FindPredicate(term); p != nullptr && !p->parent.empty(); p = FindPredicate(p->parent)) {
    if (p->parent == ancestor) return true;
  }
  return false;
}

bool Vocabulary::ClassWithin(absl::string_view term, absl::string_view ancestor) const {
  if (term == ancestor) return true;
  const VictimClass* c = FindClass(term);
  if (c == nullptr) return false;
  for (const std::string& parent : c->parents) {
    if (ClassWithin(parent, ancestor)) return true;
  }
  return false;
}

bool Vocabulary::ClassesDisjoint(absl::string_view a, absl::string_view b) const {
  for (const auto& [term, c] : classes_) {
    for (const std::string& other : c.disjoint_from) {
      if ((ClassWithin(a, term) && ClassWithin(b, other)) || (ClassWithin(b, term) && ClassWithin(a, other))) return true;
    }
  }
  return false;
}

}  // namespace tallystick

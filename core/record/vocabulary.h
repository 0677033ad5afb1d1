// The vocabularies: predicates with what they measure and exclude, victim classes with stated disjointness. They are data
// files (core/record/vocabulary/*.tsv); their digests are part of every finding. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick {

struct Predicate {
  std::string term;
  std::string parent;  // "" for none
  std::string measure;
  std::vector<std::string> excludes;  // "self": two holders of one place
};

struct VictimClass {
  std::string term;
  std::vector<std::string> parents;
  std::vector<std::string> disjoint_from;
};

class Vocabulary {
 public:
  // kInvalidArgument names file and line.
  static absl::StatusOr<Vocabulary> Parse(absl::string_view predicates, absl::string_view classes);
  // The one that is shipped.
  static const Vocabulary& Shipped();

  // Null for a term that is not in the vocabulary.
  const Predicate* FindPredicate(absl::string_view term) const;
  const VictimClass* FindClass(absl::string_view term) const;

  // Whether whatever `term` counts is counted by `ancestor` too. Reflexive.
  bool PredicateWithin(absl::string_view term, absl::string_view ancestor) const;
  bool ClassWithin(absl::string_view term, absl::string_view ancestor) const;
  // Whether two classes share no one by a stated disjointness of theirs or of their ancestors.
  bool ClassesDisjoint(absl::string_view a, absl::string_view b) const;

  const std::map<std::string, Predicate, std::less<>>& predicates() const { return predicates_; }
  const std::map<std::string, VictimClass, std::less<>>& classes() const { return classes_; }
  const Digest& digest() const { return digest_; }

 private:
  std::map<std::string, Predicate, std::less<>> predicates_;
  std::map<std::string, VictimClass, std::less<>> classes_;
  Digest digest_;
};

}  // namespace tallystick

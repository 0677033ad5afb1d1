// What the commands that show records share: the casebook as it is, or as it stood at an earlier head (--as-of). A
// command takes part by being Access::kViews, opening a CasebookView and printing through it; what it does in between
// cannot see later records.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "cli/command.h"
#include "core/record/kinds.h"
#include "proto/view.pb.h"
#include "store/casebook.h"

namespace tallystick {

inline constexpr Option kAsOfOption = {
    "--as-of", "T", "as it stood then: #12 (the first 12 entries), the id of a submission, or a date or time"};

class CasebookView {
 public:
  // OpenCasebook, cut at what --as-of says.
  static absl::StatusOr<CasebookView> Open(const Context& context);

  const Casebook& casebook() const { return casebook_; }
  const Snapshot& snapshot() const { return earlier_ ? *earlier_ : *whole_; }

  bool is_earlier() const { return as_of_.has_value(); }

  // ResolveArgument over snapshot().
  absl::StatusOr<Digest> Resolve(const std::string& word, const std::set<Kind>& kinds) const;

  // Prints the document with --json, else the text, and with either at which earlier head it was asked.
  void Print(const Context& context, const google::protobuf::Message& document, const std::string& text) const;
  // Prints bytes that nothing may be added to: the head is named on standard error.
  void PrintBare(const Context& context, const std::string& bytes) const;

 private:
  explicit CasebookView(Casebook casebook) : casebook_(std::move(casebook)) {}

  Casebook casebook_;
  std::unique_ptr<Snapshot> whole_, earlier_;
  std::optional<v1::AsOf> as_of_;
};

}  // namespace tallystick

// Collects what a verification checked (proto/bundle.proto, BundleReport). Not thread-safe.
#pragma once

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "proto/bundle.pb.h"

namespace tallystick {

using Axis = v1::BundleReport::Axis;
inline constexpr Axis kUnchanged = v1::BundleReport::unchanged;
inline constexpr Axis kSigned = v1::BundleReport::signed_;
inline constexpr Axis kExisted = v1::BundleReport::existed;
inline constexpr Axis kComplete = v1::BundleReport::complete;
inline constexpr Axis kConsistent = v1::BundleReport::consistent;

class Checks {
 public:
  explicit Checks(v1::BundleReport* report) : report_(report) {}

  // `name` is what was asked ("signature"), `target` what it was asked of, `explanation` one clause for a person.
  void Pass(Axis axis, absl::string_view name, absl::string_view target, std::string explanation) {
    Add(axis, name, target, v1::BundleReport::pass, "", std::move(explanation));
  }
  // `code` is stable, for programs (docs/bundle-format.md, "Codes").
  void Fail(Axis axis, absl::string_view name, absl::string_view target, absl::string_view code,
            std::string explanation) {
    Add(axis, name, target, v1::BundleReport::fail, code, std::move(explanation));
  }
  void Unknown(Axis axis, absl::string_view name, absl::string_view target, absl::string_view code,
               std::string explanation) {
    Add(axis, name, target, v1::BundleReport::unknown, code, std::move(explanation));
  }

  int failures() const { return failures_; }

 private:
  void Add(Axis axis, absl::string_view name, absl::string_view target, v1::BundleReport::Result result,
           absl::string_view code, std::string explanation) {
    v1::BundleReport::Check* check = report_->add_checks();
    check->set_axis(axis);
    check->set_name(std::string(name));
    check->set_target(std::string(target));
    check->set_result(result);
    if (!code.empty()) check->set_code(std::string(code));
    check->set_explanation(std::move(explanation));
    if (result == v1::BundleReport::fail) ++failures_;
  }

  v1::BundleReport* report_;
  int failures_ = 0;
};

}  // namespace tallystick

#include "cli/views/as_of_text.h"

#include "absl/strings/str_cat.h"
#include "cli/views/layout.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

std::string WhatIsLeftOut(const v1::AsOf& a) {
  const int64_t later = a.log_size() - a.size();
  const std::string log = absl::StrCat("the log's ", a.log_size(), a.log_size() == 1 ? " entry" : " entries");
  if (later == 0) return absl::StrCat("As of #", a.size(), ": all of ", log, ".");
  return absl::StrCat("As of #", a.size(), ": ",
                      a.size() == 0 ? absl::StrCat("none of ", log, " yet.")
                                    : absl::StrCat("the first ", a.size(), " of ", log, "; the later ", later,
                                                   later == 1 ? " is" : " are", " left out."));
}

}  // namespace

std::string AsOfAsText(const v1::AsOf& a, int columns) {
  std::string out = Wrap(WhatIsLeftOut(a), columns, "", "");
  absl::StrAppend(&out, "Root ", a.root(), "\n");
  if (!a.checkpoint()) {
    absl::StrAppend(&out,
                    Wrap("No checkpoint of this size was signed: it lies within one recording.", columns, "", ""));
  }
  if (a.has_clock()) {
    absl::StrAppend(&out, Wrap(absl::StrCat("Up to ", a.clock(), " by the authors' own clocks, which prove nothing."),
                               columns, "", ""));
    if (a.later_clocks() > 0) {
      absl::StrAppend(&out, Wrap(absl::StrCat(a.later_clocks(),
                                              " of these entries say a later time and stand before one "
                                              "that does not."),
                                 columns, "", ""));
    }
    if (!a.has_last() && !a.has_next()) absl::StrAppend(&out, "No outside evidence bounds it.\n");
  }
  if (a.has_last()) absl::StrAppend(&out, Wrap(Safe(a.last().in_words()), columns, "The last of them: ", "  "));
  if (a.has_next()) absl::StrAppend(&out, Wrap(Safe(a.next().in_words()), columns, "The first one left out: ", "  "));
  return out;
}

std::string WithAsOf(const std::string& document, const v1::AsOf& as_of) {
  const std::string body = document.substr(0, document.size() - 1);
  return absl::StrCat(body, body == "{" ? "" : ",", "\"as_of\":", EncodeJson(as_of), "}");
}

}  // namespace tallystick

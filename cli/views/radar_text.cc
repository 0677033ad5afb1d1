#include "cli/views/radar_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/as_of.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"

namespace tallystick {
namespace {

std::string Claims(int n) { return absl::StrCat(n, n == 1 ? " claim" : " claims"); }

std::string PlaceLine(const v1::RadarPlace& p) {
  std::string line = absl::StrCat("line ", p.line(), ", ");
  if (p.how() == "words") {
    line += "in these words";
  } else if (p.how() == "nearly") {
    absl::StrAppend(&line, "nearly in these words: ", Safe(p.difference()));
  } else {
    absl::StrAppend(&line, "by its ", p.how());
  }
  if (p.has_negation()) {
    absl::StrAppend(&line, "; a negation stands beside it (“", Safe(p.negation()), "”): read the sentence");
  }
  return line;
}

std::string ChangeLine(const v1::RadarChange& c) {
  std::string line = absl::AsciiStrToUpper(c.what());
  if (c.has_finding()) absl::StrAppend(&line, " (finding ", Brief(c.finding()), ")");
  absl::StrAppend(&line, " ", Safe(c.in_words()));
  if (c.in_words().empty() || c.in_words().back() != '.') line += ".";
  absl::StrAppend(&line, c.has_finding() ? " Since " : " Submission ", HeadAfter(static_cast<uint64_t>(c.submission())));
  if (c.has_recorded_at()) absl::StrAppend(&line, ", recorded at ", c.recorded_at(), " by its author's clock");
  absl::StrAppend(&line, ", author ", Brief(c.author()), ".");
  return line;
}

std::string Summary(const v1::RadarDocument& d) {
  if (d.claims().empty()) return d.looked_at() == "used" ? "No claim was judged as used." : "No claim was found.";
  constexpr absl::string_view kLookedFor =
      " been retracted, replaced, withdrawn, corrected, undercut, disputed or judged since.";
  const int n = d.claims_size();
  if (d.changed() == 0) {
    return n == 1 ? absl::StrCat("The one claim found has not", kLookedFor)
                  : absl::StrCat("None of the ", n, " claims found has", kLookedFor);
  }
  const std::string of_them = n == 1 ? "about it" : absl::StrCat("about ", d.changed(), " of them");
  return absl::StrCat(Claims(n), " found; something was recorded ", of_them,
                      d.looked_at() == "bundle" ? " that the bundle does not have."
                      : d.looked_at() == "used" ? " after the use."
                                                : " that a reader should know.");
}

}  // namespace

std::string RadarAsText(const v1::RadarDocument& d, int columns) {
  std::string out;
  for (const v1::RadarClaim& claim : d.claims()) {
    if (claim.changes().empty()) continue;
    absl::StrAppend(&out, Wrap(absl::StrCat("claim ", Brief(claim.id()), claim.label().empty() ? "" : " ",
                                            Safe(claim.label()), " “", Safe(claim.quote()), "”"),
                               columns, "", "  "));
    for (const v1::RadarPlace& place : claim.places())
      absl::StrAppend(&out, Wrap(PlaceLine(place), columns, "  ", "    "));
    for (const v1::RadarChange& change : claim.changes()) {
      absl::StrAppend(&out, Wrap(ChangeLine(change), columns, "  ", "    "));
    }
    out += "\n";
  }
  absl::StrAppend(&out, Wrap(Summary(d), columns, "", ""));
  if (d.not_here() > 0) {
    const bool one = d.not_here() == 1;
    absl::StrAppend(&out, Wrap(absl::StrCat(Claims(d.not_here()), " of the bundle ", one ? "is" : "are",
                                            " not in this casebook: nothing is known of ", one ? "it." : "them."),
                               columns, "", ""));
  }
  if (d.looked_at() != "text") return out;
  absl::StrAppend(
      &out, Wrap(absl::StrCat("Not recognised: in ", d.not_recognised(), " of ", d.sentences(),
                              d.sentences() == 1 ? " sentence" : " sentences", " no claim of this casebook was found."),
                 columns, "", ""));
  if (d.too_short() > 0) {
    absl::StrAppend(&out, Wrap(absl::StrCat(Claims(d.too_short()), d.too_short() == 1 ? " has" : " have",
                                            " a quote too short to be looked for."),
                               columns, "", ""));
  }
  return out + "This does not say that the text is right.\n";
}

}  // namespace tallystick

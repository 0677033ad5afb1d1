#include "cli/views/stamp_text.h"

#include "absl/strings/str_cat.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

std::string Entries(int64_t size) { return absl::StrCat(size, size == 1 ? " entry" : " entries"); }

std::string ChainText(const v1::StampItem& item) {
  if (item.chain() == "holds") return absl::StrCat("its certificates led, at that time, to ", Safe(item.root()));
  if (item.chain() == "fails") return "its certificates do NOT lead to what you trust";
  return "its certificate was not judged";
}

void AppendDetails(const v1::StampItem& item, int columns, std::string* out) {
  const std::string indent = "  ";
  const auto line = [&](absl::string_view text) { absl::StrAppend(out, Wrap(text, columns, indent, indent + "  ")); };
  line(absl::StrCat("according to ", Safe(item.authority())));
  if (item.accuracy_stated()) {
    line(absl::StrCat("between ", item.earliest(), " and ", item.latest(), ", by the accuracy it states"));
  } else {
    line("it states no accuracy");
  }
  line(ChainText(item));
  if (item.nonce() == "same") line("its nonce is that of the request");
  if (item.nonce() == "not compared") line("its nonce was not compared with a request (--request)");
  for (const std::string& problem : item.problems()) line(absl::StrCat("PROBLEM: ", Safe(problem)));
}

void AppendNotJudged(const v1::StampsDocument& d, int columns, std::string* out) {
  for (const std::string& what : d.not_judged())
    absl::StrAppend(out, Wrap(what, columns, "NOT JUDGED  ", "            "));
}

}  // namespace

std::string StampRequestAsText(const v1::StampRequestDocument& d, int columns) {
  std::string out =
      Wrap(absl::StrCat(d.dry_run() ? "would write " : "wrote ", Safe(d.file()),
                        ": asks for a time stamp of the checkpoint of ", Safe(d.origin()), " at ", Entries(d.size())),
           columns, "", "  ");
  absl::StrAppend(&out, "  SHA-256 of its text  ", d.imprint(), "\n");
  if (d.dry_run()) {
    absl::StrAppend(&out, "nothing was written (--dry-run)\n");
    return out;
  }
  absl::StrAppend(&out, "Send it to an authority, for example with\n",
                  "  curl -H 'Content-Type: application/timestamp-query' \\\n    --data-binary @", Safe(d.file()),
                  " URL > REPLY.tsr\nand keep the answer with\n  tally stamp import REPLY.tsr --request ",
                  Safe(d.file()), "\n");
  return out;
}

std::string StampsKeptAsText(const v1::StampsDocument& d, int columns) {
  std::string out;
  for (const v1::StampItem& item : d.stamps()) {
    const absl::string_view did = d.dry_run() ? "would keep" : item.known() ? "had already" : "kept";
    absl::StrAppend(
        &out, Wrap(absl::StrCat(did, " a time stamp of the checkpoint at ", Entries(item.size()), ": ", item.time()),
                   columns, "", "  "));
    AppendDetails(item, columns, &out);
  }
  AppendNotJudged(d, columns, &out);
  if (d.dry_run()) absl::StrAppend(&out, "nothing was written (--dry-run)\n");
  return out;
}

std::string StampsAsText(const v1::StampsDocument& d, int columns) {
  if (d.stamps_size() == 0) return "no time stamps yet; ask for one with: tally stamp request -o FILE.tsq\n";
  std::string out;
  for (const v1::StampItem& item : d.stamps()) {
    absl::StrAppend(&out,
                    Wrap(absl::StrCat("checkpoint at ", Entries(item.size()), ": ", item.time()), columns, "", "  "));
    AppendDetails(item, columns, &out);
  }
  absl::StrAppend(&out, "\n");
  for (const v1::StampCoverage& c : d.coverage()) {
    const std::string who =
        absl::StrCat(c.authorities(), c.authorities() == 1 ? " authority" : " different authorities",
                     c.judged() ? " that you trust" : ", by the names they give themselves");
    absl::StrAppend(&out, Wrap(absl::StrCat("the first ", Entries(c.size()), ": ", who), columns, "", "  "));
  }
  AppendNotJudged(d, columns, &out);
  for (const std::string& remark : d.remarks()) absl::StrAppend(&out, Wrap(remark, columns, "", "  "));
  return out;
}

}  // namespace tallystick

#include "cli/views/text.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/views/layout.h"
#include "store/checker.h"

namespace tallystick {
namespace {

constexpr int kListedRecords = 20;


}  // namespace

std::string Brief(const std::string& hex) { return hex.substr(0, 12); }

std::string RecordedAsText(const v1::RecordedDocument& d) {
  std::string out;
  const absl::string_view did = d.dry_run() ? "would record" : "recorded";
  if (d.records_size() <= kListedRecords) {
    for (const v1::RecordedItem& item : d.records()) {
      absl::StrAppend(&out, did, " ", item.kind(), " ", Brief(item.id()), item.name().empty() ? "" : "  ", Isolated(Safe(item.name())), "\n");
    }
  } else {
    std::map<std::string, int> kinds;
    for (const v1::RecordedItem& item : d.records()) ++kinds[item.kind()];
    for (const auto& [kind, n] : kinds) absl::StrAppend(&out, did, " ", Count(n, kind, kind == "entity" ? "entities" : absl::StrCat(kind, "s")), "\n");
  }
  if (d.repeated_rows() > 0) {
    absl::StrAppend(&out, Count(d.repeated_rows(), "row was", "rows were"), " recorded before; nothing was added for ",
                    d.repeated_rows() == 1 ? "it" : "them", "\n");
  }
  if (d.dry_run()) absl::StrAppend(&out, "nothing was written (--dry-run)\n");
  return out;
}

std::string KeysAsText(const v1::KeysDocument& d, int columns) {
  std::string out;
  std::string folder;
  for (const v1::KeyItem& key : d.keys()) {
    absl::StrAppend(&out, Pad(key.role(), 8), key.id(), "\n        ",
                    key.encrypted() ? "with a passphrase" : "WITHOUT a passphrase", "\n");
    folder = key.place().substr(0, key.place().rfind('/'));
  }
  if (!folder.empty()) absl::StrAppend(&out, Wrap(Safe(folder), columns, "kept in ", "  "));
  if (d.keys_size() == 0) out = "no keys on this machine yet (tally init, tally key new)\n";
  return out;
}

namespace {

// A name is one isolate; of a claim, a link or a judgement only what is quoted in it.
std::string TextOf(const v1::ListItem& item) {
  const bool composed = item.kind() == "claim" || item.kind() == "link" || item.kind() == "judgement";
  return composed ? QuotesIsolated(Safe(item.title())) : Isolated(Safe(item.title()));
}

}  // namespace

std::string ListAsText(const v1::ListDocument& d, int columns) {
  size_t kind_width = 0, head_width = 0;
  for (const v1::ListItem& item : d.items()) {
    kind_width = std::max(kind_width, item.kind().size());
    head_width = std::max(head_width, item.as_of().size());
  }
  std::string out;
  for (const v1::ListItem& item : d.items()) {
    const std::string first = absl::StrCat(Brief(item.id()), "  ", Pad(item.as_of(), head_width), "  ",
                                           Pad(item.kind(), kind_width), "  ");
    const std::string text = absl::StrCat(item.mark().empty() ? "" : absl::StrCat("(", Isolated(Safe(item.mark())), ") "), TextOf(item), item.detail().empty() ? "" : " · ",
                                          Isolated(Safe(item.detail())));
    // A quote is cut; what somebody says of a record is read to its end.
    const bool whole = item.kind() == "judgement" || item.kind() == "link";
    absl::StrAppend(&out, whole ? Wrap(text, columns, first, std::string(first.size(), ' '))
                                : absl::StrCat(first, Cut(text, columns - first.size()), "\n"));
  }
  return out.empty() ? "nothing found\n" : out;
}

namespace {

std::string Verdict(const v1::CheckDocument& d, bool damaged) {
  if (d.verdict() == "pass") {
    return absl::StrCat(d.not_looked_at().empty() ? "Everything is as it was recorded and signed."
                                                  : "The log is as it was signed.",
                        " This does not say that any claim is true.");
  }
  if (d.verdict() == "incomplete") return "No damage was found, but not everything could be checked.";
  return absl::StrCat(damaged ? "The casebook is damaged."
                              : "Nothing in it is damaged, but this machine saw a newer copy: go on with that one.",
                      " Nothing was changed.");
}

}  // namespace

std::string CheckAsText(const v1::CheckDocument& d, int columns) {
  std::string out = absl::StrCat(
      Count(d.submissions(), "submission", "submissions"), ", ", Count(d.records(), "record", "records"), ", ",
      Count(d.slots_shown(), "slot", "slots"),
      d.slots_withheld() > 0 ? absl::StrCat(" (", d.slots_withheld(), " withheld)") : "", ", ",
      Count(d.nodes(), "tree node", "tree nodes"), ", ", Count(d.checkpoints(), "checkpoint", "checkpoints"),
      d.tokens() > 0 ? absl::StrCat(", ", Count(d.tokens(), "time stamp", "time stamps")) : "");
  if (d.not_looked_at().empty()) {
    absl::StrAppend(&out, ", ", Count(d.captures(), "capture", "captures"), ", ", Count(d.quotes(), "quote", "quotes"), ", ",
                    Count(d.rows(), "derived row", "derived rows"));
  }
  out = Wrap(out, columns, "Recomputed ", "           ");
  bool damaged = d.problems_left_out() > 0;
  for (const v1::Problem& p : d.problems()) {
    const bool older = p.where() == kThisCopy;
    damaged = damaged || !older;
    absl::StrAppend(&out, Wrap(absl::StrCat(older ? "" : absl::StrCat(Safe(p.where()), ": "), Safe(p.what())), columns,
                               older ? "OLDER COPY " : "DAMAGED    ", "           "));
  }
  if (d.problems_left_out() > 0) absl::StrAppend(&out, "DAMAGED    and ", d.problems_left_out(), " more\n");
  for (const std::string& remark : d.remarks()) absl::StrAppend(&out, Wrap(Safe(remark), columns, "Note       ", "           "));
  for (const std::string& what : d.not_checked()) {
    absl::StrAppend(&out, Wrap(Safe(what), columns, "NOT CHECKED  ", "             "));
  }
  if (!d.not_looked_at().empty()) {
    const std::vector<std::string> left_out(d.not_looked_at().begin(), d.not_looked_at().end() - 1);
    out += Wrap(absl::StrCat("integrity only: ", absl::StrJoin(left_out, ", "), " and ", *d.not_looked_at().rbegin(),
                             " were not looked at"),
                columns, "LEFT OUT   ", "           ");
  }
  return out + Wrap(Verdict(d, damaged), columns, "", "");
}

std::string CompareAsText(const v1::CompareDocument& d, int columns) {
  std::string out = Wrap(Safe(d.in_words()), columns, "", "  ");
  for (const std::string& mark : d.marks()) absl::StrAppend(&out, Wrap(Safe(mark), columns, "NOTE        ", "            "));
  absl::StrAppend(&out, "content     ", d.content(), "\norigin      ", d.origin(), "\nsuccession  ", d.succession(), "\n");
  for (const std::string& reason : d.reasons()) absl::StrAppend(&out, Wrap(Safe(reason), columns, "- ", "  "));
  return out;
}

}  // namespace tallystick

#include "cli/views/audit_text.h"

#include "absl/strings/str_cat.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

constexpr int kShownAuthors = 20;
const std::string kRest(12, ' ');

// "LOG         example.org, 3 entries".
void AddLine(absl::string_view title, absl::string_view text, int columns, std::string* out) {
  absl::StrAppend(out, Wrap(Safe(text), columns, Pad(title, kRest.size()), kRest));
}

void AddHead(const std::string& origin, int64_t size, const std::string& root, int columns, std::string* out) {
  AddLine("log", absl::StrCat(origin, ", ", Count(size, "entry", "entries")), columns, out);
  AddLine("root", root, columns, out);
}

void AddNote(absl::string_view title, const std::string& note, std::string* out) {
  absl::StrAppend(out, title, "\n");
  for (size_t at = 0; at < note.size();) {
    const size_t end = std::min(note.find('\n', at), note.size());
    absl::StrAppend(out, "  | ", Safe(note.substr(at, end - at)), "\n");
    at = end + 1;
  }
}

std::string Closing(const v1::AuditDocument& d) {
  if (d.verdict() == "fail") return "This log does not verify.";
  const std::string tree = absl::StrCat("Every entry, tile and the root of the published log fit together",
                                        d.signature_good() ? ", and the key that you gave signed that root." : ".");
  return absl::StrCat(tree, d.verdict() == "incomplete" ? " Not everything could be checked." : "",
                      " This does not say that any claim is true.");
}

}  // namespace

std::string PublishAsText(const v1::PublishDocument& d, int columns) {
  const bool dry = d.dry_run();
  const int64_t files = d.tiles_written() + d.bundles_written();
  std::string out;
  if (files == 0 && !d.checkpoint_written()) {
    AddLine("published", absl::StrCat(d.folder(), " is up to date"), columns, &out);
  } else {
    AddLine(dry ? "would write" : "wrote",
            absl::StrCat(d.folder(), ": ", Count(d.tiles_written(), "tile", "tiles"), ", ",
                         Count(d.bundles_written(), "bundle of entries", "bundles of entries"),
                         d.checkpoint_written() ? ", the checkpoint" : ""),
            columns, &out);
  }
  AddHead(d.origin(), d.size(), d.root(), columns, &out);
  if (d.published_before() > 0 && d.published_before() < d.size()) {
    AddLine("before", Count(d.published_before(), "entry", "entries"), columns, &out);
  }
  if (d.unsigned_submissions() > 0) {
    AddLine("left out",
            absl::StrCat(Count(d.unsigned_submissions(), "submission", "submissions"),
                         ", under no checkpoint yet; the next recording makes it"),
            columns, &out);
  }
  AddLine("log key", d.log_key(), columns, &out);
  absl::StrAppend(&out,
                  Wrap("Tell auditors the log key by another way than this folder; they need it for: tally log verify",
                       columns, "", ""));
  if (dry) absl::StrAppend(&out, "nothing was written (--dry-run)\n");
  return out;
}

std::string AuditAsText(const v1::AuditDocument& d, int columns) {
  std::string out;
  AddLine("audited", d.place(), columns, &out);
  if (d.has_origin()) AddHead(d.origin(), d.size(), d.root(), columns, &out);
  AddLine("read",
          absl::StrCat(Count(d.entries(), "entry", "entries"), " in ", Count(d.bundles(), "bundle", "bundles"), ", ",
                       Count(d.tiles(), "tile", "tiles")),
          columns, &out);
  if (d.signature_good()) AddLine("signed", "by the key that you gave", columns, &out);
  if (d.continues_from()) {
    AddLine("continues", absl::StrCat("the checkpoint of ", Count(d.from_size(), "entry", "entries"), " that you kept"),
            columns, &out);
  }
  for (int i = 0; i < d.authors_size() && i < kShownAuthors; ++i) {
    AddLine(i == 0 ? "authors" : "",
            absl::StrCat(Count(d.authors(i).entries(), "entry", "entries"), " by ", d.authors(i).key()), columns, &out);
  }
  if (d.authors_size() > kShownAuthors)
    AddLine("", absl::StrCat("and ", d.authors_size() - kShownAuthors, " more (--json)"), columns, &out);
  for (const v1::Problem& p : d.problems()) AddLine("WRONG", absl::StrCat(p.where(), ": ", p.what()), columns, &out);
  if (d.problems_left_out() > 0) AddLine("WRONG", absl::StrCat("and ", d.problems_left_out(), " more"), columns, &out);
  for (const std::string& what : d.not_checked()) AddLine("NOT CHECKED", what, columns, &out);
  if (!d.contradiction().empty()) {
    AddNote("Published:", d.checkpoint(), &out);
    AddNote("Kept by you:", d.from(), &out);
    absl::StrAppend(
        &out,
        Wrap(d.signature_good()
                 ? "Both notes are signed by the log's key. Together they show that it signed two histories; keep both."
                 : "Without the log's key (--key) nothing says that it signed either note.",
             columns, "", ""));
  }
  for (const std::string& file : d.kept()) AddLine("kept", file, columns, &out);
  for (const std::string& remark : d.remarks()) AddLine("note", remark, columns, &out);
  absl::StrAppend(&out, Wrap(Closing(d), columns, "", ""));
  return out;
}

}  // namespace tallystick

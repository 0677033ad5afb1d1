#include <filesystem>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/casebook_view.h"
#include "cli/session.h"
#include "core/base/status.h"
#include "core/quote/charset.h"
#include "store/collect.h"

namespace tallystick {
namespace {

absl::StatusOr<ExitCode> AddCapture(Context& context) {
  const Arguments& a = context.arguments;
  v1::ImportLine line;
  line.set_kind(v1::Header::capture);
  line.set_file(a.Get("FILE"));
  if (a.Has("--charset")) line.mutable_content()->set_charset(a.Get("--charset"));
  if (a.Has("--media-type")) line.mutable_content()->set_media_type(a.Get("--media-type"));
  v1::Origin* origin = line.mutable_origin();
  const std::string base = std::filesystem::path(a.Get("FILE")).filename().string();
  origin->set_title(a.Has("--title") ? a.Get("--title") : base == "-" ? "" : base);
  if (a.Has("--uri")) origin->set_uri(a.Get("--uri"));
  if (a.Has("--publisher")) origin->set_publisher(a.Get("--publisher"));
  if (a.Has("--language")) origin->set_language(a.Get("--language"));
  if (a.Has("--published")) {
    TALLY_ASSIGN_OR_RETURN(const DateRange published, ParseDateRange("--published", a.Get("--published")));
    origin->mutable_published()->set_earliest(published.earliest);
    origin->mutable_published()->set_latest(published.latest);
    origin->set_published_basis(a.Has("--published-basis") ? a.Get("--published-basis") : "stated by the analyst");
  }
  origin->set_captured_at(context.environment.now());
  origin->set_how(a.Get("FILE") == "-" ? v1::Origin::pasted : v1::Origin::file);
  SetNote(a, &line);
  return RecordOne(context, line);
}

absl::StatusOr<ExitCode> ShowCapture(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  TALLY_ASSIGN_OR_RETURN(const Digest id, book.Resolve(context.arguments.Get("CAPTURE"), {v1::Header::capture}));
  TALLY_ASSIGN_OR_RETURN(const Record record, FindRecord(book.snapshot(), id));
  const v1::Content& content = record.Get(v1::Slot::kContent).content();
  TALLY_ASSIGN_OR_RETURN(const Digest digest, Digest::FromHex(content.sha256()));
  TALLY_ASSIGN_OR_RETURN(const std::string bytes, book.casebook().captures().Get(digest));
  if (context.arguments.Has("--raw")) {
    book.PrintBare(context, bytes);
    return kPassed;
  }
  TALLY_ASSIGN_OR_RETURN(const Charset charset, ParseCharset(content.charset()));
  TALLY_ASSIGN_OR_RETURN(const std::string text, DecodeText(bytes, charset));
  book.PrintBare(context, absl::StrCat(text, text.empty() || text.back() != '\n' ? "\n" : ""));
  return kPassed;
}

}  // namespace

std::vector<Command> CaptureCommands() {
  return {
      {"capture", "add", "keep a text file byte for byte", Access::kWrites, {{"FILE", "the file, or - for standard input"}},
       {{"--title", "TEXT", "its title (default: the file's name)"},
        {"--publisher", "SOURCE", "who published it"},
        {"--published", "DATE[..DATE]", "when, as an interval"},
        {"--published-basis", "TEXT", "where that date comes from"},
        {"--uri", "URI", "where it was"},
        {"--language", "TAG", "its language, e.g. en or ar"},
        {"--charset", "NAME", "utf-8, utf-16le, utf-16be, windows-1252 or windows-1256"},
        {"--media-type", "TYPE", "default: text/plain"},
        {"--label", "TEXT", "a short name of your own"},
        {"--note", "TEXT", "a remark"}},
       AddCapture},
      {"capture", "show", "print a captured text", Access::kViews, {{"CAPTURE", "its id, title or label"}},
       {{"--raw", "", "the bytes as they are"}}, ShowCapture},
  };
}

}  // namespace tallystick

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/quote/passages.h"

namespace tallystick {
namespace {

constexpr absl::string_view kBlocks[] = {"p",  "div",   "br",      "li",         "ul",     "ol",     "tr",        "td",
                                         "th", "table", "section", "article",    "title",  "h1",     "h2",        "h3",
                                         "h4", "h5",    "h6",      "blockquote", "header", "footer", "figcaption"};
constexpr std::pair<absl::string_view, absl::string_view> kNamed[] = {
    {"amp", "&"},         {"lt", "<"},         {"gt", ">"},          {"quot", "\""},       {"apos", "'"},
    {"nbsp", " "},        {"rsquo", "\u2019"}, {"lsquo", "\u2018"},  {"rdquo", "\u201d"},  {"ldquo", "\u201c"},
    {"ndash", "\u2013"},  {"mdash", "\u2014"}, {"hellip", "\u2026"}, {"eacute", "\u00e9"}, {"egrave", "\u00e8"},
    {"agrave", "\u00e0"}, {"ccedil", "\u00e7"}};

class Page {
 public:
  explicit Page(absl::string_view bytes) : bytes_(bytes) {}

  std::string Text() {
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == '<' && TakeTag()) continue;
      if (c == '&' && TakeReference()) continue;
      out_.push_back(c);
      ++at_;
    }
    return std::move(out_);
  }

 private:
  // Goes on at `end`; the line feeds on the way stay, so that lines keep their numbers.
  void SkipTo(size_t end) {
    end = std::min(end, bytes_.size());
    for (; at_ < end; ++at_) {
      if (bytes_[at_] == '\n') out_.push_back('\n');
    }
  }

  // The end of the first `mark` from here on, in any case of letters; the end of the page without one.
  size_t After(absl::string_view mark) const {
    for (size_t at = at_; (at = bytes_.find(mark[0], at)) != absl::string_view::npos; ++at) {
      if (absl::EqualsIgnoreCase(bytes_.substr(at, mark.size()), mark)) return at + mark.size();
    }
    return bytes_.size();
  }

  bool TakeTag() {
    const absl::string_view rest = bytes_.substr(at_ + 1);
    if (absl::StartsWith(rest, "!--")) return SkipTo(After("-->")), true;
    const bool closes = absl::StartsWith(rest, "/");
    if (rest.empty() || !(absl::ascii_isalpha(rest[0]) || closes || rest[0] == '!' || rest[0] == '?')) return false;
    size_t end = closes ? 1 : 0;
    while (end < rest.size() && absl::ascii_isalnum(rest[end])) ++end;
    const std::string name = absl::AsciiStrToLower(rest.substr(closes ? 1 : 0, end - (closes ? 1 : 0)));
    SkipTo(After(">"));
    if (!closes && (name == "script" || name == "style")) SkipTo(After(absl::StrCat("</", name)));
    if (std::find(std::begin(kBlocks), std::end(kBlocks), name) != std::end(kBlocks)) out_ += "\u2029";
    return true;
  }

  bool TakeReference() {
    constexpr size_t kLongest = 12;
    const size_t end = bytes_.substr(at_, kLongest).find(';');
    if (end == absl::string_view::npos) return false;
    const absl::string_view name = bytes_.substr(at_ + 1, end - 1);
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c == '#' || absl::ascii_isalnum(c); })) return false;
    std::string read;
    uint32_t number = 0;
    if (absl::StartsWith(name, "#x") || absl::StartsWith(name, "#X")) {
      if (absl::SimpleHexAtoi(name.substr(2), &number)) AppendScalar(number, &read);
    } else if (absl::StartsWith(name, "#")) {
      if (absl::SimpleAtoi(name.substr(1), &number)) AppendScalar(number, &read);
    }
    for (const auto& [known, means] : kNamed) {
      if (known == name) read = std::string(means);
    }
    if (read.empty()) return false;
    out_ += read;
    at_ += end + 1;
    return true;
  }

  static void AppendScalar(uint32_t number, std::string* out) {
    if (number < ' ' || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) return;
    AppendCodePoint(number, out);
  }

  absl::string_view bytes_;
  size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string TextOfPage(absl::string_view bytes) {
  return absl::StrContains(bytes, "</") ? Page(bytes).Text() : std::string(bytes);
}

}  // namespace tallystick

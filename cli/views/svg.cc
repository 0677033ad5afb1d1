#include "cli/views/svg.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tallystick {
namespace {

constexpr absl::string_view kTitle = "<title>", kTitleEnd = "</title>", kTooltip = "xlink:title=\"";

// The tooltip that stands between a title and the next one; empty when there is none.
absl::string_view TooltipAfter(absl::string_view svg, size_t at) {
  const size_t tooltip = svg.find(kTooltip, at), next = svg.find(kTitle, at);
  if (tooltip == absl::string_view::npos || tooltip > next) return {};
  const size_t begin = tooltip + kTooltip.size(), end = svg.find('"', begin);
  return end == absl::string_view::npos ? absl::string_view() : svg.substr(begin, end - begin);
}

}  // namespace

std::string XmlText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string AccessibleSvg(absl::string_view svg, absl::string_view title, absl::string_view description) {
  const size_t tag = svg.find("<svg"), tag_end = svg.find('>', tag);
  if (tag == absl::string_view::npos || tag_end == absl::string_view::npos) return std::string(svg);
  std::string out =
      absl::StrCat(svg.substr(0, tag), "<svg role=\"img\" aria-labelledby=\"chains-title chains-text\"",
                   svg.substr(tag + 4, tag_end + 1 - tag - 4), "\n<title id=\"chains-title\">", XmlText(title),
                   "</title>\n<desc id=\"chains-text\">", XmlText(description), "</desc>");
  size_t at = tag_end + 1;
  for (size_t found = svg.find(kTitle, at); found != absl::string_view::npos; found = svg.find(kTitle, at)) {
    const size_t begin = found + kTitle.size(), end = svg.find(kTitleEnd, begin);
    if (end == absl::string_view::npos) break;
    const absl::string_view tooltip = TooltipAfter(svg, end);
    absl::StrAppend(&out, svg.substr(at, begin - at), tooltip.empty() ? svg.substr(begin, end - begin) : tooltip);
    at = end;
  }
  return absl::StrCat(out, svg.substr(at));
}

}  // namespace tallystick

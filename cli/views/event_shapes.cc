#include "cli/views/event_shapes.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/views/event_words.h"
#include "cli/views/svg.h"

namespace tallystick {
namespace {

std::string Box(int from, int to, int y, absl::string_view fill, absl::string_view stroke) {
  return absl::StrCat("<rect x=\"", from, "\" y=\"", y - kBarHeight / 2, "\" width=\"", std::max(2, to - from),
                      "\" height=\"", kBarHeight, "\" fill=\"", fill, "\" stroke=\"", stroke, "\"/>\n");
}

}  // namespace

std::string TextAt(int x, int y, absl::string_view text, absl::string_view more) {
  return absl::StrCat("<text x=\"", x, "\" y=\"", y, "\"", more.empty() ? "" : " ", more, ">", XmlText(text),
                      "</text>\n");
}

std::string LineFrom(int x1, int y1, int x2, int y2, absl::string_view color, absl::string_view more) {
  return absl::StrCat("<path d=\"M", x1, " ", y1, "L", x2, " ", y2, "\" stroke=\"", color, "\" fill=\"none\"",
                      more.empty() ? "" : " ", more, "/>\n");
}

std::string HardBox(int from, int to, int y) { return Box(from, to, y, "url(#hatch)", kInk); }
std::string SoftBox(int from, int to, int y) { return Box(from, to, y, kFill, kFill); }

std::string Dot(int x, int y) {
  return absl::StrCat("<circle cx=\"", x, "\" cy=\"", y, "\" r=\"5\" fill=\"", kFill, "\" stroke=\"", kInk, "\"/>\n");
}

std::string Arrow(int x, int y) {
  return absl::StrCat("<path d=\"M", x, " ", y - 9, "L", x + 12, " ", y, "L", x, " ", y + 9, "Z\" fill=\"", kInk,
                      "\"/>\n");
}

std::string Cross(int x, int y) {
  constexpr char kThick[] = "stroke-width=\"2.5\"";
  return absl::StrCat(LineFrom(x - 5, y - 5, x + 5, y + 5, kInk, kThick),
                      LineFrom(x - 5, y + 5, x + 5, y - 5, kInk, kThick));
}

std::string Dotted(int from, int to, int y) {
  return absl::StrCat(LineFrom(from, y, to, y, kInk, "stroke-width=\"2\" stroke-dasharray=\"2 4\""),
                      LineFrom(from, y - 4, from, y + 4, kInk), LineFrom(to, y - 4, to, y + 4, kInk));
}

std::string BarAt(const v1::EventRange& r, bool denied, const FigureScale& scale, int y) {
  const auto at = [&](int64_t figure) { return kBarAt + static_cast<int>(scale.At(figure, kBarEnd - kBarAt)); };
  const int hard_low = at(r.hard_low()), soft_low = at(r.soft_low());
  const int hard_high = r.has_hard_high() ? at(r.hard_high()) : kBarEnd;
  const int soft_high = r.has_soft_high() ? at(r.soft_high()) : kBarEnd;
  if (denied) return Cross(hard_low, y);
  if (IsPoint(r)) return absl::StrCat(IsRounded(r) ? Dotted(soft_low, soft_high, y) : "", Dot(hard_low, y));
  return absl::StrCat(HardBox(hard_low, hard_high, y), r.has_soft_low() ? SoftBox(soft_low, soft_high, y) : "",
                      r.has_hard_high() ? "" : Arrow(kBarEnd, y));
}

std::string HatchPattern() {
  return absl::StrCat(
      "<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" fill=\"#ffffff\"/><path d=\"M0 0V5\" stroke=\"",
      kPale, "\" stroke-width=\"2\"/></pattern></defs>\n");
}

}  // namespace tallystick

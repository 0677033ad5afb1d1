// Drawings that can be read without seeing them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tallystick {

// graphviz's SVG as one image with a title and a description (WAI-ARIA 1.2, role img; SVG 2, 5.9): what a screen reader
// says. The <title> of each node and edge, which graphviz fills with ids, becomes its tooltip. `title` and
// `description` are plain text.
std::string AccessibleSvg(absl::string_view svg, absl::string_view title, absl::string_view description);

// Plain text as content or as the value of an attribute.
std::string XmlText(absl::string_view text);

}  // namespace tallystick

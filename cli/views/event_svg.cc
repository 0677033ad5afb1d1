#include "cli/views/event_svg.h"
namespace tallystick {
std::string EventAsSvg(const v1::EventDocument&) { return ""; }
}  // namespace tallystick

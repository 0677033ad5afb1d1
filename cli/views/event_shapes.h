// The shapes that the drawing of an event's figures is made of: places, colours, bars. In pixels.
#pragma once

#include <string>

#include "cli/views/figure_scale.h"
#include "proto/event_view.pb.h"

namespace tallystick {

// Text is cut by cells, of which none of the usual letters is wider than kCell.
inline constexpr int kMargin = 24, kRow = 22, kCell = 7, kBarHeight = 12;
inline constexpr int kNumberAt = kMargin, kWhoAt = 54, kWhenAt = 300, kWordsAt = 424, kBarAt = 590, kBarEnd = 1000;
inline constexpr int kLane = 96, kLanes = 6;  // of brackets
inline constexpr int kWhoCells = (kWhenAt - kWhoAt) / kCell;
inline constexpr char kInk[] = "#1b1b1b", kPale[] = "#5b5b5b", kGrid[] = "#d8d8d8", kFill[] = "#1f4e79",
                      kClash[] = "#a3221b";

// Plain text; `more`: further attributes.
std::string TextAt(int x, int y, absl::string_view text, absl::string_view more = "");
std::string LineFrom(int x1, int y1, int x2, int y2, absl::string_view color, absl::string_view more = "");

// What stands for what the words allow (hatched) and for what they usually mean, `y` in their middle.
std::string HardBox(int from, int to, int y);
std::string SoftBox(int from, int to, int y);
std::string Dot(int x, int y);
std::string Arrow(int x, int y);
std::string Cross(int x, int y);
std::string Dotted(int from, int to, int y);

// A range between kBarAt and kBarEnd, in the shapes of the text's bars.
std::string BarAt(const v1::EventRange& range, bool denied, const FigureScale& scale, int y);

// The pattern that HardBox() is filled with: once in a drawing.
std::string HatchPattern();

}  // namespace tallystick

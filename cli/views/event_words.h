// The words about a figure that the text, the drawing and its description have in common.
#pragma once

#include <string>
#include <vector>

#include "proto/event_view.pb.h"

namespace tallystick {

// Names are one isolate each when they are written from right to left (cli/views/layout.h).
std::string Foreign(absl::string_view text);
// At most `width` cells; what is cut ends what it isolates.
std::string CutForeign(const std::string& text, size_t width);
// Foreign text in quotation marks.
std::string Quoted(absl::string_view text);
// Foreign text in which each quotation stands together, whatever its direction.
std::string Sentence(absl::string_view text);

// "ar-Raml via Courier"
std::string RowAttribution(const v1::EventRow& row);
// One report of one origin whose attribution fits: it needs no heading.
bool StandsAlone(const v1::EventGroup& group, size_t width);
// Below the heading of its group a row names who passed it on, set in: "  via Courier", "  itself".
std::string RowWho(const v1::EventRow& row, const v1::EventGroup& group, size_t width);
// "as of 2022-10-29", "said 2022-10-30", "undated"
std::string RowWhen(const v1::EventRow& row);
// "“some 60”", "25 so far", "not 60"
std::string RowWords(const v1::EventRow& row);
// "45–75, usually 55–65", "60, or 55–65 if it was rounded"
std::string RangeInWords(const v1::EventRange& range);

// "row 3", "rows 1, 4, 5"; "" for none.
std::string RowNumbers(const v1::EventCollision& collision);

// One figure: its bounds are one number. Of a bare round one the usual reading is wider.
bool IsPoint(const v1::EventRange& range);
bool IsRounded(const v1::EventRange& range);

// "row 3, ar-Raml 12 via Courier, said 2022-09-15: “some 60”, which reads as 45–75, usually 55–65"
std::string RowInWords(const v1::EventRow& row);

// What a group without rows is drawn as: from the least to the most that its reports allow, and no usual reading.
v1::EventRange HullOf(const v1::EventGroup& group);

// "KILLED", "DISTANCE, km"
std::string MeasureTitle(const v1::EventMeasure& measure);
// What stands on the measure's scale: its rows, or its groups where they have none.
std::vector<v1::EventRange> RangesOf(const v1::EventMeasure& measure);

}  // namespace tallystick

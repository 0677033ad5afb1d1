// Days and months in running words, in English, French and Arabic. Internal to this folder. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tallystick {

// Days of a month, or the month alone; the year when it is said.
struct DateSaid {
  int month = 0;
  std::vector<int> days;  // none: all of the month
  int year = 0;
};

struct DatesSaid {
  std::vector<DateSaid> dates;
  bool open = false;  // "before", "since", "until": the date itself need not be in it
  bool range = false;
};

// `month`: of ordinals where no month is named, 0 for none. With `surely` a month counts only with a day or year beside
// it, since "may" and "march" are words of other kinds too.
DatesSaid ReadDatesSaid(absl::string_view words, bool surely, int month);

}  // namespace tallystick

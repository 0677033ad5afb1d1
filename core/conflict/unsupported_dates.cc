#include "core/conflict/unsupported_dates.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/strings/str_format.h"
#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "core/conflict/claim_time.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr Seconds kDay = 86400;

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

int MonthOf(absl::string_view word) {
  static const auto* const months = [] {
    static constexpr const char* kNames[12][8] = {
        {"january", "jan", "janvier", "janv", "يناير", "جانفي", "", ""},
        {"february", "feb", "février", "févr", "فبراير", "فيفري", "شباط", ""},
        {"march", "mar", "mars", "مارس", "آذار", "", "", ""},
        {"april", "apr", "avril", "avr", "أبريل", "أفريل", "نيسان", "ابريل"},
        {"may", "mai", "مايو", "ماي", "أيار", "", "", ""},
        {"june", "jun", "juin", "يونيو", "جوان", "حزيران", "", ""},
        {"july", "jul", "juillet", "juil", "يوليو", "جويلية", "تموز", ""},
        {"august", "aug", "août", "أغسطس", "أوت", "", "", ""},
        {"september", "sept", "sep", "septembre", "سبتمبر", "أيلول", "", ""},
        {"october", "oct", "octobre", "أكتوبر", "", "", "", ""},
        {"november", "nov", "novembre", "نوفمبر", "", "", "", ""},
        {"december", "dec", "décembre", "déc", "ديسمبر", "", "", ""}};
    auto* all = new std::map<std::string, int>;
    for (int m = 0; m < 12; ++m) {
      for (const char* name : kNames[m]) {
        if (*name != '\0') (*all)[Fold(name)] = m + 1;
      }
    }
    return all;
  }();
  auto it = months->find(std::string(word));
  // Arabic writes "and", "in" and "to" together with the word.
  for (absl::string_view joined : {"و", "ب", "ل", "ف"}) {
    absl::string_view rest = word;
    if (it == months->end() && absl::ConsumePrefix(&rest, joined)) it = months->find(std::string(rest));
  }
  return it == months->end() ? 0 : it->second;
}

// "30", "30th", "1er", "٣٠", "و8"; -1 for another word.
int NumberOf(absl::string_view word) {
  absl::ConsumePrefix(&word, "و");
  std::string digits;
  while (!word.empty()) {
    size_t size = 0;
    const char32_t c = DecodeCodePoint(word, &size);
    char32_t digit = 10;
    for (const char32_t zero : {U'0', char32_t{0x0660}, char32_t{0x06F0}}) {
      if (c >= zero && c <= zero + 9) digit = c - zero;
    }
    if (digit > 9) break;
    digits.push_back(static_cast<char>('0' + digit));
    word.remove_prefix(size);
  }
  static const auto* const endings = new std::set<std::string>{"", "st", "nd", "rd", "th", "er", "e", "eme"};
  int number;
  if (digits.size() > 4 || endings->count(std::string(word)) == 0 || !absl::SimpleAtoi(digits, &number)) return -1;
  return number;
}

int DayOf(absl::string_view word) {
  const int number = NumberOf(word);
  return number >= 1 && number <= 31 ? number : 0;
}

int YearOf(absl::string_view word) {
  const int number = NumberOf(word);
  return number >= 1900 && number <= 2199 ? number : 0;
}

bool IsIn(absl::string_view word, std::initializer_list<absl::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](absl::string_view w) { return word == Fold(w); });
}

class DateScan {
 public:
  // `year_or_day`: a month counts with one of them only, since "may" and "march" are words of other kinds too.
  // `month`: of days without one, 0 for none.
  DateScan(absl::string_view folded, bool year_or_day, int month) : words_(FoldedWords(folded)), sure_(year_or_day) {
    ReadLevantineMonths();
    for (size_t at = 0; at < words_.size(); ++at) {
      said_.open = said_.open || IsOpen(at);
      const int found = months_[at];
      if (found != 0) ReadDate(at, found);
    }
    if (said_.dates.empty() && month != 0) ReadDaysAlone(month);
    for (const absl::string_view word : words_) {
      if (IsIn(word, {"to", "between", "entre", "au", "from", "بين", "الى", "through"})) said_.range = true;
    }
  }

  DatesSaid Take() { return std::move(said_); }

 private:
  bool IsOpen(size_t at) const {
    return IsIn(words_[at], {"before", "after", "since", "until", "till", "by", "avant", "après", "depuis", "jusqu", "dès",
                             "قبل", "بعد", "منذ", "حتى", "ago", "later", "earlier", "following", "night", "nuit", "eve",
                             "veille", "lendemain", "ليلة", "week", "semaine", "prior", "days", "jours", "weeks"});
  }

  // "تشرين الأول" is October, "تشرين الثاني" November; so are December and January told apart.
  void ReadLevantineMonths() {
    months_.resize(words_.size());
    for (size_t i = 0; i < words_.size(); ++i) {
      months_[i] = MonthOf(words_[i]);
      const bool first = i + 1 < words_.size() && IsIn(words_[i + 1], {"الأول"});
      const bool second = i + 1 < words_.size() && IsIn(words_[i + 1], {"الثاني"});
      if (IsIn(words_[i], {"تشرين"})) months_[i] = first ? 10 : second ? 11 : 0;
      if (IsIn(words_[i], {"كانون"})) months_[i] = first ? 12 : second ? 1 : 0;
    }
  }

  void ReadDate(size_t at, int month) {
    DateSaid date{month, DaysBefore(at), 0};
    size_t after = at + 1;
    if (after < words_.size() && IsIn(words_[after], {"الأول", "الثاني"})) ++after;
    if (date.days.empty()) date.days = DaysAfter(&after);
    if (after < words_.size()) date.year = YearOf(words_[after]);
    if (sure_ && date.days.empty() && date.year == 0) return;
    said_.dates.push_back(std::move(date));
  }

  // "6 to 8 September", "30th of October".
  std::vector<int> DaysBefore(size_t at) const {
    std::vector<int> days;
    while (at > 0) {
      const absl::string_view word = words_[at - 1];
      if (const int day = DayOf(word); day != 0) {
        days.insert(days.begin(), day);
      } else if (!IsIn(word, {"of", "to", "and", "the", "au", "et", "le", "du", "من", "و", "الى"})) {
        break;
      }
      --at;
    }
    return days;
  }

  // "October 30", "September 6 to 8".
  std::vector<int> DaysAfter(size_t* at) const {
    std::vector<int> days;
    for (size_t i = *at; i < words_.size(); ++i) {
      if (const int day = DayOf(words_[i]); day != 0) {
        days.push_back(day);
        *at = i + 1;
      } else if (!IsIn(words_[i], {"to", "and", "the"}) || days.empty()) {
        break;
      }
    }
    return days;
  }

  // "From the 6th to the 8th" of a month named elsewhere: only what ends as an ordinal.
  void ReadDaysAlone(int month) {
    DateSaid date{month, {}, 0};
    for (const absl::string_view word : words_) {
      if (DayOf(word) != 0 && absl::ascii_isalpha(word.back())) date.days.push_back(DayOf(word));
    }
    if (!date.days.empty()) said_.dates.push_back(std::move(date));
  }

  std::vector<absl::string_view> words_;
  std::vector<int> months_;
  bool sure_;
  DatesSaid said_;
};

// The recorded dates as one span, with room for other time zones where hours are told.
struct RecordedSpan {
  std::optional<Seconds> begin, end;
  std::string words;
};

RecordedSpan RecordedSpanOf(std::initializer_list<std::string> starts, std::initializer_list<std::string> ends) {
  RecordedSpan span;
  std::string first, last;
  for (const std::string& text : starts) {
    const auto date = ReadDate(text);
    if (!date) continue;
    const Seconds room = text.find('T') == std::string::npos ? 0 : kDay;
    if (!span.begin || date->begin - room < *span.begin) span.begin = date->begin - room, first = text;
  }
  for (const std::string& text : ends) {
    const auto date = ReadDate(text);
    if (!date) continue;
    const Seconds room = text.find('T') == std::string::npos ? 0 : kDay;
    if (!span.end || date->end + room > *span.end) span.end = date->end + room, last = text;
  }
  span.words = first == last || last.empty() ? first : first.empty() ? last : absl::StrCat(first, " to ", last);
  return span;
}

bool Overlaps(const RecordedSpan& span, const std::string& date) {
  const auto said = ReadDate(date);
  return said && said->begin < *span.end && *span.begin < said->end;
}

// Whether the day, or any day of the month when it is 0, is in the span in one of the years.
bool MayBeIn(const RecordedSpan& span, const DateSaid& date, int day) {
  const int first = date.year != 0 ? date.year : std::atoi(FormatDay(*span.begin).c_str());
  const int last = date.year != 0 ? date.year : std::atoi(FormatDay(*span.end - 1).c_str());
  for (int year = first; year <= last; ++year) {
    if (Overlaps(span, day == 0 ? absl::StrFormat("%04d-%02d", year, date.month)
                                : absl::StrFormat("%04d-%02d-%02d", year, date.month, day))) {
      return true;
    }
  }
  return false;
}

bool Contradicts(const RecordedSpan& span, const DatesSaid& said) {
  if (said.dates.empty() || said.open || !span.begin || !span.end || *span.end <= *span.begin) return false;
  int in = 0, out = 0;
  for (const DateSaid& date : said.dates) {
    if (date.days.empty()) ++(MayBeIn(span, date, 0) ? in : out);
    for (const int day : date.days) ++(MayBeIn(span, date, day) ? in : out);
  }
  return said.range ? out > 0 : in == 0;  // "on 29 and 31 October" may be recorded as two claims
}

// The month that the words a date is relative to name, when they name just one and no day of it.
int MonthAlone(const std::string& anchor_words) {
  const DatesSaid said = DateScan(Fold(anchor_words), false, 0).Take();
  return said.dates.size() == 1 && said.dates[0].days.empty() ? said.dates[0].month : 0;
}

}  // namespace

std::optional<Unsupported> UnsupportedDate(const Record& claim, const QuotedText& text) {
  if (claim.IsWithheld(S::kTime) || !text.is_read()) return std::nullopt;
  const v1::ClaimTime& time = claim.Get(S::kTime).time();
  const RecordedSpan span =
      RecordedSpanOf({time.start_earliest(), time.start_latest()}, {time.end_latest(), time.end_earliest()});
  if (!time.words().empty()) {
    const DatesSaid said = DateScan(Fold(time.words()), false, MonthAlone(time.anchor_words())).Take();
    if (!Contradicts(span, said)) return std::nullopt;
    return Unsupported{absl::StrCat("the date ", span.words), time.words()};
  }
  if (time.has_anchor() || time.has_rule()) return std::nullopt;
  const std::string& exact = claim.Get(S::kQuote).quote().exact();
  const DatesSaid said = DateScan(Fold(exact), true, 0).Take();
  const std::string& as_of = claim.Get(S::kQuantity).quantity().as_of();
  const RecordedSpan counted = RecordedSpanOf({as_of}, {as_of});
  const bool only_counted = !span.begin && !span.end;
  if (said.dates.size() != 1) return std::nullopt;  // which of several is meant is not told
  if (only_counted ? !Contradicts(counted, said)
                   : !Contradicts(span, said) || (counted.begin && !Contradicts(counted, said))) {
    return std::nullopt;
  }
  return Unsupported{absl::StrCat("the date ", only_counted ? counted.words : span.words), exact};
}

}  // namespace tallystick

#include "core/conflict/dates_said.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "core/base/fold.h"
#include "core/base/utf8.h"

namespace tallystick {
namespace {

int MonthOf(absl::string_view word) {
  static const auto* const months = [] {
    static constexpr const char* kNames[12][8] = {{"january", "jan", "janvier", "janv", "يناير", "جانفي", "", ""},
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

// What stands around dates, folded.
struct DateWords {
  std::set<std::string> open, between, before_month, between_days, first, second, tishrin, kanun;
};

std::set<std::string> FoldedDateWords(std::initializer_list<absl::string_view> words) {
  std::set<std::string> folded;
  for (const absl::string_view word : words) folded.insert(Fold(word));
  return folded;
}

const DateWords& AroundDates() {
  static const auto* const words =
      new DateWords{FoldedDateWords({"before", "after",   "since",     "until", "till", "by",    "avant",  "après",
                                     "depuis", "jusqu",   "dès",       "قبل",   "بعد",  "منذ",   "حتى",    "ago",
                                     "later",  "earlier", "following", "night", "nuit", "eve",   "veille", "lendemain",
                                     "ليلة",   "week",    "semaine",   "prior", "days", "jours", "weeks"}),
                    FoldedDateWords({"to", "between", "entre", "au", "from", "بين", "الى", "through"}),
                    FoldedDateWords({"of", "to", "and", "the", "au", "et", "le", "du", "من", "و", "الى"}),
                    FoldedDateWords({"to", "and", "the"}),
                    FoldedDateWords({"الأول"}),
                    FoldedDateWords({"الثاني"}),
                    FoldedDateWords({"تشرين"}),
                    FoldedDateWords({"كانون"})};
  return *words;
}

bool IsIn(absl::string_view word, const std::set<std::string>& words) { return words.count(std::string(word)) != 0; }

class DateScan {
 public:
  DateScan(absl::string_view folded, bool surely, int month) : words_(FoldedWords(folded)), surely_(surely) {
    ReadLevantineMonths();
    for (size_t at = 0; at < words_.size(); ++at) {
      said_.open = said_.open || IsOpen(at);
      const int found = months_[at];
      if (found != 0) ReadDate(at, found);
    }
    if (said_.dates.empty() && month != 0) ReadDaysAlone(month);
    for (const absl::string_view word : words_) {
      if (IsIn(word, AroundDates().between)) said_.range = true;
    }
  }

  DatesSaid Take() { return std::move(said_); }

 private:
  bool IsOpen(size_t at) const { return IsIn(words_[at], AroundDates().open); }

  // "تشرين الأول" is October, "تشرين الثاني" November; so are December and January told apart.
  void ReadLevantineMonths() {
    months_.resize(words_.size());
    for (size_t i = 0; i < words_.size(); ++i) {
      months_[i] = MonthOf(words_[i]);
      const bool first = i + 1 < words_.size() && IsIn(words_[i + 1], AroundDates().first);
      const bool second = i + 1 < words_.size() && IsIn(words_[i + 1], AroundDates().second);
      if (IsIn(words_[i], AroundDates().tishrin)) months_[i] = first ? 10 : second ? 11 : 0;
      if (IsIn(words_[i], AroundDates().kanun)) months_[i] = first ? 12 : second ? 1 : 0;
    }
  }

  void ReadDate(size_t at, int month) {
    DateSaid date{month, DaysBefore(at), 0};
    size_t after = at + 1;
    if (after < words_.size() &&
        (IsIn(words_[after], AroundDates().first) || IsIn(words_[after], AroundDates().second)))
      ++after;
    if (date.days.empty()) date.days = DaysAfter(&after);
    if (after < words_.size()) date.year = YearOf(words_[after]);
    if (surely_ && date.days.empty() && date.year == 0) return;
    said_.dates.push_back(std::move(date));
  }

  // "6 to 8 September", "30th of October".
  std::vector<int> DaysBefore(size_t at) const {
    std::vector<int> days;
    while (at > 0) {
      const absl::string_view word = words_[at - 1];
      if (const int day = DayOf(word); day != 0) {
        days.insert(days.begin(), day);
      } else if (!IsIn(word, AroundDates().before_month)) {
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
      } else if (!IsIn(words_[i], AroundDates().between_days) || days.empty()) {
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
  bool surely_;
  DatesSaid said_;
};

}  // namespace

DatesSaid ReadDatesSaid(absl::string_view words, bool surely, int month) {
  const std::string folded = Fold(words);
  return DateScan(folded, surely, month).Take();
}

}  // namespace tallystick

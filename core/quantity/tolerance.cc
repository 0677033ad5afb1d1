#include "core/quantity/tolerance.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

int64_t Exact20(const Term& term, int64_t n, int64_t m) {
  if (term.zero) return 0;
  const int64_t number = term.second ? m : n;
  int64_t step = 0;
  if (term.step == Term::Step::kHard) step = HardTolerance20(number);
  if (term.step == Term::Step::kSoft) step = SoftTolerance20(number);
  if (term.step == Term::Step::kOne) step = 20;
  return number * 2 * term.tenths + term.sign * step;
}

int64_t FloorOf20(int64_t twentieths) { return twentieths >= 0 ? twentieths / 20 : -((-twentieths + 19) / 20); }

}  // namespace

int64_t Granularity(int64_t n) {
  int64_t step = 1;
  while (n != 0 && n % (step * 10) == 0) step *= 10;
  return n != 0 && n % (step * 5) == 0 ? step * 5 : step;
}

int64_t HardTolerance20(int64_t n) { return std::max(2 * n, std::min(40 * Granularity(n), 5 * n)); }

int64_t SoftTolerance20(int64_t n) { return std::max(n, std::min(10 * Granularity(n), 4 * n)); }

bool IsRound(int64_t n) {
  const int64_t step = Granularity(n);
  return step >= 10 && step >= n / 20 + (n % 20 != 0);
}

absl::StatusOr<Term> ParseTerm(absl::string_view text) {
  const absl::Status bad = absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is no bound: write 0, n, m, n-1, n+1, n-w, n+w, n-v, n+v or a factor such as 1.5n"));
  Term term;
  if (text == "0") {
    term.zero = true;
    return term;
  }
  if (text.size() > 3 && absl::ascii_isdigit(text[0]) && text[1] == '.' && absl::ascii_isdigit(text[2])) {
    term.tenths = (text[0] - '0') * 10 + (text[2] - '0');
    text.remove_prefix(3);
  }
  if (text.empty() || (text[0] != 'n' && text[0] != 'm')) return bad;
  term.second = text[0] == 'm';
  text.remove_prefix(1);
  if (text.empty()) return term;
  if (text.size() != 2 || (text[0] != '+' && text[0] != '-')) return bad;
  term.sign = text[0] == '+' ? 1 : -1;
  switch (text[1]) {
    case 'w':
      term.step = Term::Step::kHard;
      return term;
    case 'v':
      term.step = Term::Step::kSoft;
      return term;
    case '1':
      term.step = Term::Step::kOne;
      return term;
    default:
      return bad;
  }
}

int64_t RoundUp(const Term& term, int64_t n, int64_t m) { return -FloorOf20(-Exact20(term, n, m)); }
int64_t RoundDown(const Term& term, int64_t n, int64_t m) { return FloorOf20(Exact20(term, n, m)); }

}  // namespace tallystick

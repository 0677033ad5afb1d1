// No solver is used here, and nothing of the engine: certificates are to be believed because this is short.
#include "core/conflict/certificate.h"

namespace tallystick {
namespace {

class Check {
 public:
  Check(const v1::Certificate& c, std::string* why) : c_(c), why_(why), in_(c.rows_size()), taken_(c.apart_size()) {}

  bool Holds() {
    __int128 excess = 0;
    for (const v1::Certificate::Row& row : c_.rows()) {
      if (row.times() < 1 || row.bound() < 0) return No("a row counts for nothing");
      excess += static_cast<__int128>(row.at_least() ? row.times() : -row.times()) * row.bound();
    }
    if (excess != c_.excess() || excess <= 0) return No("the sums do not differ by the excess");
    for (const v1::Certificate::Clause& clause : c_.clauses()) {
      if (clause.all_of().empty() || !Of(clause.all_of(), true) || !Of(clause.one_of(), false))
        return No("a clause names no such rows");
    }
    for (const v1::Certificate::Apart& apart : c_.apart()) {
      if (!Of(apart.rows(), true)) return No("rows that are apart are not there");
    }
    return Cases(0, 0);
  }

 private:
  static constexpr int kMostSteps = 10'000'000;

  bool No(const char* why) {
    if (why_ != nullptr && why_->empty()) *why_ = why;
    return false;
  }
  template <typename Rows>
  bool Of(const Rows& rows, bool at_least) const {
    return std::all_of(rows.begin(), rows.end(),
                       [&](int r) { return r >= 0 && r < c_.rows_size() && c_.rows(r).at_least() == at_least; });
  }

  // Somebody who is in the at-least rows chosen so far, and then also in further ones.
  bool Cases(int next, __int128 below) {
    if (!Covered(below, 0)) return false;
    for (int r = next; r < c_.rows_size(); ++r) {
      if (++steps_ > kMostSteps) return No("there are too many cases to try");
      if (!c_.rows(r).at_least() || IsTaken(r)) continue;
      Take(r, 1);
      const bool covered = Cases(r + 1, below + c_.rows(r).times());
      Take(r, -1);
      if (!covered) return false;
    }
    return true;
  }
  bool IsTaken(int row) const {
    for (int a = 0; a < c_.apart_size(); ++a) {
      if (taken_[a] > 0 && std::count(c_.apart(a).rows().begin(), c_.apart(a).rows().end(), row) > 0) return true;
    }
    return false;
  }
  void Take(int row, int times) {
    in_[row] = times > 0;
    for (int a = 0; a < c_.apart_size(); ++a) {
      taken_[a] += times * static_cast<int>(std::count(c_.apart(a).rows().begin(), c_.apart(a).rows().end(), row));
    }
  }

  // Wherever the clauses put them, they are in the at-most rows as often.
  bool Covered(__int128 below, __int128 above) {
    if (++steps_ > kMostSteps) return No("there are too many cases to try");
    if (above >= below) return true;
    for (const v1::Certificate::Clause& clause : c_.clauses()) {
      const auto in = [this](int r) { return in_[r]; };
      if (!std::all_of(clause.all_of().begin(), clause.all_of().end(), in)) continue;
      if (std::any_of(clause.one_of().begin(), clause.one_of().end(), in)) continue;
      for (int r : clause.one_of()) {
        in_[r] = true;
        const bool covered = Covered(below, above + c_.rows(r).times());
        in_[r] = false;
        if (!covered) return false;
      }
      return true;
    }
    return No("somebody may be counted below more often than above");
  }

  const v1::Certificate& c_;
  std::string* why_;
  std::vector<char> in_;
  std::vector<int> taken_;
  int steps_ = 0;
};

}  // namespace

bool CertificatesHold(const v1::Finding& finding, std::string* why) {
  std::string reason;
  std::set<std::string> claims;
  bool holds = !finding.certificates().empty();
  if (!holds) reason = "there is no certificate";
  for (const v1::Certificate& c : finding.certificates()) {
    for (const v1::Certificate::Row& row : c.rows()) claims.insert(row.claim());
    holds = holds && Check(c, &reason).Holds();
  }
  if (holds && claims != std::set<std::string>(finding.claims().begin(), finding.claims().end())) {
    holds = false;
    reason = "its rows are not those of the finding's claims";
  }
  if (holds && finding.id() != FindingId(finding)) {
    holds = false;
    reason = "the finding's id is not that of its claims and assumptions";
  }
  if (why != nullptr && !holds) *why = reason;
  return holds;
}

}  // namespace tallystick

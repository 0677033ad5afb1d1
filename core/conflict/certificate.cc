#include "core/conflict/certificate.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

void AddRow(const CountProblem& problem, int bound, bool at_least, int64_t value, int64_t times, v1::Certificate* out) {
  const CountBound& b = problem.bounds[bound];
  v1::Certificate::Row* row = out->add_rows();
  row->set_claim((*problem.claims)[b.claim].record->id.hex());
  row->set_at_least(at_least);
  row->set_bound(value);
  row->set_times(times);
  row->set_counts(ScopeInWords(problem.lattices, problem.scopes.At(b.node)));
}

void AddClause(const std::vector<int>& lowers, const std::vector<int>& uppers, int first_upper, v1::Certificate* out) {
  v1::Certificate::Clause* clause = out->add_clauses();
  for (int l : lowers) clause->add_all_of(l);
  for (int u : uppers) clause->add_one_of(first_upper + u);
}

std::vector<int> Numbers(size_t count) {
  std::vector<int> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

void AddClauses(const ConflictSet& set, v1::Certificate* out) {
  const int lowers = static_cast<int>(set.lowers.size());
  if (set.kind == kJointBounds) {
    for (const Clause& c : set.clauses) AddClause(c.lowers, c.uppers, lowers, out);
    return;
  }
  // Each lies in the whole, or the whole in all of its parts.
  for (int l = 0; l < lowers; ++l) AddClause({l}, Numbers(set.uppers.size()), lowers, out);
  if (lowers < 2) return;
  v1::Certificate::Apart* apart = out->add_apart();
  for (int l : Numbers(lowers)) apart->add_rows(l);
}

bool Fits(const v1::Certificate& c) {
  const auto fits = [](int64_t n) { return n <= kMaxJsonInteger; };
  return fits(c.excess()) && std::all_of(c.rows().begin(), c.rows().end(), [&](const v1::Certificate::Row& row) {
           return fits(row.bound()) && fits(row.times());
         });
}

}  // namespace

std::vector<v1::Certificate> CertificatesOf(const CountProblem& problem, const ConflictSet& set) {
  std::vector<v1::Certificate> certificates;
  for (const ConflictSet& reading : set.by_reading) {
    std::vector<v1::Certificate> of_reading = CertificatesOf(problem, reading);
    if (of_reading.empty()) return {};
    certificates.insert(certificates.end(), of_reading.begin(), of_reading.end());
  }
  if (set.all_readings) return certificates;
  if (set.whole_numbers || set.sum <= set.limit) return {};
  v1::Certificate certificate;
  for (const Lower& l : set.lowers) AddRow(problem, l.bound, true, l.value, l.times, &certificate);
  for (size_t u = 0; u < set.uppers.size(); ++u) {
    const CountBound& b = problem.bounds[set.uppers[u]];
    const int64_t high = set.strictness == Strictness::kUsual ? *b.usual.high : *b.hard.high;
    AddRow(problem, set.uppers[u], false, high, set.upper_times.empty() ? 1 : set.upper_times[u], &certificate);
  }
  AddClauses(set, &certificate);
  certificate.set_excess(set.sum - set.limit);
  if (!Fits(certificate)) return {};
  return {certificate};
}

std::string FindingId(const v1::Finding& finding) {
  std::vector<std::string> claims(finding.claims().begin(), finding.claims().end()), assumptions;
  for (const v1::Assumption& a : finding.assumptions()) assumptions.push_back(a.text());
  std::sort(claims.begin(), claims.end());
  std::sort(assumptions.begin(), assumptions.end());
  if (claims.empty()) claims.push_back(finding.sentence());  // what was left out by a cap
  return Sha256(absl::StrCat("tallystick-finding-v1\n", finding.kind(), "\n", absl::StrJoin(claims, "\n"), "\n",
                             absl::StrJoin(assumptions, "\n"), "\n"))
      .hex();
}

}  // namespace tallystick

#include "core/conflict/joint_bounds.h"

#include "absl/strings/numbers.h"
#include "core/conflict/apart.h"
#include "core/conflict/clauses.h"
#include "core/conflict/count_rows.h"
#include "core/conflict/load.h"
#include "core/conflict/lower_bounds.h"
#include "core/linear/minimal.h"

namespace tallystick {
namespace {

// Conflicts of one strictness, combinations of readings, and work on one system, before it stays undecided.
constexpr int kMostConflicts = 64;
constexpr int kMostCombinations = 64;
LowEnd EndOf(Strictness s) { return s == Strictness::kUsual ? LowEnd::kUsual : LowEnd::kHard; }

// Which reading is taken of a claim that has several.
using Readings = std::map<int, int>;

// All bounds at one strictness.
class Level {
 public:
  Level(const CountProblem& problem, Strictness s, const std::set<int>& told) : p_(problem), s_(s) {
    for (int b = 0; b < static_cast<int>(p_.bounds.size()); ++b) {
      const CountBound& bound = p_.bounds[b];
      if (!assumed() && bound.alternative >= 0) continue;
      if (bound.lower && LowOf(bound, EndOf(s_)) > 0) rows_.push_back(RowOf(b, true));
      const bool upper =
          bound.upper == CountBound::Upper::kAsserted || (assumed() && bound.upper == CountBound::Upper::kUnstated);
      if (upper && HighOf(bound, EndOf(s_)) && told.count(bound.node) == 0) rows_.push_back(RowOf(b, false));
    }
  }

  // One conflict for each group of bounds that hang together, until what is left of it fits.
  void Find(CountSolution* solution) {
    Load load(p_.lattices, rows_, assumed(), [this](const CountRow& row) { return AlternativeOf(row) >= 0; });
    std::vector<std::pair<Spot, int64_t>> counted;
    // What fits by itself may overload a total that looked harmless: then that takes part as well.
    while (load.Weigh(counted)) {
      counted.clear();
      for (std::vector<int>& group : load.Groups()) Decide(std::move(group), &load, &counted, solution);
    }
    if (load.gave_up()) solution->remarks.push_back(Undecided(load.first_heavy(), "too many scopes lie across it"));
  }

 private:
  struct Answer {
    std::optional<ConflictSet> conflict;
    std::string undecided;
    std::vector<std::pair<Spot, int64_t>> counted;  // a way in which all of it fits
  };

  bool assumed() const { return s_ != Strictness::kAsserted; }
  int AlternativeOf(const CountRow& row) const { return p_.bounds[row.bound].alternative; }
  int ClaimOf(const CountRow& row) const { return p_.bounds[row.bound].claim; }

  CountRow RowOf(int bound, bool lower) const {
    const CountBound& b = p_.bounds[bound];
    // Possibly before a moment is later than `from`; surely, not later than `by`.
    const Seconds from = b.from == kBeginningOfTime ? b.from : b.from + 1;
    return {bound, lower, lower ? LowOf(b, EndOf(s_)) : *HighOf(b, EndOf(s_)), p_.scopes.At(b.node),
            !lower      ? b.until
            : assumed() ? from
                        : b.by};
  }

  Remark Undecided(int row, absl::string_view why) const {
    const int upper = rows_[row].bound;
    return {kNotDecided, p_.bounds[upper].node, {}, upper, 0, 0, std::string(why)};
  }

  void Decide(std::vector<int> group, Load* load, std::vector<std::pair<Spot, int64_t>>* counted,
              CountSolution* solution) {
    for (int found = 0; found < kMostConflicts; ++found) {
      combinations_ = 0;
      Answer answer = Try(group, {});
      if (!answer.undecided.empty()) {
        const auto upper = std::find_if(group.begin(), group.end(), [this](int i) { return !rows_[i].lower; });
        solution->remarks.push_back(Undecided(*upper, answer.undecided));
      }
      if (!answer.conflict) {
        counted->insert(counted->end(), answer.counted.begin(), answer.counted.end());
        return;
      }
      std::set<int> told;
      for (int u : answer.conflict->uppers) told.insert(p_.bounds[u].node);
      std::vector<int> rest;
      for (int i : group) {
        const bool part = !rows_[i].lower && told.count(p_.bounds[rows_[i].bound].node) > 0;
        if (part) load->Remove(i);
        if (!part) rest.push_back(i);
      }
      group = std::move(rest);
      solution->conflicts.push_back(*std::move(answer.conflict));
    }
  }

  Answer Try(const std::vector<int>& group, const Readings& readings) {
    if (++combinations_ > kMostCombinations) return {{}, "its claims have too many readings to try them all", {}};
    std::vector<CountRow> rows;
    for (int i : group) {
      const auto reading = readings.find(ClaimOf(rows_[i]));
      const bool other =
          reading != readings.end() && AlternativeOf(rows_[i]) >= 0 && AlternativeOf(rows_[i]) != reading->second;
      if (!other) rows.push_back(rows_[i]);
    }
    if (rows.size() > kMostRows) return {{}, "too many totals and parts hang together", {}};
    const std::optional<CountRows> built = BuildCountRows(p_.lattices, rows, assumed());
    if (!built) return {{}, "its scopes lie across each other in too many ways", {}};
    const LinearDecision linear = Feasible(built->system);
    if (linear.kind == Feasibility::kUndecided) return {{}, linear.reason, {}};
    if (linear.kind == Feasibility::kFeasible) {
      Answer fits;
      for (size_t c = 0; c < built->cells.size(); ++c) {
        if (linear.solution[c] > 0) fits.counted.push_back({built->cells[c], linear.solution[c]});
      }
      return fits;
    }
    return Smallest(group, readings, *built);
  }

  // The conflict within an infeasible system, unless it takes two readings of one claim at once.
  Answer Smallest(const std::vector<int>& group, const Readings& readings, const CountRows& built) {
    std::vector<std::vector<int>> members;
    for (const CountRow& row : built.rows) members.push_back({ClaimOf(row)});
    const MemberConflict minimal = MinimalMembers(built.system, members, {});
    if (minimal.kind != Feasibility::kInfeasible) return {{}, minimal.reason, {}};
    const std::vector<int> rows = RowsOf(built.system, minimal.certificate);
    std::map<int, int> taken;
    for (int row : rows) {
      const int claim = ClaimOf(built.rows[row]), alternative = AlternativeOf(built.rows[row]);
      if (alternative < 0) continue;
      const auto [it, added] = taken.insert({claim, alternative});
      if (added || it->second == alternative) continue;
      Answer last;
      for (int n = 0; n < p_.readings[claim]; ++n) {
        Readings one = readings;
        one[claim] = n;
        last = Try(group, one);
        if (last.conflict || !last.undecided.empty()) return last;
      }
      return last;
    }
    if (!assumed() && rows.size() == 2 && Soften(group, built, rows)) return Try(group, readings);
    Answer answer;
    answer.conflict = SetOf(built, rows, minimal.certificate);
    if (!answer.conflict) answer.undecided = "the numbers are too large to tell";
    return answer;
  }

  // Two single figures collide for certain only beyond the rounding of a bare number (docs/conflict-rules.md, "Hard and
  // usual readings").
  bool Soften(const std::vector<int>& group, const CountRows& built, const std::vector<int>& rows) {
    bool softer = false;
    for (int at : rows) {
      const CountBound& b = p_.bounds[built.rows[at].bound];
      const int64_t firm = built.rows[at].lower ? LowOf(b, LowEnd::kFirm) : *HighOf(b, LowEnd::kFirm);
      for (int i : group) {
        if (rows_[i].bound != built.rows[at].bound || rows_[i].lower != built.rows[at].lower) continue;
        softer = softer || rows_[i].value != firm;
        rows_[i].value = firm;
      }
    }
    return softer;
  }

  // Nothing when its sum does not fit into 64 bits.
  std::optional<ConflictSet> SetOf(const CountRows& built, const std::vector<int>& rows,
                                   const Certificate& certificate) const {
    ConflictSet set;
    set.kind = kJointBounds;
    set.strictness = s_;
    set.whole_numbers = certificate.nodes.size() > 1;
    std::map<int, int64_t> times;
    if (!set.whole_numbers) {
      for (const Certificate::Multiplier& m : certificate.nodes[0].multipliers) {
        if (!absl::SimpleAtoi(m.times, &times[m.row])) return std::nullopt;
      }
    }
    for (int at : rows) {
      const CountRow& row = built.rows[at];
      const int64_t n = set.whole_numbers ? 1 : times[at];
      int64_t* sum = row.lower ? &set.sum : &set.limit;
      int64_t product;
      if (__builtin_mul_overflow(n, row.value, &product) || __builtin_add_overflow(*sum, product, sum))
        return std::nullopt;
      if (row.lower) set.lowers.push_back({row.bound, row.value, {}, n});
      if (!row.lower) set.uppers.push_back(row.bound), set.upper_times.push_back(n);
    }
    set.node = p_.bounds[set.uppers.front()].node;
    if (set.uppers.size() == 1 && !set.whole_numbers) AsParts(&set);
    if (set.kind != kJointBounds) return set;
    std::vector<CountedRow> lowers, uppers;
    for (int at : rows) (built.rows[at].lower ? lowers : uppers).push_back({built.rows[at], times[at]});
    set.clauses = ClausesFor(p_.lattices, lowers, uppers, assumed());
    return set;
  }

  // Disjoint parts of one whole, told as such.
  void AsParts(ConflictSet* set) const {
    unsigned along = 0;
    for (size_t i = 0; i < set->lowers.size(); ++i) {
      Lower& l = set->lowers[i];
      const Scope& part = p_.scopes.At(p_.bounds[l.bound].node);
      l.how = Contains(p_.lattices, p_.scopes.At(set->node), part);
      if (!l.how.within || l.times != 1 || set->upper_times[0] != 1) return;
      for (size_t j = 0; j < i; ++j) {
        const unsigned by = ApartBy(p_.lattices, p_.scopes.At(p_.bounds[set->lowers[j].bound].node), part, assumed());
        if (by == 0) return;
        along |= by;
      }
    }
    if (set->lowers.size() < 2) return;
    set->kind = kPartsAboveWhole;
    set->along = along;
  }

  const CountProblem& p_;
  const Strictness s_;
  std::vector<CountRow> rows_;
  int combinations_ = 0;
};

}  // namespace

void FindJointConflicts(const CountProblem& problem, CountSolution* solution) {
  for (Strictness s : {Strictness::kAsserted, Strictness::kAssumed, Strictness::kUsual}) {
    std::set<int> told;
    for (const ConflictSet& set : solution->conflicts) {
      for (int u : set.strictness <= s ? set.uppers : std::vector<int>()) told.insert(problem.bounds[u].node);
    }
    Level(problem, s, told).Find(solution);
  }
}

}  // namespace tallystick

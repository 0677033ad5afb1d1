#include "core/conflict/overlap.h"

#include <map>

namespace tallystick {
namespace {

// What has to lie apart for two spans to be kept apart.
struct Ends {
  Seconds start, end;
};
Ends EndsOf(const Held& held, bool sure) {
  return sure ? Ends{held.time.start_max, held.time.end_min} : Ends{held.time.start_min, held.time.end_max};
}

// For spans sorted by start: the latest end so far, and the latest of another holder.
struct Latest {
  Seconds start;
  const Held* first = nullptr;
  const Held* other = nullptr;
};

std::vector<Latest> LatestEnds(const std::vector<const Held*>& base, bool sure) {
  std::vector<const Held*> sorted;
  for (const Held* h : base) {
    if (h->time.stated) sorted.push_back(h);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Held* a, const Held* b) { return EndsOf(*a, sure).start < EndsOf(*b, sure).start; });
  const auto later = [&](const Held* a, const Held* b) {
    return b == nullptr || EndsOf(*a, sure).end > EndsOf(*b, sure).end;
  };
  std::vector<Latest> latest;
  for (const Held* h : sorted) {
    Latest next = latest.empty() ? Latest{} : latest.back();
    next.start = EndsOf(*h, sure).start;
    if (later(h, next.first)) {
      if (next.first != nullptr && next.first->holder != h->holder) next.other = next.first;
      next.first = h;
    } else if (h->holder != next.first->holder && later(h, next.other)) {
      next.other = h;
    }
    latest.push_back(next);
  }
  return latest;
}

std::optional<std::pair<const Held*, const Held*>> SameMoment(const std::vector<const Held*>& queries,
                                                              const std::vector<const Held*>& base) {
  std::map<std::string, std::pair<const Held*, const Held*>> moments;  // one, and one of another holder
  for (const Held* h : base) {
    if (h->moment.empty()) continue;
    auto& [one, other] = moments[h->moment];
    if (one == nullptr) {
      one = h;
    } else if (other == nullptr && h->holder != one->holder) {
      other = h;
    }
  }
  for (const Held* q : queries) {
    const auto it = q->moment.empty() ? moments.end() : moments.find(q->moment);
    if (it == moments.end()) continue;
    for (const Held* h : {it->second.first, it->second.second}) {
      if (h != nullptr && h->holder != q->holder) return std::pair{q, h};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::pair<const Held*, const Held*>> FindOverlap(const std::vector<const Held*>& queries,
                                                               const std::vector<const Held*>& base, bool sure) {
  if (sure) {
    if (const auto found = SameMoment(queries, base)) return found;
  }
  const std::vector<Latest> latest = LatestEnds(base, sure);
  for (const Held* q : queries) {
    if (!q->time.stated) continue;
    const Ends mine = EndsOf(*q, sure);
    const auto after = std::lower_bound(latest.begin(), latest.end(), mine.end,
                                        [](const Latest& l, Seconds end) { return l.start < end; });
    if (after == latest.begin()) continue;
    const Latest& step = *std::prev(after);
    const Held* match = step.first->holder != q->holder ? step.first : step.other;
    if (match != nullptr && EndsOf(*match, sure).end > mine.start) return std::pair{q, match};
  }
  return std::nullopt;
}

std::vector<std::vector<const Held*>> TouchingRuns(std::vector<const Held*> all) {
  const auto by_claim = [](const Held* a, const Held* b) { return a->claim < b->claim; };
  std::stable_sort(all.begin(), all.end(), [](const Held* a, const Held* b) {
    return std::tie(a->time.start_min, a->claim) < std::tie(b->time.start_min, b->claim);
  });
  std::vector<std::vector<const Held*>> runs;
  Seconds end = kBeginningOfTime;
  for (const Held* h : all) {
    if (!h->time.stated) continue;
    if (runs.empty() || h->time.start_min >= end) runs.emplace_back();
    runs.back().push_back(h);
    end = std::max(end, h->time.end_max);
  }
  for (auto& run : runs) std::sort(run.begin(), run.end(), by_claim);
  return runs;
}

}  // namespace tallystick

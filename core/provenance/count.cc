#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/digest_table.h"
#include "core/base/disjoint_sets.h"
#include "core/provenance/describe.h"
#include "core/provenance/lineage.h"
#include "core/provenance/origin_bounds.h"
#include "core/provenance/provenance.h"
#include "core/provenance/reliance.h"
#include "core/provenance/routes.h"

namespace tallystick {
namespace {

constexpr size_t kSuspicionsShown = 5;

// Each claim once. In log order, which is how they lie in memory: no result depends on it, and reading them in the
// order of their ids costs half as much again.
std::vector<const Record*> DistinctClaims(std::span<const Record* const> claims) {
  std::vector<const Record*> distinct;
  distinct.reserve(claims.size());
  for (const Record* claim : claims) {
    if (claim != nullptr && claim->kind() == v1::Header::claim) distinct.push_back(claim);
  }
  std::sort(distinct.begin(), distinct.end(), [](const Record* a, const Record* b) {
    return a->position != b->position ? a->position < b->position : a->id < b->id;
  });
  const auto same = [](const Record* a, const Record* b) { return a->id == b->id; };
  distinct.erase(std::unique(distinct.begin(), distinct.end(), same), distinct.end());
  return distinct;
}

class Counter {
 public:
  Counter(const RecordSet& records, std::span<const Record* const> claims, const SharedOrigins& shared)
      : records_(records), shared_(shared), sources_(records), claims_(DistinctClaims(claims)) {}

  OriginCount Count() {
    std::vector<Lineage> lineages = LineagesOf(records_, sources_, claims_);
    circles_ = CirclesOfReliance(sources_, lineages);
    NoteVoices(lineages);
    for (Lineage& lineage : lineages) Place(std::move(lineage));
    std::vector<FirstSpeaker> speakers;
    std::sort(statements_.begin(), statements_.end());
    std::vector<Spoken> spoken;
    for (size_t begin = 0, end = 0; begin < statements_.size(); begin = end) {
      while (end < statements_.size() && statements_[end].first == statements_[begin].first) ++end;
      spoken.push_back({{&statements_[begin], end - begin}, speakers.size()});
      AppendSpeakersOf(spoken.back().members, &speakers);
    }
    const OriginBounds bounds = BoundOrigins(sources_, speakers);
    OriginCount count;
    count.reports = static_cast<int>(claims_.size());
    count.low_if_unsuspected = count.origins_low = bounds.low;
    count.origins_high = bounds.high + unknown_;
    ExplainBounds(bounds, &count.reasons);
    Suspect(spoken, speakers, &count);
    AddRoutes(&count);
    return count;
  }

 private:
  using Member = std::pair<Digest, size_t>;  // of a statement: an index into routes_
  struct Spoken {
    std::span<const Member> members;  // of one statement
    size_t first_speaker = 0;         // theirs go on to those of the next
  };

  // Where each document's claims stand that are not retold: a copy repeats them.
  void NoteVoices(const std::vector<Lineage>& lineages) {
    for (const Lineage& lineage : lineages) {
      if (!lineage.document || lineage.retold()) continue;
      const auto [it, added] = voices_.insert({*lineage.document, {*lineage.capture, false}});
      it->second.several = it->second.several || it->second.capture != *lineage.capture;
    }
  }

  bool RepeatsACountedOne(const Lineage& lineage) const {
    if (!lineage.document || !lineage.retold()) return false;
    const auto voices = voices_.find(*lineage.document);
    if (voices == voices_.end()) return false;
    return voices->second.several || voices->second.capture != *lineage.capture;
  }

  // The claim that stands for all of its statement; none when it is alone.
  std::optional<Digest> StatementOf(const Record& claim) {
    if (const auto it = same_statement_.find(claim.id); it != same_statement_.end()) return it->second;
    const std::vector<Digest> same = SameStatementAs(records_, claim);
    if (same.size() == 1) return std::nullopt;
    for (const Digest& each : same) same_statement_[each] = same.front();
    return same.front();
  }

  // Sorts the claim under the statement that it belongs to.
  void Place(Lineage lineage) {
    Route route;
    route.statement = StatementOf(*lineage.claim);
    if (RepeatsACountedOne(lineage) || !lineage.known()) {
      if (const auto group = shared_.GroupOf(lineage.claim->id)) open_groups_.insert(*group);
    }
    if (RepeatsACountedOne(lineage)) {
      repeated_.push_back(DescribeRecord(records_, *lineage.capture));
    } else if (!lineage.known()) {
      ++unknown_;
    } else {
      unattributed_ += !lineage.first_hand && lineage.steps.size() == 1;
      const bool in_circle = !lineage.first_hand && lineage.steps.size() == 1 && lineage.capture &&
                             circles_.captures.count(*lineage.capture) != 0;
      for (const Digest& source : lineage.end().sources) {
        const bool circular =
            !lineage.first_hand && (circles_.HasSource(*lineage.claim, source) || sources_.ControlOf(source).circular);
        if (in_circle || circular) {
          circular_.push_back(DescribeSource(records_, source));
        } else {
          route.speakers.push_back(source);
        }
      }
      const Digest statement = route.statement                        ? *route.statement
                               : lineage.retold() && lineage.document ? *lineage.document
                                                                      : lineage.claim->id;
      statements_.push_back({statement, routes_.size()});
    }
    route.lineage = std::move(lineage);
    routes_.push_back(std::move(route));
  }

  std::vector<FirstSpeaker> SpeakersOf(const Route& route) const {
    const Lineage& lineage = route.lineage;
    if (route.speakers.empty()) return {};
    if (lineage.end().any_of) return {{route.speakers, lineage.first_hand, lineage.end().inferred}};
    std::vector<FirstSpeaker> speakers;
    for (const Digest& source : route.speakers) {
      speakers.push_back({{source}, lineage.first_hand, lineage.end().inferred});
    }
    return speakers;
  }

  // Claims of one statement share its origin. Where they name different first speakers, it was one of those.
  void AppendSpeakersOf(std::span<const Member> members, std::vector<FirstSpeaker>* speakers) const {
    if (members.size() == 1) {
      for (FirstSpeaker& speaker : SpeakersOf(routes_[members[0].second])) speakers->push_back(std::move(speaker));
      return;
    }
    const bool first_hand = std::any_of(members.begin(), members.end(),
                                        [this](const Member& m) { return routes_[m.second].lineage.first_hand; });
    std::set<std::vector<Digest>> versions;
    FirstSpeaker either{{}, first_hand, true};
    std::vector<FirstSpeaker> agreed;
    std::set<Digest> named;
    for (const auto& [statement, i] : members) {
      const Route& route = routes_[i];
      if (route.speakers.empty() || route.lineage.first_hand != first_hand) continue;
      std::vector<Digest> version = route.speakers;
      if (route.lineage.end().any_of) version.push_back(Digest());  // "A or B" is not "A and B"
      versions.insert(std::move(version));
      named.insert(route.speakers.begin(), route.speakers.end());
      either.inferred = either.inferred && route.lineage.end().inferred;
      agreed = SpeakersOf(route);
    }
    either.sources.assign(named.begin(), named.end());
    if (versions.size() > 1) agreed = {either};
    for (FirstSpeaker& speaker : agreed) {
      speaker.inferred = either.inferred;
      speakers->push_back(speaker);
    }
  }

  void Explain(std::vector<std::string> names, absl::string_view one, absl::string_view many,
               std::vector<std::string>* reasons) const {
    if (names.empty()) return;
    std::sort(names.begin(), names.end());
    const bool single = names.front() == names.back();
    reasons->push_back(absl::StrCat(ListInWords(std::move(names)), single ? one : many));
  }

  std::string NameOf(const FirstSpeaker& speaker) const {
    std::vector<std::string> names;
    for (const Digest& source : speaker.sources) names.push_back(DescribeSource(records_, source));
    std::sort(names.begin(), names.end());
    return absl::StrJoin(names, " or ");
  }

  void ExplainBounds(const OriginBounds& bounds, std::vector<std::string>* reasons) {
    std::vector<std::string> not_shown, coincide, choices, inferred, disputed;
    for (const FirstSpeaker& speaker : bounds.speakers) {
      if (!speaker.first_hand) not_shown.push_back(NameOf(speaker));
      if (speaker.may_coincide) coincide.push_back(NameOf(speaker));
      if (speaker.sources.size() > 1) choices.push_back(NameOf(speaker));
      if (speaker.inferred) inferred.push_back(NameOf(speaker));
      for (const Digest& source : speaker.sources) {
        if (!sources_.ControlOf(source).disputed.empty()) disputed.push_back(DescribeSource(records_, source));
      }
    }
    Explain(not_shown, " is not shown to know it first-hand: none or one.",
            " are not shown to know it first-hand: none or one each.", reasons);
    if (unattributed_ > 1 && unattributed_ < static_cast<int>(claims_.size())) {
      reasons->push_back(
          absl::StrCat(unattributed_, " of the ", claims_.size(), " reports name nobody behind whoever tells them."));
    }
    Explain(coincide, " is not known by name and may be one of the others.",
            " are not known by name and may be one and the same, or one of the others.", reasons);
    Explain(choices, ": one of them said it, and it is not shown which.",
            ": of each, one said it, and it is not shown which.", reasons);
    Explain(inferred, " is taken to be the speaker by the analyst's inference.",
            " are taken to be the speakers by the analyst's inference.", reasons);
    Explain(disputed, " is recorded both as the same as another source and as different.",
            " are recorded both as the same and as different.", reasons);
    Explain(circular_, " rests on a circle of sources that rest on each other, without a first-hand origin: none.",
            " rest on each other in a circle, without a first-hand origin: none.", reasons);
    Explain(repeated_, " is a copy: what it says in its own name is counted with the original.",
            " are copies: what they say in their own name is counted with the original.", reasons);
    if (unknown_ > 0) {
      reasons->push_back(unknown_ == 1
                             ? "One attribution is withheld or missing: none or one."
                             : absl::StrCat(unknown_, " attributions are withheld or missing: none or one each."));
    }
  }

  // Statements that may have one origin have that of one of them, as far as the least number goes.
  void Suspect(const std::vector<Spoken>& spoken, const std::vector<FirstSpeaker>& speakers, OriginCount* count) {
    if (shared_.empty()) return;
    DisjointSets joined(spoken.size());
    std::set<int> open;                               // statements that may have the origin of any other
    std::map<int, int> first_of;                      // of each group: a statement
    std::map<int, std::pair<int, std::set<int>>> in;  // of each set: its claims here, their statements
    for (int s = 0; s < static_cast<int>(spoken.size()); ++s) {
      for (const auto& [statement, i] : spoken[s].members) {
        const Digest& claim = routes_[i].lineage.claim->id;
        const std::optional<int> group = shared_.GroupOf(claim);
        if (!group) continue;
        if (open_groups_.count(*group) != 0) open.insert(s);
        joined.Join(first_of.insert({*group, s}).first->second, s);
        for (const int set : shared_.SetsOf(claim)) {
          ++in[set].first;
          in[set].second.insert(s);
        }
      }
    }
    if (first_of.empty()) return;
    std::map<int, std::vector<int>> together;
    for (int s = 0; s < static_cast<int>(spoken.size()); ++s) together[joined.Find(s)].push_back(s);
    std::vector<FirstSpeaker> fewest;
    size_t bound = 0;
    for (const auto& [root, statements] : together) {
      const bool anyone = std::any_of(statements.begin(), statements.end(), [&](int s) { return open.count(s) != 0; });
      if (anyone || statements.size() > 1) ++bound;
      const size_t before = fewest.size();
      AppendOneOf(spoken, speakers, statements, &fewest);
      for (size_t i = before; i < fewest.size(); ++i) fewest[i].inferred = fewest[i].inferred || anyone;
    }
    if (bound == 0) return;
    count->origins_low = std::min(count->origins_low, BoundOrigins(sources_, fewest).low);
    for (const auto& [set, claims] : in) {
      if (claims.second.size() < 2) continue;
      const std::string who =
          claims.first == count->reports ? (claims.first == 2 ? "Both" : absl::StrCat("All ", claims.first))
                                         : absl::StrCat(claims.first, " of these");
      count->suspicions.push_back(absl::StrCat(who, " share ", shared_.Set(set).shared,
                                               " and nothing recorded binds them: they may be one origin."));
    }
    if (count->suspicions.empty()) {
      count->suspicions.push_back(
          "Some of these are suspected copies of one report that is not counted by itself: they may be one origin.");
    }
    std::sort(count->suspicions.begin(), count->suspicions.end());
    if (count->suspicions.size() > kSuspicionsShown) {
      const size_t more = count->suspicions.size() - kSuspicionsShown;
      count->suspicions.resize(kSuspicionsShown);
      count->suspicions.push_back(absl::StrCat("So may those of ", more, " more sets of reports."));
    }
    count->reasons.insert(count->reasons.end(), count->suspicions.begin(), count->suspicions.end());
  }

  static void AppendOneOf(const std::vector<Spoken>& spoken, const std::vector<FirstSpeaker>& speakers,
                          const std::vector<int>& statements, std::vector<FirstSpeaker>* fewest) {
    FirstSpeaker one;
    std::set<Digest> named;
    for (const int s : statements) {
      const size_t end = s + 1 < static_cast<int>(spoken.size()) ? spoken[s + 1].first_speaker : speakers.size();
      for (size_t i = spoken[s].first_speaker; i < end; ++i) {
        if (statements.size() == 1) {
          fewest->push_back(speakers[i]);
          continue;
        }
        one.first_hand = one.first_hand || speakers[i].first_hand;
        one.inferred = one.inferred || speakers[i].inferred;
        named.insert(speakers[i].sources.begin(), speakers[i].sources.end());
      }
    }
    one.sources.assign(named.begin(), named.end());
    if (!named.empty()) fewest->push_back(std::move(one));
  }

  void AddRoutes(OriginCount* count) {
    Routes routes = FindRoutes(sources_, routes_);
    count->routes = routes.count;
    count->choke_points = std::move(routes.cut);
    const auto through = std::count(routes.meets_cut.begin(), routes.meets_cut.end(), true);
    if (through < 2) return;
    const std::string reports = through == count->reports
                                    ? (through == 2 ? "Both reports" : absl::StrCat("All ", through, " reports"))
                                    : absl::StrCat(through, " of ", count->reports, " reports");
    count->reasons.push_back(
        absl::StrCat(reports, " pass through ", DescribeRecord(records_, count->choke_points[0]), "."));
  }

  struct Voice {
    Digest capture;
    bool several = false;  // in further captures, too
  };

  const RecordSet& records_;
  const SharedOrigins& shared_;
  SourceResolver sources_;
  const std::vector<const Record*> claims_;
  RelianceCircles circles_;
  DigestTable<Voice> voices_;  // of a document
  DigestTable<Digest> same_statement_;
  std::vector<Member> statements_;
  std::vector<Route> routes_;
  std::set<int> open_groups_;  // with a claim whose origin is not known by itself
  int unknown_ = 0;
  int unattributed_ = 0;  // told in one's own name, not first-hand
  std::vector<std::string> repeated_, circular_;
};

}  // namespace

OriginCount CountOrigins(const RecordSet& records, std::span<const Record* const> claims,
                         const SharedOrigins& shared) {
  return Counter(records, claims, shared).Count();
}

std::string OriginCountInWords(const OriginCount& count) {
  if (count.reports == 0) return "no reports";
  const auto origins = [](int n) { return absl::StrCat(n, n == 1 ? " origin" : " origins"); };
  const std::string reports = absl::StrCat(count.reports, count.reports == 1 ? " report, " : " reports, ");
  if (count.origins_high == 0) return reports + "no origin shown";
  if (count.origins_low == 0) return absl::StrCat(reports, "at most ", origins(count.origins_high));
  if (count.origins_low == count.origins_high) return reports + origins(count.origins_low);
  return absl::StrCat(reports, count.origins_low, " to ", origins(count.origins_high));
}

}  // namespace tallystick

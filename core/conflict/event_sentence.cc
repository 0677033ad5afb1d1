#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/event_rows.h"
#include "core/conflict/sentences.h"

namespace tallystick {
namespace {

constexpr size_t kScopesTold = 6, kGroupsTold = 6, kVersionsTold = 4, kCarriersTold = 7;

std::string NamesOf(const EntityGraph& entities, const std::vector<Entity>& list) {
  std::vector<std::string> names;
  for (Entity e : list) names.push_back(entities.Name(e));
  std::sort(names.begin(), names.end());
  return ListOf(names);
}

// "the number of fighters of GSIM killed by EIS at Talataye"
std::string NumberInWords(const EntityGraph& entities, const FigureScope& s) {
  const Scope& scope = s.scope;
  const std::string victims = VictimsInWords(entities, scope.victims);
  std::string text;
  if (s.measure != "additive") {
    text = absl::StrCat("the ", scope.predicate);
  } else if (scope.predicate == "casualties") {
    text = absl::StrCat("the number of casualties", victims.empty() ? "" : " among ", victims);
  } else if (!victims.empty()) {
    text = absl::StrCat("the number of ", victims, " ", scope.predicate);
  } else {
    text = absl::StrCat("the number ", scope.predicate);
  }
  if (!scope.agents.empty()) absl::StrAppend(&text, " by ", NamesOf(entities, scope.agents));
  if (!scope.places.empty()) absl::StrAppend(&text, " in ", NamesOf(entities, scope.places));
  TimeBounds time;
  time.stated = scope.begin != kBeginningOfTime || scope.end != kEndOfTime;
  time.start_min = scope.begin;
  time.end_max = scope.end;
  const std::string when = TimeInWords(time);
  return when.empty() ? text : absl::StrCat(text, " (", when, ")");
}

// A figure that reports of one origin give, with whoever carries it.
struct Version {
  std::string what;  // "at “some 60”"
  std::vector<std::string> carriers;
  bool direct = false;
};

// Each version once; none when there are more than can be told one by one.
std::vector<Version> VersionsOf(const RecordSet& records, const std::vector<const FigureAt*>& group) {
  std::vector<Version> versions;
  for (const FigureAt* figure : group) {
    const std::string what = absl::StrCat(figure->denied ? "at another number than " : "at ", figure->in_text);
    auto it = std::find_if(versions.begin(), versions.end(), [&](const Version& v) { return v.what == what; });
    if (it == versions.end() && versions.size() == kVersionsTold) return {};
    if (it == versions.end()) it = versions.insert(versions.end(), {what, {}, false});
    const std::vector<std::string> carriers = CarriersInWords(records, *figure->claim);
    it->direct = it->direct || carriers.empty();
    for (const std::string& carrier : carriers) {
      const bool known = std::find(it->carriers.begin(), it->carriers.end(), carrier) != it->carriers.end();
      if (!known && it->carriers.size() < kCarriersTold) it->carriers.push_back(carrier);
    }
  }
  return versions;
}

// "between 20 and 396 in 34 reports"
std::string SpreadInWords(const std::vector<const FigureAt*>& group) {
  Range all = group.front()->hard;
  for (const FigureAt* figure : group) all = Hull(all, figure->hard);
  return absl::StrCat(
      all.high ? absl::StrCat("between ", all.low, " and ", *all.high) : absl::StrCat("at ", all.low, " or more"),
      " in ", group.size(), " reports");
}

// "at “some 60” and at “more than 60” (carried by Y)"
std::string VersionsInWords(const std::vector<Version>& versions) {
  std::vector<std::string> words;
  for (const Version& v : versions) {
    const std::string by = absl::StrCat("carried by ", ListOf(v.carriers));
    words.push_back(v.carriers.empty() ? v.what
                    : v.direct         ? absl::StrCat(v.what, " (also ", by, ")")
                                       : absl::StrCat(v.what, " (", by, ")"));
  }
  return ListOf(words);
}

std::string Speakers(const RecordSet& records, const std::vector<const FigureAt*>& group) {
  std::vector<std::string> names;
  for (const FigureAt* figure : group) {
    std::string name = SpeakerInWords(records, *figure->claim);
    if (names.size() < 4 && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return ListOf(names, 3);
}

std::string OriginsInWords(const OriginCount& count) {
  if (count.reports == 0) return "";
  const auto origins = [](int n) { return absl::StrCat(NumberWord(n), n == 1 ? " origin" : " origins"); };
  std::string reports = count.reports == 1   ? "This report"
                        : count.reports == 2 ? "Both reports"
                                             : absl::StrCat("These ", NumberWord(count.reports), " reports");
  const char* come = count.reports == 1 ? " comes from " : " come from ";
  if (count.origins_high == 0)
    return absl::StrCat("No first-hand origin is shown for ", absl::AsciiStrToLower(reports));
  if (count.reports == 1) return count.origins_low == 0 ? "That is not shown to be first-hand" : "";
  if (count.origins_low == 0) return absl::StrCat(reports, come, "at most ", origins(count.origins_high));
  if (count.origins_low == count.origins_high) return absl::StrCat(reports, come, origins(count.origins_high));
  return absl::StrCat(reports, come, NumberWord(count.origins_low), " to ", origins(count.origins_high));
}

// "X, carried by Y, puts the number killed at 60; Z at 20. Both reports come from two origins."
std::string Told(const RecordSet& records, const EntityGraph& entities, const FigureScope& s) {
  std::vector<std::string> voices;
  for (size_t g = 0; g < std::min(kGroupsTold, s.groups.size()); ++g) {
    std::vector<Version> versions = VersionsOf(records, s.groups[g]);
    std::string who = Speakers(records, s.groups[g]);
    if (versions.size() == 1 && !versions[0].direct) {
      absl::StrAppend(&who, ", carried by ", ListOf(versions[0].carriers), ",");
      versions[0].carriers.clear();
    }
    voices.push_back(absl::StrCat(who, g == 0 ? absl::StrCat(" puts ", NumberInWords(entities, s)) : "", " ",
                                  versions.empty() ? SpreadInWords(s.groups[g]) : VersionsInWords(versions)));
  }
  if (s.groups.size() > kGroupsTold) {
    voices.push_back(absl::StrCat(s.groups.size() - kGroupsTold, " more are left out here"));
  }
  std::string text = AtStart(absl::StrCat(absl::StrJoin(voices, "; "), "."));
  const std::string origins = OriginsInWords(s.origins);
  return origins.empty() ? text : absl::StrCat(text, " ", origins, ".");
}

}  // namespace

std::string EventInWords(const RecordSet& records, const EntityGraph& entities, const std::string& subject,
                         const std::vector<FigureScope>& scopes) {
  if (scopes.empty()) return "";
  std::vector<std::string> sentences;
  for (size_t i = 0; i < std::min(kScopesTold, scopes.size()); ++i)
    sentences.push_back(Told(records, entities, scopes[i]));
  if (scopes.size() > kScopesTold) {
    sentences.push_back(absl::StrCat("Figures of ", scopes.size() - kScopesTold, " more counts are left out here."));
  }
  return absl::StrCat("On ", subject, ": ", absl::StrJoin(sentences, " "));
}

}  // namespace tallystick

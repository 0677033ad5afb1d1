#include "core/conflict/sentences.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/utf8.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/lower_bounds.h"
#include "core/message/catalogue.h"

namespace tallystick {
namespace {

constexpr size_t kQuoteShown = 120;  // code points

std::string SourcesInWords(const RecordSet& records, const v1::Step& step) {
  std::vector<std::string> names;
  for (const std::string& hex : step.sources()) {
    const Record* source = records.Find(hex);
    const bool nameless = source != nullptr && source->Get(v1::Slot::kIdentity).identity().names().empty() &&
                          source->Get(v1::Slot::kNote).note().label().empty();
    const auto kind =
        source == nullptr ? v1::Identity::kind_unstated : source->Get(v1::Slot::kIdentity).identity().kind();
    if (nameless && kind == v1::Identity::unnamed) {
      names.push_back("an unnamed source");
    } else if (nameless && kind == v1::Identity::statement) {
      const std::string& by = source->Get(v1::Slot::kIdentity).identity().controller();
      names.push_back(by.empty() ? "a statement" : absl::StrCat("a statement by ", records.DisplayName(by)));
    } else {
      names.push_back(records.DisplayName(hex));
    }
  }
  return absl::StrJoin(names, step.joined() == v1::Step::any_of ? " or " : " and ");
}

bool IsPlainNumber(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c) || c == ','; });
}

std::string Names(const EntityGraph& entities, const std::vector<Entity>& list) {
  std::vector<std::string> names;
  for (Entity e : list) names.push_back(entities.Name(e));
  std::sort(names.begin(), names.end());
  return ListOf(names);
}

std::string SpanInWords(const Scope& s) {
  TimeBounds time;
  time.stated = true;
  time.start_min = s.begin;
  time.end_max = s.end;
  return TimeInWords(time);
}

// What sets a part apart from its whole.
std::string PartInWords(const CountProblem& problem, int node, unsigned narrower) {
  const Scope& s = problem.scopes.At(node);
  const EntityGraph& entities = *problem.lattices.entities;
  std::vector<std::string> words;
  if (narrower & kWho) words.push_back(VictimsInWords(entities, s.victims));
  if (narrower & kWhat) words.push_back(s.predicate);
  if (narrower & kByWhom) words.push_back(absl::StrCat("by ", Names(entities, s.agents)));
  if (narrower & kWhere) words.push_back(Names(entities, s.places));
  if (narrower & kEventPart && !(narrower & kWhere)) words.push_back(entities.Name(s.event));
  if (narrower & kWhen) words.push_back(SpanInWords(s));
  return absl::StrJoin(words, ", ");
}

class CountWords {
 public:
  CountWords(const RecordSet& records, const CountProblem& problem, const ConflictSet& set)
      : records_(records), p_(problem), set_(set), whole_(WholeInWords(problem, set.node)) {
    for (const Lower& l : set.lowers) claims_.insert(p_.bounds[l.bound].claim);
    for (int u : set.uppers) claims_.insert(p_.bounds[u].claim);
  }

  Wording Word() {
    if (set_.kind == kPartsAboveWhole) return PartsAbove();
    if (set_.kind == kPartsBelowWhole) return PartsBelow();
    if (set_.kind == kJointBounds) return Joint();
    return Pair();
  }

 private:
  bool contradicts() const { return set_.strictness == Strictness::kAsserted; }
  bool usual() const { return set_.strictness == Strictness::kUsual; }
  const CountBound& upper() const { return p_.bounds[set_.uppers[0]]; }
  const CountBound& lower() const { return p_.bounds[set_.lowers[0].bound]; }
  std::string Label(const CountBound& b) const { return LabelOf(p_, b); }
  std::string Says(const CountBound& b) const { return absl::StrCat(Speaker(b), " says ", Label(b)); }
  std::string Speaker(const CountBound& b) const { return SpeakerInWords(records_, (*p_.claims)[b.claim]); }
  std::string Part(const Lower& l) const {
    if (set_.kind == kJointBounds) return Apart(p_.bounds[l.bound].node);
    const unsigned one = set_.along != 0 && (set_.along & (set_.along - 1)) == 0 ? set_.along : l.how.narrower;
    return PartInWords(p_, p_.bounds[l.bound].node, one);
  }
  std::string ElementInWords(const Scope& s) const {
    return s.places.empty() ? p_.lattices.entities->Name(s.event) : Names(*p_.lattices.entities, s.places);
  }
  // How words became the number in the sum: ", at least 12", ", usually at most 80".
  std::string How(const CountBound& b, int64_t value, absl::string_view side) const {
    if (Label(b) == absl::StrCat(value) || Label(b) == absl::StrCat("“at ", side, " ", value, "”")) return "";
    return absl::StrCat(", ", usual() ? "usually " : "", "at ", side, " ", value);
  }

  // What tells a scope from the others of the conflict.
  std::string Apart(int node) const {
    const Scope& first = p_.scopes.At(set_.node);
    unsigned differ = 0;
    const auto look = [&](int other) {
      const Scope& s = p_.scopes.At(other);
      if (s.victims != first.victims) differ |= kWho;
      if (s.predicate != first.predicate) differ |= kWhat;
      if (s.agents != first.agents) differ |= kByWhom;
      if (s.places != first.places) differ |= kWhere;
      if (s.event != first.event) differ |= kEventPart;
      if (s.begin != first.begin || s.end != first.end) differ |= kWhen;
    };
    for (const Lower& l : set_.lowers) look(p_.bounds[l.bound].node);
    for (int u : set_.uppers) look(p_.bounds[u].node);
    const std::string words = PartInWords(p_, node, differ);
    return words.empty() ? ScopeInWords(p_.lattices, p_.scopes.At(node)) : words;
  }

  // "25 (A) + 2 × 20 (B) = 65"
  std::string SumOf(std::vector<std::string> terms, int64_t sum) const {
    constexpr size_t kShown = 8;
    if (terms.size() > kShown) {
      const size_t more = terms.size() - kShown;
      terms.resize(kShown);
      terms.push_back(absl::StrCat("… (", more, " more)"));
    }
    return absl::StrCat(absl::StrJoin(terms, " + "), terms.size() > 1 ? absl::StrCat(" = ", sum) : "");
  }
  static std::string Term(int64_t value, int64_t times, absl::string_view what) {
    return absl::StrCat(times == 1 ? "" : absl::StrCat(times, " × "), value, " (", what, ")");
  }
  std::string SumText() const {
    std::vector<std::string> terms;
    for (const Lower& l : set_.lowers) terms.push_back(Term(l.value, l.times, Part(l)));
    return SumOf(std::move(terms), set_.sum);
  }
  std::string Total(const CountBound& b, int64_t limit) const {
    if (Label(b) == absl::StrCat(limit)) return absl::StrCat("total is ", limit);
    return absl::StrCat("total is ", usual() ? "usually " : "", "at most ", limit, " (", Label(b), ")");
  }
  std::string Fits() const {
    if (claims_.size() < 3) return "";
    return absl::StrCat(" ", InEnglish(Message::Of("finding.fits", {{"n", static_cast<int>(claims_.size())}})));
  }

  Wording PartsAbove() {
    Wording w;
    w.sentence = absl::StrCat(Lead(static_cast<int>(claims_.size()), contradicts()), SumText(), ", and ", whole_, "'s ",
                              Total(upper(), set_.limit), ".", Fits(), " ", Voices());
    w.resolutions.push_back(absl::StrCat(whole_, " were ≥ ", set_.sum));
    std::vector<std::string> parts;
    for (const Lower& l : set_.lowers) {
      parts.push_back(Part(l));
      const int64_t room = set_.limit - (set_.sum - l.value);
      if (room >= 0 && set_.lowers.size() <= 6) w.resolutions.push_back(absl::StrCat(Part(l), " ≤ ", room));
    }
    if (set_.along != kWhen) w.resolutions.push_back(absl::StrCat(ListOf(parts), " shared victims"));
    NotFull(absl::StrCat(whole_, "'s figure"), &w);
    w.assumptions = AssumptionsOf(p_, set_);
    return w;
  }

  Wording Joint() {
    Wording w;
    const std::string lead = Lead(static_cast<int>(claims_.size()), contradicts());
    std::vector<std::string> totals;
    for (size_t i = 0; i < set_.uppers.size(); ++i) {
      const CountBound& b = p_.bounds[set_.uppers[i]];
      totals.push_back(Term(*HighOf(b, usual() ? LowEnd::kUsual : LowEnd::kHard), set_.upper_times[i], Apart(b.node)));
    }
    w.sentence = set_.whole_numbers
                     ? absl::StrCat(lead, "no whole numbers of people fit all of them.", Fits(), " ", Voices())
                     : absl::StrCat(lead, SumText(), ", and all of these are counted, as often or more, in ",
                                    SumOf(totals, set_.limit), ".", Fits(), " ", Voices());
    const int64_t excess = set_.sum - set_.limit;
    for (size_t i = 0; i < set_.uppers.size() && !set_.whole_numbers; ++i) {
      const CountBound& b = p_.bounds[set_.uppers[i]];
      const int64_t high = *HighOf(b, usual() ? LowEnd::kUsual : LowEnd::kHard);
      w.resolutions.push_back(absl::StrCat(Apart(b.node), " were ≥ ", high + Share(excess, set_.upper_times[i])));
    }
    for (const Lower& l : set_.lowers) {
      const int64_t room = l.value - Share(excess, l.times);
      if (set_.whole_numbers || room < 0 || set_.lowers.size() > 6) continue;
      w.resolutions.push_back(absl::StrCat(Part(l), " were ≤ ", room));
    }
    w.resolutions.push_back(set_.uppers.size() == 1 ? absl::StrCat(Apart(upper().node), "'s figure were not the full toll")
                                                    : "one of these totals were not the full toll");
    w.assumptions = AssumptionsOf(p_, set_);
    return w;
  }
  // By how much a number that counts so often has to change.
  static int64_t Share(int64_t excess, int64_t times) { return (excess + times - 1) / times; }

  Wording PartsBelow() {
    Wording w;
    std::vector<std::string> terms;
    for (int u : set_.uppers) {
      const Scope& s = p_.scopes.At(p_.bounds[u].node);
      const int64_t high = usual() ? *p_.bounds[u].usual.high : *p_.bounds[u].hard.high;
      terms.push_back(absl::StrCat(high, " (", ElementInWords(s), ")"));
    }
    if (terms.size() > 8) terms.resize(8), terms.push_back(absl::StrCat("… (", set_.uppers.size() - 8, " more)"));
    w.sentence = absl::StrCat(Lead(static_cast<int>(claims_.size()), contradicts()), absl::StrJoin(terms, " + "), " = ",
                              set_.limit, " in all parts of ", whole_, ", and ", whole_, "'s total is ", Label(lower()),
                              How(lower(), set_.sum, "least"), ".", Fits(), " ", Voices());
    w.resolutions = {absl::StrCat(whole_, " were ≤ ", set_.limit), absl::StrCat("the parts together were ≥ ", set_.sum),
                     absl::StrCat("some of ", whole_, " lay in none of these parts"),
                     "one of the parts' figures were not the full toll"};
    w.assumptions = AssumptionsOf(p_, set_);
    return w;
  }

  Wording Pair() {
    Wording w;
    const std::string lead = Lead(static_cast<int>(claims_.size()), contradicts());
    const std::string scope = ScopeInWords(p_.lattices, p_.scopes.At(upper().node));
    const std::string part = set_.lowers[0].how.narrower != 0 ? Part(set_.lowers[0]) : "";
    const std::string low = absl::StrCat(Says(lower()), How(lower(), set_.sum, "least"));
    const std::string high = absl::StrCat(Says(upper()), How(upper(), set_.limit, "most"));
    if (set_.kind == kPartAboveWhole) {
      w.sentence = absl::StrCat(lead, set_.sum, " (", part, ") alone is more than ", whole_, "'s total of ", set_.limit,
                                ". ", Voices());
      w.resolutions = {absl::StrCat(whole_, " were ≥ ", set_.sum), absl::StrCat(part, " were ≤ ", set_.limit)};
      if (part.find(',') != std::string::npos)
        w.resolutions[1] = absl::StrCat(Speaker(lower()), "'s figure were ≤ ", set_.limit);
    } else if (set_.kind == kAssertedDenied) {
      w.sentence = absl::StrCat(lead, Speaker(lower()), " says ", Described(lower()),
                                part.empty() ? "" : absl::StrCat(" (", part, ")"), ", and ", Speaker(upper()),
                                " says that there were none (", scope, ").");
      w.resolutions = {"one of the two were withdrawn"};
    } else if (set_.kind == kFallingTotal) {
      w.sentence = absl::StrCat(lead, "the total falls without a correction. ", low, When(lower()), "; ", high,
                                When(upper()), " (", scope, ").");
      w.resolutions = {"the later figure corrected the earlier one", absl::StrCat("the later figure were ≥ ", set_.sum),
                       absl::StrCat("the earlier figure were ≤ ", set_.limit)};
    } else {
      w.sentence = absl::StrCat(lead, low, When(lower()), " and ", high, When(upper()), ", of one count (", scope,
                                "): ", set_.sum, " is more than ", set_.limit, ".");
      w.resolutions = {absl::StrCat(Speaker(upper()), "'s figure were ≥ ", set_.sum),
                       absl::StrCat(Speaker(lower()), "'s figure were ≤ ", set_.limit)};
    }
    if (set_.rounding) w.resolutions.push_back(Rounded());
    if (set_.kind != kAssertedDenied)
      NotFull(set_.kind == kPartAboveWhole ? absl::StrCat(whole_, "'s figure") : Label(upper()), &w);
    w.assumptions = AssumptionsOf(p_, set_);
    return w;
  }

  std::string Described(const CountBound& b) const {
    return p_.figures[b.claim] ? absl::StrCat(Label(b), " ", (*p_.claims)[b.claim].predicate)
                               : absl::StrCat("that there were some ", (*p_.claims)[b.claim].predicate);
  }
  std::string When(const CountBound& b) const {
    const std::string& as_of = (*p_.claims)[b.claim].quantity().as_of();
    return as_of.empty() ? "" : absl::StrCat(" as of ", as_of);
  }
  std::string Rounded() const {
    const CountBound& bare = upper().soft != upper().usual ? upper() : lower();
    return absl::StrCat(Label(bare), " were a rounded number");
  }
  void NotFull(const std::string& figure, Wording* w) const {
    if ((*p_.claims)[upper().claim].measure != "additive" || upper().denial) return;
    w->resolutions.push_back(absl::StrCat(figure, " were not the full toll"));
  }

  // "Agence X says 25 (A), Radio Y says 20 (B), the ministry says 30 (the region)."
  std::string Voices() const {
    std::vector<std::string> parts, wholes;
    const bool below = set_.kind == kPartsBelowWhole;
    for (const Lower& l : set_.lowers) {
      const CountBound& b = p_.bounds[l.bound];
      const std::string of = l.how.narrower != 0 || set_.kind == kJointBounds ? Part(l) : whole_;
      (below ? wholes : parts).push_back(absl::StrCat(Says(b), " (", of, ")", How(b, l.value, "least")));
    }
    for (int u : set_.uppers) {
      const Scope& s = p_.scopes.At(p_.bounds[u].node);
      const std::string of = set_.kind == kJointBounds ? Apart(p_.bounds[u].node) : below ? ElementInWords(s) : whole_;
      (below ? parts : wholes).push_back(absl::StrCat(Says(p_.bounds[u]), " (", of, ")"));
    }
    std::vector<std::string> voices = parts;
    voices.insert(voices.end(), wholes.begin(), wholes.end());
    std::vector<std::string> distinct;
    for (const std::string& v : voices) {
      if (std::find(distinct.begin(), distinct.end(), v) == distinct.end()) distinct.push_back(v);
    }
    constexpr size_t kShown = 8;
    const size_t more = distinct.size() > kShown ? distinct.size() - kShown : 0;
    if (more > 0) distinct.resize(kShown), distinct.push_back(absl::StrCat("and ", more, " more"));
    return absl::StrCat(AtStart(absl::StrJoin(distinct, "; ")), ".");
  }

  const RecordSet& records_;
  const CountProblem& p_;
  const ConflictSet& set_;
  std::string whole_;
  std::set<int> claims_;
};

}  // namespace

std::string Lead(int reports, bool contradicts) {
  const char* key = contradicts ? "finding.lead.contradicts" : "finding.lead.tension";
  return absl::StrCat(InEnglish(Message::Of(key, {{"n", reports}})), " ");
}

std::string AtStart(std::string text) {
  for (const char* article : {"the ", "an ", "a "}) {
    if (text.rfind(article, 0) == 0) text[0] = absl::ascii_toupper(text[0]);
  }
  return text;
}

std::string NumberWord(int n) {
  static const char* const kWords[] = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                       "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  return n >= 0 && n <= 12 ? kWords[n] : absl::StrCat(n);
}

std::string ListOf(const std::vector<std::string>& items, size_t shown) {
  std::vector<Message> listed(items.begin(), items.end());
  if (items.size() > shown + 1) {
    listed.resize(shown);
    listed.push_back(Message::Of("list.rest", {{"n", static_cast<int64_t>(items.size() - shown)}}));
  }
  return InEnglish(Message::AllOf(std::move(listed)));
}

std::string SpeakerInWords(const RecordSet& records, const ClaimView& claim) {
  const v1::Attribution& a = claim.record->Get(v1::Slot::kAttribution).attribution();
  if (a.steps().empty()) return "a source that is withheld";
  return SourcesInWords(records, a.steps(a.steps_size() - 1));
}

std::vector<std::string> CarriersInWords(const RecordSet& records, const ClaimView& claim) {
  const v1::Attribution& a = claim.record->Get(v1::Slot::kAttribution).attribution();
  const std::string speaker = SpeakerInWords(records, claim);
  std::vector<std::string> carriers;
  for (int i = a.steps_size() - 2; i >= 0; --i) {
    std::string carrier = SourcesInWords(records, a.steps(i));
    if (carrier != speaker && (carriers.empty() || carriers.back() != carrier)) carriers.push_back(std::move(carrier));
  }
  return carriers;
}

std::string AttributionInWords(const RecordSet& records, const ClaimView& claim) {
  std::string words = SpeakerInWords(records, claim);
  for (const std::string& carrier : CarriersInWords(records, claim)) absl::StrAppend(&words, ", carried by ", carrier);
  return words;
}

std::string StateInWords(const EntityGraph& entities, const ClaimView& c) {
  // By the names that the claim itself uses.
  std::vector<std::string> actors, places;
  for (const v1::Role& role : c.record->Get(v1::Slot::kProposition).proposition().roles()) {
    for (const v1::Term& term : role.terms()) {
      const std::string& name = entities.Name(term.entity().empty() ? term.affiliation() : term.entity());
      if (!name.empty()) actors.push_back(name);
    }
  }
  for (const v1::PlaceTerm& term : c.record->Get(v1::Slot::kPlace).place().terms()) {
    if (term.relation() != v1::PlaceTerm::in) continue;
    for (const std::string& hex : term.entities()) places.push_back(entities.Name(hex));
  }
  const std::string who = ListOf(actors), place = ListOf(places);
  const std::string at = place.empty() ? "" : absl::StrCat(" at ", place);
  if (!c.negated && !who.empty()) {
    if (c.predicate == "controls" && !place.empty()) {
      return absl::StrCat(who, " controls ", c.only_place ? "only " : c.entire ? "the whole of " : "", place);
    }
    if (c.predicate == "ceasefire") return absl::StrCat("there was a ceasefire between ", who, at);
    if (c.predicate == "clash") return absl::StrCat("there were clashes between ", who, at);
  }
  const std::string& quote = c.record->Get(v1::Slot::kQuote).quote().exact();
  const absl::string_view shown = FirstCodePoints(quote, kQuoteShown);
  return absl::StrCat("“", shown, shown.size() < quote.size() ? "…" : "", "”");
}

std::string LabelOf(const CountProblem& problem, const CountBound& bound) {
  const auto& figure = problem.figures[bound.claim];
  if (!figure) return bound.denial ? "none" : "some";
  if (figure->exact() && figure->nominal == figure->hard.low) return absl::StrCat(figure->hard.low);
  return IsPlainNumber(figure->label) ? figure->label : absl::StrCat("“", figure->label, "”");
}

std::string WholeInWords(const CountProblem& problem, int node) {
  const Scope& s = problem.scopes.At(node);
  if (!s.places.empty()) return Names(*problem.lattices.entities, s.places);
  return s.event == kNoEntity ? "the whole" : problem.lattices.entities->Name(s.event);
}

Wording WordCountConflict(const RecordSet& records, const CountProblem& problem, const ConflictSet& set) {
  Wording w = CountWords(records, problem, set).Word();
  if (!set.all_readings) return w;
  std::vector<std::string> ways;
  for (const ConflictSet& reading : set.by_reading) {
    const Wording one = CountWords(records, problem, reading).Word();
    ways.push_back(one.sentence);
    w.assumptions.insert(w.assumptions.end(), one.assumptions.begin(), one.assumptions.end());
  }
  w.sentence =
      absl::StrCat("Whichever way the figure is read, something does not fit. ", absl::StrJoin(ways, " Or else: "));
  return w;
}

Wording WordRemark(const RecordSet& records, const CountProblem& problem, const Remark& remark) {
  Wording w;
  const std::string whole = WholeInWords(problem, remark.node);
  ConflictSet set;
  set.kind = kPartsAboveWhole;
  set.node = remark.node;
  set.lowers = remark.lowers;
  std::vector<std::string> terms;
  for (size_t i = 0; i < std::min<size_t>(8, remark.lowers.size()); ++i) {
    const Lower& l = remark.lowers[i];
    terms.push_back(
        absl::StrCat(l.value, " (", PartInWords(problem, problem.bounds[l.bound].node, l.how.narrower), ")"));
  }
  if (remark.lowers.size() > 8) terms.push_back(absl::StrCat("… (", remark.lowers.size() - 8, " more)"));
  const std::string sum = absl::StrJoin(terms, " + ");
  if (remark.kind == kFloorRaised) {
    const CountBound& own = problem.bounds[remark.upper];
    w.sentence = absl::StrCat(sum, " = ", remark.sum, ": ", whole, "'s floor rises to ", remark.sum, ". ",
                              SpeakerInWords(records, (*problem.claims)[own.claim]), " says ", LabelOf(problem, own),
                              ", which does not contradict it.");
    w.assumptions = AssumptionsOf(problem, set);
  } else {
    w.sentence = absl::StrCat("Not decided for ", ScopeInWords(problem.lattices, problem.scopes.At(remark.node)), ": ",
                              remark.reason, ".");
  }
  return w;
}

std::string WordStateConflict(const RecordSet& records, const EntityGraph& entities,
                              const std::vector<ClaimView>& claims, const StateConflict& c) {
  const auto says = [&](int i) {
    return absl::StrCat(SpeakerInWords(records, claims[i]), claims[i].negated ? " denies: " : " says ",
                        StateInWords(entities, claims[i]));
  };
  const auto when = [&](int i) {
    const std::string time = TimeInWords(claims[i].time);
    return time.empty() ? "" : absl::StrCat(" (", time, ")");
  };
  std::string text = absl::StrCat(Lead(2, c.sure), says(c.a), when(c.a), "; ", says(c.b), when(c.b), ".");
  if (c.kind == kEntireAgainstException) absl::StrAppend(&text, " The one place lies inside the other.");
  if (c.kind == kOnlyAgainstElsewhere)
    absl::StrAppend(&text, " “Only” rules the other place out, as far as it is meant to reach.");
  return text;
}

}  // namespace tallystick

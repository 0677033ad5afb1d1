#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/certificate.h"
#include "core/conflict/circular.h"
#include "core/conflict/count_assumptions.h"
#include "core/conflict/drift.h"
#include "core/conflict/readings.h"
#include "core/conflict/run.h"
#include "core/conflict/settled.h"
#include "core/conflict/shared_origins.h"
#include "core/conflict/suspected_copies.h"
#include "core/conflict/unsupported_claims.h"
#include "core/conflict/unsupported_grades.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

constexpr size_t kCited = 12;        // quotes shown with a finding; all claims are listed
constexpr size_t kOriginsOf = 5000;  // claims whose origins are counted for a conflict

std::string TableName(const PhraseTable& table) { return absl::StrCat(table.name, " ", table.version); }

// What another table would say of a scope: the strictest conflict of its own figures, and of its parts.
class Verdicts {
 public:
  Verdicts(const ConflictRun& run, const PhraseTable& table) : name_(TableName(table)) {
    CountProblem problem = BuildCountProblem(run.lattices, run.views.taking_part, table);
    CountSolution solution = SolveCounts(problem);
    SettleReadings(problem, &solution);
    for (const ConflictSet& set : solution.conflicts) {
      const auto [it, added] = verdicts_.insert({{problem.scopes.At(set.node), Family(set.kind)}, VerdictOf(set)});
      if (!added) it->second = std::min(it->second, VerdictOf(set));
    }
  }
  // "acled 1: in tension", or nothing when it says the same.
  std::string Otherwise(const Scope& scope, const std::string& kind, v1::Finding::Verdict verdict) const {
    const auto it = verdicts_.find({scope, Family(kind)});
    const auto theirs = it == verdicts_.end() ? v1::Finding::agrees : it->second;
    if (theirs == verdict) return "";
    const char* words = theirs == v1::Finding::contradicts ? "contradicts"
                        : theirs == v1::Finding::tension   ? "in tension"
                                                           : "no conflict";
    return absl::StrCat(name_, ": ", words);
  }

 private:
  static std::string Family(const std::string& kind) {
    return kind == kPartsAboveWhole ? kPartAboveWhole : kind == kFallingTotal ? kOneScope : kind;
  }
  std::string name_;
  std::map<std::pair<Scope, std::string>, v1::Finding::Verdict> verdicts_;
};

class Writer {
 public:
  explicit Writer(const ConflictRun& run) : run_(run), judged_(JudgedFindings(run.records)) {}

  v1::Finding Finish(FindingDraft draft) const {
    v1::Finding f;
    f.set_kind(draft.kind);
    f.set_verdict(draft.verdict);
    for (const ClaimView* c : draft.claims) f.add_claims(c->record->id.hex());
    for (v1::Assumption& a : draft.wording.assumptions) *f.add_assumptions() = std::move(a);
    f.set_sentence(draft.wording.sentence);
    for (std::string& r : draft.wording.resolutions) f.add_resolutions(std::move(r));
    if (draft.excess) f.set_excess(std::min(*draft.excess, kMaxJsonInteger));
    for (size_t i = 0; i < std::min(kCited, draft.claims.size()); ++i) *f.add_cited() = Cite(*draft.claims[i]);
    if (draft.claims.size() > kCited) {
      draft.notes.push_back(absl::StrCat("Quotes of ", kCited, " of its ", draft.claims.size(), " reports are shown."));
    }
    CountTheOrigins(draft, &f);
    for (std::string& n : NotesOn(run_.records, run_.entities, draft.claims)) draft.notes.push_back(std::move(n));
    for (std::string& n : draft.notes) f.add_notes(std::move(n));
    for (std::string& t : draft.other_tables) f.add_other_tables(std::move(t));
    f.set_scope(draft.scope);
    if (!draft.shares.empty()) f.set_shares(std::move(draft.shares));
    for (v1::Certificate& c : draft.certificates) *f.add_certificates() = std::move(c);
    f.set_id(FindingId(f));
    if (const auto it = judged_.find(f.id()); it != judged_.end())
      f.mutable_judged()->Add(it->second.begin(), it->second.end());
    return f;
  }

 private:
  v1::Cited Cite(const ClaimView& c) const {
    v1::Cited cited;
    cited.set_claim(c.record->id.hex());
    cited.set_quote(c.record->Get(v1::Slot::kQuote).quote().exact());
    cited.set_attribution(AttributionInWords(run_.records, c));
    if (c.has_number) {
      const auto figure = ReadFigure(*c.record, *run_.tables.phrases);
      if (figure.ok()) cited.set_reading(FigureInWords(*figure));
    }
    return cited;
  }

  void CountTheOrigins(const FindingDraft& draft, v1::Finding* f) const {
    if (draft.claims.size() < 2 || draft.claims.size() > kOriginsOf) return;
    std::vector<const Record*> records;
    for (const ClaimView* c : draft.claims) records.push_back(c->record);
    const OriginCount count = CountOrigins(run_.records, records, run_.shared);
    f->mutable_origins()->set_reports(count.reports);
    f->mutable_origins()->set_low(count.origins_low);
    f->mutable_origins()->set_high(count.origins_high);
    f->mutable_origins()->set_words(OriginCountInWords(count));
    const bool conflict = draft.verdict == v1::Finding::contradicts || draft.verdict == v1::Finding::tension;
    const std::string& speaker = draft.claims[0]->speaker;
    const bool one_voice = !speaker.empty() && std::all_of(draft.claims.begin(), draft.claims.end(),
                                                           [&](const ClaimView* c) { return c->speaker == speaker; });
    if (!conflict || !one_voice) return;
    f->add_notes(
        CameOneWay(run_.records, draft.claims)
            ? "All of these come from one source: it is at odds with itself, not two voices with each other."
            : "All of these go back to one source: either it is at odds with itself, or one of those who carry "
              "it misreported it.");
  }

  const ConflictRun& run_;
  std::map<std::string, std::vector<v1::Judged>> judged_;  // by finding
};

void AskOtherTables(const std::vector<Verdicts>& others, const Scope& scope, FindingDraft* draft) {
  for (const Verdicts& other : others) {
    std::string says =
        other.Otherwise(scope, draft->verdict == v1::Finding::agrees ? kOneScope : draft->kind, draft->verdict);
    if (!says.empty()) draft->other_tables.push_back(std::move(says));
  }
}

void DraftCounts(const ConflictRun& run, const std::vector<Verdicts>& others, std::vector<FindingDraft>* drafts) {
  for (const ConflictSet& set : run.counts.conflicts) {
    FindingDraft d;
    d.kind = set.kind;
    d.verdict = VerdictOf(set);
    for (int i : ClaimsOf(run.problem, set)) d.claims.push_back(&run.Claim(i));
    d.wording = WordCountConflict(run.records, run.problem, set);
    DropRepeated(&d.wording.assumptions);
    if (!set.whole_numbers) d.excess = set.sum - set.limit;
    d.certificates = CertificatesOf(run.problem, set);
    d.scope = ScopeInWords(run.lattices, run.problem.scopes.At(set.node));
    AskOtherTables(others, run.problem.scopes.At(set.node), &d);
    drafts->push_back(std::move(d));
  }
  for (const Remark& remark : run.counts.remarks) {
    FindingDraft d;
    d.kind = remark.kind;
    d.verdict = remark.kind == kFloorRaised ? v1::Finding::note : v1::Finding::not_decided;
    std::set<int> claims;
    for (const Lower& l : remark.lowers) claims.insert(run.problem.bounds[l.bound].claim);
    if (remark.upper >= 0) claims.insert(run.problem.bounds[remark.upper].claim);
    for (int i : claims) d.claims.push_back(&run.Claim(i));
    d.wording = WordRemark(run.records, run.problem, remark);
    d.scope = ScopeInWords(run.lattices, run.problem.scopes.At(remark.node));
    drafts->push_back(std::move(d));
  }
}

// A denied figure against the same figure, asserted of the same scope.
void DraftDeniedFigures(const ConflictRun& run, std::vector<FindingDraft>* drafts) {
  const CountProblem& p = run.problem;
  std::map<std::tuple<int, int64_t, int64_t>, int> asserted;  // scope and hard ends: the first claim
  const auto key = [&](int node, const Range& r) { return std::tuple(node, r.low, r.high.value_or(-1)); };
  for (const CountBound& b : p.bounds) {
    if (b.figure && b.alternative < 0) asserted.insert({key(b.node, b.hard), b.claim});
  }
  for (const auto& [denied, node] : p.denied_figures) {
    const auto it = asserted.find(key(node, p.figures[denied]->hard));
    if (it == asserted.end()) continue;
    FindingDraft d;
    d.kind = kAssertedDenied;
    d.verdict = v1::Finding::contradicts;
    d.claims = {&run.Claim(std::min(denied, it->second)), &run.Claim(std::max(denied, it->second))};
    d.scope = ScopeInWords(run.lattices, p.scopes.At(node));
    d.wording.sentence =
        absl::StrCat("These two reports cannot both be right: ", SpeakerInWords(run.records, run.Claim(it->second)),
                     " says ", p.figures[denied]->label, ", and ", SpeakerInWords(run.records, run.Claim(denied)),
                     " denies it (", d.scope, ").");
    AssumeSameNames(run.entities, d.claims, &d.wording.assumptions);
    DropRepeated(&d.wording.assumptions);
    drafts->push_back(std::move(d));
  }
}

void DraftStates(const ConflictRun& run, std::vector<FindingDraft>* drafts) {
  for (const StateConflict& c : run.states) {
    FindingDraft d;
    d.kind = c.kind;
    d.verdict = c.sure ? v1::Finding::contradicts : v1::Finding::tension;
    d.claims = {&run.Claim(c.a), &run.Claim(c.b)};
    d.wording.sentence = WordStateConflict(run.records, run.entities, run.views.taking_part, c);
    d.wording.resolutions = c.resolutions;
    d.wording.assumptions = c.assumptions;
    AssumeSameNames(run.entities, d.claims, &d.wording.assumptions);
    DropRepeated(&d.wording.assumptions);
    d.scope = absl::StrCat(d.claims[0]->predicate, ", ", c.where);
    if (c.involved > 2)
      d.notes.push_back(
          absl::StrCat(c.involved, " reports speak of this matter at touching times; these two collide most clearly."));
    for (const ClaimView* claim : d.claims) {
      for (const LinkEnd& end : run.records.LinksTo(claim->record->id, v1::Link::presupposes)) {
        const Record* from = run.records.Find(end.other);
        if (from == nullptr || !run.records.IsCurrent(*from)) continue;
        d.notes.push_back(
            absl::StrCat("“", from->Get(v1::Slot::kQuote).quote().exact(), "” presupposes it, even as an intention."));
      }
    }
    drafts->push_back(std::move(d));
  }
  for (const std::string& what : run.undecided) {
    FindingDraft d;
    d.kind = kNotDecided;
    d.verdict = v1::Finding::not_decided;
    d.wording.sentence = absl::StrCat("Not decided: ", what, ".");
    drafts->push_back(std::move(d));
  }
}

int Rank(v1::Finding::Verdict verdict) {
  switch (verdict) {
    case v1::Finding::contradicts:
      return 0;
    case v1::Finding::tension:
      return 1;
    case v1::Finding::not_decided:
      return 2;
    case v1::Finding::agrees:
      return 3;
    default:
      return 4;
  }
}

void SetTable(const std::string& name, const std::string& version, const Digest& digest, v1::Table* table) {
  table->set_name(name);
  table->set_version(version);
  table->set_sha256(digest.hex());
}

}  // namespace

ConflictRun::ConflictRun(const RecordSet& r, const ConflictTables& t, ClaimViews v, const EntityGraph& e)
    : records(r),
      tables(t),
      entities(e),
      lattices{&e, t.vocabulary},
      views(std::move(v)),
      problem(BuildCountProblem(lattices, views.taking_part, *t.phrases)) {}

void ConflictRun::Solve() {
  counts = SolveCounts(problem);
  SettleReadings(problem, &counts);
  states = FindStateConflicts(lattices, views.taking_part, &undecided);
}

std::vector<int> ClaimsOf(const CountProblem& problem, const ConflictSet& set) {
  std::set<int> claims;
  for (const Lower& l : set.lowers) claims.insert(problem.bounds[l.bound].claim);
  for (int u : set.uppers) claims.insert(problem.bounds[u].claim);
  for (const ConflictSet& reading : set.by_reading) {
    for (int i : ClaimsOf(problem, reading)) claims.insert(i);
  }
  return {claims.begin(), claims.end()};
}

v1::Finding::Verdict VerdictOf(const ConflictSet& set) {
  return set.strictness == Strictness::kAsserted ? v1::Finding::contradicts : v1::Finding::tension;
}

ConflictTables ShippedTables() {
  // Tables that do not parse are a defect of the build; the tests of core/quantity parse them and show the line.
  static const PhraseTable* const house = new PhraseTable(*ShippedTable("tally"));
  static const PhraseTable* const acled = new PhraseTable(*ShippedTable("acled"));
  static const PhraseTable* const airwars = new PhraseTable(*ShippedTable("airwars"));
  return {house, {acled, airwars}, &Vocabulary::Shipped()};
}

v1::Findings FindConflicts(const RecordSet& records, const ConflictTables& tables) {
  const EntityGraph entities(records);
  ConflictRun run(records, tables, ViewClaims(records, entities, *tables.vocabulary), entities);
  run.Solve();
  ClaimChains chains(run);
  std::vector<FindingDraft> copies = FindSuspectedCopies(chains);
  run.shared = SharedOriginsOf(records, copies);
  std::vector<Verdicts> others;
  for (const PhraseTable* table : tables.alternatives) others.emplace_back(run, *table);
  std::vector<FindingDraft> drafts = FindAgreements(run);
  std::vector<FindingDraft> grades = FindUnsupportedGrades(run, drafts);
  for (FindingDraft& d : drafts) {
    if (d.node >= 0) AskOtherTables(others, run.problem.scopes.At(d.node), &d);
  }
  for (FindingDraft& d : grades) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindSuccessions(run)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindDrifts(chains)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindCircularReporting(chains)) drafts.push_back(std::move(d));
  for (FindingDraft& d : copies) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindUnsupportedClaims(run)) drafts.push_back(std::move(d));
  DraftCounts(run, others, &drafts);
  DraftDeniedFigures(run, &drafts);
  DraftStates(run, &drafts);
  for (FindingDraft& d : FindRivalPerpetrators(run)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindDisjointEventDates(run)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindDurationsAgainstExtents(run)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindPresuppositions(run, drafts)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindUndercuts(run)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindBorderPlaces(run)) drafts.push_back(std::move(d));
  for (FindingDraft& d : FindFiguresOutOfOrder(run)) drafts.push_back(std::move(d));
  // By verdict, then by the order of their claims; the kind and the words part what is left.
  const auto key = [](const FindingDraft& d) {
    const ClaimView* first = d.claims.empty() ? nullptr : d.claims[0];
    return std::tuple(Rank(d.verdict), first == nullptr || !first->said ? kEndOfTime : first->said->begin,
                      first == nullptr ? Digest() : first->record->id, d.kind, d.wording.sentence);
  };
  std::sort(drafts.begin(), drafts.end(),
            [&](const FindingDraft& a, const FindingDraft& b) { return key(a) < key(b); });
  v1::Findings findings;
  findings.set_schema("tallystick-findings-v1");
  findings.set_rules(std::string(kConflictRules));
  SetTable(tables.phrases->name, absl::StrCat(tables.phrases->version), tables.phrases->digest,
           findings.mutable_phrases());
  SetTable("vocabulary", "1", tables.vocabulary->digest(), findings.mutable_vocabulary());
  findings.set_claims(static_cast<int32_t>(run.views.taking_part.size()));
  const Writer writer(run);
  std::set<std::string> seen;
  for (FindingDraft& draft : drafts) {
    v1::Finding finding = writer.Finish(std::move(draft));
    if (seen.insert(finding.id()).second) *findings.add_findings() = std::move(finding);
  }
  for (const std::string& unread : run.problem.unread) findings.add_unread(unread);
  return findings;
}

bool IsConflict(const v1::Finding& finding) {
  return finding.verdict() == v1::Finding::contradicts || finding.verdict() == v1::Finding::tension;
}

std::string FindingInWords(const v1::Finding& finding) {
  std::string text = finding.sentence();
  const std::vector<std::string> resolutions(finding.resolutions().begin(), finding.resolutions().end());
  if (!resolutions.empty())
    absl::StrAppend(&text, " It would be resolved if ", absl::StrJoin(resolutions, ", or "), ".");
  std::vector<std::string> assumptions;
  for (const v1::Assumption& a : finding.assumptions()) {
    assumptions.push_back(a.asserter() == kUnasserted ? absl::StrCat(a.text(), " (nobody says so)") : a.text());
  }
  if (!assumptions.empty()) absl::StrAppend(&text, " It rests on: ", absl::StrJoin(assumptions, "; "), ".");
  return text;
}

}  // namespace tallystick

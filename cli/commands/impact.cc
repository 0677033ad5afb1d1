#include "cli/commands/impact.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/views/exports_text.h"
#include "cli/views/impact_text.h"
#include "core/base/status.h"
#include "core/conflict/retold_disputes.h"
#include "core/conflict/retraction.h"
#include "core/provenance/rests_on.h"
#include "store/collect.h"
#include "store/exports.h"

namespace tallystick {
namespace {

using S = v1::Slot;

std::string NameOfRecord(const RecordSet& records, const Record& record) {
  const std::string& quote = record.Get(S::kQuote).quote().exact();
  if (quote.empty()) return records.DisplayName(record);
  const std::string& label = record.Get(S::kNote).note().label();
  return absl::StrCat(label, label.empty() ? "" : " ", "“", quote, "”");
}

v1::ImpactItem ItemOf(const RecordSet& records, const Record& record) {
  v1::ImpactItem item;
  item.set_id(record.id.hex());
  item.set_kind(std::string(KindName(record.kind())));
  item.set_name(NameOfRecord(records, record));
  item.set_current(records.IsCurrent(record));
  if (record.kind() == v1::Header::link) {
    item.set_name(absl::StrCat(v1::Link::Type_Name(record.Get(S::kLink).link().type()), ", from ",
                               records.DisplayName(record.Get(S::kLink).link().from())));
  }
  if (record.kind() != v1::Header::judgement) return item;
  const v1::Verdict& verdict = record.Get(S::kVerdict).verdict();
  if (verdict.has_status()) item.set_verdict(v1::Verdict::Status_Name(verdict.status()));
  if (record.Get(S::kSubject).subject().has_finding()) item.set_finding(record.Get(S::kSubject).subject().finding());
  item.set_name(record.Get(S::kReason).reason().text());
  return item;
}

v1::ImpactFinding FindingOf(const v1::Finding& f) {
  v1::ImpactFinding finding;
  finding.set_id(f.id());
  finding.set_kind(f.kind());
  finding.set_verdict(v1::Finding::Verdict_Name(f.verdict()));
  finding.set_sentence(f.sentence());
  if (f.has_origins()) finding.set_origins(f.origins().words());
  return finding;
}

// The judgements about these findings that the document does not have yet.
void AddJudgementsOf(const RecordSet& records, const std::vector<v1::Finding>& findings, v1::ImpactDocument* document) {
  std::set<std::string> ids, known;
  for (const v1::Finding& f : findings) ids.insert(f.id());
  for (const v1::ImpactItem& item : document->judgements()) known.insert(item.id());
  for (const Record& record : records.records()) {
    const v1::Subject& subject = record.Get(S::kSubject).subject();
    if (record.kind() != v1::Header::judgement || ids.count(subject.finding()) == 0) continue;
    if (record.id.hex() == document->record() || known.count(record.id.hex()) > 0) continue;
    v1::ImpactItem* item = document->add_judgements();
    *item = ItemOf(records, record);
    item->set_reason("judges a finding");
    item->set_on(subject.finding());
  }
}

// What one has of these and the other has not.
std::vector<std::string> Without(const google::protobuf::RepeatedPtrField<std::string>& these,
                                 const google::protobuf::RepeatedPtrField<std::string>& those) {
  const std::set<std::string> known(those.begin(), those.end());
  std::vector<std::string> left;
  for (const std::string& each : these) {
    if (known.count(each) == 0) left.push_back(each);
  }
  return left;
}

google::protobuf::RepeatedPtrField<std::string> AssumptionsOf(const v1::Finding& f) {
  google::protobuf::RepeatedPtrField<std::string> texts;
  for (const v1::Assumption& a : f.assumptions()) *texts.Add() = a.text();
  return texts;
}

void DescribeChange(const RecordSet& records, const ChangedFinding& c, v1::ImpactChange* change) {
  if (c.verdict()) {
    change->add_what(absl::StrCat("it is then ", absl::StrReplaceAll(v1::Finding::Verdict_Name(c.after.verdict()), {{"_", " "}})));
  }
  for (const std::string& id : Without(c.before.claims(), c.after.claims())) {
    change->add_what(absl::StrCat("the claim ", records.DisplayName(id), " is no longer among its claims"));
  }
  for (const std::string& id : Without(c.after.claims(), c.before.claims())) {
    change->add_what(absl::StrCat("the claim ", records.DisplayName(id), " is then among its claims"));
  }
  const auto before = AssumptionsOf(c.before), after = AssumptionsOf(c.after);
  for (const std::string& text : Without(before, after)) change->add_what(absl::StrCat("it no longer rests on: ", text));
  for (const std::string& text : Without(after, before)) change->add_what(absl::StrCat("it then rests on: ", text));
  if (!c.after.origins().words().empty() && c.before.origins().words() != c.after.origins().words()) {
    change->add_what(absl::StrCat("there are then ", c.after.origins().words()));
  }
}

// The recorded exports of bundles that hold the record, or what rests on it. Withheld slots of it may be missing there.
absl::Status AddExports(const Snapshot& snapshot, const RecordSet& records, const std::set<std::string>& touched,
                        v1::ImpactDocument* document) {
  std::vector<Position> positions;
  for (const std::string& id : touched) positions.push_back(records.Find(id)->position);
  const Position asked = records.Find(document->record())->position;
  TALLY_ASSIGN_OR_RETURN(const std::vector<RecordedExport> exports, RecordedExports(snapshot));
  for (const RecordedExport& recorded : exports) {
    int held = 0;
    for (const Position& position : positions) held += recorded.held.Contains(position);
    if (held == 0) continue;
    const v1::ExportItem item = ExportItemOf(recorded);
    const bool holds_it = recorded.held.Contains(asked);
    v1::ImpactExport* found = document->add_exports();
    found->set_record(item.record());
    found->set_bundle(item.bundle());
    found->set_given_to(item.given_to());
    found->set_recorded_at(item.recorded_at());
    found->set_head_size(item.head_size());
    found->set_holds_it(holds_it);
    found->set_dependents(held - holds_it);
  }
  return absl::OkStatus();
}

v1::RetractionView ViewOf(const RecordSet& records, const RetractionEffect& effect, const std::vector<Digest>& ids) {
  v1::RetractionView view;
  view.set_records(static_cast<int32_t>(ids.size()));
  int claims = 0;
  for (const Digest& id : ids) claims += records.Find(id)->kind() == v1::Header::claim;
  view.set_claims(claims);
  for (const v1::Finding& f : effect.findings.gone) *view.add_gone() = FindingOf(f);
  for (const v1::Finding& f : effect.findings.appeared) *view.add_appeared() = FindingOf(f);
  for (const ChangedFinding& c : effect.findings.changed) {
    v1::ImpactChange* change = view.add_changed();
    *change->mutable_before() = FindingOf(c.before);
    *change->mutable_after() = FindingOf(c.after);
    change->set_verdict(c.verdict());
    change->set_fewer_origins(c.fewer_origins());
    DescribeChange(records, c, change);
  }
  for (const v1::Finding& f : effect.reopened) *view.add_reopened() = FindingOf(f);
  return view;
}

}  // namespace

absl::StatusOr<ExitCode> TraceImpact(const Context& context, const CasebookView& book,
                                     const std::vector<std::string>& words) {
  if (words.size() != 1 || context.arguments.Has("--svg") || context.arguments.Has("--prov")) {
    return UsageError("--impact looks at one record at a time, and draws nothing");
  }
  TALLY_ASSIGN_OR_RETURN(const Digest id, book.Resolve(words[0], {}));
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  const Record& record = *records.Find(id);
  v1::ImpactDocument document;
  document.set_schema("tallystick-impact-v1");
  document.set_record(id.hex());
  document.set_kind(std::string(KindName(record.kind())));
  document.set_name(NameOfRecord(records, record));
  std::set<std::string> touched = {id.hex()};
  std::vector<Digest> with = {id};
  for (const Dependent& each : WhatRestsOn(records, id)) {
    const Kind kind = each.record->kind();
    v1::ImpactItem* item = each.only_names               ? document.add_names()
                           : kind == v1::Header::judgement ? document.add_judgements()
                           : kind == v1::Header::custody ? document.add_custody()
                                                         : document.add_rests();
    *item = ItemOf(records, *each.record);
    item->set_reason(each.reason);
    item->set_on(each.on.hex());
    item->set_distance(each.distance);
    if (each.only_names) continue;
    touched.insert(each.record->id.hex());
    const bool falls = kind == v1::Header::claim || kind == v1::Header::link;
    if (falls && records.IsCurrent(*each.record)) with.push_back(each.record->id);
  }
  TALLY_RETURN_IF_ERROR(AddExports(book.snapshot(), records, touched, &document));
  const ConflictTables tables = ShippedTables();
  const v1::Findings before = FindConflicts(records, tables);
  const std::vector<v1::Finding> findings = FindingsThatRestOn(before, touched);
  for (const v1::Finding& f : findings) *document.add_findings() = FindingOf(f);
  for (const RetoldDispute& dispute : RetoldDisputes(records, tables, before).Of(record)) {
    v1::ImpactFinding* finding = document.add_retold_findings();
    *finding = FindingOf(*dispute.finding);
    finding->set_through(dispute.through->id.hex());
  }
  AddJudgementsOf(records, findings, &document);
  const std::vector<Digest> alone = {id};
  *document.add_retractions() = ViewOf(records, EffectOfRetracting(records, tables, before, alone), alone);
  if (with.size() > 1) {
    *document.add_retractions() = ViewOf(records, EffectOfRetracting(records, tables, before, with), with);
  }
  book.Print(context, document, ImpactAsText(document, context.environment.columns));
  return kPassed;
}

}  // namespace tallystick

#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/as_of.h"
#include "cli/commands/all.h"
#include "cli/casebook_view.h"
#include "cli/time_trust.h"
#include "cli/views/record_text.h"
#include "cli/views/recorded_view.h"
#include "core/base/status.h"
#include "core/record/mark.h"
#include "core/conflict/conflict.h"
#include "core/conflict/grades.h"
#include "core/record/json.h"
#include "store/collect.h"
#include "store/entries.h"

namespace tallystick {
namespace {

absl::Status SetRecorded(const Context& context, const Casebook& casebook, const Snapshot& snapshot, uint64_t index,
                         v1::RecordDocument* document) {
  TALLY_ASSIGN_OR_RETURN(const TimeTrust trust, ReadTimeTrust(context));
  TALLY_ASSIGN_OR_RETURN(const RecordedInterval interval,
                         RecordedIntervalOf(snapshot, casebook.captures(), trust, index));
  if (!interval.known()) return absl::OkStatus();
  *document->mutable_recorded() = ViewOf(interval);
  return absl::OkStatus();
}

absl::Status AddGrades(const Snapshot& snapshot, const std::vector<GradeStep>& steps,
                       google::protobuf::RepeatedPtrField<v1::GradeView>* grades) {
  for (const GradeStep& step : steps) {
    const uint64_t index = step.record->position.submission;
    TALLY_ASSIGN_OR_RETURN(const StoredSubmission stored, snapshot.ReadSubmission(index));
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
    v1::GradeView* grade = grades->Add();
    if (!step.grade.empty()) grade->set_grade(step.grade);
    grade->set_meaning(GradeMeaning(step.grade));
    grade->set_author(opened.head.author());
    grade->set_submission(static_cast<int64_t>(index));
    grade->set_record(step.record->id.hex());
    if (!step.reason.empty()) grade->set_reason(step.reason);
    if (step.current) grade->set_current(true);
  }
  return absl::OkStatus();
}

// Judgements of earlier versions and agreeing reports do not hang on the claim itself: the whole casebook is read.
absl::Status SetCredibility(const Snapshot& snapshot, const Digest& claim, v1::RecordDocument* document) {
  TALLY_ASSIGN_OR_RETURN(const RecordSet all, CollectAll(snapshot));
  const std::vector<GradeStep> steps = CredibilityHistory(all, claim);
  TALLY_RETURN_IF_ERROR(AddGrades(snapshot, steps, document->mutable_credibility()));
  const bool confirmed = std::any_of(steps.begin(), steps.end(),
                                     [](const GradeStep& step) { return step.current && step.grade == "1"; });
  if (!confirmed) return absl::OkStatus();
  const v1::Findings findings = FindConflicts(all, ShippedTables());
  for (const v1::Finding& finding : findings.findings()) {
    if (finding.kind() == kGradeUnsupported && finding.claims(0) == claim.hex()) {
      document->set_unsupported(finding.sentence());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Show(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  const Snapshot& snapshot = book.snapshot();
  TALLY_ASSIGN_OR_RETURN(const Digest id, book.Resolve(context.arguments.Get("ID"), {}));
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectClosure(snapshot, {id}));
  const Record* record = records.Find(id);
  if (record == nullptr) return absl::DataLossError("the record cannot be read again");
  v1::RecordDocument document;
  document.set_schema("tallystick-record-v1");
  document.set_id(id.hex());
  document.set_kind(std::string(KindName(record->kind())));
  document.set_submission(static_cast<int64_t>(record->position.submission));
  document.set_number(record->position.number);
  TALLY_ASSIGN_OR_RETURN(const StoredSubmission stored, snapshot.ReadSubmission(record->position.submission));
  TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, record->position.submission));
  TALLY_ASSIGN_OR_RETURN(const KeyRing keys, LoadKeyRing(snapshot, snapshot.size()));
  if (const auto author = Digest::FromHex(opened.head.author());
      author.ok() && keys.IsDisowned(*author, record->position.submission)) {
    document.set_disowned(absl::StrCat("signed with the key ", author->brief(), ", which its owner gave up from entry ",
                                       *keys.Find(*author)->disowned_from, " on"));
  }
  document.set_submission_id(opened.id.hex());
  document.set_as_of(HeadAfter(record->position.submission));
  if (opened.about) document.set_recorded_at(opened.about->recorded_at());
  TALLY_RETURN_IF_ERROR(SetRecorded(context, book.casebook(), snapshot, record->position.submission, &document));
  for (size_t i = 0; i < record->slots.size(); ++i) {
    if (record->slots[i]) {
      *document.add_slots() = *record->slots[i];
    } else {
      document.add_withheld(std::string(SlotName(SlotsOf(record->kind())[i])));
    }
  }
  if (const std::string mark = MarkOf(records, id); !mark.empty()) document.set_mark(mark);
  for (const Record* other : records.ReplacedBy(id)) document.add_replaced_by(other->id.hex());
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> naming, RecordsNaming(snapshot, id));
  bool judged = !record->header.replaces().empty();
  for (const Position& position : naming) {
    TALLY_ASSIGN_OR_RETURN(const Record other, ReadRecord(snapshot, position));
    if (other.kind() == v1::Header::link || other.kind() == v1::Header::judgement) document.add_linked_from(other.id.hex());
    judged = judged || other.kind() == v1::Header::judgement;
  }
  if (record->kind() == v1::Header::source) {
    TALLY_RETURN_IF_ERROR(AddGrades(snapshot, ReliabilityHistory(records, id), document.mutable_reliability()));
  } else if (record->kind() == v1::Header::claim && judged) {
    TALLY_RETURN_IF_ERROR(SetCredibility(snapshot, id, &document));
  }
  book.Print(context, document, RecordAsText(records, document, context.environment.columns));
  return kPassed;
}

}  // namespace

std::vector<Command> ShowCommands() {
  return {{"show", "", "one record with everything it says", Access::kViews, {{"ID", "id, name or label"}},
           {kAuthoritiesOption, kTimePolicyOption, kWitnessOption}, Show}};
}

}  // namespace tallystick

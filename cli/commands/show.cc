#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/casebook_view.h"
#include "cli/time_trust.h"
#include "cli/views/record_text.h"
#include "cli/views/recorded_view.h"
#include "core/base/status.h"
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
  if (opened.about) document.set_recorded_at(opened.about->recorded_at());
  TALLY_RETURN_IF_ERROR(SetRecorded(context, book.casebook(), snapshot, record->position.submission, &document));
  for (size_t i = 0; i < record->slots.size(); ++i) {
    if (record->slots[i]) {
      *document.add_slots() = *record->slots[i];
    } else {
      document.add_withheld(std::string(SlotName(SlotsOf(record->kind())[i])));
    }
  }
  for (const Record* other : records.ReplacedBy(id)) document.add_replaced_by(other->id.hex());
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> naming, RecordsNaming(snapshot, id));
  for (const Position& position : naming) {
    TALLY_ASSIGN_OR_RETURN(const Record other, ReadRecord(snapshot, position));
    if (other.kind() == v1::Header::link || other.kind() == v1::Header::judgement) document.add_linked_from(other.id.hex());
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

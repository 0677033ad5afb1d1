#include "cli/casebook_view.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/as_of.h"
#include "cli/session.h"
#include "cli/time_trust.h"
#include "cli/views/as_of_text.h"
#include "cli/views/layout.h"
#include "cli/views/recorded_view.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "store/earlier_snapshot.h"

namespace tallystick {
namespace {

// What others say of the entries on both sides of the cut: only asked when a clock decided where it is.
absl::Status AddOutsideEvidence(const Context& context, const Casebook& casebook, const Snapshot& whole,
                                v1::AsOf* as_of) {
  TALLY_ASSIGN_OR_RETURN(const TimeTrust trust, ReadTimeTrust(context));
  const uint64_t size = static_cast<uint64_t>(as_of->size());
  if (size > 0) {
    TALLY_ASSIGN_OR_RETURN(const auto last, RecordedIntervalOf(whole, casebook.captures(), trust, size - 1));
    if (last.known()) *as_of->mutable_last() = ViewOf(last);
  }
  if (size < whole.size()) {
    TALLY_ASSIGN_OR_RETURN(const auto next, RecordedIntervalOf(whole, casebook.captures(), trust, size));
    if (next.known()) *as_of->mutable_next() = ViewOf(next);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::AsOf> AsOf(const Context& context, const Casebook& casebook, const Snapshot& whole) {
  TALLY_ASSIGN_OR_RETURN(const EarlierHead head, FindEarlierHead(whole, context.arguments.Get(kAsOfOption.name)));
  TALLY_ASSIGN_OR_RETURN(const Frontier frontier, Frontier::Load(head.size, NodesOf(whole)));
  v1::AsOf as_of;
  as_of.set_size(static_cast<int64_t>(head.size));
  as_of.set_root(Base64Encode(frontier.Root().view()));
  as_of.set_log_size(static_cast<int64_t>(whole.size()));
  as_of.set_checkpoint(head.size == 0 || whole.ReadCheckpoint(head.size).ok());
  if (!head.clock) return as_of;
  as_of.set_clock(FormatUtc(*head.clock));
  as_of.set_later_clocks(head.later_clocks);
  TALLY_RETURN_IF_ERROR(AddOutsideEvidence(context, casebook, whole, &as_of));
  return as_of;
}

}  // namespace

absl::StatusOr<CasebookView> CasebookView::Open(const Context& context) {
  TALLY_ASSIGN_OR_RETURN(Casebook casebook, OpenCasebook(context));
  CasebookView book(std::move(casebook));
  TALLY_ASSIGN_OR_RETURN(book.whole_, book.casebook_.store().OpenSnapshot());
  if (!context.arguments.Has(kAsOfOption.name)) return book;
  TALLY_ASSIGN_OR_RETURN(book.as_of_, AsOf(context, book.casebook_, *book.whole_));
  book.earlier_ = EarlierSnapshot(*book.whole_, static_cast<uint64_t>(book.as_of_->size()));
  return book;
}

absl::StatusOr<Digest> CasebookView::Resolve(const std::string& word, const std::set<Kind>& kinds) const {
  return ResolveArgument(snapshot(), word, kinds);
}

void CasebookView::Print(const Context& context, const google::protobuf::Message& document,
                         const std::string& text) const {
  const int columns = context.environment.columns;
  if (context.json()) {
    const std::string json = EncodeJson(document);
    context.out() << (as_of_ ? WithAsOf(json, *as_of_) : json) << "\n";
  } else {
    context.out() << IsolateRightToLeft(absl::StrCat(as_of_ ? AsOfAsText(*as_of_, columns) + "\n" : "", text));
  }
}

void CasebookView::PrintBare(const Context& context, const std::string& bytes) const {
  if (as_of_) *context.environment.err << AsOfAsText(*as_of_, context.environment.columns);
  context.out() << bytes;
}

}  // namespace tallystick

#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/as_of.h"
#include "cli/commands/all.h"
#include "cli/casebook_view.h"
#include "cli/commands/exports.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "core/record/mark.h"
#include "store/collect.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// How a record goes by that another one names; also one that cannot be read, or is not there as of an earlier head.
std::string NameOf(const Snapshot& snapshot, const std::string& hex) {
  RecordSet alone;
  if (const auto id = Digest::FromHex(hex); id.ok()) {
    if (absl::StatusOr<Record> record = FindRecord(snapshot, *id); record.ok()) alone.Add(*std::move(record));
  }
  const Record* record = alone.records().empty() ? nullptr : &alone.records()[0];
  if (record != nullptr && record->kind() == v1::Header::claim && record->Get(S::kNote).note().label().empty()) {
    return absl::StrCat("“", record->Get(S::kQuote).quote().exact(), "”");
  }
  return record == nullptr ? Brief(hex) : alone.DisplayName(*record);
}

std::string NamesOf(const Snapshot& snapshot, const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& hex : ids) names.push_back(NameOf(snapshot, hex));
  return absl::StrJoin(names, ", ");
}

std::string Plain(const std::string& word) { return absl::StrReplaceAll(word, {{"_", " "}}); }

// "corrects: low → high", and who says so.
void DescribeLink(const Snapshot& snapshot, const v1::Link& link, v1::ListItem* item) {
  item->set_title(absl::StrCat(Plain(v1::Link::Type_Name(link.type())), ": ", NameOf(snapshot, link.from()), " → ",
                               NamesOf(snapshot, link.to())));
  if (link.has_asserter()) item->set_detail(absl::StrCat("says ", NameOf(snapshot, link.asserter())));
}

// "accepted, credibility 2: high", the reason, and the key that signed it.
void DescribeJudgement(const Snapshot& snapshot, const Record& r, const std::string& author, v1::ListItem* item) {
  const v1::Verdict& verdict = r.Get(S::kVerdict).verdict();
  std::vector<std::string> says, about;
  if (verdict.has_status()) says.push_back(Plain(v1::Verdict::Status_Name(verdict.status())));
  if (verdict.has_credibility()) says.push_back(absl::StrCat("credibility ", verdict.credibility()));
  if (says.empty()) says.push_back("(withheld)");
  const v1::Subject& subject = r.Get(S::kSubject).subject();
  if (subject.has_finding()) about.push_back(absl::StrCat("finding ", Brief(subject.finding())));
  if (subject.records_size() > 0) about.push_back(NamesOf(snapshot, subject.records()));
  item->set_title(absl::StrCat(absl::StrJoin(says, ", "), about.empty() ? "" : ": ", absl::StrJoin(about, ", ")));
  const std::string& reason = r.Get(S::kReason).reason().text();
  item->set_detail(absl::StrCat(reason.empty() ? "no reason given" : absl::StrCat("reason: ", reason), ", by ", Brief(author)));
}

v1::ListItem ItemOf(const Snapshot& snapshot, const OpenedSubmission& submission, const Record& r) {
  v1::ListItem item;
  item.set_id(r.id.hex());
  item.set_kind(std::string(KindName(r.kind())));
  item.set_submission(static_cast<int64_t>(r.position.submission));
  item.set_submission_id(submission.id.hex());
  item.set_as_of(HeadAfter(r.position.submission));
  item.set_number(r.position.number);
  RecordSet alone;
  alone.Add(r);
  if (r.kind() == v1::Header::claim) {
    const std::string& label = r.Get(S::kNote).note().label();
    item.set_title(absl::StrCat(label, label.empty() ? "" : " ", "“", r.Get(S::kQuote).quote().exact(), "”"));
    const std::string &predicate = r.Get(S::kProposition).proposition().predicate(),
                      &words = r.Get(S::kQuantity).quantity().words();
    item.set_detail(absl::StrCat(predicate, predicate.empty() || words.empty() ? "" : " ", words));
  } else if (r.kind() == v1::Header::link) {
    DescribeLink(snapshot, r.Get(S::kLink).link(), &item);
  } else if (r.kind() == v1::Header::judgement) {
    DescribeJudgement(snapshot, r, submission.head.author(), &item);
  } else {
    item.set_title(alone.DisplayName(r));
    if (r.kind() == v1::Header::source) item.set_detail(v1::Identity::Kind_Name(r.Get(S::kIdentity).identity().kind()));
    if (r.kind() == v1::Header::entity) item.set_detail(v1::Names::Type_Name(r.Get(S::kNames).names().type()));
    if (r.kind() == v1::Header::custody) item.set_detail(v1::Custody::Act_Name(r.Get(S::kCustody).custody().act()));
    if (r.kind() == v1::Header::key) item.set_detail(v1::Key::Role_Name(r.Get(S::kKey).key().role()));
  }
  return item;
}

void Mark(const RecordSet& records, const Record& record, v1::ListItem* item) {
  item->set_replaced(records.CurrentVersion(record.id) != record.id);
  if (const std::string mark = MarkOf(records, record.id); !mark.empty()) item->set_mark(mark);
}

void Print(const Context& context, const CasebookView& book, const v1::ListDocument& document) {
  if (!context.arguments.Has("--jsonl")) {
    return book.Print(context, document, ListAsText(document, context.environment.columns));
  }
  std::string lines;
  for (const v1::ListItem& item : document.items()) absl::StrAppend(&lines, EncodeJson(item), "\n");
  book.PrintBare(context, lines);
}

absl::StatusOr<std::vector<Kind>> KindsFrom(const std::string& word) {
  if (word.empty() || word == "all") {
    return std::vector<Kind>{v1::Header::source, v1::Header::capture, v1::Header::rendition, v1::Header::entity,
                             v1::Header::claim,  v1::Header::link,    v1::Header::judgement, v1::Header::key,
                             v1::Header::custody};
  }
  if (word == "entities") return std::vector<Kind>{v1::Header::entity};
  const std::optional<Kind> kind = KindByName(word.back() == 's' ? word.substr(0, word.size() - 1) : word);
  if (kind) return std::vector<Kind>{*kind};
  return WithHint(absl::InvalidArgumentError(absl::StrCat("\"", word, "\" is no kind of record")),
                  "claims, sources, captures, entities, links, judgements, keys, exports or all");
}

absl::StatusOr<ExitCode> List(Context& context) {
  if (context.arguments.Get("KIND") == "exports") {
    TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
    return ListExports(context, book);
  }
  TALLY_ASSIGN_OR_RETURN(const std::vector<Kind> kinds, KindsFrom(context.arguments.Get("KIND")));
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  const std::set<Kind> wanted(kinds.begin(), kinds.end());
  v1::ListDocument document;
  document.set_schema("tallystick-list-v1");
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  TALLY_RETURN_IF_ERROR(book.snapshot().ScanSubmissions(0, book.snapshot().size(), [&](uint64_t index, StoredSubmission stored) {
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
    for (const Record& record : opened.records) {
      if (wanted.count(record.kind()) == 0) continue;
      v1::ListItem& item = *document.add_items();
      item = ItemOf(book.snapshot(), opened, record);
      Mark(records, record, &item);
    }
    return absl::OkStatus();
  }));
  Print(context, book, document);
  return kPassed;
}

absl::StatusOr<ExitCode> Search(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const TextQuery query, ParseTextQuery(context.arguments.All("WORDS")));
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  TALLY_ASSIGN_OR_RETURN(const std::vector<Record> found, SearchRecords(book.snapshot(), query));
  v1::ListDocument document;
  document.set_schema("tallystick-list-v1");
  std::vector<Digest> ids;
  for (const Record& record : found) ids.push_back(record.id);
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAbout(book.snapshot(), ids));
  for (const Record& record : found) {
    TALLY_ASSIGN_OR_RETURN(const StoredSubmission stored, book.snapshot().ReadSubmission(record.position.submission));
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, record.position.submission));
    v1::ListItem& item = *document.add_items();
    item = ItemOf(book.snapshot(), opened, record);
    Mark(records, record, &item);
  }
  Print(context, book, document);
  return found.empty() ? kNotFound : kPassed;
}

}  // namespace

std::vector<Command> ListCommands() {
  const Option jsonl = {"--jsonl", "", "print one JSON object a line"};
  return {
      {"list", "", "what is recorded, in order", Access::kViews,
       {{"KIND", "claims, sources, captures, entities, links, judgements, keys, exports or all", false}}, {jsonl}, List},
      {"search", "", "find records by their words", Access::kViews,
       {{"WORDS", "words or beginnings of words; several in quotation marks are a phrase", true, true}}, {jsonl}, Search},
  };
}

}  // namespace tallystick

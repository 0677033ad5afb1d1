#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/casebook_view.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "core/record/mark.h"
#include "store/collect.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// What a row says about a record, without looking any other record up.
v1::ListItem ItemOf(const Record& r) {
  v1::ListItem item;
  item.set_id(r.id.hex());
  item.set_kind(std::string(KindName(r.kind())));
  item.set_submission(static_cast<int64_t>(r.position.submission));
  item.set_number(r.position.number);
  RecordSet alone;
  alone.Add(r);
  if (r.kind() == v1::Header::claim) {
    const std::string& label = r.Get(S::kNote).note().label();
    item.set_title(absl::StrCat(label, label.empty() ? "" : " ", "“", r.Get(S::kQuote).quote().exact(), "”"));
    item.set_detail(absl::StrCat(r.Get(S::kProposition).proposition().predicate(), " ", r.Get(S::kQuantity).quantity().words()));
  } else if (r.kind() == v1::Header::link) {
    item.set_title(v1::Link::Type_Name(r.Get(S::kLink).link().type()));
    item.set_detail(Brief(r.Get(S::kLink).link().from()));
  } else {
    item.set_title(alone.DisplayName(r));
    if (r.kind() == v1::Header::source) item.set_detail(v1::Identity::Kind_Name(r.Get(S::kIdentity).identity().kind()));
    if (r.kind() == v1::Header::entity) item.set_detail(v1::Names::Type_Name(r.Get(S::kNames).names().type()));
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
                  "claims, sources, captures, entities, links, judgements, keys or all");
}

absl::StatusOr<ExitCode> List(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<Kind> kinds, KindsFrom(context.arguments.Get("KIND")));
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  const std::set<Kind> wanted(kinds.begin(), kinds.end());
  v1::ListDocument document;
  document.set_schema("tallystick-list-v1");
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  for (const Record& record : records.records()) {
    if (wanted.count(record.kind()) == 0) continue;
    v1::ListItem& item = *document.add_items();
    item = ItemOf(record);
    Mark(records, record, &item);
  }
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
    v1::ListItem& item = *document.add_items();
    item = ItemOf(record);
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
       {{"KIND", "claims, sources, captures, entities, links, judgements, keys or all", false}}, {jsonl}, List},
      {"search", "", "find records by their words", Access::kViews,
       {{"WORDS", "words or beginnings of words; several in quotation marks are a phrase", true, true}}, {jsonl}, Search},
  };
}

}  // namespace tallystick

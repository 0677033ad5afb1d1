#include "store/importer.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/quote/anchor.h"
#include "core/quote/nearest.h"
#include "core/record/fields.h"
#include "store/collect.h"

namespace tallystick {
namespace {

using S = v1::Slot;
constexpr size_t kMaxCaptureBytes = 256 << 20;

absl::Status In(absl::string_view field, const absl::Status& status) {
  return status.ok() ? status : absl::Status(status.code(), absl::StrCat(field, ": ", status.message()));
}

// The line's slots as the draft's: every message field that Slot knows by the same name.
RecordDraft DraftOf(const v1::ImportLine& line) {
  RecordDraft draft;
  draft.kind = line.kind();
  for (const std::string& id : line.replaces()) {
    if (const auto digest = Digest::FromHex(id); digest.ok()) draft.replaces.push_back(*digest);
  }
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  line.GetReflection()->ListFields(line, &fields);
  for (const auto* field : fields) {
    const std::optional<SlotCase> slot = SlotByName(field->name());
    if (!slot) continue;
    v1::Slot& made = draft.slots.emplace_back();
    S::GetReflection()
        ->MutableMessage(&made, S::descriptor()->FindFieldByNumber(*slot))
        ->CopyFrom(line.GetReflection()->GetMessage(line, field));
  }
  return draft;
}

v1::Content::CharsetBasis BasisOf(CharsetBasis basis) {
  switch (basis) {
    case CharsetBasis::kByteOrderMark: return v1::Content::byte_order_mark;
    case CharsetBasis::kValidUtf8: return v1::Content::valid_utf8;
    case CharsetBasis::kDeclared: return v1::Content::declared;
    case CharsetBasis::kGuessed: return v1::Content::guessed;
  }
  return v1::Content::basis_unstated;
}

// The nearest passage is looked for this often in one import: each time the whole capture is gone through, and nobody
// reads more of them.
constexpr int kNearestShown = 50;

// Where the words stand. With a start given they must stand there; without one they must occur exactly once. `missing`
// counts those that stand nowhere.
absl::StatusOr<ByteRange> Locate(absl::string_view capture, Charset charset, QuoteFinder* finder, const std::string& exact,
                                 std::optional<int64_t> start, int* missing) {
  const std::optional<std::string> encoded = start ? EncodeText(exact, charset) : std::nullopt;
  if (encoded) {  // where they should stand, before the whole capture is looked through
    const int64_t end = *start + static_cast<int64_t>(encoded->size());
    const absl::StatusOr<Anchor> there = MakeAnchor(capture, charset, *start, end);
    if (there.ok() && there->exact == exact) return ByteRange{*start, end};
  }
  const std::vector<ByteRange> found = finder->Find(exact);
  if (found.empty()) {
    return absl::InvalidArgumentError(++*missing <= kNearestShown ? DescribeMissingQuote(capture, charset, exact)
                                                                  : "the quote is not in the capture");
  }
  std::vector<std::string> places;
  for (const ByteRange& range : found) {
    if (start && range.start == *start) return range;
    if (places.size() < 5) places.push_back(absl::StrCat(range.start));
  }
  if (start) {
    return absl::InvalidArgumentError(absl::StrCat("the words are not at byte ", *start, "; they stand at byte ",
                                                   absl::StrJoin(places, ", ")));
  }
  if (found.size() == 1) return found[0];
  return absl::InvalidArgumentError(absl::StrCat("the words occur ", found.size(), " times, at bytes ",
                                                 absl::StrJoin(places, ", "), found.size() > 5 ? " …" : "",
                                                 "; say which with \"start\""));
}

}  // namespace

absl::StatusOr<Kind> Importer::KindOf(const Digest& id) {
  const auto it = added_.find(id);
  if (it != added_.end()) return it->second;
  TALLY_ASSIGN_OR_RETURN(const Record record, FindRecord(*snapshot_, id));
  added_[id] = record.kind();
  return record.kind();
}

absl::StatusOr<Digest> Importer::ResolveOne(const std::string& word, absl::string_view kinds) {
  const bool marked = absl::StartsWith(word, "@");
  const auto handle = handles_.find(marked ? word.substr(1) : word);
  if (handle != handles_.end()) return handle->second;
  if (marked) {
    return absl::NotFoundError(absl::StrCat("no line before this one has the handle \"", word.substr(1), "\""));
  }
  if (const auto id = Digest::FromHex(word); id.ok()) return *id;
  const std::string key = absl::StrCat(kinds, absl::string_view("\0", 1), word);
  const auto known = resolved_.find(key);
  if (known != resolved_.end()) return known->second;
  std::set<Kind> wanted;
  for (absl::string_view name : absl::StrSplit(kinds, '|', absl::SkipEmpty())) {
    if (const auto kind = KindByName(name)) wanted.insert(*kind);
  }
  TALLY_ASSIGN_OR_RETURN(const Digest id, Resolve(*snapshot_, word, wanted));
  return resolved_[key] = id;
}

absl::Status Importer::ResolveReferences(v1::ImportLine* line) {
  return ChangeReferences(line, [this](const std::string& path, absl::string_view kinds, std::string* value) {
    const absl::StatusOr<Digest> id = ResolveOne(*value, kinds);
    if (!id.ok()) return In(path, id.status());
    const absl::StatusOr<Kind> kind = KindOf(*id);
    if (!kind.ok()) return In(path, kind.status());
    const std::vector<std::string> wanted = absl::StrSplit(kinds, '|', absl::SkipEmpty());
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), KindName(*kind)) == wanted.end()) {
      return In(path, absl::InvalidArgumentError(absl::StrCat("\"", *value, "\" is a ", KindName(*kind), "; expected a ",
                                                              absl::StrJoin(wanted, " or "))));
    }
    *value = id->hex();
    return absl::OkStatus();
  });
}

absl::Status Importer::CheckJudged(const v1::ImportLine& line) {
  if (!line.verdict().has_credibility()) return absl::OkStatus();
  for (const std::string& hex : line.subject().records()) {
    TALLY_ASSIGN_OR_RETURN(const Digest id, Digest::FromHex(hex));
    TALLY_ASSIGN_OR_RETURN(const Kind kind, KindOf(id));
    if (kind == v1::Header::claim) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("verdict.credibility: only a claim has one; ", id.brief(), " is a ", KindName(kind)));
  }
  return absl::OkStatus();
}

absl::Status Importer::FillCapture(v1::ImportLine* line) {
  if (!line->has_file()) {
    return absl::InvalidArgumentError("file: a capture names the file that holds its bytes");
  }
  absl::StatusOr<std::string> bytes = reader_(line->file());
  if (!bytes.ok()) return In("file", bytes.status());
  if (bytes->empty()) return absl::InvalidArgumentError(absl::StrCat("file: ", line->file(), " is empty"));
  if (bytes->size() > kMaxCaptureBytes) return absl::InvalidArgumentError("file: larger than 256 MiB");
  v1::Content* content = line->mutable_content();
  std::optional<Charset> declared;
  if (content->has_charset()) {
    const absl::StatusOr<Charset> charset = ParseCharset(content->charset());
    if (!charset.ok()) return In("content.charset", charset.status());
    declared = *charset;
  }
  const absl::StatusOr<RecognisedText> text = Recognise(*bytes, declared);
  if (!text.ok()) return In(line->file(), text.status());
  const Digest digest = Sha256(*bytes);
  if (content->has_sha256() && content->sha256() != digest.hex()) {
    return absl::InvalidArgumentError(absl::StrCat("content.sha256: ", line->file(), " has the hash ", digest.hex()));
  }
  content->set_sha256(digest.hex());
  content->set_size(static_cast<int64_t>(bytes->size()));
  if (!content->has_media_type()) content->set_media_type("text/plain");
  content->set_charset(std::string(CharsetName(text->charset)));
  content->set_charset_basis(BasisOf(text->basis));
  pending_bytes_[digest] = *std::move(bytes);
  return absl::OkStatus();
}

absl::StatusOr<Importer::CaptureText*> Importer::LoadCapture(const std::string& id) {
  const auto it = texts_.find(id);
  if (it != texts_.end()) return &it->second;
  TALLY_ASSIGN_OR_RETURN(const Digest digest, Digest::FromHex(id));
  TALLY_ASSIGN_OR_RETURN(const Record record, FindRecord(*snapshot_, digest));
  const v1::Content& content = record.Get(S::kContent).content();
  TALLY_ASSIGN_OR_RETURN(const Digest file, Digest::FromHex(content.sha256()));
  TALLY_ASSIGN_OR_RETURN(std::string bytes, captures_->Get(file));
  return &texts_.emplace(id, CaptureText{std::move(bytes), content.charset(), {}}).first->second;
}

absl::Status Importer::FillQuote(v1::ImportLine* line) {
  v1::Quote* quote = line->mutable_quote();
  if (!quote->has_capture() || quote->exact().empty() || quote->has_rendition()) return absl::OkStatus();  // Validate says why
  const absl::StatusOr<CaptureText*> text = LoadCapture(quote->capture());
  if (!text.ok()) return In("quote.capture", text.status());
  const absl::StatusOr<Charset> charset = ParseCharset((*text)->charset);
  if (!charset.ok()) return In("quote.capture", charset.status());
  const absl::string_view bytes = (*text)->bytes;
  if (!(*text)->finder) (*text)->finder.emplace(bytes, *charset);
  QuoteFinder* const finder = &*(*text)->finder;
  const auto start = [](const auto& m) { return m.has_start() ? std::optional<int64_t>(m.start()) : std::nullopt; };
  const absl::StatusOr<ByteRange> range = Locate(bytes, *charset, finder, quote->exact(), start(*quote), &missing_quotes_);
  if (!range.ok()) return In("quote.exact", range.status());
  if (quote->has_end() && quote->end() != range->end) {
    return absl::InvalidArgumentError(absl::StrCat("quote.end: the words end at byte ", range->end));
  }
  TALLY_ASSIGN_OR_RETURN(const Anchor anchor, MakeAnchor(bytes, *charset, range->start, range->end));
  quote->set_start(anchor.start);
  quote->set_end(anchor.end);
  quote->set_prefix(anchor.prefix);
  quote->set_suffix(anchor.suffix);
  for (int i = 0; i < quote->passages_size(); ++i) {
    v1::Passage* passage = quote->mutable_passages(i);
    const absl::StatusOr<ByteRange> place = Locate(bytes, *charset, finder, passage->exact(), start(*passage), &missing_quotes_);
    if (!place.ok()) return In(absl::StrCat("quote.passages[", i, "].exact"), place.status());
    passage->set_start(place->start);
    passage->set_end(place->end);
  }
  return absl::OkStatus();
}

// Gives a capture the time of one that the author recorded before and that is the same but for it.
absl::Status Importer::TakeEarlierTime(RecordDraft* draft) const {
  TALLY_ASSIGN_OR_RETURN(const std::vector<Position> captures, RecordsOfKind(*snapshot_, v1::Header::capture));
  for (const Position& position : captures) {
    TALLY_ASSIGN_OR_RETURN(const Record earlier, ReadRecord(*snapshot_, position));
    if (earlier.Get(S::kContent).content().sha256() != draft->Get(S::kContent).content().sha256()) continue;
    RecordDraft candidate = *draft;
    for (v1::Slot& slot : candidate.slots) {
      if (slot.has_origin()) slot.mutable_origin()->set_captured_at(earlier.Get(S::kOrigin).origin().captured_at());
    }
    TALLY_ASSIGN_OR_RETURN(const bool recorded, recorder_->HasRecorded(candidate));
    if (!recorded) continue;
    *draft = std::move(candidate);
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<Digest> Importer::Add(v1::ImportLine line, bool once) {
  if (line.has_handle() && handles_.count(line.handle()) > 0) {
    return absl::InvalidArgumentError(absl::StrCat("handle: \"", line.handle(), "\" names an earlier line already"));
  }
  if (!line.has_kind()) return absl::InvalidArgumentError("kind: say what kind of record it is");
  TALLY_RETURN_IF_ERROR(ResolveReferences(&line));
  TALLY_RETURN_IF_ERROR(CheckJudged(line));
  if (line.kind() == v1::Header::capture) TALLY_RETURN_IF_ERROR(FillCapture(&line));
  if (line.kind() == v1::Header::claim) TALLY_RETURN_IF_ERROR(FillQuote(&line));
  RecordDraft draft = DraftOf(line);
  if (once && ignore_capture_time_ && line.kind() == v1::Header::capture) TALLY_RETURN_IF_ERROR(TakeEarlierTime(&draft));
  TALLY_ASSIGN_OR_RETURN(const Digest id, once ? recorder_->AddOnce(draft) : recorder_->Add(draft));
  added_[id] = line.kind();
  if (line.has_handle()) handles_[line.handle()] = id;
  if (line.kind() == v1::Header::capture) {
    texts_[id.hex()] = {pending_bytes_[*Digest::FromHex(line.content().sha256())], line.content().charset()};
  }
  return id;
}

absl::StatusOr<std::string> Importer::Commit() {
  // Captures first: a record must never name bytes that a crash could have lost. Bytes without a record do no harm.
  for (const auto& [digest, bytes] : pending_bytes_) TALLY_RETURN_IF_ERROR(captures_->Put(bytes).status());
  return recorder_->Commit();
}

}  // namespace tallystick

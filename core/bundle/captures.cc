#include "core/bundle/captures.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr absl::string_view kCharset = "utf-8";
constexpr size_t kHashDigits = 64;

// The capture's hash as its file's name states it.
absl::string_view HashInName(absl::string_view path) { return path.substr(path.rfind('/') + 1, kHashDigits); }

// The text that a claim's ranges count in, or why they cannot be looked up.
struct QuotedText {
  std::optional<absl::string_view> bytes;
  std::string target;
  absl::string_view why_not;
};

class QuoteReader {
 public:
  QuoteReader(const BundleLayout& layout, const RecordSet& records, Checks* checks)
      : records_(records), checks_(checks) {
    for (const auto& [path, bytes] : layout.captures) by_hash_.emplace(std::string(HashInName(path)), bytes);
  }

  void Check(const Record& claim) {
    if (claim.kind() != v1::Header::claim || claim.IsWithheld(v1::Slot::kQuote)) return;
    const v1::Quote& quote = claim.Get(v1::Slot::kQuote).quote();
    const QuotedText text = Find(quote);
    CheckRange(claim, text, quote.start(), quote.end(), quote.exact());
    for (const v1::Passage& passage : quote.passages()) {
      CheckRange(claim, text, passage.start(), passage.end(), passage.exact());
    }
  }

  void Finish() {
    if (good_ > 0) {
      checks_->Pass(kConsistent, "quotes", "data/captures/",
                    absl::StrCat(good_, " passages stand where their claims say"));
    }
    for (const auto& [key, passages] : not_checked_) {
      checks_->Unknown(kConsistent, "quotes", key.first, "quote-not-checked",
                       absl::StrCat(passages, " passages not looked up: ", key.second));
    }
  }

 private:
  QuotedText Find(const v1::Quote& quote) const {
    const bool in_rendition = !quote.rendition().empty();
    const std::string& id = in_rendition ? quote.rendition() : quote.capture();
    const Record* record = records_.Find(id);
    if (record == nullptr) return {std::nullopt, id, "the record of the capture is not here"};
    const v1::Content& content = record->Get(v1::Slot::kContent).content();
    const std::string& hash = in_rendition ? record->Get(v1::Slot::kText).text().sha256() : content.sha256();
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end()) return {std::nullopt, id, "the capture's bytes are not here"};
    if (!in_rendition && content.charset() != kCharset) {
      return {std::nullopt, id, "only UTF-8 captures are read; `tally check` reads the others"};
    }
    return {found->second, id, ""};
  }

  void CheckRange(const Record& claim, const QuotedText& text, int64_t start, int64_t end, absl::string_view exact) {
    if (!text.bytes) {
      ++not_checked_[{text.target, text.why_not}];
      return;
    }
    const int64_t size = text.bytes->size();
    if (start >= 0 && start < end && end <= size && text.bytes->substr(start, end - start) == exact) {
      ++good_;
      return;
    }
    checks_->Fail(kConsistent, "quotes", claim.id.hex(), "quote",
                  absl::StrCat("its words do not stand at bytes ", start, " to ", end, " of ", text.target));
  }

  const RecordSet& records_;
  Checks* const checks_;
  std::map<std::string, absl::string_view> by_hash_;
  int64_t good_ = 0;
  std::map<std::pair<std::string, absl::string_view>, int64_t> not_checked_;
};

// The size that a shown record gives each capture or rendition, by hash.
std::map<std::string, int64_t, std::less<>> SizesByHash(const RecordSet& records) {
  std::map<std::string, int64_t, std::less<>> sizes;
  for (const Record& record : records.records()) {
    if (record.kind() == v1::Header::capture) {
      const v1::Content& content = record.Get(v1::Slot::kContent).content();
      sizes.emplace(content.sha256(), content.size());
    } else if (record.kind() == v1::Header::rendition) {
      const v1::RenditionText& text = record.Get(v1::Slot::kText).text();
      sizes.emplace(text.sha256(), text.size());
    }
  }
  return sizes;
}

}  // namespace

void CheckCaptures(const BundleLayout& layout, const RecordSet& records, Checks* checks) {
  constexpr absl::string_view kName = "captures";
  const std::map<std::string, int64_t, std::less<>> sizes = SizesByHash(records);
  const int before = checks->failures();
  for (const auto& [path, bytes] : layout.captures) {
    const absl::string_view hash = HashInName(path);
    const auto size = sizes.find(hash);
    if (Sha256(bytes).hex() != hash) {
      checks->Fail(kUnchanged, kName, path, "capture-hash", "does not bear the hash of its bytes");
    } else if (size == sizes.end()) {
      checks->Fail(kUnchanged, kName, path, "capture-unreferenced", "is named by no record that is shown");
    } else if (size->second != static_cast<int64_t>(bytes.size())) {
      checks->Fail(kUnchanged, kName, path, "capture-size",
                   absl::StrCat("has ", bytes.size(), " bytes; its record says ", size->second));
    }
  }
  if (layout.captures.empty() || checks->failures() != before) return;
  checks->Pass(kUnchanged, kName, "data/captures/",
               absl::StrCat(layout.captures.size(), " captures have the hashes and sizes that records give them"));
}

void CheckQuotes(const BundleLayout& layout, const RecordSet& records, Checks* checks) {
  QuoteReader reader(layout, records, checks);
  for (const Record& record : records.records()) reader.Check(record);
  reader.Finish();
}

}  // namespace tallystick

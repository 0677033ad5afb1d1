#include "store/quote_check.h"

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr size_t kCacheBytes = 64 << 20;
using S = v1::Slot;

}  // namespace

const std::string* QuoteChecker::Bytes(const Digest& digest, std::string* problem) {
  const auto it = cache_.find(digest);
  if (it != cache_.end()) return &it->second;
  absl::StatusOr<std::string> bytes = blobs_.Get(digest);
  if (!bytes.ok()) {
    *problem = std::string(bytes.status().message());
    return nullptr;
  }
  if (cached_bytes_ + bytes->size() > kCacheBytes) {
    cache_.clear();
    cached_bytes_ = 0;
  }
  cached_bytes_ += bytes->size();
  return &cache_.emplace(digest, *std::move(bytes)).first->second;
}

std::optional<QuoteProblem> QuoteChecker::CheckCapture(const Record& record) {
  if (record.IsWithheld(S::kContent)) return QuoteProblem{"", "its content slot is withheld", true};
  const v1::Content& content = record.Get(S::kContent).content();
  const absl::StatusOr<Digest> digest = Digest::FromHex(content.sha256());
  if (!digest.ok()) return QuoteProblem{", slot content", "names no hash"};
  Capture capture{*digest, std::nullopt};
  if (const auto charset = ParseCharset(content.charset()); charset.ok()) capture.charset = *charset;
  known_[record.id.hex()] = capture;
  ++captures_;
  std::string problem;
  const std::string* bytes = Bytes(*digest, &problem);
  if (bytes == nullptr) return QuoteProblem{absl::StrCat(", captured file ", digest->brief()), problem};
  if (static_cast<int64_t>(bytes->size()) != content.size()) {
    return QuoteProblem{", slot content", absl::StrCat("states ", content.size(), " bytes; there are ", bytes->size())};
  }
  return std::nullopt;
}

std::vector<QuoteProblem> QuoteChecker::CheckClaim(const Record& record) {
  if (record.IsWithheld(S::kQuote)) return {{"", "its quote is withheld", true}};
  const v1::Quote& quote = record.Get(S::kQuote).quote();
  if (quote.has_rendition()) return {{"", "its quote lies in a rendition, which this version does not read", true}};
  const auto it = known_.find(quote.capture());
  if (it == known_.end() && left_out_) return {{"", "its capture, which a damaged submission may hold", true}};
  if (it == known_.end()) return {{", slot quote", "names a capture that is not recorded before it"}};
  if (!it->second.charset) return {{"", "its capture is not a text that this version reads", true}};
  std::string problem;
  const std::string* bytes = Bytes(it->second.digest, &problem);
  if (bytes == nullptr) return {};  // said once, at the capture
  std::vector<QuoteProblem> problems;
  ++quotes_;
  if (const auto wrong = CheckAnchor(*bytes, *it->second.charset,
                                     {quote.start(), quote.end(), quote.exact(), quote.prefix(), quote.suffix()})) {
    problems.push_back({", slot quote", wrong->message});
  }
  for (int i = 0; i < quote.passages_size(); ++i) {
    const v1::Passage& p = quote.passages(i);
    const absl::StatusOr<Anchor> there = MakeAnchor(*bytes, *it->second.charset, p.start(), p.end());
    if (there.ok() && there->exact == p.exact()) continue;
    problems.push_back({absl::StrCat(", slot quote, passage ", i), there.ok() ? "the capture has other words there"
                                                                             : std::string(there.status().message())});
  }
  return problems;
}

std::vector<QuoteProblem> QuoteChecker::Check(const Record& record) {
  if (record.kind() == v1::Header::claim) return CheckClaim(record);
  if (record.kind() != v1::Header::capture) return {};
  if (std::optional<QuoteProblem> problem = CheckCapture(record)) return {*std::move(problem)};
  return {};
}

}  // namespace tallystick

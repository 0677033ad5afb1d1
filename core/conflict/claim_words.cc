#include "core/conflict/claim_words.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/fold.h"
#include "core/base/utf8.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr size_t kContext = 32;      // code points that a quote keeps on each side
constexpr size_t kShortestName = 5;  // code points
constexpr size_t kLettersForADifference = 4;

std::vector<char32_t> CodePoints(absl::string_view text) {
  std::vector<char32_t> points;
  while (!text.empty()) {
    size_t size = 0;
    points.push_back(DecodeCodePoint(text, &size));
    text.remove_prefix(size);
  }
  return points;
}

}  // namespace

WordReader::WordReader(const ConflictRun& run) : names_(1) {
  for (const Record& record : run.records.records()) {
    const Entity entity = record.kind() == v1::Header::entity ? run.entities.Find(record.id.hex()) : kNoEntity;
    for (const v1::Name& name : record.Get(S::kNames).names().names()) Add(name.text(), entity);
    for (const v1::Name& name : record.Get(S::kIdentity).identity().names()) Add(name.text(), kNoEntity);
  }
  for (Node& node : names_) {
    std::sort(node.entities.begin(), node.entities.end());
    node.entities.erase(std::unique(node.entities.begin(), node.entities.end()), node.entities.end());
  }
}

void WordReader::Add(const std::string& text, Entity entity) {
  const std::string folded = Fold(text);
  int at = 0;
  for (absl::string_view word : FoldedWords(folded)) {
    const auto [it, added] = names_[at].next.insert({std::string(word), static_cast<int>(names_.size())});
    at = it->second;
    if (added) names_.emplace_back();
  }
  if (at == 0) return;
  names_[at].ends = true;
  if (entity != kNoEntity) names_[at].entities.push_back(entity);
}

std::pair<const WordReader::Node*, size_t> WordReader::NameAt(const std::vector<absl::string_view>& words,
                                                              size_t at) const {
  std::pair<const Node*, size_t> longest = {nullptr, 0};
  const Node* node = &names_[0];
  for (size_t i = at; i < words.size(); ++i) {
    const auto it = node->next.find(words[i]);
    if (it == node->next.end()) break;
    node = &names_[it->second];
    if (node->ends) longest = {node, i + 1 - at};
  }
  return longest;
}

ClaimWords WordReader::Read(const ClaimView& claim) const {
  ClaimWords out;
  const v1::Quote& quote = claim.record->Get(S::kQuote).quote();
  ReadRun(absl::StrCat(quote.prefix(), quote.exact(), quote.suffix()), CountCodePoints(quote.prefix()) >= kContext,
          CountCodePoints(quote.suffix()) >= kContext, &out);
  for (const v1::Passage& passage : quote.passages()) ReadRun(passage.exact(), false, false, &out);
  return out;
}

void WordReader::ReadRun(absl::string_view text, bool cut_before, bool cut_after, ClaimWords* out) const {
  const std::string folded = Fold(text);
  std::vector<absl::string_view> words = FoldedWords(folded);
  if (cut_before && !words.empty()) words.erase(words.begin());  // perhaps half a word
  if (cut_after && !words.empty()) words.pop_back();
  std::vector<std::string> run;
  std::set<const Node*> found;
  for (size_t i = 0; i < words.size();) {
    const auto [name, named] = NameAt(words, i);
    const size_t length = std::max(size_t{1}, named);
    run.push_back(absl::StrJoin(words.begin() + static_cast<ptrdiff_t>(i),
                                words.begin() + static_cast<ptrdiff_t>(i + length), " "));
    if (name != nullptr && found.insert(name).second) {
      for (Entity entity : name->entities) out->names.insert({entity, run.back()});
    }
    i += length;
  }
  out->runs.push_back(std::move(run));
}

std::string ShingleAt(const std::vector<std::string>& run, size_t at) {
  const auto begin = run.begin() + static_cast<ptrdiff_t>(at);
  return absl::StrJoin(begin, begin + static_cast<ptrdiff_t>(kShingleWords), " ");
}

bool IsOtherSpelling(const std::string& a, const std::string& b) {
  const std::vector<char32_t> x = CodePoints(a), y = CodePoints(b);
  const size_t shorter = std::min(x.size(), y.size()), allowed = shorter / kLettersForADifference;
  if (a == b || shorter < kShortestName || std::max(x.size(), y.size()) - shorter > allowed) return false;
  std::vector<size_t> row(y.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= x.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= y.size(); ++j) {
      const size_t cost = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (x[i - 1] != y[j - 1])});
      diagonal = row[j];
      row[j] = cost;
    }
  }
  return row[y.size()] <= allowed;
}

}  // namespace tallystick

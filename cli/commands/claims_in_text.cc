#include "cli/commands/claims_in_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "core/base/fold.h"
#include "core/quote/negation.h"
#include "core/quote/passages.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr int64_t kNear = 200;  // bytes before a place that hold the words beside it
constexpr size_t kFewestDigits = 12, kMostDigits = 64;

class Finder {
 public:
  Finder(const RecordSet& records, absl::string_view text) : records_(records), text_(text), passages_(text) {}

  ClaimsInText Find() {
    for (const Record& record : records_.records()) {
      if (record.kind() == v1::Header::claim) ids_[record.id.hex()] = &record;
    }
    FindIds();
    for (const Record& record : records_.records()) {
      if (record.kind() != v1::Header::claim) continue;
      FindLabel(record);
      const std::string& quote = record.Get(S::kQuote).quote().exact();
      for (const FoundPassage& found : passages_.Find(quote)) {
        Add(record, found.range, found.exact ? "words" : "nearly", found.difference);
        AddNegation(quote, found.range, &found_.places[record.id].back());
      }
      found_.too_short += PassageFinder::IsTooShort(quote) && found_.places.count(record.id) == 0;
    }
    CountSentences();
    for (auto& [id, places] : found_.places) {
      std::stable_sort(places.begin(), places.end(),
                       [](const v1::RadarPlace& a, const v1::RadarPlace& b) { return a.line() < b.line(); });
    }
    return std::move(found_);
  }

 private:
  void Add(const Record& claim, const ByteRange& range, const char* how, const std::string& difference = "") {
    v1::RadarPlace place;
    place.set_line(passages_.LineOf(range.start));
    place.set_how(how);
    if (!difference.empty()) place.set_difference(difference);
    found_.places[claim.id].push_back(std::move(place));
    ranges_.push_back(range);
  }

  void AddNegation(absl::string_view quote, const ByteRange& range, v1::RadarPlace* place) const {
    const std::vector<ByteRange>& sentences = passages_.sentences();
    const auto after = std::upper_bound(sentences.begin(), sentences.end(), range.start,
                                        [](int64_t at, const ByteRange& s) { return at < s.start; });
    const int64_t begin =
        after == sentences.begin() ? range.start : std::max(std::prev(after)->start, range.start - kNear);
    const std::string negation = NegationBeside(Part(begin, range.start), Part(range.start, range.end), quote);
    if (!negation.empty()) place->set_negation(negation);
  }

  // From the next character that begins at `start` or later.
  absl::string_view Part(int64_t start, int64_t end) const {
    while (start < end && (static_cast<unsigned char>(text_[start]) & 0xC0) == 0x80) ++start;
    return text_.substr(start, end - start);
  }

  void FindIds() {
    const auto is_hex = [](char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); };
    for (size_t at = 0; at < text_.size();) {
      size_t end = at;
      bool hex = true;
      while (end < text_.size() && absl::ascii_isalnum(text_[end])) hex = is_hex(text_[end++]) && hex;
      const std::string word(text_.substr(at, std::min(end - at, kMostDigits + 1)));
      if (hex && word.size() >= kFewestDigits && word.size() <= kMostDigits) {
        const auto first = ids_.lower_bound(word);
        if (first != ids_.end() && first->first.substr(0, word.size()) == word) {
          const auto second = std::next(first);
          const bool alone = second == ids_.end() || second->first.substr(0, word.size()) != word;
          if (alone) Add(*first->second, {static_cast<int64_t>(at), static_cast<int64_t>(end)}, "id");
        }
      }
      at = std::max(end, at + 1);
    }
  }

  void FindLabel(const Record& claim) {
    const std::string& label = claim.Get(S::kNote).note().label();
    if (label.empty()) return;
    const bool unmistakable =
        std::any_of(label.begin(), label.end(), [](char c) { return absl::ascii_isdigit(c) || c == '-' || c == '_'; });
    const std::string folded = Fold(label);
    for (const FoundPassage& found : passages_.FindName(label)) {
      const auto start = static_cast<size_t>(found.range.start), end = static_cast<size_t>(found.range.end);
      if (Fold(text_.substr(start, end - start)) != folded) continue;
      const bool at = start > 0 && text_[start - 1] == '@';
      const bool in_brackets = start > 0 && text_[start - 1] == '[' && end < text_.size() && text_[end] == ']';
      if (unmistakable || at || in_brackets) Add(claim, found.range, "label");
    }
  }

  void CountSentences() {
    std::sort(ranges_.begin(), ranges_.end(), [](const ByteRange& a, const ByteRange& b) { return a.start < b.start; });
    found_.sentences = static_cast<int>(passages_.sentences().size());
    size_t next = 0;
    int64_t reach = -1;  // the end of what began before
    for (const ByteRange& sentence : passages_.sentences()) {
      for (; next < ranges_.size() && ranges_[next].start < sentence.end; ++next)
        reach = std::max(reach, ranges_[next].end);
      found_.not_recognised += reach <= sentence.start;
    }
  }

  const RecordSet& records_;
  absl::string_view text_;
  PassageFinder passages_;
  std::map<std::string, const Record*> ids_;
  std::vector<ByteRange> ranges_;
  ClaimsInText found_;
};

}  // namespace

ClaimsInText FindClaimsInText(const RecordSet& records, absl::string_view text) { return Finder(records, text).Find(); }

}  // namespace tallystick

#include "core/provenance/lineage.h"

#include <algorithm>
#include <utility>

#include "core/provenance/connected.h"
#include "core/base/digest_table.h"

namespace tallystick {
namespace {

constexpr v1::Link::Type kSameStatement[] = {v1::Link::same_statement};
constexpr v1::Link::Type kCopying[] = {v1::Link::copies, v1::Link::translates};

bool IsCopy(const RecordSet& records, const Digest& capture) {
  if (records.IsAlone(capture)) return false;
  return !records.LinksFrom(capture, v1::Link::copies).empty() ||
         !records.LinksFrom(capture, v1::Link::translates).empty();
}

std::vector<LineageStep> StepsOf(SourceResolver& sources, const v1::Attribution& attribution) {
  std::vector<LineageStep> steps;
  steps.reserve(attribution.steps_size());
  for (const v1::Step& step : attribution.steps()) {
    std::vector<Digest> classes;
    for (const std::string& hex : step.sources()) {
      const auto id = Digest::FromHex(hex);
      if (!id.ok()) return {};
      classes.push_back(sources.ClassOf(*id));
    }
    if (classes.empty()) return {};
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    const bool any_of = step.joined() == v1::Step::any_of && classes.size() > 1;
    steps.push_back({std::move(classes), any_of, step.certainty() == v1::Step::inferred});
  }
  return steps;
}

// The documents that captures belong to. Each capture is looked at once: many claims may stand in it.
class Documents {
 public:
  struct Entry {
    Digest capture;  // its class
    Digest document;
    bool copy = false;
  };

  Documents(const RecordSet& records, SourceResolver& sources) : records_(records), sources_(sources) {}

  // Holds until the next call.
  const Entry& Of(const Digest& capture) {
    if (const auto it = entries_.find(capture); it != entries_.end()) return it->second;
    Entry entry{sources_.ClassOf(capture), OriginalOf(capture), IsCopy(records_, capture)};
    entry.copy = entry.copy || (entry.capture != capture && IsCopy(records_, entry.capture));
    return entries_[capture] = entry;
  }

 private:
  // The original among the copies: one that copies nothing, else any; of several the smallest.
  Digest OriginalOf(const Digest& capture) {
    if (const auto it = originals_.find(capture); it != originals_.end()) return it->second;
    const std::vector<Digest> members = ConnectedBy(records_, capture, kCopying);
    const auto original =
        std::find_if(members.begin(), members.end(), [this](const Digest& id) { return !IsCopy(records_, id); });
    const Digest document = sources_.ClassOf(original == members.end() ? members.front() : *original);
    for (const Digest& member : members) originals_[member] = document;
    return document;
  }

  const RecordSet& records_;
  SourceResolver& sources_;
  DigestTable<Digest> originals_;
  DigestTable<Entry> entries_;
};

// Documents that turned out to be one: the smallest stands for all.
class JoinedDocuments {
 public:
  Digest Find(Digest id) {
    for (auto it = up_.find(id); it != up_.end(); it = up_.find(id)) {
      id = it->second;
      if (const auto above = up_.find(id); above != up_.end()) it->second = above->second;
    }
    return id;
  }

  void Join(const Digest& a, const Digest& b) {
    const Digest x = Find(a), y = Find(b);
    if (x != y) up_[std::max(x, y)] = std::min(x, y);
  }

 private:
  DigestTable<Digest> up_;
};

// Captures of the same bytes are one document even where no link says so.
void JoinIdenticalBytes(const RecordSet& records, std::vector<Lineage>& lineages) {
  DigestTable<Digest> captures;  // -> document
  for (const Lineage& lineage : lineages) {
    if (lineage.capture) captures.insert({*lineage.capture, *lineage.document});
  }
  std::vector<std::pair<absl::string_view, Digest>> by_bytes;
  for (const auto& [id, document] : captures) {
    const Record* capture = records.Find(id);
    if (capture == nullptr) continue;
    const std::string& sha256 = capture->Get(v1::Slot::kContent).content().sha256();
    if (!sha256.empty()) by_bytes.push_back({sha256, id});
  }
  std::sort(by_bytes.begin(), by_bytes.end());
  JoinedDocuments joined;
  DigestTable<bool> copies;
  for (size_t i = 1; i < by_bytes.size(); ++i) {
    if (by_bytes[i].first != by_bytes[i - 1].first) continue;
    joined.Join(captures.at(by_bytes[i - 1].second), captures.at(by_bytes[i].second));
    copies[by_bytes[i - 1].second] = copies[by_bytes[i].second] = true;
  }
  if (copies.empty()) return;
  for (Lineage& lineage : lineages) {
    if (!lineage.capture) continue;
    lineage.document = joined.Find(*lineage.document);
    lineage.copy = lineage.copy || copies.count(*lineage.capture) != 0;
  }
}

}  // namespace

std::vector<Digest> SameStatementAs(const RecordSet& records, const Record& claim) {
  return ConnectedBy(records, claim.id, kSameStatement);
}

bool IsFirstHand(v1::Attribution::Basis basis) {
  return basis == v1::Attribution::witnessed || basis == v1::Attribution::document ||
         basis == v1::Attribution::own_count;
}

std::vector<Lineage> LineagesOf(const RecordSet& records, SourceResolver& sources,
                                std::span<const Record* const> claims) {
  std::vector<Lineage> lineages;
  lineages.reserve(claims.size());
  Documents documents(records, sources);
  for (const Record* claim : claims) {
    Lineage lineage;
    lineage.claim = claim;
    const v1::Attribution& attribution = claim->Get(v1::Slot::kAttribution).attribution();
    lineage.steps = StepsOf(sources, attribution);
    lineage.first_hand = lineage.known() && IsFirstHand(attribution.basis());
    if (const auto id = Digest::FromHex(claim->Get(v1::Slot::kQuote).quote().capture()); id.ok()) {
      const Documents::Entry& entry = documents.Of(*id);
      lineage.capture = entry.capture;
      lineage.document = entry.document;
      lineage.copy = entry.copy;
    }
    lineages.push_back(std::move(lineage));
  }
  JoinIdenticalBytes(records, lineages);
  return lineages;
}

}  // namespace tallystick

#include "core/provenance/lineage.h"

#include <algorithm>
#include <utility>

#include "core/base/digest_table.h"
#include "core/base/disjoint_sets.h"
#include "core/provenance/connected.h"

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
    absl::InlinedVector<Digest, 1> classes;
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
  std::vector<std::pair<Digest, Digest>> identical;
  for (size_t i = 1; i < by_bytes.size(); ++i) {
    if (by_bytes[i].first == by_bytes[i - 1].first) identical.push_back({by_bytes[i - 1].second, by_bytes[i].second});
  }
  if (identical.empty()) return;
  DigestSet copies;
  std::vector<Digest> documents;  // sorted: the smallest of those that are one stands for all
  for (const auto& [a, b] : identical) {
    for (const Digest& capture : {a, b}) {
      copies.insert(capture);
      documents.push_back(captures.at(capture));
    }
  }
  std::sort(documents.begin(), documents.end());
  documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
  const auto place_of = [&documents](const Digest& id) {
    return std::lower_bound(documents.begin(), documents.end(), id) - documents.begin();
  };
  DisjointSets joined(documents.size());
  for (const auto& [a, b] : identical) {
    joined.Join(static_cast<int>(place_of(captures.at(a))), static_cast<int>(place_of(captures.at(b))));
  }
  for (Lineage& lineage : lineages) {
    if (!lineage.capture) continue;
    const auto place = place_of(*lineage.document);
    if (place < std::ssize(documents) && documents[place] == *lineage.document) {
      lineage.document = documents[joined.Find(static_cast<int>(place))];
    }
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

#include "core/provenance/lineage.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/provenance/connected.h"

namespace tallystick {
namespace {

constexpr v1::Link::Type kSameStatement[] = {v1::Link::same_statement};
constexpr v1::Link::Type kCopying[] = {v1::Link::copies, v1::Link::translates};

bool IsCopy(const RecordSet& records, const Digest& capture) {
  return !records.LinksFrom(capture, v1::Link::copies).empty() ||
         !records.LinksFrom(capture, v1::Link::translates).empty();
}

std::vector<LineageStep> StepsOf(SourceResolver& sources, const v1::Attribution& attribution) {
  std::vector<LineageStep> steps;
  for (const v1::Step& step : attribution.steps()) {
    std::set<Digest> classes;
    for (const std::string& hex : step.sources()) {
      const auto id = Digest::FromHex(hex);
      if (!id.ok()) return {};
      classes.insert(sources.ClassOf(*id));
    }
    if (classes.empty()) return {};
    steps.push_back({{classes.begin(), classes.end()},
                     step.joined() == v1::Step::any_of && classes.size() > 1,
                     step.certainty() == v1::Step::inferred});
  }
  return steps;
}

// The documents that captures belong to.
class Documents {
 public:
  Documents(const RecordSet& records, SourceResolver& sources) : records_(records), sources_(sources) {}

  // The original among the copies: one that copies nothing, else any; of several the smallest.
  Digest OriginalOf(const Digest& capture) {
    if (const auto it = originals_.find(capture); it != originals_.end()) return it->second;
    const std::vector<Digest> members = ConnectedBy(records_, capture, kCopying);
    Digest original = members.front();
    for (const Digest& member : members) {
      if (IsCopy(records_, member)) continue;
      original = member;
      break;
    }
    for (const Digest& member : members) originals_[member] = sources_.ClassOf(original);
    return originals_.at(capture);
  }

 private:
  const RecordSet& records_;
  SourceResolver& sources_;
  std::map<Digest, Digest> originals_;
};

// Captures of the same bytes are one document even where no link says so.
void JoinIdenticalBytes(const RecordSet& records, std::vector<Lineage>& lineages) {
  std::map<std::string, std::set<Digest>> documents, captures;
  for (const Lineage& lineage : lineages) {
    if (!lineage.capture) continue;
    const Record* capture = records.Find(*lineage.capture);
    const std::string sha256 = capture ? capture->Get(v1::Slot::kContent).content().sha256() : "";
    if (sha256.empty()) continue;
    documents[sha256].insert(*lineage.document);
    captures[sha256].insert(*lineage.capture);
  }
  std::map<Digest, Digest> joined;
  const auto find = [&joined](Digest id) {
    for (auto it = joined.find(id); it != joined.end(); it = joined.find(id)) id = it->second;
    return id;
  };
  std::set<Digest> copies;
  for (const auto& [sha256, same] : documents) {
    for (const Digest& document : same) {
      const Digest a = find(*same.begin()), b = find(document);
      if (a != b) joined[std::max(a, b)] = std::min(a, b);
    }
    if (captures[sha256].size() > 1) copies.insert(captures[sha256].begin(), captures[sha256].end());
  }
  for (Lineage& lineage : lineages) {
    if (!lineage.capture) continue;
    lineage.document = find(*lineage.document);
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
  Documents documents(records, sources);
  for (const Record* claim : claims) {
    Lineage lineage;
    lineage.claim = claim;
    const v1::Attribution& attribution = claim->Get(v1::Slot::kAttribution).attribution();
    lineage.steps = StepsOf(sources, attribution);
    lineage.first_hand = lineage.known() && IsFirstHand(attribution.basis());
    if (const auto id = Digest::FromHex(claim->Get(v1::Slot::kQuote).quote().capture()); id.ok()) {
      lineage.capture = sources.ClassOf(*id);
      lineage.document = documents.OriginalOf(*id);
      lineage.copy = IsCopy(records, *id) || IsCopy(records, *lineage.capture);
    }
    lineages.push_back(std::move(lineage));
  }
  JoinIdenticalBytes(records, lineages);
  return lineages;
}

}  // namespace tallystick

#include "cli/claims_named.h"

#include "absl/strings/str_cat.h"
#include "cli/exit_code.h"
#include "cli/finding_named.h"
#include "cli/views/layout.h"
#include "core/base/status.h"
#include "core/conflict/conflict.h"
#include "core/provenance/sources.h"
#include "store/collect.h"

namespace tallystick {
namespace {

std::vector<const Record*> ClaimsOfEvent(const RecordSet& records, const Digest& event) {
  SourceResolver same(records);  // also answers which entities are recorded as the same
  const Digest wanted = same.ClassOf(event);
  std::vector<const Record*> claims;
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::claim || !records.IsCurrent(record)) continue;
    const auto id = Digest::FromHex(record.Get(v1::Slot::kEvent).event().event());
    if (id.ok() && same.ClassOf(*id) == wanted) claims.push_back(&record);
  }
  return claims;
}

class Collector {
 public:
  Collector(const CasebookView& book, const RecordSet& records) : book_(book), records_(records) {}

  absl::Status Add(const std::string& word) {
    const absl::StatusOr<Digest> id = book_.Resolve(word, {v1::Header::claim, v1::Header::entity});
    if (id.ok()) return AddRecord(*id, word);
    if (!absl::IsNotFound(id.status())) return id.status();
    if (MayBeFindingId(word)) {
      const absl::Status finding = AddFinding(word);
      if (!absl::IsNotFound(finding)) return finding;
    }
    if (const auto source = book_.Resolve(word, {v1::Header::source}); source.ok()) {
      return WithHint(absl::NotFoundError(absl::StrCat("\"", word, "\" is a source, no claim, event or finding")),
                      absl::StrCat("tally sources shows what is known of each; tally trace --impact ", word,
                                   " shows what rests on this one"));
    }
    if (book_.is_earlier()) return id.status();  // which knows of records that came later
    return WithHint(
        absl::NotFoundError(absl::StrCat("no claim goes by \"", word, "\", and no event or finding")),
        absl::StrCat("give the id (6 digits or more) or label of a claim, the name of an event, or the id of a "
                     "finding; tally search ",
                     word, " looks through all words"));
  }

  NamedClaims Take() { return std::move(named_); }

 private:
  absl::Status AddRecord(const Digest& id, const std::string& word) {
    const Record* record = records_.Find(id);
    if (record == nullptr) return absl::InternalError("a record that was found by its name is not in the set");
    if (record->kind() == v1::Header::claim) {
      AddClaim(record);
      return absl::OkStatus();
    }
    const std::vector<const Record*> claims = ClaimsOfEvent(records_, id);
    if (claims.empty()) {
      return WithHint(absl::NotFoundError(absl::StrCat("no claim is about \"", word, "\" as its event")),
                      "tally list claims shows what is recorded");
    }
    named_.subjects.push_back(absl::StrCat("event ", records_.DisplayName(*record), ": ", Count(static_cast<int64_t>(claims.size()), "claim", "claims")));
    for (const Record* claim : claims) AddClaim(claim);
    return absl::OkStatus();
  }

  absl::Status AddFinding(const std::string& word) {
    if (!findings_) findings_ = FindConflicts(records_, ShippedTables());
    TALLY_ASSIGN_OR_RETURN(const v1::Finding* finding, ResolveFinding(*findings_, word));
    named_.subjects.push_back(
        absl::StrCat("finding ", finding->id().substr(0, 12), ": ", Count(static_cast<int64_t>(finding->claims_size()), "claim", "claims")));
    for (const std::string& hex : finding->claims()) AddClaim(records_.Find(hex));
    return absl::OkStatus();
  }

  void AddClaim(const Record* claim) {
    if (claim != nullptr && added_.insert(claim->id).second) named_.claims.push_back(claim);
  }

  const CasebookView& book_;
  const RecordSet& records_;
  std::optional<v1::Findings> findings_;
  NamedClaims named_;
  std::set<Digest> added_;
};

}  // namespace

absl::StatusOr<NamedClaims> FindClaimsNamed(const CasebookView& book, const RecordSet& records,
                                            const std::vector<std::string>& words) {
  Collector collector(book, records);
  for (const std::string& word : words) TALLY_RETURN_IF_ERROR(collector.Add(word));
  return collector.Take();
}

}  // namespace tallystick

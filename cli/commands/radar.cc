#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/casebook_view.h"
#include "cli/commands/all.h"
#include "cli/commands/claims_in_text.h"
#include "cli/session.h"
#include "cli/views/radar_text.h"
#include "core/base/status.h"
#include "core/base/utf8.h"
#include "core/bundle/bundle_records.h"
#include "core/conflict/changes.h"
#include "core/quote/passages.h"
#include "store/collect.h"

namespace tallystick {
namespace {

using S = v1::Slot;
using What = ClaimChange::What;

constexpr absl::string_view kZip = "PK\x03\x04";

std::string WithReason(std::string words, const Record& by) {
  const std::string& reason = by.Get(S::kReason).reason().text();
  return reason.empty() ? words : absl::StrCat(words, ": ", reason);
}

std::string InWords(const RecordSet& records, const ClaimChange& change) {
  switch (change.what) {
    case What::kRetracted:
      return WithReason("by a judgement", *change.by);
    case What::kReplaced:
      return absl::StrCat("by ", KindName(change.by->kind()), " ", change.by->id.brief(), ", which corrects it");
    case What::kWithdrawn:
    case What::kCorrected:
    case What::kUndercut: {
      const v1::Link& link = change.by->Get(S::kLink).link();
      const std::string who =
          link.has_asserter() ? absl::StrCat(", as ", records.DisplayName(link.asserter()), " says") : "";
      return WithReason(absl::StrCat("by claim ", link.from().substr(0, 12), who), *change.by);
    }
    case What::kBaseFell:
      return WithReason(absl::StrCat(change.base == nullptr ? "what it names" : records.DisplayName(*change.base),
                                     ", which it names"),
                        *change.by);
    case What::kDisputed:
      if (change.through == nullptr) return change.finding->sentence();
      return absl::StrCat("through ", records.DisplayName(*change.through),
                          ", which tells the same statement: ", change.finding->sentence());
    default: {
      const v1::Verdict& verdict = change.by->Get(S::kVerdict).verdict();
      std::string words;
      if (verdict.has_status()) words = absl::StrReplaceAll(v1::Verdict::Status_Name(verdict.status()), {{"_", " "}});
      if (verdict.has_credibility()) {
        absl::StrAppend(&words, words.empty() ? "" : ", ", "credibility ", verdict.credibility());
      }
      return WithReason(words, *change.by);
    }
  }
}

// What a claim is compared with: what the reader knew already is no change.
struct Baseline {
  const BundleRecords* bundle = nullptr;
  std::set<std::string> findings;  // of the bundle
  bool since_used = false;

  bool Knows(const ClaimChange& change, const std::optional<Position>& used) const {
    if (change.what == What::kUsed) return true;
    if (bundle != nullptr) {
      return change.finding != nullptr ? findings.count(change.finding->id()) > 0
                                       : bundle->records.Find(change.by->id) != nullptr;
    }
    return since_used && used && change.since <= *used;
  }
};

class Radar {
 public:
  Radar(const CasebookView& book, const RecordSet& records, const v1::Findings& findings)
      : book_(book), records_(records), changes_(records, ShippedTables(), findings) {}

  // Adds the claim with what changed about it.
  absl::Status Add(const Record& claim, const Baseline& baseline, std::vector<v1::RadarPlace> places,
                   v1::RadarDocument* document) {
    v1::RadarClaim* view = document->add_claims();
    view->set_id(claim.id.hex());
    if (const std::string& label = claim.Get(S::kNote).note().label(); !label.empty()) view->set_label(label);
    view->set_quote(claim.Get(S::kQuote).quote().exact());
    for (v1::RadarPlace& place : places) *view->add_places() = std::move(place);
    const std::vector<ClaimChange> changes = changes_.Of(claim);
    const std::optional<Position> used = UsedAt(changes);
    for (const ClaimChange& change : changes) {
      if (baseline.Knows(change, used)) continue;
      TALLY_RETURN_IF_ERROR(AddChange(change, view));
    }
    document->set_changed(document->changed() + (view->changes().empty() ? 0 : 1));
    return absl::OkStatus();
  }

  bool IsUsed(const Record& claim) const { return UsedAt(changes_.Of(claim)).has_value(); }

 private:
  // The latest use: whoever used it once more knew what had happened by then.
  static std::optional<Position> UsedAt(const std::vector<ClaimChange>& changes) {
    std::optional<Position> used;
    for (const ClaimChange& change : changes) {
      if (change.what == What::kUsed) used = std::max(used.value_or(Position()), change.since);
    }
    return used;
  }

  absl::Status AddChange(const ClaimChange& change, v1::RadarClaim* view) {
    v1::RadarChange* c = view->add_changes();
    c->set_what(std::string(ChangeName(change.what)));
    c->set_in_words(InWords(records_, change));
    if (change.by != nullptr) c->set_record(change.by->id.hex());
    if (change.finding != nullptr) c->set_finding(change.finding->id());
    if (change.through != nullptr) c->set_through(change.through->id.hex());
    const uint64_t index = change.since.submission;
    c->set_submission(static_cast<int64_t>(index));
    const auto [it, added] = submissions_.try_emplace(index);
    if (added) {
      TALLY_ASSIGN_OR_RETURN(const StoredSubmission stored, book_.snapshot().ReadSubmission(index));
      TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(stored, index));
      it->second = {opened.about ? opened.about->recorded_at() : "", opened.head.author()};
    }
    if (!it->second.first.empty()) c->set_recorded_at(it->second.first);
    c->set_author(it->second.second);
    return absl::OkStatus();
  }

  const CasebookView& book_;
  const RecordSet& records_;
  ChangeFinder changes_;
  std::map<uint64_t, std::pair<std::string, std::string>> submissions_;  // recorded at, author
};

absl::Status LookAtUsed(const RecordSet& records, Radar* radar, v1::RadarDocument* document) {
  document->set_looked_at("used");
  Baseline baseline;
  baseline.since_used = true;
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::claim || !radar->IsUsed(record)) continue;
    TALLY_RETURN_IF_ERROR(radar->Add(record, baseline, {}, document));
  }
  return absl::OkStatus();
}

absl::Status LookAtBundle(const std::string& zip, const RecordSet& records, Radar* radar, v1::RadarDocument* document) {
  document->set_looked_at("bundle");
  VerifyOptions options;
  options.tables = ShippedTables();
  const absl::StatusOr<BundleRecords> bundle = ReadBundleRecords(zip, options);
  if (!bundle.ok()) return WithHint(bundle.status(), "tally verify says all that is wrong with it");
  document->set_bundle(bundle->id.hex());
  Baseline baseline;
  baseline.bundle = &*bundle;
  for (const v1::Finding& finding : bundle->findings.findings()) baseline.findings.insert(finding.id());
  int not_here = 0;
  for (const Record& theirs : bundle->records.records()) {
    if (theirs.kind() != v1::Header::claim) continue;
    const Record* claim = records.Find(theirs.id);
    not_here += claim == nullptr;
    if (claim != nullptr) TALLY_RETURN_IF_ERROR(radar->Add(*claim, baseline, {}, document));
  }
  document->set_not_here(not_here);
  return absl::OkStatus();
}

absl::Status LookAtText(const std::string& bytes, const RecordSet& records, Radar* radar, v1::RadarDocument* document) {
  document->set_looked_at("text");
  const std::string name = document->file() == "-" ? "standard input" : document->file();
  if (bytes.empty()) return absl::InvalidArgumentError(absl::StrCat(name, " is empty"));
  const size_t odd = std::min(FirstInvalidUtf8(bytes).value_or(bytes.size()), bytes.find('\0'));
  if (odd < bytes.size()) {
    return WithHint(
        absl::InvalidArgumentError(absl::StrCat(name, " is neither a bundle nor a text in UTF-8 (byte ", odd, ")")),
        "iconv -t utf-8 turns other texts into UTF-8");
  }
  const std::string text = TextOfPage(bytes);
  ClaimsInText found = FindClaimsInText(records, text);
  document->set_sentences(found.sentences);
  document->set_not_recognised(found.not_recognised);
  document->set_too_short(found.too_short);
  std::vector<const Record*> claims;
  for (const auto& [id, places] : found.places) claims.push_back(records.Find(id));
  const auto key = [&found](const Record* claim) {
    return std::pair(found.places.at(claim->id).front().line(), claim->position);
  };
  std::sort(claims.begin(), claims.end(), [&key](const Record* a, const Record* b) { return key(a) < key(b); });
  for (const Record* claim : claims) {
    TALLY_RETURN_IF_ERROR(radar->Add(*claim, {}, std::move(found.places[claim->id]), document));
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunRadar(Context& context) {
  const bool used = context.arguments.Has("--used") || !context.arguments.Has("FILE");
  if (used && context.arguments.Has("FILE")) {
    return UsageError("--used looks at the claims used in your stories, and at no file");
  }
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  v1::RadarDocument document;
  document.set_schema("tallystick-radar-v1");
  std::string bytes;
  if (!used) {
    document.set_file(context.arguments.Get("FILE"));
    TALLY_ASSIGN_OR_RETURN(bytes, ReadInput(context, document.file()));
  }
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  const v1::Findings findings = FindConflicts(records, ShippedTables());
  Radar radar(book, records, findings);
  document.set_changed(0);
  TALLY_RETURN_IF_ERROR(used                            ? LookAtUsed(records, &radar, &document)
                        : absl::StartsWith(bytes, kZip) ? LookAtBundle(bytes, records, &radar, &document)
                                                        : LookAtText(bytes, records, &radar, &document));
  book.Print(context, document, RadarAsText(document, context.environment.columns));
  return document.changed() > 0 && context.arguments.Has("--fail-on-change") ? kConflictFound : kPassed;
}

}  // namespace

std::vector<Command> RadarCommands() {
  return {{"radar",
           "",
           "what has happened since to the claims in an article, in a bundle, or in your own stories",
           Access::kViews,
           {{"FILE", "an article (text or HTML) or a bundle, or -; none: the claims you judged as used", false}},
           {{"--used", "", "the claims you judged as used, each since then"},
            {"--fail-on-change", "", "exit 4 when one of them was retracted, superseded, disputed or judged"}},
           RunRadar}};
}

}  // namespace tallystick

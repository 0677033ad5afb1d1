#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/session.h"
#include "core/base/status.h"
#include "core/record/vocabulary.h"
#include "store/collect.h"

namespace tallystick {
namespace {

// --by names the sources from the capture outwards: the last one spoke first.
absl::Status SetAttribution(const Arguments& a, v1::ImportLine* line) {
  for (const std::string& source : a.All("--by")) line->mutable_attribution()->add_steps()->add_sources(source);
  if (a.Has("--basis")) {
    TALLY_ASSIGN_OR_RETURN(const auto basis, ParseEnum<v1::Attribution::Basis>("--basis", a.Get("--basis"),
                                                                                v1::Attribution::Basis_descriptor()));
    line->mutable_attribution()->set_basis(basis);
  }
  return absl::OkStatus();
}

absl::Status SetQuote(const Arguments& a, v1::ImportLine* line) {
  v1::Quote* quote = line->mutable_quote();
  quote->set_capture(a.Get("--in"));
  quote->set_exact(a.Get("--quote"));
  TALLY_ASSIGN_OR_RETURN(const std::optional<int64_t> start, a.Number("--start", 0));
  if (start) quote->set_start(*start);
  if (a.Has("--voice")) {
    TALLY_ASSIGN_OR_RETURN(const auto voice, ParseEnum<v1::Quote::Voice>("--voice", a.Get("--voice"), v1::Quote::Voice_descriptor()));
    quote->set_voice(voice);
  }
  if (a.Has("--translation")) quote->set_translation(a.Get("--translation"));
  for (const std::string& words : a.All("--passage")) quote->add_passages()->set_exact(words);
  return absl::OkStatus();
}

// A role is filled by an entity of the casebook, or by a victim class of the vocabulary.
void SetRole(const Arguments& a, const char* option, const char* name, v1::Proposition* proposition) {
  const std::vector<std::string> values = a.All(option);
  if (values.empty()) return;
  v1::Role* role = proposition->add_roles();
  role->set_name(name);
  if (values.size() > 1) role->set_group(v1::Role::all_of);
  for (const std::string& value : values) {
    v1::Term* term = role->add_terms();
    if (Vocabulary::Shipped().FindClass(value) != nullptr) {
      term->set_class_(value);
    } else {
      term->set_entity(value);
    }
  }
}

absl::Status SetProposition(const Arguments& a, v1::ImportLine* line) {
  v1::Proposition* proposition = line->mutable_proposition();
  if (a.Has("--predicate")) proposition->set_predicate(a.Get("--predicate"));
  SetRole(a, "--perpetrator", "perpetrator", proposition);
  SetRole(a, "--victims", "victim", proposition);
  SetRole(a, "--holder", "holder", proposition);
  SetRole(a, "--party", "party", proposition);
  if (a.Has("--negated")) proposition->set_polarity(v1::Proposition::negated);
  if (a.Has("--modality")) {
    TALLY_ASSIGN_OR_RETURN(const auto modality, ParseEnum<v1::Proposition::Modality>("--modality", a.Get("--modality"),
                                                                                      v1::Proposition::Modality_descriptor()));
    proposition->set_modality(modality);
  }
  return absl::OkStatus();
}

absl::Status SetQuantity(const Arguments& a, v1::ImportLine* line) {
  if (!a.Has("WORDS")) return absl::OkStatus();
  v1::Quantity* quantity = line->mutable_quantity();
  quantity->set_words(a.Get("WORDS"));
  if (a.Has("--each")) quantity->set_distribution(v1::Quantity::each);
  if (a.Has("--together")) quantity->set_distribution(v1::Quantity::together);
  if (a.Has("--full")) quantity->set_coverage(v1::Quantity::full);
  if (a.Has("--as-of")) quantity->set_as_of(a.Get("--as-of"));
  if (a.Has("--series")) {
    TALLY_ASSIGN_OR_RETURN(const auto series, ParseEnum<v1::Quantity::Series>("--series", a.Get("--series"),
                                                                               v1::Quantity::Series_descriptor()));
    quantity->set_series(series);
  }
  return absl::OkStatus();
}

absl::Status SetScope(const Arguments& a, v1::ImportLine* line) {
  if (a.Has("--event")) line->mutable_event()->set_event(a.Get("--event"));
  if (a.Has("--at")) {
    TALLY_ASSIGN_OR_RETURN(const DateRange at, ParseDateRange("--at", a.Get("--at")));
    line->mutable_time()->set_start_earliest(at.earliest);
    line->mutable_time()->set_end_latest(at.latest);
    line->mutable_time()->set_mode(v1::ClaimTime::within);
  }
  for (const std::string& place : a.All("--place")) {
    v1::PlaceTerm* term = line->mutable_place()->add_terms();
    term->set_relation(v1::PlaceTerm::in);
    term->add_entities(place);
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> AddClaim(Context& context) {
  const Arguments& a = context.arguments;
  v1::ImportLine line;
  line.set_kind(v1::Header::claim);
  TALLY_RETURN_IF_ERROR(SetAttribution(a, &line));
  TALLY_RETURN_IF_ERROR(SetQuote(a, &line));
  TALLY_RETURN_IF_ERROR(SetProposition(a, &line));
  TALLY_RETURN_IF_ERROR(SetQuantity(a, &line));
  TALLY_RETURN_IF_ERROR(SetScope(a, &line));
  for (const std::string& id : a.All("--replaces")) line.add_replaces(id);
  SetNote(a, &line);
  return RecordOne(context, line);
}

}  // namespace

std::vector<Command> ClaimCommands() {
  return {{"claim", "add", "record a claim with its exact words", Access::kWrites,
           {{"WORDS", "the quantity in the source's own words, e.g. \"some 60\"", false}},
           {{"--in", "CAPTURE", "the capture that holds the words", false, true},
            {"--quote", "TEXT", "the exact words", false, true},
            {"--start", "BYTE", "where they begin, when they occur more than once"},
            {"--passage", "TEXT", "further words of the capture that the claim rests on (a date, a place)", true},
            {"--by", "SOURCE", "who said it: from the capture outwards, the first speaker last", true, true},
            {"--basis", "BASIS", "of the first speaker: witnessed, document, own_count, compiled or told"},
            {"--predicate", "TERM", "killed, injured, clash, controls … (docs/model.md)"},
            {"--perpetrator", "ENTITY", "who did it", true},
            {"--victims", "WHO", "an entity, or a class such as civilians", true},
            {"--holder", "ENTITY", "who controls it", true},
            {"--party", "ENTITY", "who takes part", true},
            {"--negated", "", "the source says it is not so"},
            {"--modality", "HOW", "asserted, claimed, denied, predicted, intended, assessed, provisional or hearsay"},
            {"--each", "", "the quantity holds for each"},
            {"--together", "", "the quantity holds for all together"},
            {"--full", "", "the source says that this is the full number"},
            {"--as-of", "DATE", "when the number stood so"},
            {"--series", "KIND", "total_to_date, increment or snapshot"},
            {"--event", "ENTITY", "the event it is about"},
            {"--at", "DATE[..DATE]", "when it happened"},
            {"--place", "ENTITY", "where", true},
            {"--voice", "VOICE", "direct, indirect, narration, headline, infobox or data_row"},
            {"--translation", "TEXT", "the words in your language"},
            {"--replaces", "CLAIM", "a record of yours that this one corrects", true},
            {"--label", "TEXT", "a short name of your own"},
            {"--note", "TEXT", "a remark"}},
           AddClaim}};
}

}  // namespace tallystick

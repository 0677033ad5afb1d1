#include "core/record/validate.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/civil_time.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/fields.h"
#include "core/record/key_event.h"
#include "core/record/places.h"
#include "core/record/vocabulary.h"

namespace tallystick {
namespace {

using S = v1::Slot;

absl::Status Wrong(absl::string_view field, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", what));
}

absl::Status Need(bool there, absl::string_view field, absl::string_view what) {
  return there ? absl::OkStatus() : Wrong(field, what);
}

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

// `earliest` must not come after `latest`; either may be unstated.
absl::Status CheckOrder(absl::string_view field, const std::string& earliest, const std::string& latest) {
  if (earliest.empty() || latest.empty()) return absl::OkStatus();
  TALLY_ASSIGN_OR_RETURN(const CivilSpan from, ParseCivil(earliest));
  TALLY_ASSIGN_OR_RETURN(const CivilSpan to, ParseCivil(latest));
  return Need(from.begin < to.end, field, absl::StrCat(earliest, " is after ", latest));
}

absl::Status CheckMarks(const v1::Slot& slot) {
  const std::string name(SlotName(slot.body_case()));
  TALLY_RETURN_IF_ERROR(VisitMarked(slot, Mark::kRecord, [](const std::string& path, const std::string& value) {
    return Need(Digest::FromHex(value).ok(), path, absl::StrCat("\"", value, "\" is not a record id"));
  }));
  return VisitMarked(slot, Mark::kCivil, [](const std::string& path, const std::string& value) {
    const auto span = ParseCivil(value);
    return span.ok() ? absl::OkStatus() : Wrong(path, span.status().message());
  });
}

absl::Status CheckNames(absl::string_view slot, const google::protobuf::RepeatedPtrField<v1::Name>& names) {
  for (const v1::Name& name : names) {
    TALLY_RETURN_IF_ERROR(Need(!name.text().empty(), absl::StrCat(slot, ".names"), "a name needs its text"));
    TALLY_RETURN_IF_ERROR(
        CheckOrder(absl::StrCat(slot, ".names.valid"), name.valid().earliest(), name.valid().latest()));
  }
  return absl::OkStatus();
}

absl::Status CheckSource(const RecordDraft& d) {
  const v1::Identity& identity = d.Get(S::kIdentity).identity();
  TALLY_RETURN_IF_ERROR(Need(identity.has_kind(), "identity.kind", "say what kind of source it is"));
  const bool may_lack_name = identity.kind() == v1::Identity::unnamed || identity.kind() == v1::Identity::statement;
  TALLY_RETURN_IF_ERROR(Need(may_lack_name || identity.names_size() > 0, "identity.names",
                             "a source has a name, unless its kind is \"unnamed\" or \"statement\""));
  const v1::Standing& standing = d.Get(S::kStanding).standing();
  TALLY_RETURN_IF_ERROR(Need(!standing.has_reliability() || !IsBlank(standing.reason()), "standing.reason",
                             "a grade of reliability needs its reason"));
  return CheckNames("identity", identity.names());
}

absl::Status CheckCapture(const RecordDraft& d) {
  const v1::Content& content = d.Get(S::kContent).content();
  TALLY_RETURN_IF_ERROR(Need(Digest::FromHex(content.sha256()).ok(), "content.sha256", "needs the SHA-256 of the bytes"));
  TALLY_RETURN_IF_ERROR(Need(content.has_size() && content.size() >= 0, "content.size", "needs the size in bytes"));
  TALLY_RETURN_IF_ERROR(Need(!content.media_type().empty(), "content.media_type", "needs a media type"));
  const v1::Interval& published = d.Get(S::kOrigin).origin().published();
  return CheckOrder("origin.published", published.earliest(), published.latest());
}

absl::Status CheckEntity(const RecordDraft& d) {
  const v1::Names& names = d.Get(S::kNames).names();
  TALLY_RETURN_IF_ERROR(Need(names.has_type(), "names.type", "say what type of entity it is"));
  TALLY_RETURN_IF_ERROR(Need(names.names_size() > 0, "names.names", "an entity has a name"));
  TALLY_RETURN_IF_ERROR(CheckNames("names", names.names()));
  for (const v1::Relation& relation : d.Get(S::kRelations).relations().relations()) {
    TALLY_RETURN_IF_ERROR(Need(relation.has_type() && relation.has_to(), "relations.relations",
                               "a relation has a type and the entity it leads to"));
  }
  return absl::OkStatus();
}

absl::Status CheckAttribution(const v1::Attribution& attribution) {
  TALLY_RETURN_IF_ERROR(Need(attribution.steps_size() > 0, "attribution.steps", "say who made the claim"));
  for (int i = 0; i < attribution.steps_size(); ++i) {
    const v1::Step& step = attribution.steps(i);
    const std::string field = absl::StrCat("attribution.steps[", i, "]");
    TALLY_RETURN_IF_ERROR(Need(step.sources_size() > 0, field, "a step needs a source"));
    TALLY_RETURN_IF_ERROR(Need(step.sources_size() < 2 || step.has_joined(), field,
                               "two or more sources are joined by \"all_of\" or \"any_of\""));
    TALLY_RETURN_IF_ERROR(CheckOrder(field, step.said_earliest(), step.said_latest()));
  }
  return absl::OkStatus();
}

absl::Status CheckQuote(const v1::Quote& quote) {
  TALLY_RETURN_IF_ERROR(Need(quote.has_capture(), "quote.capture", "a claim points at the capture that holds its words"));
  TALLY_RETURN_IF_ERROR(Need(!quote.exact().empty(), "quote.exact", "a claim quotes the exact words"));
  TALLY_RETURN_IF_ERROR(Need(quote.has_start() && quote.has_end() && quote.start() >= 0 && quote.start() < quote.end(),
                             "quote.start", "needs a byte range: start before end"));
  for (const v1::Passage& passage : quote.passages()) {
    TALLY_RETURN_IF_ERROR(Need(!passage.exact().empty() && passage.start() >= 0 && passage.start() < passage.end(),
                               "quote.passages", "a passage has its exact words and a byte range"));
  }
  return absl::OkStatus();
}

// Words "as written" must stand in the quote or in a passage; otherwise they are somebody else's words.
absl::Status CheckWords(const RecordDraft& d) {
  const v1::Quote& quote = d.Get(S::kQuote).quote();
  for (const v1::Slot& slot : d.slots) {
    TALLY_RETURN_IF_ERROR(VisitMarked(slot, Mark::kAsWritten, [&quote](const std::string& path, const std::string& words) {
      bool found = absl::StrContains(quote.exact(), words);
      for (const v1::Passage& passage : quote.passages()) found = found || absl::StrContains(passage.exact(), words);
      return Need(found, path, absl::StrCat("\"", words, "\" stands neither in the quote nor in a passage of it"));
    }));
  }
  return absl::OkStatus();
}

absl::Status CheckProposition(const v1::Proposition& p) {
  const Vocabulary& vocabulary = Vocabulary::Shipped();
  const auto known = [](bool in_vocabulary, const std::string& term) {
    return term.empty() || in_vocabulary || absl::StartsWith(term, "x-");
  };
  TALLY_RETURN_IF_ERROR(
      Need(known(vocabulary.FindPredicate(p.predicate()) != nullptr, p.predicate()), "proposition.predicate",
           absl::StrCat("\"", p.predicate(), "\" is not in the vocabulary (own terms begin with \"x-\")")));
  for (const v1::Role& role : p.roles()) {
    TALLY_RETURN_IF_ERROR(Need(!role.name().empty(), "proposition.roles", "a role has a name"));
    TALLY_RETURN_IF_ERROR(Need(role.terms_size() < 2 || role.has_group(), "proposition.roles",
                               "two or more terms are grouped: all_of, each_of or any_of"));
    for (const v1::Term& term : role.terms()) {
      TALLY_RETURN_IF_ERROR(
          Need(known(vocabulary.FindClass(term.class_()) != nullptr, term.class_()), "proposition.roles.terms.class",
               absl::StrCat("\"", term.class_(), "\" is not in the vocabulary (own terms begin with \"x-\")")));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTimeAndPlace(const v1::ClaimTime& time, const v1::ClaimPlace& place) {
  TALLY_RETURN_IF_ERROR(CheckOrder("time.start", time.start_earliest(), time.start_latest()));
  TALLY_RETURN_IF_ERROR(CheckOrder("time.end", time.end_earliest(), time.end_latest()));
  TALLY_RETURN_IF_ERROR(CheckOrder("time", time.start_earliest(), time.end_latest()));
  for (const v1::PlaceTerm& term : place.terms()) {
    const int wanted = term.relation() == v1::PlaceTerm::between ? 2 : 1;
    TALLY_RETURN_IF_ERROR(Need(term.has_relation() && term.entities_size() == wanted, "place.terms",
                               absl::StrCat("needs a relation and ", wanted, " place(s)")));
  }
  return absl::OkStatus();
}

absl::Status CheckClaim(const RecordDraft& d) {
  TALLY_RETURN_IF_ERROR(CheckAttribution(d.Get(S::kAttribution).attribution()));
  TALLY_RETURN_IF_ERROR(CheckQuote(d.Get(S::kQuote).quote()));
  TALLY_RETURN_IF_ERROR(CheckWords(d));
  TALLY_RETURN_IF_ERROR(CheckProposition(d.Get(S::kProposition).proposition()));
  const v1::Quantity& quantity = d.Get(S::kQuantity).quantity();
  TALLY_RETURN_IF_ERROR(Need(quantity.lexeme().empty() || absl::StrContains(quantity.words(), quantity.lexeme()),
                             "quantity.lexeme", "is not part of the quantity's words"));
  return CheckTimeAndPlace(d.Get(S::kTime).time(), d.Get(S::kPlace).place());
}

absl::Status CheckLink(const RecordDraft& d) {
  const v1::Link& link = d.Get(S::kLink).link();
  TALLY_RETURN_IF_ERROR(Need(link.has_type(), "link.type", "say what kind of link it is"));
  TALLY_RETURN_IF_ERROR(Need(link.has_from() && link.to_size() > 0, "link", "names what it leads from and to"));
  for (const std::string& to : link.to()) {
    TALLY_RETURN_IF_ERROR(Need(to != link.from(), "link.to", "leads back to where it starts"));
  }
  return absl::OkStatus();
}

absl::Status CheckJudgement(const RecordDraft& d) {
  const v1::Subject& subject = d.Get(S::kSubject).subject();
  const v1::Verdict& verdict = d.Get(S::kVerdict).verdict();
  TALLY_RETURN_IF_ERROR(Need(subject.records_size() > 0 || subject.has_finding(), "subject",
                             "a judgement is about a record or a finding"));
  TALLY_RETURN_IF_ERROR(Need(verdict.has_status() || verdict.has_credibility(), "verdict", "says nothing"));
  TALLY_RETURN_IF_ERROR(Need(!verdict.has_credibility() || (verdict.credibility() >= 1 && verdict.credibility() <= 6),
                             "verdict.credibility", "goes from 1 (confirmed) to 6 (cannot be judged)"));
  return Need(!verdict.has_credibility() || subject.records_size() > 0, "verdict.credibility",
              "only a claim has one; a finding has none");
}

absl::Status CheckKey(const RecordDraft& d) {
  const v1::Key& key = d.Get(S::kKey).key();
  TALLY_RETURN_IF_ERROR(Need(key.has_event() && key.has_role(), "key", "needs an event and a role"));
  if (key.event() != v1::Key::admitted) {
    const absl::Status form = KeyEventText(key, Digest()).status();
    return Need(form.ok(), "key", form.message());
  }
  TALLY_RETURN_IF_ERROR(Need(Base64Decode(key.public_key()).ok() && !key.public_key().empty(), "key.public_key",
                             "needs the key's SPKI DER in base64"));
  return Need(Digest::FromHex(key.recovery()).ok(), "key.recovery", "needs the id of the recovery key");
}

absl::Status CheckPlaces(absl::string_view field, const std::string& text) {
  const absl::Status read = Places::Parse(text).status();
  return Need(!text.empty() && read.ok(), field, text.empty() ? "names no record" : read.message());
}

absl::Status CheckCustody(const v1::Custody& c) {
  TALLY_RETURN_IF_ERROR(Need(c.has_act(), "custody.act", "say what was done"));
  if (c.act() != v1::Custody::exported) return absl::OkStatus();
  TALLY_RETURN_IF_ERROR(Need(Digest::FromHex(c.bundle()).ok(), "custody.bundle", "needs the id of the bundle"));
  TALLY_RETURN_IF_ERROR(Need(c.head_size() > 0 && Digest::FromHex(c.head_root()).ok(), "custody.head_root",
                             "needs the size and root of the head that the bundle was made at"));
  TALLY_RETURN_IF_ERROR(Need(!c.query().empty(), "custody.query", "say what was asked for"));
  TALLY_RETURN_IF_ERROR(CheckPlaces("custody.held", c.held()));
  for (const v1::Custody::Withheld& w : c.withheld()) {
    TALLY_RETURN_IF_ERROR(Need(SlotByName(w.slot()).has_value(), "custody.withheld.slot",
                               absl::StrCat("\"", w.slot(), "\" is no slot")));
    TALLY_RETURN_IF_ERROR(CheckPlaces("custody.withheld.places", w.places()));
  }
  return Need(c.record_count() > 0 && c.capture_count() >= 0 && c.withheld_count() >= 0, "custody.record_count",
              "a bundle holds a record at least, and counts are not negative");
}

absl::Status CheckKind(const RecordDraft& d) {
  switch (d.kind) {
    case v1::Header::source: return CheckSource(d);
    case v1::Header::capture: return CheckCapture(d);
    case v1::Header::entity: return CheckEntity(d);
    case v1::Header::claim: return CheckClaim(d);
    case v1::Header::link: return CheckLink(d);
    case v1::Header::judgement: return CheckJudgement(d);
    case v1::Header::key: return CheckKey(d);
    case v1::Header::rendition:
      return Need(d.Get(S::kOf).of().has_capture() && Digest::FromHex(d.Get(S::kText).text().sha256()).ok(), "of",
                  "a rendition names its capture and the SHA-256 of its text");
    case v1::Header::custody: return CheckCustody(d.Get(S::kCustody).custody());
    default: return Wrong("kind", "say what kind of record it is");
  }
}

}  // namespace

absl::Status Validate(const RecordDraft& draft) {
  const std::span<const SlotCase> order = SlotsOf(draft.kind);
  std::set<SlotCase> seen;
  for (const v1::Slot& slot : draft.slots) {
    const absl::string_view name = SlotName(slot.body_case());
    if (slot.body_case() == S::kHeader || std::find(order.begin(), order.end(), slot.body_case()) == order.end()) {
      return Wrong(name, absl::StrCat("a ", KindName(draft.kind), " has no such slot"));
    }
    if (!seen.insert(slot.body_case()).second) return Wrong(name, "given twice");
    TALLY_RETURN_IF_ERROR(CheckMarks(slot));
    TALLY_RETURN_IF_ERROR(Need(!slot.has_reason() || !IsBlank(slot.reason().text()), "reason.text", "is empty"));
  }
  return CheckKind(draft);
}

}  // namespace tallystick

#include "core/record/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

using S = v1::Slot;

struct Case {
  const char* what;
  std::function<void(RecordDraft*)> change;
  std::string message;  // empty: it is accepted
};

void Expect(Kind kind, const std::vector<Case>& cases) {
  const absl::Status good = Validate(GoodDraft(kind));
  EXPECT_TRUE(good.ok()) << good;
  for (const Case& c : cases) {
    RecordDraft draft = GoodDraft(kind);
    c.change(&draft);
    const absl::Status status = Validate(draft);
    EXPECT_EQ(status.ok(), c.message.empty()) << KindName(kind) << ", " << c.what << ": " << status;
    if (c.message.empty()) continue;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_EQ(std::string(status.message()), c.message) << KindName(kind) << ", " << c.what;
  }
}

v1::Identity* Identity(RecordDraft* d) { return SlotOf(d, S::kIdentity)->mutable_identity(); }
v1::Names* Names(RecordDraft* d) { return SlotOf(d, S::kNames)->mutable_names(); }
v1::Relations* Relations(RecordDraft* d) { return SlotOf(d, S::kRelations)->mutable_relations(); }
v1::Content* Content(RecordDraft* d) { return SlotOf(d, S::kContent)->mutable_content(); }
v1::Origin* Origin(RecordDraft* d) { return SlotOf(d, S::kOrigin)->mutable_origin(); }
v1::Attribution* Attribution(RecordDraft* d) { return SlotOf(d, S::kAttribution)->mutable_attribution(); }
v1::Quote* Quote(RecordDraft* d) { return SlotOf(d, S::kQuote)->mutable_quote(); }
v1::Proposition* Proposition(RecordDraft* d) { return SlotOf(d, S::kProposition)->mutable_proposition(); }
v1::Quantity* Quantity(RecordDraft* d) { return SlotOf(d, S::kQuantity)->mutable_quantity(); }
v1::ClaimTime* Time(RecordDraft* d) { return SlotOf(d, S::kTime)->mutable_time(); }
v1::ClaimPlace* Place(RecordDraft* d) { return SlotOf(d, S::kPlace)->mutable_place(); }
v1::Link* Link(RecordDraft* d) { return SlotOf(d, S::kLink)->mutable_link(); }
v1::Custody* Custody(RecordDraft* d) { return SlotOf(d, S::kCustody)->mutable_custody(); }
v1::Key* Key(RecordDraft* d) { return SlotOf(d, S::kKey)->mutable_key(); }

constexpr char kNoDate[] = "\" is not a date or time (write 2022, 2022-10, 2022-10-29 or 2022-10-29T12:00Z)";

TEST(Validate, ADraftHasSlotsOfItsKindOnceEach) {
  Expect(v1::Header::source,
         {{"another kind's slot", [](RecordDraft* d) { SlotOf(d, S::kQuote); }, "quote: a source has no such slot"},
          {"the header", [](RecordDraft* d) { SlotOf(d, S::kHeader); }, "header: a source has no such slot"},
          {"a submission's slot", [](RecordDraft* d) { SlotOf(d, S::kAbout); }, "about: a source has no such slot"},
          {"one twice", [](RecordDraft* d) { d->slots.push_back(d->slots[0]); }, "identity: given twice"},
          {"an empty one", [](RecordDraft* d) { SlotOf(d, S::kContact); }, ""}});
  EXPECT_EQ(Validate(RecordDraft()), absl::InvalidArgumentError("kind: say what kind of record it is"));
}

TEST(Validate, Source) {
  Expect(
      v1::Header::source,
      {{"nothing said", [](RecordDraft* d) { d->slots.clear(); }, "identity.kind: say what kind of source it is"},
       {"no kind", [](RecordDraft* d) { Identity(d)->clear_kind(); }, "identity.kind: say what kind of source it is"},
       {"no name", [](RecordDraft* d) { Identity(d)->clear_names(); },
        "identity.names: a source has a name, unless its kind is \"unnamed\" or \"statement\""},
       {"unnamed",
        [](RecordDraft* d) {
          Identity(d)->clear_names();
          Identity(d)->set_kind(v1::Identity::unnamed);
        },
        ""},
       {"a statement",
        [](RecordDraft* d) {
          Identity(d)->clear_names();
          Identity(d)->set_kind(v1::Identity::statement);
        },
        ""},
       {"a name without text", [](RecordDraft* d) { Identity(d)->add_names()->set_language("fr"); },
        "identity.names: a name needs its text"},
       {"a name's years out of order",
        [](RecordDraft* d) {
          Identity(d)->mutable_names(0)->mutable_valid()->set_earliest("2022");
          Identity(d)->mutable_names(0)->mutable_valid()->set_latest("2021");
        },
        "identity.names.valid: 2022 is after 2021"},
       {"a controller by handle", [](RecordDraft* d) { Identity(d)->set_controller("@apa"); },
        "identity.controller: \"@apa\" is not a record id"},
       {"an asserter by brief id", [](RecordDraft* d) { Identity(d)->mutable_names(0)->set_asserter("c74dc81550ed"); },
        "identity.names[0].asserter: \"c74dc81550ed\" is not a record id"},
       {"aligned with something",
        [](RecordDraft* d) { SlotOf(d, S::kStanding)->mutable_standing()->add_aligned_with("x"); },
        "standing.aligned_with[0]: \"x\" is not a record id"}});
}

TEST(Validate, Capture) {
  Expect(
      v1::Header::capture,
      {{"no hash", [](RecordDraft* d) { Content(d)->clear_sha256(); },
        "content.sha256: needs the SHA-256 of the bytes"},
       {"a hash in capitals",
        [](RecordDraft* d) { Content(d)->set_sha256(absl::AsciiStrToUpper(TestId("bytes").hex())); },
        "content.sha256: needs the SHA-256 of the bytes"},
       {"no size", [](RecordDraft* d) { Content(d)->clear_size(); }, "content.size: needs the size in bytes"},
       {"an empty one", [](RecordDraft* d) { Content(d)->set_size(0); }, ""},
       {"a negative size", [](RecordDraft* d) { Content(d)->set_size(-1); }, "content.size: needs the size in bytes"},
       {"no media type", [](RecordDraft* d) { Content(d)->clear_media_type(); },
        "content.media_type: needs a media type"},
       {"published out of order",
        [](RecordDraft* d) {
          Origin(d)->mutable_published()->set_earliest("2022-11-01");
          Origin(d)->mutable_published()->set_latest("2022-10");
        },
        "origin.published: 2022-11-01 is after 2022-10"},
       {"a day within its own month",
        [](RecordDraft* d) {
          Origin(d)->mutable_published()->set_earliest("2022-10-30");
          Origin(d)->mutable_published()->set_latest("2022-10");
        },
        ""},
       {"captured at a local time", [](RecordDraft* d) { Origin(d)->set_captured_at("2022-11-01T08:00"); },
        absl::StrCat("origin.captured_at: \"2022-11-01T08:00", kNoDate)},
       {"published on a day that does not exist",
        [](RecordDraft* d) { Origin(d)->mutable_published()->set_latest("2022-02-29"); },
        absl::StrCat("origin.published.latest: \"2022-02-29", kNoDate)}});
}

TEST(Validate, Rendition) {
  constexpr char kNeeds[] = "of: a rendition names its capture and the SHA-256 of its text";
  Expect(v1::Header::rendition,
         {{"no capture", [](RecordDraft* d) { SlotOf(d, S::kOf)->mutable_of()->clear_capture(); }, kNeeds},
          {"no text", [](RecordDraft* d) { SlotOf(d, S::kText)->mutable_text()->set_sha256("text"); }, kNeeds}});
}

TEST(Validate, Entity) {
  Expect(v1::Header::entity,
         {{"no type", [](RecordDraft* d) { Names(d)->clear_type(); }, "names.type: say what type of entity it is"},
          {"no name", [](RecordDraft* d) { Names(d)->clear_names(); }, "names.names: an entity has a name"},
          {"a name without text", [](RecordDraft* d) { Names(d)->mutable_names(0)->clear_text(); },
           "names.names: a name needs its text"},
          {"a relation without an end",
           [](RecordDraft* d) { Relations(d)->add_relations()->set_type(v1::Relation::part_of); },
           "relations.relations: a relation has a type and the entity it leads to"},
          {"a relation without a type",
           [](RecordDraft* d) { Relations(d)->add_relations()->set_to(TestId("Mali").hex()); },
           "relations.relations: a relation has a type and the entity it leads to"},
          {"a relation to a word",
           [](RecordDraft* d) {
             Relations(d)->add_relations()->set_type(v1::Relation::part_of);
             Relations(d)->mutable_relations(0)->set_to("Mali");
           },
           "relations.relations[0].to: \"Mali\" is not a record id"}});
}

TEST(Validate, ClaimAttribution) {
  Expect(
      v1::Header::claim,
      {{"nobody", [](RecordDraft* d) { Attribution(d)->clear_steps(); }, "attribution.steps: say who made the claim"},
       {"a step without a source", [](RecordDraft* d) { Attribution(d)->mutable_steps(1)->clear_sources(); },
        "attribution.steps[1]: a step needs a source"},
       {"two sources, how joined unstated",
        [](RecordDraft* d) { Attribution(d)->mutable_steps(1)->add_sources(TestId("source two").hex()); },
        "attribution.steps[1]: two or more sources are joined by \"all_of\" or \"any_of\""},
       {"one or two sources",
        [](RecordDraft* d) {
          Attribution(d)->mutable_steps(1)->add_sources(TestId("source two").hex());
          Attribution(d)->mutable_steps(1)->set_joined(v1::Step::any_of);
        },
        ""},
       {"said out of order", [](RecordDraft* d) { Attribution(d)->mutable_steps(0)->set_said_latest("2022-10-30"); },
        "attribution.steps[0]: 2022-10-31 is after 2022-10-30"},
       {"a source by name", [](RecordDraft* d) { Attribution(d)->mutable_steps(1)->set_sources(0, "al-Naba"); },
        "attribution.steps[1].sources[0]: \"al-Naba\" is not a record id"}});
}

TEST(Validate, ClaimQuote) {
  constexpr char kRange[] = "quote.start: needs a byte range: start before end";
  constexpr char kPassage[] = "quote.passages: a passage has its exact words and a byte range";
  Expect(v1::Header::claim,
         {{"no capture", [](RecordDraft* d) { Quote(d)->clear_capture(); },
           "quote.capture: a claim points at the capture that holds its words"},
          {"no words", [](RecordDraft* d) { Quote(d)->clear_exact(); }, "quote.exact: a claim quotes the exact words"},
          {"no start", [](RecordDraft* d) { Quote(d)->clear_start(); }, kRange},
          {"no end", [](RecordDraft* d) { Quote(d)->clear_end(); }, kRange},
          {"from the first byte", [](RecordDraft* d) { Quote(d)->set_start(0); }, ""},
          {"before the first byte", [](RecordDraft* d) { Quote(d)->set_start(-1); }, kRange},
          {"an empty range", [](RecordDraft* d) { Quote(d)->set_end(Quote(d)->start()); }, kRange},
          {"a passage without words", [](RecordDraft* d) { Quote(d)->add_passages()->set_end(3); }, kPassage},
          {"a passage backwards", [](RecordDraft* d) { Quote(d)->mutable_passages(0)->set_end(20); }, kPassage}});
}

TEST(Validate, WordsAsWrittenStandInTheQuoteOrInAPassage) {
  const auto missing = [](const std::string& field, const std::string& words) {
    return absl::StrCat(field, ": \"", words, "\" stands neither in the quote nor in a passage of it");
  };
  Expect(v1::Header::claim,
         {{"a number that nobody wrote", [](RecordDraft* d) { Quantity(d)->set_words("about 60"); },
           missing("quantity.words", "about 60")},
          {"another letter case", [](RecordDraft* d) { Quantity(d)->set_words("Some 60"); },
           missing("quantity.words", "Some 60")},
          {"a role", [](RecordDraft* d) { Proposition(d)->mutable_roles(0)->set_words("soldiers"); },
           missing("proposition.roles[0].words", "soldiers")},
          {"only", [](RecordDraft* d) { Proposition(d)->mutable_only()->set_words("only"); },
           missing("proposition.only.words", "only")},
          {"an event", [](RecordDraft* d) { SlotOf(d, S::kEvent)->mutable_event()->set_words("the battle"); },
           missing("event.words", "the battle")},
          {"a time", [](RecordDraft* d) { Time(d)->set_words("Monday"); }, missing("time.words", "Monday")},
          {"an anchor", [](RecordDraft* d) { Time(d)->set_anchor_words("yesterday"); },
           missing("time.anchor_words", "yesterday")},
          {"a place", [](RecordDraft* d) { Place(d)->set_words("at Menaka"); }, missing("place.words", "at Menaka")},
          {"across quote and passage", [](RecordDraft* d) { Time(d)->set_words("at on Tuesday"); },
           missing("time.words", "at on Tuesday")},
          {"the passage gone", [](RecordDraft* d) { Quote(d)->clear_passages(); }, missing("time.words", "Tuesday")},
          {"in the quote", [](RecordDraft* d) { Time(d)->set_words("were killed"); }, ""},
          {"in a second passage",
           [](RecordDraft* d) {
             v1::Passage* passage = Quote(d)->add_passages();
             passage->set_start(0);
             passage->set_end(9);
             passage->set_exact("in Menaka");
             Place(d)->set_words("Menaka");
           },
           ""},
          {"the attributing words, which are not the claim's",
           [](RecordDraft* d) { Attribution(d)->mutable_steps(1)->set_words("a source told APA"); }, ""},
          {"a lexeme beside the words", [](RecordDraft* d) { Quantity(d)->set_lexeme("about"); },
           "quantity.lexeme: is not part of the quantity's words"},
          {"a lexeme inside the words", [](RecordDraft* d) { Quantity(d)->set_lexeme("60"); }, ""}});
}

TEST(Validate, ClaimProposition) {
  Expect(v1::Header::claim,
         {{"no predicate", [](RecordDraft* d) { Proposition(d)->clear_predicate(); }, ""},
          {"an unknown predicate", [](RecordDraft* d) { Proposition(d)->set_predicate("murdered"); },
           "proposition.predicate: \"murdered\" is not in the vocabulary (own terms begin with \"x-\")"},
          {"an own predicate", [](RecordDraft* d) { Proposition(d)->set_predicate("x-murdered"); }, ""},
          {"a role without a name", [](RecordDraft* d) { Proposition(d)->mutable_roles(0)->clear_name(); },
           "proposition.roles: a role has a name"},
          {"two terms, how grouped unstated",
           [](RecordDraft* d) { Proposition(d)->mutable_roles(0)->add_terms()->set_class_("soldiers"); },
           "proposition.roles: two or more terms are grouped: all_of, each_of or any_of"},
          {"two terms, each",
           [](RecordDraft* d) {
             Proposition(d)->mutable_roles(0)->add_terms()->set_class_("soldiers");
             Proposition(d)->mutable_roles(0)->set_group(v1::Role::each_of);
           },
           ""},
          {"an unknown class",
           [](RecordDraft* d) { Proposition(d)->mutable_roles(0)->mutable_terms(0)->set_class_("men-at-arms"); },
           "proposition.roles.terms.class: \"men-at-arms\" is not in the vocabulary (own terms begin with \"x-\")"},
          {"an own class",
           [](RecordDraft* d) { Proposition(d)->mutable_roles(0)->mutable_terms(0)->set_class_("x-herders"); }, ""},
          {"an entity by name",
           [](RecordDraft* d) { Proposition(d)->mutable_roles(0)->mutable_terms(0)->set_entity("JNIM"); },
           "proposition.roles[0].terms[0].entity: \"JNIM\" is not a record id"}});
}

TEST(Validate, ClaimTimeAndPlace) {
  Expect(
      v1::Header::claim,
      {{"starts out of order", [](RecordDraft* d) { Time(d)->set_start_latest("2022-10-24"); },
        "time.start: 2022-10-25 is after 2022-10-24"},
       {"ends out of order", [](RecordDraft* d) { Time(d)->set_end_earliest("2022-10-26"); },
        "time.end: 2022-10-26 is after 2022-10-25"},
       {"ends before it starts", [](RecordDraft* d) { Time(d)->set_end_latest("2022-10-24"); },
        "time: 2022-10-25 is after 2022-10-24"},
       {"another form of date", [](RecordDraft* d) { Time(d)->set_end_latest("25 October"); },
        absl::StrCat("time.end_latest: \"25 October", kNoDate)},
       {"as of another form of date", [](RecordDraft* d) { Quantity(d)->set_as_of("noon"); },
        absl::StrCat("quantity.as_of: \"noon", kNoDate)},
       {"no time at all", [](RecordDraft* d) { Time(d)->Clear(); }, ""},
       {"a place without relation", [](RecordDraft* d) { Place(d)->mutable_terms(0)->clear_relation(); },
        "place.terms: needs a relation and 1 place(s)"},
       {"in two places at once", [](RecordDraft* d) { Place(d)->mutable_terms(0)->add_entities(TestId("Gao").hex()); },
        "place.terms: needs a relation and 1 place(s)"},
       {"between one place", [](RecordDraft* d) { Place(d)->mutable_terms(0)->set_relation(v1::PlaceTerm::between); },
        "place.terms: needs a relation and 2 place(s)"},
       {"between two places",
        [](RecordDraft* d) {
          Place(d)->mutable_terms(0)->set_relation(v1::PlaceTerm::between);
          Place(d)->mutable_terms(0)->add_entities(TestId("Gao").hex());
        },
        ""}});
}

TEST(Validate, Link) {
  Expect(v1::Header::link,
         {{"no type", [](RecordDraft* d) { Link(d)->clear_type(); }, "link.type: say what kind of link it is"},
          {"from nowhere", [](RecordDraft* d) { Link(d)->clear_from(); }, "link: names what it leads from and to"},
          {"to nowhere", [](RecordDraft* d) { Link(d)->clear_to(); }, "link: names what it leads from and to"},
          {"to itself", [](RecordDraft* d) { Link(d)->add_to(Link(d)->from()); },
           "link.to: leads back to where it starts"},
          {"to a handle", [](RecordDraft* d) { Link(d)->add_to("@c1"); }, "link.to[1]: \"@c1\" is not a record id"}});
}

TEST(Validate, Judgement) {
  const auto verdict = [](int credibility) {
    return [credibility](RecordDraft* d) { SlotOf(d, S::kVerdict)->mutable_verdict()->set_credibility(credibility); };
  };
  constexpr char kScale[] = "verdict.credibility: goes from 1 (confirmed) to 6 (cannot be judged)";
  Expect(v1::Header::judgement,
         {{"about nothing", [](RecordDraft* d) { SlotOf(d, S::kSubject)->mutable_subject()->clear_records(); },
           "subject: a judgement is about a record or a finding"},
          {"about a finding",
           [](RecordDraft* d) {
             SlotOf(d, S::kSubject)->mutable_subject()->clear_records();
             SlotOf(d, S::kSubject)->mutable_subject()->set_finding(TestId("finding").hex());
             SlotOf(d, S::kVerdict)->mutable_verdict()->clear_credibility();
             SlotOf(d, S::kVerdict)->mutable_verdict()->set_status(v1::Verdict::explained);
           },
           ""},
          {"a finding's credibility",
           [](RecordDraft* d) {
             SlotOf(d, S::kSubject)->mutable_subject()->clear_records();
             SlotOf(d, S::kSubject)->mutable_subject()->set_finding(TestId("finding").hex());
           },
           "verdict.credibility: only a claim has one; a finding has none"},
          {"an empty reason", [](RecordDraft* d) { SlotOf(d, S::kReason)->mutable_reason()->set_text(" "); },
           "reason.text: is empty"},
          {"says nothing", [](RecordDraft* d) { SlotOf(d, S::kVerdict)->mutable_verdict()->clear_credibility(); },
           "verdict: says nothing"},
          {"1", verdict(1), ""},
          {"6", verdict(6), ""},
          {"0", verdict(0), kScale},
          {"7", verdict(7), kScale}});
}

TEST(Validate, KeyAndCustody) {
  Expect(v1::Header::key,
         {{"no event", [](RecordDraft* d) { Key(d)->clear_event(); }, "key: needs an event and a role"},
          {"no role", [](RecordDraft* d) { Key(d)->clear_role(); }, "key: needs an event and a role"},
          {"no key", [](RecordDraft* d) { Key(d)->clear_public_key(); },
           "key.public_key: needs the key's SPKI DER in base64"},
          {"a key in hex", [](RecordDraft* d) { Key(d)->set_public_key("302a300506032b6570032"); },
           "key.public_key: needs the key's SPKI DER in base64"},
          {"no recovery key", [](RecordDraft* d) { Key(d)->clear_recovery(); },
           "key.recovery: needs the id of the recovery key"},
          {"a revocation of nothing", [](RecordDraft* d) { Key(d)->set_event(v1::Key::revoked); },
           "key: its revoked key cannot be read"},
          {"a revocation brings no key",
           [](RecordDraft* d) {
             Key(d)->clear_public_key();
             Key(d)->clear_recovery();
             Key(d)->set_event(v1::Key::revoked);
             Key(d)->set_revokes(Digest().hex());
             Key(d)->set_log_origin("log.example");
             Key(d)->set_from_index(3);
           },
           ""}});
  Expect(v1::Header::custody,
         {{"nothing done", [](RecordDraft* d) { SlotOf(d, S::kCustody)->mutable_custody()->clear_act(); },
           "custody.act: say what was done"},
          {"no bundle", [](RecordDraft* d) { Custody(d)->clear_bundle(); }, "custody.bundle: needs the id of the bundle"},
          {"no head", [](RecordDraft* d) { Custody(d)->clear_head_root(); },
           "custody.head_root: needs the size and root of the head that the bundle was made at"},
          {"an empty log", [](RecordDraft* d) { Custody(d)->set_head_size(0); },
           "custody.head_root: needs the size and root of the head that the bundle was made at"},
          {"nothing asked", [](RecordDraft* d) { Custody(d)->clear_query(); }, "custody.query: say what was asked for"},
          {"nothing held", [](RecordDraft* d) { Custody(d)->clear_held(); }, "custody.held: names no record"},
          {"held elsewhere", [](RecordDraft* d) { Custody(d)->set_held("here"); },
           "custody.held: \"here\" is no place in a log"},
          {"no such slot", [](RecordDraft* d) { Custody(d)->mutable_withheld(0)->set_slot("elephant"); },
           "custody.withheld.slot: \"elephant\" is no slot"},
          {"withheld nowhere", [](RecordDraft* d) { Custody(d)->mutable_withheld(0)->clear_places(); },
           "custody.withheld.places: names no record"},
          {"an empty bundle", [](RecordDraft* d) { Custody(d)->set_record_count(0); },
           "custody.record_count: a bundle holds a record at least, and counts are not negative"},
          {"an erasure names no bundle", [](RecordDraft* d) {
             Custody(d)->Clear();
             Custody(d)->set_act(v1::Custody::erased);
           },
           ""}});
}

}  // namespace
}  // namespace tallystick

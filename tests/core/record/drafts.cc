#include "tests/core/record/drafts.h"

#include <gtest/gtest.h>

#include <memory>

namespace tallystick {
namespace {

using S = v1::Slot;

void FillClaim(RecordDraft* d) {
  v1::Attribution* attribution = SlotOf(d, S::kAttribution)->mutable_attribution();
  v1::Step* carrier = attribution->add_steps();
  carrier->add_sources(TestId("agency").hex());
  carrier->set_act(v1::Step::published);
  carrier->set_said_earliest("2022-10-31");
  v1::Step* speaker = attribution->add_steps();
  speaker->add_sources(TestId("source one").hex());
  speaker->set_act(v1::Step::said);
  attribution->set_basis(v1::Attribution::told);
  v1::Quote* quote = SlotOf(d, S::kQuote)->mutable_quote();
  quote->set_capture(TestId("capture").hex());
  quote->set_start(120);
  quote->set_end(151);
  quote->set_exact("some 60 fighters were killed at");
  quote->set_voice(v1::Quote::indirect);
  v1::Passage* passage = quote->add_passages();
  passage->set_start(20);
  passage->set_end(30);
  passage->set_exact("on Tuesday");
  passage->add_supports(v1::Passage::time);
  v1::Proposition* proposition = SlotOf(d, S::kProposition)->mutable_proposition();
  proposition->set_predicate("killed");
  proposition->set_modality(v1::Proposition::asserted);
  v1::Role* victim = proposition->add_roles();
  victim->set_name("victim");
  victim->add_terms()->set_class_("fighters");
  victim->set_words("fighters");
  v1::Quantity* quantity = SlotOf(d, S::kQuantity)->mutable_quantity();
  quantity->set_words("some 60");
  quantity->set_nominal(60);
  v1::ClaimTime* time = SlotOf(d, S::kTime)->mutable_time();
  time->set_start_earliest("2022-10-25");
  time->set_end_latest("2022-10-25");
  time->set_words("Tuesday");
  v1::PlaceTerm* place = SlotOf(d, S::kPlace)->mutable_place()->add_terms();
  place->set_relation(v1::PlaceTerm::in);
  place->add_entities(TestId("Menaka").hex());
}

void FillCaptureOrRendition(RecordDraft* d) {
  if (d->kind == v1::Header::rendition) {
    SlotOf(d, S::kOf)->mutable_of()->set_capture(TestId("capture").hex());
    SlotOf(d, S::kText)->mutable_text()->set_sha256(TestId("text").hex());
    return;
  }
  v1::Content* content = SlotOf(d, S::kContent)->mutable_content();
  content->set_sha256(TestId("bytes").hex());
  content->set_size(2809);
  content->set_media_type("text/plain");
  SlotOf(d, S::kOrigin)->mutable_origin()->set_title("Fighting in Menaka");
}

void FillKey(v1::Key* key) {
  key->set_event(v1::Key::admitted);
  key->set_role(v1::Key::author);
  key->set_public_key("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  key->set_recovery(TestId("recovery key").hex());
}

void FillExport(v1::Custody* custody) {
  custody->set_act(v1::Custody::exported);
  custody->set_bundle(TestId("bundle").hex());
  custody->set_head_size(12);
  custody->set_head_root(TestId("root").hex());
  custody->set_query("everything but records of custody");
  custody->set_held("0-9 11:0,2-3");
  v1::Custody::Withheld* withheld = custody->add_withheld();
  withheld->set_slot("contact");
  withheld->set_reason("contact");
  withheld->set_places("4:0");
  custody->set_record_count(14);
}

void FillJudgement(RecordDraft* d) {
  SlotOf(d, S::kSubject)->mutable_subject()->add_records(TestId("claim one").hex());
  SlotOf(d, S::kVerdict)->mutable_verdict()->set_credibility(3);
}

void FillLink(v1::Link* link) {
  link->set_type(v1::Link::corrects);
  link->set_from(TestId("claim two").hex());
  link->add_to(TestId("claim one").hex());
}

}  // namespace

Digest TestId(absl::string_view name) { return Sha256(name); }

SaltSource CountingSalts(uint64_t first) {
  return [next = std::make_shared<uint64_t>(first)] {
    std::string salt(kSaltBytes, '\0');
    for (uint64_t n = (*next)++, at = kSaltBytes; n > 0; n >>= 8) salt[--at] = static_cast<char>(n);
    return salt;
  };
}

v1::Slot* SlotOf(RecordDraft* draft, SlotCase which) {
  for (v1::Slot& slot : draft->slots) {
    if (slot.body_case() == which) return &slot;
  }
  v1::Slot* slot = &draft->slots.emplace_back();
  S::GetReflection()->MutableMessage(slot, S::descriptor()->FindFieldByNumber(which));
  return slot;
}

RecordDraft GoodDraft(Kind kind) {
  RecordDraft d{kind, {}, {}};
  switch (kind) {
    case v1::Header::source: {
      v1::Identity* identity = SlotOf(&d, S::kIdentity)->mutable_identity();
      identity->set_kind(v1::Identity::organisation);
      identity->add_names()->set_text("APA");
      break;
    }
    case v1::Header::capture:
    case v1::Header::rendition:
      FillCaptureOrRendition(&d);
      break;
    case v1::Header::entity: {
      v1::Names* names = SlotOf(&d, S::kNames)->mutable_names();
      names->set_type(v1::Names::place);
      names->add_names()->set_text("Menaka");
      break;
    }
    case v1::Header::claim:
      FillClaim(&d);
      break;
    case v1::Header::link:
      FillLink(SlotOf(&d, S::kLink)->mutable_link());
      break;
    case v1::Header::judgement:
      FillJudgement(&d);
      break;
    case v1::Header::key:
      FillKey(SlotOf(&d, S::kKey)->mutable_key());
      break;
    case v1::Header::custody:
      FillExport(SlotOf(&d, S::kCustody)->mutable_custody());
      break;
    default:
      ADD_FAILURE() << "no draft of kind " << kind;
  }
  return d;
}

SubmissionBuilder::Unsigned Build(const std::vector<RecordDraft>& drafts, uint64_t first_salt) {
  auto builder = SubmissionBuilder::New(TestId("log key"), TestId("author key"), {}, CountingSalts(first_salt));
  EXPECT_TRUE(builder.ok()) << builder.status();
  for (const RecordDraft& draft : drafts) {
    const auto id = builder->Add(draft);
    EXPECT_TRUE(id.ok()) << KindName(draft.kind) << ": " << id.status();
  }
  auto made = builder->Finish("2022-11-01T08:00Z", "first notes");
  EXPECT_TRUE(made.ok()) << made.status();
  return *std::move(made);
}

SubmissionBuilder::Unsigned BuildAllKinds(uint64_t first_salt) {
  std::vector<RecordDraft> drafts;
  for (const Kind kind : kKinds) drafts.push_back(GoodDraft(kind));
  return Build(drafts, first_salt);
}

}  // namespace tallystick

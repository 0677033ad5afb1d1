#include "tests/core/conflict/casebook.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

using S = v1::Slot;

std::string Salt(uint64_t n) {
  std::string salt(kSaltBytes, '\0');
  for (int i = 0; i < 8; ++i) salt[i] = static_cast<char>(n >> (8 * i));
  return salt;
}

void Relate(v1::Relations* relations, v1::Relation::Type type, const std::vector<Digest>& to,
            const std::string& asserter) {
  for (const Digest& id : to) {
    v1::Relation* relation = relations->add_relations();
    relation->set_type(type);
    relation->set_to(id.hex());
    if (!asserter.empty()) relation->set_asserter(asserter);
  }
}

}  // namespace

Say& Say::Number(const std::string& words) {
  quantity_.set_words(words);
  return *this;
}

Say& Say::Victims(std::initializer_list<std::pair<std::string, Digest>> terms, v1::Role::Group group) {
  v1::Role* role = proposition_.add_roles();
  role->set_name("victim");
  if (terms.size() > 1) role->set_group(group);
  for (const auto& [of_class, of] : terms) {
    v1::Term* term = role->add_terms();
    if (!of_class.empty()) term->set_class_(of_class);
    if (of != Digest()) term->set_affiliation(of.hex());
  }
  return *this;
}

Say& Say::Class(const std::string& of_class) { return Victims({{of_class, Digest()}}); }

Say& Say::Role(const std::string& name, const std::vector<Digest>& entities) {
  v1::Role* role = proposition_.add_roles();
  role->set_name(name);
  if (entities.size() > 1) role->set_group(v1::Role::all_of);
  for (const Digest& id : entities) role->add_terms()->set_entity(id.hex());
  return *this;
}

Say& Say::Words(const std::string& words) {
  proposition_.mutable_roles(proposition_.roles_size() - 1)->set_words(words);
  return *this;
}

Say& Say::Stated() {
  proposition_.mutable_roles(proposition_.roles_size() - 1)->set_basis(v1::Role::stated);
  return *this;
}

Say& Say::Place(v1::PlaceTerm::Relation relation, const std::vector<Digest>& places) {
  v1::PlaceTerm* term = place_.add_terms();
  term->set_relation(relation);
  for (const Digest& id : places) term->add_entities(id.hex());
  return *this;
}

Say& Say::Between(const std::string& first, const std::string& last) {
  time_.set_start_earliest(first);
  time_.set_end_latest(last);
  if (!time_.has_mode()) time_.set_mode(v1::ClaimTime::within);
  return *this;
}

Say& Say::Only(const std::vector<Digest>& domain) {
  proposition_.mutable_only()->set_role("place");
  proposition_.mutable_only()->set_basis(domain.empty() ? v1::Only::basis_unstated : v1::Only::analyst);
  for (const Digest& id : domain) proposition_.mutable_only()->add_domain(id.hex());
  return *this;
}

Say& Say::Alone() {
  proposition_.mutable_only()->set_role("agent");
  return *this;
}

Digest Casebook::Entity(v1::Names::Type type, const std::string& name, const Traits& t) {
  RecordDraft draft;
  draft.kind = v1::Header::entity;
  draft.slots.resize(2);
  draft.slots[0].mutable_names()->set_type(type);
  draft.slots[0].mutable_names()->add_names()->set_text(name);
  v1::Relations* r = draft.slots[1].mutable_relations();
  Relate(r, v1::Relation::part_of, t.part_of, t.asserter);
  Relate(r, v1::Relation::member_of, t.member_of, t.asserter);
  Relate(r, v1::Relation::same_as, t.same_as, t.asserter);
  Relate(r, v1::Relation::not_same_as, t.not_same_as, t.asserter);
  Relate(r, v1::Relation::disjoint_from, t.disjoint_from, t.asserter);
  Relate(r, v1::Relation::affiliated_with, t.affiliated_with, t.asserter);
  if (t.partition != v1::Relations::partition_unstated) r->set_partition(t.partition);
  if (!t.level.empty()) r->set_level(t.level);
  return AddDraft(draft);
}

Digest Casebook::Source(const std::string& name, v1::Identity::Kind kind) {
  const auto it = sources_.find(name);
  if (it != sources_.end()) return it->second;
  RecordDraft draft;
  draft.kind = v1::Header::source;
  draft.slots.resize(1);
  draft.slots[0].mutable_identity()->set_kind(name.empty() ? v1::Identity::unnamed : kind);
  if (!name.empty()) draft.slots[0].mutable_identity()->add_names()->set_text(name);
  return sources_[name] = AddDraft(draft);
}

Digest Casebook::SpeakingFor(const std::string& name, const Digest& actor) {
  RecordDraft draft;
  draft.kind = v1::Header::source;
  draft.slots.resize(1);
  draft.slots[0].mutable_identity()->set_kind(v1::Identity::publication);
  draft.slots[0].mutable_identity()->add_names()->set_text(name);
  draft.slots[0].mutable_identity()->set_actor(actor.hex());
  return sources_[name] = AddDraft(draft);
}

Digest Casebook::Standing(const std::string& name, v1::Identity::Kind kind, const Digest& party_to,
                          const Digest& aligned_with) {
  RecordDraft draft;
  draft.kind = v1::Header::source;
  draft.slots.resize(2);
  draft.slots[0].mutable_identity()->set_kind(kind);
  draft.slots[0].mutable_identity()->add_names()->set_text(name);
  v1::Standing* standing = draft.slots[1].mutable_standing();
  if (party_to != Digest()) standing->add_party_to(party_to.hex());
  if (aligned_with != Digest()) standing->add_aligned_with(aligned_with.hex());
  return sources_[name] = AddDraft(draft);
}

Digest Casebook::Capture(const std::string& title, const std::string& published, const Digest& publisher) {
  const auto it = captures_.find(title);
  if (it != captures_.end()) return it->second;
  RecordDraft draft;
  draft.kind = v1::Header::capture;
  draft.slots.resize(2);
  draft.slots[0].mutable_content()->set_sha256(Sha256(title).hex());
  draft.slots[0].mutable_content()->set_size(1000);
  draft.slots[0].mutable_content()->set_media_type("text/plain");
  draft.slots[1].mutable_origin()->set_title(title);
  if (!published.empty()) {
    draft.slots[1].mutable_origin()->mutable_published()->set_earliest(published);
    draft.slots[1].mutable_origin()->mutable_published()->set_latest(published);
  }
  if (publisher != Digest()) draft.slots[1].mutable_origin()->set_publisher(publisher.hex());
  return captures_[title] = AddDraft(draft);
}

Digest Casebook::Add(const Say& say) {
  RecordDraft draft;
  draft.kind = v1::Header::claim;
  draft.slots.resize(7);
  v1::Attribution* attribution = draft.slots[0].mutable_attribution();
  for (const std::string& carrier : say.carriers_) {
    attribution->add_steps()->add_sources(Source(carrier, v1::Identity::outlet).hex());
  }
  v1::Step* speaker = attribution->add_steps();
  speaker->add_sources(Source(say.by_).hex());
  if (!say.said_.empty()) speaker->set_said_earliest(say.said_), speaker->set_said_latest(say.said_);
  attribution->set_basis(say.basis_);
  v1::Quote* quote = draft.slots[1].mutable_quote();
  quote->set_capture(Capture(say.capture_.empty() ? absl::StrCat("document ", salts_) : say.capture_).hex());
  quote->set_exact(say.quote_.empty()
                       ? absl::StrCat(say.by_, ": ", say.quantity_.words(), " ", say.proposition_.predicate())
                       : say.quote_);
  quote->set_start(0);
  quote->set_end(static_cast<int64_t>(quote->exact().size()));
  quote->set_language(say.language_);
  for (const std::string& words : say.passages_) {
    v1::Passage* passage = quote->add_passages();
    passage->set_exact(words);
    passage->set_start(0);
    passage->set_end(static_cast<int64_t>(words.size()));
  }
  *draft.slots[2].mutable_proposition() = say.proposition_;
  *draft.slots[3].mutable_quantity() = say.quantity_;
  *draft.slots[4].mutable_event() = say.event_;
  *draft.slots[5].mutable_time() = say.time_;
  *draft.slots[6].mutable_place() = say.place_;
  return AddDraft(draft);
}

Digest Casebook::Link(v1::Link::Type type, const Digest& from, const Digest& to) {
  RecordDraft draft;
  draft.kind = v1::Header::link;
  draft.slots.resize(1);
  draft.slots[0].mutable_link()->set_type(type);
  draft.slots[0].mutable_link()->set_from(from.hex());
  draft.slots[0].mutable_link()->add_to(to.hex());
  return AddDraft(draft);
}

Digest Casebook::Retract(const Digest& claim) {
  RecordDraft draft;
  draft.kind = v1::Header::judgement;
  draft.slots.resize(2);
  draft.slots[0].mutable_subject()->add_records(claim.hex());
  draft.slots[1].mutable_verdict()->set_status(v1::Verdict::retracted);
  return AddDraft(draft);
}

Digest Casebook::Correct(const Digest& id) {
  const RecordSet records = Records();
  const Record* record = records.Find(id);
  EXPECT_NE(record, nullptr);
  if (record == nullptr) return {};
  RecordDraft draft{record->kind(), {id}, {}};
  for (size_t i = 1; i < record->slots.size(); ++i) {
    v1::Slot slot = *record->slots[i];
    slot.clear_salt();
    if (slot.ByteSizeLong() > 0) draft.slots.push_back(std::move(slot));
  }
  return AddDraft(draft);
}

Digest Casebook::Grade(const Digest& claim, int credibility, const std::string& reason) {
  RecordDraft draft;
  draft.kind = v1::Header::judgement;
  draft.slots.resize(reason.empty() ? 2 : 3);
  draft.slots[0].mutable_subject()->add_records(claim.hex());
  draft.slots[1].mutable_verdict()->set_credibility(credibility);
  if (!reason.empty()) draft.slots[2].mutable_reason()->set_text(reason);
  return AddDraft(draft);
}

Digest Casebook::Judge(const std::string& finding, v1::Verdict::Status status, const std::string& reason) {
  RecordDraft draft;
  draft.kind = v1::Header::judgement;
  draft.slots.resize(reason.empty() ? 2 : 3);
  draft.slots[0].mutable_subject()->set_finding(finding);
  draft.slots[1].mutable_verdict()->set_status(status);
  if (!reason.empty()) draft.slots[2].mutable_reason()->set_text(reason);
  return AddDraft(draft);
}

Digest Casebook::AddDraft(const RecordDraft& draft) {
  if (builder_ && builder_->size() == kMaxRecordsPerSubmission) Flush();
  if (!builder_) {
    builder_.emplace(
        *SubmissionBuilder::New(Sha256("log"), Sha256("author"), std::nullopt, [this] { return Salt(salts_++); }));
  }
  const auto id = builder_->Add(draft);
  EXPECT_TRUE(id.ok()) << id.status();
  return id.ok() ? *id : Digest();
}

void Casebook::Flush() {
  if (!builder_ || builder_->size() == 0) return;
  const auto finished = builder_->Finish("2022-11-01T12:00Z", "");
  ASSERT_TRUE(finished.ok()) << finished.status();
  const auto opened = OpenUnverified(finished->stored, records_.size());
  ASSERT_TRUE(opened.ok()) << opened.status();
  for (const Record& record : opened->records) records_.push_back(record);
  builder_.reset();
}

RecordSet Casebook::Records(uint32_t shuffle_seed) {
  Flush();
  std::vector<Record> ordered = records_;
  if (shuffle_seed != 0) {
    std::mt19937 random(shuffle_seed);
    std::shuffle(ordered.begin(), ordered.end(), random);
  }
  RecordSet set;
  for (size_t i = 0; i < ordered.size(); ++i) {
    ordered[i].position = {i, 0};
    set.Add(ordered[i]);
  }
  return set;
}

v1::Findings Casebook::Find(uint32_t shuffle_seed) { return FindConflicts(Records(shuffle_seed), ShippedTables()); }

Comparison Casebook::Compare(const Digest& a, const Digest& b) {
  const RecordSet records = Records();
  return CompareClaims(records, ShippedTables(), *records.Find(a), *records.Find(b));
}

std::vector<v1::Finding> OfKind(const v1::Findings& findings, const std::string& kind, v1::Finding::Verdict verdict) {
  std::vector<v1::Finding> found;
  for (const v1::Finding& f : findings.findings()) {
    if ((kind.empty() || f.kind() == kind) && (verdict == v1::Finding::verdict_unstated || f.verdict() == verdict)) {
      found.push_back(f);
    }
  }
  return found;
}

std::vector<v1::Finding> Conflicts(const v1::Findings& findings) {
  std::vector<v1::Finding> found;
  for (const v1::Finding& f : findings.findings()) {
    if (f.verdict() == v1::Finding::contradicts || f.verdict() == v1::Finding::tension) found.push_back(f);
  }
  return found;
}

std::string Show(const v1::Findings& findings) {
  std::string text;
  for (const v1::Finding& f : findings.findings()) {
    absl::StrAppend(&text, "[", f.kind(), ", ", v1::Finding::Verdict_Name(f.verdict()), "] ", FindingInWords(f), "\n");
    for (const std::string& n : f.notes()) absl::StrAppend(&text, "    note: ", n, "\n");
    for (const std::string& t : f.other_tables()) absl::StrAppend(&text, "    table: ", t, "\n");
  }
  for (const std::string& u : findings.unread()) absl::StrAppend(&text, "unread ", u, "\n");
  return text;
}

}  // namespace tallystick

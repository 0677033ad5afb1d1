#include "tests/core/provenance/desk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

using S = v1::Slot;

v1::Slot NameSlot(const std::string& name, v1::Names::Type type) {
  v1::Slot slot;
  slot.mutable_names()->set_type(type);
  slot.mutable_names()->add_names()->set_text(name);
  return slot;
}

v1::Slot AttributionSlot(const std::vector<Said>& steps, v1::Attribution::Basis basis) {
  v1::Slot slot;
  for (const Said& said : steps) {
    v1::Step* step = slot.mutable_attribution()->add_steps();
    for (const Digest& id : said.by) step->add_sources(id.hex());
    if (said.by.size() > 1) step->set_joined(said.joined);
    step->set_certainty(said.certainty);
    step->set_act(said.act);
    if (!said.earliest.empty()) step->set_said_earliest(said.earliest);
    if (!said.latest.empty()) step->set_said_latest(said.latest);
    if (!said.words.empty()) step->set_words(said.words);
  }
  if (basis != v1::Attribution::basis_unstated) slot.mutable_attribution()->set_basis(basis);
  return slot;
}

}  // namespace

Digest Desk::Source(v1::Identity::Kind kind, const std::string& name, const std::optional<Digest>& run_by,
                    const std::string& label) {
  RecordDraft draft{v1::Header::source, {}, {}};
  v1::Identity* identity = draft.slots.emplace_back().mutable_identity();
  identity->set_kind(kind);
  if (!name.empty()) identity->add_names()->set_text(name);
  if (run_by) identity->set_controller(run_by->hex());
  if (!label.empty()) draft.slots.emplace_back().mutable_note()->set_label(label);
  return Add(draft);
}

Digest Desk::Speaking(const std::string& name, const Digest& for_actor) {
  RecordDraft draft{v1::Header::source, {}, {}};
  v1::Identity* identity = draft.slots.emplace_back().mutable_identity();
  identity->set_kind(v1::Identity::person);
  identity->add_names()->set_text(name);
  identity->set_actor(for_actor.hex());
  return Add(draft);
}

Digest Desk::Actor(const std::string& name) {
  return Add({v1::Header::entity, {}, {NameSlot(name, v1::Names::actor)}});
}

Digest Desk::Capture(const std::string& title, const std::string& bytes) {
  RecordDraft draft{v1::Header::capture, {}, {}};
  v1::Content* content = draft.slots.emplace_back().mutable_content();
  content->set_sha256(Sha256(bytes.empty() ? title : bytes).hex());
  content->set_size(1);
  content->set_media_type("text/plain");
  draft.slots.emplace_back().mutable_origin()->set_title(title);
  return Add(draft);
}

Digest Desk::Claim(const Digest& capture, const std::vector<Said>& steps, v1::Attribution::Basis basis) {
  RecordDraft draft{v1::Header::claim, {}, {AttributionSlot(steps, basis)}};
  v1::Quote* quote = draft.slots.emplace_back().mutable_quote();
  quote->set_capture(capture.hex());
  quote->set_start(0);
  quote->set_end(4);
  quote->set_exact("some");
  return Add(draft);
}

Digest Desk::Link(v1::Link::Type type, const Digest& from, const Digest& to) {
  RecordDraft draft{v1::Header::link, {}, {}};
  v1::Link* link = draft.slots.emplace_back().mutable_link();
  link->set_type(type);
  link->set_from(from.hex());
  link->add_to(to.hex());
  return Add(draft);
}

Digest Desk::Add(RecordDraft draft) {
  if (builder_ && builder_->size() == 128) Flush();
  if (!builder_) {
    auto builder = SubmissionBuilder::New(Sha256("log"), Sha256("author"), std::nullopt, [this] {
      return Sha256(absl::StrCat(salts_++)).hex().substr(0, kSaltBytes);
    });
    EXPECT_TRUE(builder.ok()) << builder.status();
    builder_.emplace(*std::move(builder));
  }
  const auto id = builder_->Add(draft);
  EXPECT_TRUE(id.ok()) << id.status();
  return id.value_or(Digest());
}

void Desk::Flush() {
  if (!builder_) return;
  const auto finished = builder_->Finish("2022-11-01T10:00Z", "");
  EXPECT_TRUE(finished.ok()) << finished.status();
  const auto opened = OpenUnverified(finished->stored, 0);
  EXPECT_TRUE(opened.ok()) << opened.status();
  records_.insert(records_.end(), opened->records.begin(), opened->records.end());
  builder_.reset();
}

RecordSet Desk::Records(unsigned order) {
  Flush();
  std::vector<Record> arrived = records_;
  if (order != 0) {
    std::mt19937 random(order);
    std::shuffle(arrived.begin(), arrived.end(), random);
  }
  RecordSet set;
  uint64_t position = 0;
  for (Record& record : arrived) {
    if (left_out_.count(record.id) != 0) continue;
    record.position = {position++, 0};
    const auto slots = SlotsOf(record.kind());
    for (size_t i = 0; i < slots.size(); ++i) {
      if (withheld_.count({record.id, slots[i]}) != 0) record.slots[i].reset();
    }
    set.Add(record);
  }
  return set;
}

std::vector<const Record*> Pick(const RecordSet& records, const std::vector<Digest>& ids) {
  std::vector<const Record*> picked;
  for (const Digest& id : ids) {
    picked.push_back(records.Find(id));
    EXPECT_NE(picked.back(), nullptr) << id.hex();
  }
  return picked;
}

OriginCount CountOf(const RecordSet& records, const std::vector<Digest>& claims, const SharedOrigins& shared) {
  return CountOrigins(records, Pick(records, claims), shared);
}

OriginRelation RelationOf(const RecordSet& records, const Digest& a, const Digest& b) {
  return CompareOrigins(records, *Pick(records, {a})[0], *Pick(records, {b})[0]);
}

}  // namespace tallystick

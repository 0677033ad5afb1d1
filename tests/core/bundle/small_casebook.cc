#include "tests/core/bundle/small_casebook.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/merkle/proof.h"
#include "core/sign/tlog_proof.h"
#include "tests/core/merkle/memory_tree.h"
#include "tests/core/record/drafts.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using S = v1::Slot;

MemoryTree TreeOf(const std::vector<std::string>& leaves) {
  MemoryTree tree;
  for (const std::string& leaf : leaves) tree.Append(leaf);
  return tree;
}

RecordDraft CaptureDraft() {
  RecordDraft draft{v1::Header::capture, {}, {}};
  v1::Content* content = SlotOf(&draft, S::kContent)->mutable_content();
  content->set_sha256(Sha256(SmallCasebook::kCaptureText).hex());
  content->set_size(SmallCasebook::kCaptureText.size());
  content->set_media_type("text/plain");
  content->set_charset("utf-8");
  return draft;
}

RecordDraft SourceDraft() {
  RecordDraft draft = GoodDraft(v1::Header::source);
  SlotOf(&draft, S::kContact)->mutable_contact()->set_text("+223 555 0100, only by Signal");
  return draft;
}

}  // namespace

const std::string SmallCasebook::kCaptureText =
    "\xC2\xAB Some 60 fighters were killed at Talataye \xC2\xBB, a source said. At least 90 fighters were killed at "
    "Talataye, said "
    "another.\nExactly 70 fighters were killed at Talataye, said a third.\n";

PrivateKey KeyById(absl::string_view hex) {
  for (char fill : {'l', 'a', 'b', 'x'}) {
    if (TestKey(fill).public_key().id().hex() == hex) return TestKey(fill);
  }
  ADD_FAILURE() << "no test key " << hex;
  return TestKey('x');
}

RecordDraft KeyDraft(char fill, v1::Key::Role role, absl::string_view name) {
  RecordDraft draft{v1::Header::key, {}, {}};
  v1::Key* key = SlotOf(&draft, S::kKey)->mutable_key();
  key->set_event(v1::Key::admitted);
  key->set_role(role);
  key->set_public_key(Base64Encode(TestKey(fill).public_key().Der()));
  key->set_recovery(TestId("recovery key").hex());
  if (!name.empty()) key->set_name(std::string(name));
  return draft;
}

RecordDraft SmallCasebook::Claim(absl::string_view exact, absl::string_view words, int nominal) const {
  RecordDraft draft{v1::Header::claim, {}, {}};
  v1::Attribution* attribution = SlotOf(&draft, S::kAttribution)->mutable_attribution();
  attribution->add_steps()->add_sources(IdOf(1, 1).hex());
  attribution->set_basis(v1::Attribution::witnessed);
  v1::Quote* quote = SlotOf(&draft, S::kQuote)->mutable_quote();
  quote->set_capture(IdOf(1, 0).hex());
  const size_t start = kCaptureText.find(std::string(exact));
  EXPECT_NE(start, std::string::npos) << exact;
  quote->set_start(start);
  quote->set_end(start + exact.size());
  quote->set_exact(std::string(exact));
  v1::Proposition* proposition = SlotOf(&draft, S::kProposition)->mutable_proposition();
  proposition->set_predicate("killed");
  proposition->set_modality(v1::Proposition::asserted);
  v1::Quantity* quantity = SlotOf(&draft, S::kQuantity)->mutable_quantity();
  quantity->set_words(std::string(words));
  quantity->set_language("en");
  quantity->set_nominal(nominal);
  if (nominal == 70) quantity->set_coverage(v1::Quantity::full);
  v1::PlaceTerm* place = SlotOf(&draft, S::kPlace)->mutable_place()->add_terms();
  place->set_relation(v1::PlaceTerm::in);
  place->add_entities(IdOf(1, 2).hex());
  v1::ClaimTime* time = SlotOf(&draft, S::kTime)->mutable_time();
  time->set_start_earliest("2022-09-06");
  time->set_end_latest("2022-09-06");
  return draft;
}

SmallCasebook::SmallCasebook() : origin_(absl::StrCat("menaka.", TestKey('l').public_key().id().hex().substr(0, 8))) {
  Append('a', {KeyDraft('l', v1::Key::log, origin_), KeyDraft('a', v1::Key::author)});
  // The claims name records of their own submission. Those come first and keep their ids, so they are made once to
  // learn them, and then again with the claims.
  const std::vector<RecordDraft> named = {CaptureDraft(), SourceDraft(), GoodDraft(v1::Header::entity)};
  Append('a', named);
  std::vector<RecordDraft> drafts = named;
  drafts.push_back(Claim("Some 60 fighters were killed at Talataye", "Some 60", 60));
  drafts.push_back(Claim("At least 90 fighters were killed at Talataye", "At least 90", 90));
  stored_.pop_back(), opened_.pop_back(), leaves_.pop_back();
  last_.insert_or_assign('a', opened_[0].id);
  Append('a', drafts);
  Append('a', {KeyDraft('b', v1::Key::author)});
  Append('b', {Claim("Exactly 70 fighters were killed at Talataye", "Exactly 70", 70)});
  Append('a', {GoodDraft(v1::Header::source)});
}

void SmallCasebook::Append(char author, const std::vector<RecordDraft>& drafts) {
  const PrivateKey key = TestKey(author);
  const auto last = last_.find(author);
  const std::optional<Digest> previous = last == last_.end() ? std::nullopt : std::optional<Digest>(last->second);
  auto builder = SubmissionBuilder::New(TestKey('l').public_key().id(), key.public_key().id(), previous,
                                        CountingSalts(1000 * stored_.size()));
  for (const RecordDraft& draft : drafts) {
    const auto id = builder->Add(draft);
    EXPECT_TRUE(id.ok()) << id.status();
  }
  auto made = *builder->Finish(absl::StrCat("2022-11-0", 1 + stored_.size(), "T08:00Z"), "notes of the day");
  made.stored.signature = *key.Sign(made.manifest);
  opened_.push_back(*OpenUnverified(made.stored, stored_.size()));
  leaves_.push_back(FormatLeaf(made.id, key.public_key().id(), made.stored.signature));
  last_.insert_or_assign(author, made.id);
  stored_.push_back(std::move(made.stored));
}

std::string SmallCasebook::Checkpoint(const std::vector<std::string>& leaves) const {
  const tallystick::Checkpoint head{origin_, leaves.size(), TreeOf(leaves).frontier().Root(), {}};
  return *SignCheckpoint(head, TestNoteKey(origin_, 'l'), TestKey('l'));
}

std::vector<Digest> SmallCasebook::Proof(const std::vector<std::string>& leaves, uint64_t index) const {
  return *InclusionProof(index, leaves.size(), TreeOf(leaves).reader());
}

std::vector<Digest> SmallCasebook::Signers() const {
  return {TestKey('l').public_key().id(), TestKey('a').public_key().id()};
}

BundleInput SmallCasebook::Input() const {
  BundleInput input{"talataye", TestKey('l').public_key()};
  input.checkpoint = Checkpoint(leaves_);
  const std::vector<std::vector<int>> shown = {{0, 1}, {0, 1, 2, 3}, {0}, {0}};
  for (uint64_t i = 0; i < shown.size(); ++i) {
    input.entries.push_back({i, stored_[i], Proof(leaves_, i), shown[i]});
  }
  input.captures.push_back({Sha256(kCaptureText), "txt", kCaptureText});
  input.keys = {TestKey('a').public_key(), TestKey('b').public_key()};
  input.query = "event: Talataye";
  input.matched = 3;
  input.left_out = {{"asked-not-to-be-published", 1}};
  input.withholdings = {{IdOf(1, 1), "contact", "source-protection", "the desk"},
                        {opened_[1].id, "about", "privacy", "the desk"}};
  return input;
}

}  // namespace tallystick

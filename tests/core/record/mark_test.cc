#include "core/record/mark.h"

#include <gtest/gtest.h>

#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

using S = v1::Slot;

class Marks : public testing::Test {
 protected:
  void Add(const std::string& name, RecordDraft draft, const std::string& replaces = "") {
    Record record;
    record.id = TestId(name);
    record.position = {next_++, 0};
    record.header.set_kind(draft.kind);
    if (!replaces.empty()) record.header.add_replaces(TestId(replaces).hex());
    for (const SlotCase which : SlotsOf(draft.kind)) record.slots.emplace_back(draft.Get(which));
    set_.Add(std::move(record));
  }
  void Claim(const std::string& name, const std::string& replaces = "") {
    Add(name, GoodDraft(v1::Header::claim), replaces);
  }
  void Retract(const std::string& name, const std::string& of, const std::string& reason) {
    RecordDraft draft{v1::Header::judgement, {}, {}};
    SlotOf(&draft, S::kSubject)->mutable_subject()->add_records(TestId(of).hex());
    SlotOf(&draft, S::kVerdict)->mutable_verdict()->set_status(v1::Verdict::retracted);
    if (!reason.empty()) SlotOf(&draft, S::kReason)->mutable_reason()->set_text(reason);
    Add(name, draft);
  }
  void Link(const std::string& name, v1::Link::Type type, const std::string& from, const std::string& to) {
    RecordDraft draft{v1::Header::link, {}, {}};
    v1::Link* link = SlotOf(&draft, S::kLink)->mutable_link();
    link->set_type(type);
    link->set_from(TestId(from).hex());
    link->add_to(TestId(to).hex());
    Add(name, draft);
  }
  std::string Of(const std::string& name) const { return MarkOf(set_, TestId(name)); }
  static std::string Brief(const std::string& name) { return TestId(name).brief(); }

 private:
  RecordSet set_;
  uint64_t next_ = 0;
};

TEST_F(Marks, SayWhatHoldsAndNothingOtherwise) {
  Claim("a");
  Claim("b");
  EXPECT_EQ(Of("a"), "");
  EXPECT_EQ(Of("nobody"), "");
  Retract("r", "a", "a reading error");
  EXPECT_EQ(Of("a"), "retracted: a reading error");
  Retract("back", "r", "");
  EXPECT_EQ(Of("a"), "");
  EXPECT_EQ(Of("r"), "retracted");
  Link("w", v1::Link::withdraws, "b", "a");
  EXPECT_EQ(Of("a"), "withdrawn by its source");
  EXPECT_EQ(Of("b"), "");
  Link("c", v1::Link::corrects, "b", "a");
  EXPECT_EQ(Of("a"), "withdrawn by its source; corrected by its source");
}

TEST_F(Marks, NameTheVersionThatCountsAndTheOthers) {
  Claim("a");
  Claim("b", "a");
  EXPECT_EQ(Of("a"), "replaced by " + Brief("b"));
  Claim("c", "b");
  EXPECT_EQ(Of("a"), "replaced by " + Brief("c"));
  Claim("d", "a");
  EXPECT_EQ(Of("a"), "replaced by " + Brief("d"));
  EXPECT_EQ(Of("c"), "replaced by " + Brief("d")) << "it lost, though nothing names it";
  EXPECT_EQ(Of("d"), "");
  Claim("e", "a");
  EXPECT_EQ(Of("a"), "replaced by " + Brief("e") + " (also by " + Brief("d") + ", earlier in the log)");
  Retract("r", "e", "made up");
  EXPECT_EQ(Of("c"), "replaced by " + Brief("e") + ", which is retracted: made up");
}

}  // namespace
}  // namespace tallystick

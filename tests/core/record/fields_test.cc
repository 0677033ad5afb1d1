#include "core/record/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/record/kinds.h"
#include "proto/import.pb.h"
#include "proto/options.pb.h"

namespace tallystick {
namespace {

using testing::ElementsAre;

v1::ImportLine Line() {
  v1::ImportLine line;
  auto* step = line.mutable_attribution()->add_steps();
  step->add_sources("a");
  step->add_sources("b");
  step->set_said_earliest("2022-10");
  step->set_words("some words that are not marked");
  line.mutable_attribution()->add_steps()->add_sources("c");
  line.mutable_quote()->set_capture("d");
  line.mutable_quote()->set_exact("not marked");
  auto* role = line.mutable_proposition()->add_roles();
  role->set_words("fighters");
  role->add_terms()->set_affiliation("e");
  line.mutable_quantity()->set_words("some 60");
  line.mutable_quantity()->set_as_of("2022-10-31");
  line.mutable_place()->add_terms()->add_entities("f");
  line.mutable_place()->add_as_far_as("g");
  line.mutable_origin()->mutable_published()->set_latest("2022");
  return line;
}

std::vector<std::string> Visited(const google::protobuf::Message& message, Mark mark) {
  std::vector<std::string> seen;
  const absl::Status status = VisitMarked(message, mark, [&seen](const std::string& path, const std::string& value) {
    seen.push_back(absl::StrCat(path, "=", value));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return seen;
}

TEST(Fields, MarkedOnesAreVisitedInFieldOrderWithTheirPaths) {
  EXPECT_THAT(
      Visited(Line(), Mark::kRecord),
      ElementsAre("attribution.steps[0].sources[0]=a", "attribution.steps[0].sources[1]=b",
                  "attribution.steps[1].sources[0]=c", "quote.capture=d", "proposition.roles[0].terms[0].affiliation=e",
                  "place.terms[0].entities[0]=f", "place.as_far_as[0]=g"));
  EXPECT_THAT(Visited(Line(), Mark::kAsWritten),
              ElementsAre("proposition.roles[0].words=fighters", "quantity.words=some 60"));
  EXPECT_THAT(Visited(Line(), Mark::kCivil),
              ElementsAre("origin.published.latest=2022", "attribution.steps[0].said_earliest=2022-10",
                          "quantity.as_of=2022-10-31"));
}

TEST(Fields, UnsetOnesAreNotVisited) {
  EXPECT_THAT(Visited(v1::ImportLine(), Mark::kRecord), ElementsAre());
  v1::Slot slot;
  slot.mutable_quote();
  EXPECT_THAT(Visited(slot, Mark::kRecord), ElementsAre());
}

TEST(Fields, AVisitStopsAtTheFirstError) {
  int visits = 0;
  const absl::Status status =
      VisitMarked(Line(), Mark::kRecord, [&visits](const std::string& path, const std::string&) {
        return ++visits == 3 ? absl::NotFoundError(path) : absl::OkStatus();
      });
  EXPECT_EQ(status, absl::NotFoundError("attribution.steps[1].sources[0]"));
  EXPECT_EQ(visits, 3);
}

TEST(Fields, AChangeReachesEveryMarkedFieldAndNoOther) {
  v1::ImportLine line = Line(), expected = Line();
  ASSERT_TRUE(ChangeMarked(&line, Mark::kRecord, [](const std::string&, std::string* value) {
                value->insert(0, "@");
                return absl::OkStatus();
              }).ok());
  EXPECT_THAT(Visited(line, Mark::kRecord),
              ElementsAre("attribution.steps[0].sources[0]=@a", "attribution.steps[0].sources[1]=@b",
                          "attribution.steps[1].sources[0]=@c", "quote.capture=@d",
                          "proposition.roles[0].terms[0].affiliation=@e", "place.terms[0].entities[0]=@f",
                          "place.as_far_as[0]=@g"));
  ASSERT_TRUE(ChangeMarked(&line, Mark::kRecord, [](const std::string&, std::string* value) {
                value->erase(0, 1);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(line.SerializeAsString(), expected.SerializeAsString());
}

TEST(Fields, AReferenceComesWithTheKindsItMayName) {
  v1::ImportLine line;
  line.mutable_quote()->set_capture("a");
  line.mutable_identity()->add_names()->set_asserter("b");
  line.mutable_link()->set_from("c");
  line.mutable_subject()->add_records("d");
  line.mutable_time()->set_words("not a reference");
  std::vector<std::string> seen;
  ASSERT_TRUE(ChangeReferences(&line, [&seen](const std::string& path, absl::string_view kinds, std::string* value) {
                seen.push_back(absl::StrCat(path, "=", *value, " ", kinds));
                *value += "!";
                return absl::OkStatus();
              }).ok());
  EXPECT_THAT(seen, ElementsAre("identity.names[0].asserter=b source", "quote.capture=a capture",
                                "link.from=c claim|capture|source|entity", "subject.records[0]=d "));
  EXPECT_EQ(line.link().from(), "c!");
}

TEST(Fields, KindsAreNamesOfKinds) {
  const google::protobuf::FileDescriptor* files[] = {v1::Slot::descriptor()->file(), v1::Quote::descriptor()->file()};
  int named = 0;
  for (const auto* file : files) {
    for (int m = 0; m < file->message_type_count(); ++m) {
      for (int i = 0; i < file->message_type(m)->field_count(); ++i) {
        const auto* field = file->message_type(m)->field(i);
        const std::string kinds = field->options().GetExtension(v1::kinds);
        if (kinds.empty()) continue;
        EXPECT_TRUE(field->options().GetExtension(v1::record)) << field->full_name();
        for (const absl::string_view kind : absl::StrSplit(kinds, '|')) {
          EXPECT_TRUE(KindByName(kind).has_value()) << field->full_name() << ": " << kind;
          ++named;
        }
      }
    }
  }
  EXPECT_GT(named, 20);
}

TEST(Fields, AChangeThatFailsLeavesItsFieldAsItWas) {
  v1::ImportLine line = Line();
  const absl::Status status = ChangeMarked(&line, Mark::kCivil, [](const std::string& path, std::string* value) {
    *value = "spoilt";
    return absl::InvalidArgumentError(path);
  });
  EXPECT_EQ(status, absl::InvalidArgumentError("origin.published.latest"));
  EXPECT_EQ(line.SerializeAsString(), Line().SerializeAsString());
}

// The marks drive references, quote checks and dates: one that is forgotten is a hole. Every field is decided here.
std::vector<std::string> MarkedIn(const google::protobuf::Descriptor* top, Mark mark) {
  std::vector<std::string> marked;
  std::set<const void*> seen;
  const std::function<void(const google::protobuf::Descriptor*)> walk = [&](const auto* d) {
    if (!seen.insert(d).second) return;
    for (int i = 0; i < d->field_count(); ++i) {
      const auto* f = d->field(i);
      if (f->message_type() != nullptr) {
        walk(f->message_type());
        continue;
      }
      if (f->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) continue;
      std::unique_ptr<google::protobuf::Message> m(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(d)->New());
      f->is_repeated() ? m->GetReflection()->AddString(m.get(), f, "x")
                       : m->GetReflection()->SetString(m.get(), f, "x");
      if (!Visited(*m, mark).empty()) marked.push_back(absl::StrCat(d->name(), ".", f->name()));
    }
  };
  walk(top);
  std::sort(marked.begin(), marked.end());
  return marked;
}

TEST(Fields, TheMarksOfTheSchemasAreThese) {
  const auto* slot = v1::Slot::descriptor();
  EXPECT_THAT(MarkedIn(slot, Mark::kAsWritten),
              ElementsAre("ClaimEvent.words", "ClaimPlace.words", "ClaimTime.anchor_words", "ClaimTime.words",
                          "Only.words", "Quantity.words", "Role.words"));
  EXPECT_THAT(MarkedIn(slot, Mark::kCivil),
              ElementsAre("About.recorded_at", "ClaimTime.end_earliest", "ClaimTime.end_latest",
                          "ClaimTime.start_earliest", "ClaimTime.start_latest", "Interval.earliest", "Interval.latest",
                          "Origin.captured_at", "Quantity.as_of", "Step.said_earliest", "Step.said_latest"));
  EXPECT_THAT(
      MarkedIn(slot, Mark::kRecord),
      ElementsAre("ClaimEvent.event", "ClaimPlace.as_far_as", "ClaimTime.anchor", "Custody.records", "Header.replaces",
                  "Identity.actor", "Identity.controller", "Link.asserter", "Link.from", "Link.to", "Name.asserter",
                  "Only.domain", "Origin.publisher", "PlaceTerm.entities", "Quote.capture", "Quote.rendition",
                  "Relation.asserter", "Relation.to", "RenditionOf.capture", "Standing.aligned_with",
                  "Standing.party_to", "Step.sources", "Subject.records", "Term.affiliation", "Term.entity"));
}

}  // namespace
}  // namespace tallystick

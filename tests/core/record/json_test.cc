#include "core/record/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/record/kinds.h"
#include "proto/import.pb.h"

namespace tallystick {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Written {
  const char* what;
  std::function<void(v1::Slot*)> fill;
  std::string text;
};

std::vector<Written> CanonicalTexts() {
  return {
      {"nothing", [](v1::Slot*) {}, "{}"},
      {"a body that says nothing", [](v1::Slot* s) { s->mutable_note(); }, R"({"note":{}})"},
      {"a string", [](v1::Slot* s) { s->mutable_note()->set_text("some 60"); }, R"({"note":{"text":"some 60"}})"},
      {"an empty string", [](v1::Slot* s) { s->mutable_note()->set_text(""); }, R"({"note":{}})"},
      {"fields in number order, not in the order they were set",
       [](v1::Slot* s) {
         s->mutable_note()->set_text("b");
         s->mutable_note()->set_label("a");
         s->set_salt("z");
       },
       R"({"salt":"z","note":{"label":"a","text":"b"}})"},
      {"every short escape", [](v1::Slot* s) { s->mutable_note()->set_text("\"\\\b\f\n\r\t"); },
       R"({"note":{"text":"\"\\\b\f\n\r\t"}})"},
      {"other controls as \\u", [](v1::Slot* s) { s->mutable_note()->set_text(std::string("\0\x01\x1f", 3)); },
       R"({"note":{"text":"\u0000\u0001\u001f"}})"},
      {"no escape for a slash, DEL or anything beyond ASCII",
       [](v1::Slot* s) { s->mutable_note()->set_text("/\x7f‘é’عشرات\xF0\x9F\x94\xA5\xE2\x80\xA8"); },
       "{\"note\":{\"text\":\"/\x7f‘é’عشرات\xF0\x9F\x94\xA5\xE2\x80\xA8\"}}"},
      {"an integer", [](v1::Slot* s) { s->mutable_quantity()->set_nominal(60); }, R"({"quantity":{"nominal":60}})"},
      {"zero, which is not the same as unstated", [](v1::Slot* s) { s->mutable_quantity()->set_nominal(0); },
       R"({"quantity":{"nominal":0}})"},
      {"the largest integer", [](v1::Slot* s) { s->mutable_quantity()->set_nominal(kMaxJsonInteger); },
       R"({"quantity":{"nominal":9007199254740991}})"},
      {"the smallest integer", [](v1::Slot* s) { s->mutable_quantity()->set_nominal(-kMaxJsonInteger); },
       R"({"quantity":{"nominal":-9007199254740991}})"},
      {"a narrow integer", [](v1::Slot* s) { s->mutable_verdict()->set_credibility(-6); },
       R"({"verdict":{"credibility":-6}})"},
      {"true", [](v1::Slot* s) { s->mutable_event()->set_restricts(true); }, R"({"event":{"restricts":true}})"},
      {"false", [](v1::Slot* s) { s->mutable_event()->set_restricts(false); }, R"({"event":{}})"},
      {"an enum by name", [](v1::Slot* s) { s->mutable_quantity()->set_series(v1::Quantity::total_to_date); },
       R"({"quantity":{"series":"total_to_date"}})"},
      {"an unstated enum", [](v1::Slot* s) { s->mutable_quantity()->set_series(v1::Quantity::series_unstated); },
       R"({"quantity":{}})"},
      {"lists of strings, enums and messages",
       [](v1::Slot* s) {
         s->mutable_custody()->add_slots("quote");
         s->mutable_custody()->add_slots("");
         v1::Passage* passage = s->mutable_quote()->add_passages();  // another member of the oneof: the last one stays
         passage->add_supports(v1::Passage::time);
         passage->add_supports(v1::Passage::place);
         s->mutable_quote()->add_passages();
       },
       R"({"quote":{"passages":[{"supports":["time","place"]},{}]}})"},
      {"an empty string in a list, where it counts", [](v1::Slot* s) { s->mutable_custody()->add_slots(""); },
       R"({"custody":{"slots":[""]}})"},
      {"a message inside", [](v1::Slot* s) { s->mutable_origin()->mutable_published()->set_latest("2022"); },
       R"({"origin":{"published":{"latest":"2022"}}})"},
      {"an empty message inside", [](v1::Slot* s) { s->mutable_origin()->mutable_published(); }, R"({"origin":{}})"},
      {"a message inside with nothing but an empty string",
       [](v1::Slot* s) { s->mutable_origin()->mutable_published()->set_latest(""); }, R"({"origin":{}})"},
      {"an empty message between two fields",
       [](v1::Slot* s) {
         s->mutable_origin()->set_title("a");
         s->mutable_origin()->mutable_published();
         s->mutable_origin()->set_how(v1::Origin::pasted);
       },
       R"({"origin":{"title":"a","how":"pasted"}})"},
      {"an empty message nested in a list",
       [](v1::Slot* s) { s->mutable_identity()->add_names()->mutable_valid()->set_earliest(""); },
       R"({"identity":{"names":[{}]}})"},
  };
}

TEST(WriteJson, GivesTheOneCanonicalText) {
  for (const Written& c : CanonicalTexts()) {
    v1::Slot slot;
    c.fill(&slot);
    EXPECT_EQ(EncodeJson(slot), c.text) << c.what;
  }
}

TEST(WriteJson, IsReadBackAndWrittenAgainTheSame) {
  for (const Written& c : CanonicalTexts()) {
    v1::Slot slot;
    const absl::Status status = DecodeCanonicalJson(c.text, &slot);
    EXPECT_TRUE(status.ok()) << c.what << ": " << status;
    EXPECT_EQ(EncodeJson(slot), c.text) << c.what;
  }
}

TEST(WriteJson, RefusesToKeepWhatCouldNotBeReadAgain) {
  const std::vector<Written> cases = {
      {"text that is not UTF-8", [](v1::Slot* s) { s->mutable_note()->set_text("caf\xE9"); },
       "\"text\": not valid UTF-8 at its byte 3"},
      {"the same in a list", [](v1::Slot* s) { s->mutable_custody()->add_slots("\xFF"); },
       "\"slots\": not valid UTF-8 at its byte 0"},
      {"2^53", [](v1::Slot* s) { s->mutable_quote()->set_start(kMaxJsonInteger + 1); },
       "\"start\": 9007199254740992 is too large"},
      {"-2^53", [](v1::Slot* s) { s->mutable_quote()->set_start(-kMaxJsonInteger - 1); },
       "\"start\": -9007199254740992 is too large"},
      {"an enum number without a name", [](v1::Slot* s) { s->mutable_quote()->set_voice(v1::Quote::Voice(77)); },
       "\"voice\": value 77 has no name"},
      {"an unstated value in a list", [](v1::Slot* s) { s->mutable_quote()->add_flags(v1::Quote::flag_unstated); },
       "\"flags\": value 0 has no name"},
  };
  for (const Written& c : cases) {
    v1::Slot slot;
    c.fill(&slot);
    const absl::StatusOr<std::string> text = EncodeCanonicalJson(slot);
    EXPECT_EQ(text.status().code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_EQ(text.status().message(), c.text) << c.what;
    v1::Slot back;
    EXPECT_FALSE(DecodeCanonicalJson(EncodeJson(slot), &back).ok()) << c.what << ": refused for nothing";
  }
}

// Lists every field type that the messages of our schemas use.
void CollectTypes(const google::protobuf::Descriptor* message, std::set<const void*>* seen,
                  std::set<FieldDescriptor::CppType>* types) {
  if (!seen->insert(message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    types->insert(message->field(i)->cpp_type());
    EXPECT_FALSE(message->field(i)->is_map()) << message->field(i)->full_name();
    if (message->field(i)->message_type() != nullptr) CollectTypes(message->field(i)->message_type(), seen, types);
  }
}

TEST(WriteJson, TheSchemasUseNoTypeThatItDoesNotKnow) {
  std::set<const void*> seen;
  std::set<FieldDescriptor::CppType> types;
  CollectTypes(v1::Slot::descriptor(), &seen, &types);
  EXPECT_THAT(types, testing::UnorderedElementsAre(FieldDescriptor::CPPTYPE_STRING, FieldDescriptor::CPPTYPE_MESSAGE,
                                                   FieldDescriptor::CPPTYPE_ENUM, FieldDescriptor::CPPTYPE_BOOL,
                                                   FieldDescriptor::CPPTYPE_INT32, FieldDescriptor::CPPTYPE_INT64));
}

// A field without presence could not tell "unstated" from a value.
TEST(WriteJson, EveryScalarOfTheSchemasIsOptional) {
  std::set<const void*> seen;
  std::set<FieldDescriptor::CppType> types;
  CollectTypes(v1::Slot::descriptor(), &seen, &types);
  for (const void* d : seen) {
    const auto* message = static_cast<const google::protobuf::Descriptor*>(d);
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* f = message->field(i);
      EXPECT_TRUE(f->is_repeated() || f->has_presence()) << f->full_name();
    }
  }
}

// What a person writes in an import file may be laid out freely; it is read by the same reader.
TEST(ReadJson, TakesFieldsInAnyOrderAndWhiteSpaceWhereItIsNotToBeHashed) {
  v1::ImportLine line;
  const absl::Status status = DecodeJson(
      " {\t\"quantity\" : { \"nominal\" : 60 , \"words\":\"some \\u0036\\/\" } ,\r\n \"event\": {\"restricts\":false},"
      "\"kind\":\"claim\", \"replaces\":[ ] , \"handle\":\"\\uD83D\\uDD25\" } ",
      &line);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(line.quantity().nominal(), 60);
  EXPECT_EQ(line.quantity().words(), "some 6/");
  EXPECT_EQ(line.kind(), v1::Header::claim);
  EXPECT_EQ(line.handle(), "\xF0\x9F\x94\xA5");
}

TEST(ReadJson, IsNeitherConfusedByBracketsInStringsNorLimitsThem) {
  const std::string deep(5000, '[');
  v1::Slot slot;
  const absl::Status status = DecodeCanonicalJson("{\"note\":{\"text\":\"" + deep + "\\\"}\\\\\"}}", &slot);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(slot.note().text(), deep + "\"}\\");
}

TEST(JsonString, IsQuotedAndEscaped) {
  EXPECT_EQ(JsonString(""), "\"\"");
  EXPECT_EQ(JsonString("a \"b\" \\ \x01"), R"("a \"b\" \\ \u0001")");
}

}  // namespace
}  // namespace tallystick

#include "tests/core/record/random_message.h"

#include "core/base/utf8.h"
#include "core/record/json.h"

namespace tallystick {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string RandomMessages::Text() {
  static constexpr char32_t kCharacters[] = {'a',    'Z',    '0',    ' ',     '"',     '\\',    '/',    '\b',
                                             '\f',   '\n',   '\r',   '\t',    0x00,    0x1F,    0x7F,   0x80,
                                             0xE9,   0x7FF,  0x800,  0x2028,  0x202E,  0x0634,  0xD7FF, 0xE000,
                                             0xFEFF, 0xFFFD, 0xFFFF, 0x10000, 0x1F525, 0x10FFFF};
  std::string text;
  for (uint64_t n = Below(4) == 0 ? 0 : Below(12); n > 0; --n) {
    AppendCodePoint(kCharacters[Below(std::size(kCharacters))], &text);
  }
  return text;
}

void RandomMessages::SetField(Message* m, const FieldDescriptor* f, int density) {
  const Reflection* r = m->GetReflection();
  const bool many = f->is_repeated();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Fill(many ? r->AddMessage(m, f) : r->MutableMessage(m, f), density);
    case FieldDescriptor::CPPTYPE_STRING:
      many ? r->AddString(m, f, Text()) : r->SetString(m, f, Text());
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      return r->SetBool(m, f, Below(2) == 0);
    case FieldDescriptor::CPPTYPE_ENUM: {
      // The unstated value means the same as absence, and has no place in a list.
      const int first = many ? 1 : 0;
      const auto* value = f->enum_type()->value(first + static_cast<int>(Below(f->enum_type()->value_count() - first)));
      many ? r->AddEnum(m, f, value) : r->SetEnum(m, f, value);
      return;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return r->SetInt32(m, f, static_cast<int32_t>(random_()));
    default: {
      const int64_t value = static_cast<int64_t>(random_() >> Below(64)) % (kMaxJsonInteger + 1);
      return r->SetInt64(m, f, Below(2) == 0 ? value : -value);
    }
  }
}

void RandomMessages::Fill(Message* m, int density) {
  for (int i = 0; i < m->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* f = m->GetDescriptor()->field(i);
    if (static_cast<int>(Below(100)) >= density) continue;
    for (uint64_t n = f->is_repeated() ? 1 + Below(3) : 1; n > 0; --n) SetField(m, f, density);
  }
}

v1::Slot RandomMessages::Slot(int density) {
  v1::Slot slot;
  const auto* bodies = v1::Slot::descriptor()->FindOneofByName("body");
  const FieldDescriptor* body = bodies->field(static_cast<int>(Below(bodies->field_count())));
  Fill(v1::Slot::GetReflection()->MutableMessage(&slot, body), density);
  return slot;
}

}  // namespace tallystick

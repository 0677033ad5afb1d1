#include "core/record/fields.h"

#include <type_traits>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "proto/options.pb.h"

namespace tallystick {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool HasMark(const FieldDescriptor* f, Mark mark) {
  switch (mark) {
    case Mark::kRecord: return f->options().GetExtension(v1::record);
    case Mark::kAsWritten: return f->options().GetExtension(v1::as_written);
    case Mark::kCivil: return f->options().GetExtension(v1::civil);
  }
  return false;
}

// Where a walk stands. Most steps meet nothing that anybody asks the path of.
struct Path {
  const Path* before;
  const FieldDescriptor* field;
  int index;  // -1: not repeated

  std::string Text() const {
    return absl::StrCat(before == nullptr ? "" : absl::StrCat(before->Text(), "."), field->name(),
                        index < 0 ? "" : absl::StrCat("[", index, "]"));
  }
};

template <typename M>
using Value = std::conditional_t<std::is_const_v<M>, const std::string, std::string>;

template <typename M>
using Action = std::function<absl::Status(const std::string& path, const FieldDescriptor* field, Value<M>* value)>;

template <typename M>
absl::Status AtString(M* m, const Path& at, const Action<M>& action) {
  const Reflection* r = m->GetReflection();
  const FieldDescriptor* const f = at.field;
  const int index = at.index;
  const std::string path = at.Text();
  const std::string before = index < 0 ? r->GetString(*m, f) : r->GetRepeatedString(*m, f, index);
  if constexpr (std::is_const_v<M>) {
    return action(path, f, &before);
  } else {
    std::string after = before;
    TALLY_RETURN_IF_ERROR(action(path, f, &after));
    if (after != before) index < 0 ? r->SetString(m, f, after) : r->SetRepeatedString(m, f, index, after);
    return absl::OkStatus();
  }
}

template <typename M>
M* Inner(M* m, const FieldDescriptor* f, int index) {
  const Reflection* r = m->GetReflection();
  if constexpr (std::is_const_v<M>) {
    return index < 0 ? &r->GetMessage(*m, f) : &r->GetRepeatedMessage(*m, f, index);
  } else {
    return index < 0 ? r->MutableMessage(m, f) : r->MutableRepeatedMessage(m, f, index);
  }
}

template <typename M>
absl::Status Walk(M* m, Mark mark, const Path* before, const Action<M>& action) {
  const Reflection* r = m->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  r->ListFields(*m, &fields);
  for (const FieldDescriptor* f : fields) {
    const bool message = f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!message && !HasMark(f, mark)) continue;
    const int count = f->is_repeated() ? r->FieldSize(*m, f) : 1;
    for (int i = 0; i < count; ++i) {
      const Path at{before, f, f->is_repeated() ? i : -1};
      TALLY_RETURN_IF_ERROR(message ? Walk(Inner(m, f, at.index), mark, &at, action) : AtString(m, at, action));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ChangeMarked(Message* message, Mark mark,
                          const std::function<absl::Status(const std::string&, std::string*)>& change) {
  return Walk<Message>(message, mark, nullptr, [&change](const std::string& path, const FieldDescriptor*, std::string* value) {
    return change(path, value);
  });
}

absl::Status ChangeReferences(
    Message* message,
    const std::function<absl::Status(const std::string&, absl::string_view, std::string*)>& change) {
  return Walk<Message>(message, Mark::kRecord, nullptr,
                       [&change](const std::string& path, const FieldDescriptor* field, std::string* value) {
                         return change(path, field->options().GetExtension(v1::kinds), value);
                       });
}

absl::Status VisitMarked(const Message& message, Mark mark,
                         const std::function<absl::Status(const std::string&, const std::string&)>& visit) {
  return Walk<const Message>(&message, mark, nullptr,
                             [&visit](const std::string& path, const FieldDescriptor*, const std::string* value) {
                               return visit(path, *value);
                             });
}

}  // namespace tallystick

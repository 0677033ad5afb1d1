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

template <typename M>
using Value = std::conditional_t<std::is_const_v<M>, const std::string, std::string>;

template <typename M>
using Action = std::function<absl::Status(const std::string& path, const FieldDescriptor* field, Value<M>* value)>;

template <typename M>
absl::Status AtString(M* m, const FieldDescriptor* f, int index, const std::string& path, const Action<M>& action) {
  const Reflection* r = m->GetReflection();
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
absl::Status Walk(M* m, Mark mark, const std::string& prefix, const Action<M>& action) {
  const Reflection* r = m->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  r->ListFields(*m, &fields);
  for (const FieldDescriptor* f : fields) {
    const bool message = f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!message && !HasMark(f, mark)) continue;
    const int count = f->is_repeated() ? r->FieldSize(*m, f) : 1;
    for (int i = 0; i < count; ++i) {
      const int index = f->is_repeated() ? i : -1;
      const std::string path = absl::StrCat(prefix, prefix.empty() ? "" : ".", f->name(),
                                            f->is_repeated() ? absl::StrCat("[", i, "]") : "");
      TALLY_RETURN_IF_ERROR(message ? Walk(Inner(m, f, index), mark, path, action) : AtString(m, f, index, path, action));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ChangeMarked(Message* message, Mark mark,
                          const std::function<absl::Status(const std::string&, std::string*)>& change) {
  return Walk<Message>(message, mark, "", [&change](const std::string& path, const FieldDescriptor*, std::string* value) {
    return change(path, value);
  });
}

absl::Status ChangeReferences(
    Message* message,
    const std::function<absl::Status(const std::string&, absl::string_view, std::string*)>& change) {
  return Walk<Message>(message, Mark::kRecord, "",
                       [&change](const std::string& path, const FieldDescriptor* field, std::string* value) {
                         return change(path, field->options().GetExtension(v1::kinds), value);
                       });
}

absl::Status VisitMarked(const Message& message, Mark mark,
                         const std::function<absl::Status(const std::string&, const std::string&)>& visit) {
  return Walk<const Message>(&message, mark, "",
                             [&visit](const std::string& path, const FieldDescriptor*, const std::string* value) {
                               return visit(path, *value);
                             });
}

}  // namespace tallystick

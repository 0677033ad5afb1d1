#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status.h"
#include "core/base/utf8.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void AppendEscape(char c, std::string* out) {
  switch (c) {
    case '"': out->append("\\\""); break;
    case '\\': out->append("\\\\"); break;
    case '\b': out->append("\\b"); break;
    case '\f': out->append("\\f"); break;
    case '\n': out->append("\\n"); break;
    case '\r': out->append("\\r"); break;
    case '\t': out->append("\\t"); break;
    default: absl::StrAppendFormat(out, "\\u%04x", static_cast<int>(c));
  }
}

void AppendString(absl::string_view text, std::string* out) {
  out->push_back('"');
  while (true) {
    const char* const end = std::find_if(text.begin(), text.end(), [](char c) {
      return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    });
    out->append(text.data(), static_cast<size_t>(end - text.begin()));
    text.remove_prefix(static_cast<size_t>(end - text.begin()));
    if (text.empty()) break;
    AppendEscape(text[0], out);
    text.remove_prefix(1);
  }
  out->push_back('"');
}

// Writes a message, and remembers the first thing that no reader would take back.
class Writer {
 public:
  void Write(const Message& message) {
    std::vector<const FieldDescriptor*> fields;
    const Reflection* r = message.GetReflection();
    r->ListFields(message, &fields);
    const size_t start = out_.size();
    out_.push_back('{');
    for (const FieldDescriptor* f : fields) {
      if (!f->is_repeated() && IsEmpty(message, f)) continue;
      const size_t before = out_.size();
      absl::StrAppend(&out_, before == start + 1 ? "" : ",", "\"", f->name(), "\":");
      const size_t value = out_.size();
      f->is_repeated() ? WriteArray(message, f) : WriteValue(message, f, -1);
      // A oneof's member says by its presence which one it is, so it is written even when it says nothing more.
      const bool may_go = f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && f->real_containing_oneof() == nullptr;
      if (may_go && absl::string_view(out_).substr(value) == "{}") out_.resize(before);
    }
    out_.push_back('}');
  }

  std::string& out() { return out_; }
  const absl::Status& problem() const { return problem_; }

 private:
  static bool IsEmpty(const Message& m, const FieldDescriptor* f) {
    const Reflection* r = m.GetReflection();
    std::string scratch;
    switch (f->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: return r->GetStringReference(m, f, &scratch).empty();
      case FieldDescriptor::CPPTYPE_BOOL: return !r->GetBool(m, f);
      case FieldDescriptor::CPPTYPE_ENUM: return r->GetEnumValue(m, f) == 0;
      default: return false;
    }
  }

  void WriteArray(const Message& m, const FieldDescriptor* f) {
    out_.push_back('[');
    for (int i = 0, n = m.GetReflection()->FieldSize(m, f); i < n; ++i) {
      if (i > 0) out_.push_back(',');
      WriteValue(m, f, i);
    }
    out_.push_back(']');
  }

  // Value `index` of a repeated field, or the only one (index -1).
  void WriteValue(const Message& m, const FieldDescriptor* f, int index) {
    const Reflection* r = m.GetReflection();
    std::string scratch;
    switch (f->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Write(index < 0 ? r->GetMessage(m, f) : r->GetRepeatedMessage(m, f, index));
      case FieldDescriptor::CPPTYPE_STRING:
        return WriteString(f, index < 0 ? r->GetStringReference(m, f, &scratch)
                                        : r->GetRepeatedStringReference(m, f, index, &scratch));
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteEnum(f, index < 0 ? r->GetEnumValue(m, f) : r->GetRepeatedEnumValue(m, f, index));
      case FieldDescriptor::CPPTYPE_BOOL:
        out_.append((index < 0 ? r->GetBool(m, f) : r->GetRepeatedBool(m, f, index)) ? "true" : "false");
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        return WriteInteger(f, index < 0 ? r->GetInt32(m, f) : r->GetRepeatedInt32(m, f, index));
      case FieldDescriptor::CPPTYPE_INT64:
        return WriteInteger(f, index < 0 ? r->GetInt64(m, f) : r->GetRepeatedInt64(m, f, index));
      default: Refuse(f, "has a type that is never written");
    }
  }

  void WriteString(const FieldDescriptor* f, absl::string_view value) {
    if (const std::optional<size_t> bad = FirstInvalidUtf8(value)) {
      Refuse(f, absl::StrCat("not valid UTF-8 at its byte ", *bad));
    }
    AppendString(value, &out_);
  }

  void WriteEnum(const FieldDescriptor* f, int number) {
    const auto* value = f->enum_type()->FindValueByNumber(number);
    if (value == nullptr || number == 0) Refuse(f, absl::StrCat("value ", number, " has no name"));
    AppendString(value == nullptr ? absl::string_view() : absl::string_view(value->name()), &out_);
  }

  void WriteInteger(const FieldDescriptor* f, int64_t value) {
    if (value > kMaxJsonInteger || value < -kMaxJsonInteger) Refuse(f, absl::StrCat(value, " is too large"));
    absl::StrAppend(&out_, value);
  }

  void Refuse(const FieldDescriptor* f, absl::string_view why) {
    if (problem_.ok()) problem_ = absl::InvalidArgumentError(absl::StrCat("\"", f->name(), "\": ", why));
  }

  std::string out_;
  absl::Status problem_;
};

}  // namespace

std::string EncodeJson(const Message& message) {
  Writer writer;
  writer.Write(message);
  return std::move(writer.out());
}

absl::StatusOr<std::string> EncodeCanonicalJson(const Message& message) {
  Writer writer;
  writer.Write(message);
  TALLY_RETURN_IF_ERROR(writer.problem());
  return std::move(writer.out());
}

std::string JsonString(absl::string_view text) {
  std::string out;
  AppendString(text, &out);
  return out;
}

}  // namespace tallystick

#include "cli/views/record_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/as_of.h"
#include "cli/views/exports_text.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"
#include "core/record/fields.h"
#include "proto/options.pb.h"

namespace tallystick {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kLabelWidth = 15;

std::string Label(const FieldDescriptor* f) { return absl::StrReplaceAll(f->name(), {{"_", " "}}); }

std::string ScalarText(const RecordSet& records, const Message& m, const FieldDescriptor* f, int index) {
  const Reflection* r = m.GetReflection();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = index < 0 ? r->GetEnum(m, f) : r->GetRepeatedEnum(m, f, index);
      return absl::StrReplaceAll(value->name(), {{"_", " "}});
    }
    case FieldDescriptor::CPPTYPE_BOOL: return "yes";
    case FieldDescriptor::CPPTYPE_INT32: return absl::StrCat(r->GetInt32(m, f));
    case FieldDescriptor::CPPTYPE_INT64: return absl::StrCat(r->GetInt64(m, f));
    default: break;
  }
  const std::string value = index < 0 ? r->GetString(m, f) : r->GetRepeatedString(m, f, index);
  if (!f->options().GetExtension(v1::record)) return Isolated(Safe(value));
  return absl::StrCat(Isolated(Safe(records.DisplayName(value))), " (", Brief(value), ")");
}

// Fields one a line; a message inside is set off by two more spaces.
void AppendMessage(const RecordSet& records, const Message& m, const std::string& indent, int columns, std::string* out) {
  const Reflection* r = m.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  r->ListFields(m, &fields);
  for (const FieldDescriptor* f : fields) {
    const int count = f->is_repeated() ? r->FieldSize(m, f) : 1;
    for (int i = 0; i < count; ++i) {
      const int index = f->is_repeated() ? i : -1;
      if (f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        absl::StrAppend(out, indent, Label(f), count > 1 ? absl::StrCat(" ", i + 1) : "", "\n");
        AppendMessage(records, index < 0 ? r->GetMessage(m, f) : r->GetRepeatedMessage(m, f, i), indent + "  ", columns, out);
      } else {
        const std::string first = absl::StrCat(indent, Pad(Label(f), kLabelWidth), " ");
        absl::StrAppend(out, Wrap(ScalarText(records, m, f, index), columns, first, std::string(first.size(), ' ')));
      }
    }
  }
}

// "now B, usually reliable · 41bd17036174 by c0a4ae305b83, submission #12: reason"; oldest first.
void AppendGrades(absl::string_view title, const google::protobuf::RepeatedPtrField<v1::GradeView>& grades, int columns,
                  std::string* out) {
  if (grades.empty()) return;
  absl::StrAppend(out, "\n", title, "\n");
  for (const v1::GradeView& g : grades) {
    const std::string grade = g.has_grade() ? absl::StrCat(g.grade(), ", ", g.meaning()) : g.meaning();
    absl::StrAppend(out, Wrap(absl::StrCat(g.current() ? "now " : "was ", grade, " · ", Brief(g.record()), " by ",
                                           Brief(g.author()), ", submission ",
                                           HeadAfter(static_cast<uint64_t>(g.submission())),
                                           g.reason().empty() ? "" : absl::StrCat(": ", Isolated(Safe(g.reason())))),
                              columns, "  ", "      "));
  }
}

}  // namespace

std::string RecordAsText(const RecordSet& records, const v1::RecordDocument& d, int columns) {
  std::string out = absl::StrCat(d.kind(), " ", d.id(), "\n");
  absl::StrAppend(&out, "submission ", d.as_of(), ", id ", Brief(d.submission_id()), ", its record ", d.number() + 1, "\n",
                  d.recorded_at().empty() ? "" : absl::StrCat("recorded at ", d.recorded_at(), " by its author's clock\n"),
                  "the casebook just after it: --as-of '", d.as_of(), "'\n");
  if (d.has_disowned()) absl::StrAppend(&out, Wrap(d.disowned(), columns, "DISOWNED: ", "  "));
  if (d.has_recorded()) absl::StrAppend(&out, Wrap(Safe(d.recorded().in_words()), columns, "", "  "));
  if (d.has_mark()) absl::StrAppend(&out, Wrap(Safe(d.mark()), columns, "NOTE: ", "  "));
  for (const v1::Slot& slot : d.slots()) {
    const auto* field = v1::Slot::descriptor()->FindFieldByNumber(slot.body_case());
    if (slot.has_header() || v1::Slot::GetReflection()->GetMessage(slot, field).ByteSizeLong() == 0) continue;
    absl::StrAppend(&out, "\n", slot.has_contact() && d.kind() == "custody" ? "given to" : field->name(), "\n");
    if (slot.custody().act() == v1::Custody::exported) {
      absl::StrAppend(&out, ExportSlotAsText(slot.custody(), "  ", columns));
      continue;
    }
    AppendMessage(records, v1::Slot::GetReflection()->GetMessage(slot, field), "  ", columns, &out);
  }
  for (const std::string& name : d.withheld()) absl::StrAppend(&out, "\n", name, "\n  (withheld)\n");
  AppendGrades("reliability of the source (A to F)", d.reliability(), columns, &out);
  AppendGrades("credibility of the claim (1 to 6)", d.credibility(), columns, &out);
  if (d.has_unsupported()) absl::StrAppend(&out, Wrap(Safe(d.unsupported()), columns, "  NOT SHOWN: ", "      "));
  for (const std::string& id : d.linked_from()) {
    const Record* other = records.Find(id);
    if (other == nullptr) continue;
    absl::StrAppend(&out, "\n", KindName(other->kind()), " ", Brief(id), " about it\n");
    for (SlotCase slot : {v1::Slot::kLink, v1::Slot::kVerdict, v1::Slot::kReason}) {
      const v1::Slot& s = other->Get(slot);
      if (s.body_case() != slot) continue;
      AppendMessage(records, v1::Slot::GetReflection()->GetMessage(s, v1::Slot::descriptor()->FindFieldByNumber(slot)), "  ",
                    columns, &out);
    }
  }
  return out;
}

}  // namespace tallystick

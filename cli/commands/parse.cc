#include "cli/commands/parse.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "core/base/civil_time.h"
#include "core/base/status.h"

namespace tallystick {

absl::StatusOr<int> ParseEnumValue(absl::string_view option, const std::string& text,
                                   const google::protobuf::EnumDescriptor* values) {
  const auto plain = [](absl::string_view name) { return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"-", "_"}})); };
  std::string known;
  for (int i = 0; i < values->value_count(); ++i) {
    if (values->value(i)->number() == 0) continue;
    if (plain(values->value(i)->name()) == plain(text)) return values->value(i)->number();
    absl::StrAppend(&known, known.empty() ? "" : ", ", values->value(i)->name());
  }
  return absl::InvalidArgumentError(absl::StrCat(option, ": \"", text, "\" is none of ", known));
}

void AddNames(const std::vector<std::string>& names, const std::string& language,
              google::protobuf::RepeatedPtrField<v1::Name>* out) {
  for (const std::string& name : names) {
    v1::Name* added = out->Add();
    added->set_text(name);
    if (!language.empty()) added->set_language(language);
  }
}

void SetNote(const Arguments& arguments, v1::ImportLine* line) {
  if (arguments.Has("--label")) line->mutable_note()->set_label(arguments.Get("--label"));
  if (arguments.Has("--note")) line->mutable_note()->set_text(arguments.Get("--note"));
}

absl::StatusOr<DateRange> ParseDateRange(absl::string_view option, const std::string& text) {
  const size_t dots = text.find("..");
  DateRange range{text.substr(0, dots), dots == std::string::npos ? text : text.substr(dots + 2)};
  for (const std::string& date : {range.earliest, range.latest}) {
    const absl::StatusOr<CivilSpan> span = ParseCivil(date);
    if (!span.ok()) return absl::InvalidArgumentError(absl::StrCat(option, ": ", span.status().message()));
  }
  return range;
}

}  // namespace tallystick

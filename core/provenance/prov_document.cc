#include "core/provenance/prov_document.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

std::string Section(const std::string& name, const std::vector<std::string>& lines) {
  return absl::StrCat(JsonString(name), ":{\n", absl::StrJoin(lines, ",\n"), "}");
}

std::string Object(const ProvDocument::Attributes& attributes) {
  std::vector<std::string> members;
  for (const auto& [name, values] : attributes) {
    if (values.empty() || values.begin()->empty()) continue;
    const std::string value = values.size() == 1 ? *values.begin() : absl::StrCat("[", absl::StrJoin(values, ","), "]");
    members.push_back(absl::StrCat(JsonString(name), ":", value));
  }
  return absl::StrCat("{", absl::StrJoin(members, ","), "}");
}

}  // namespace

std::string ProvDocument::Json() const {
  std::vector<std::string> sections = {
      "\"prefix\":{\"rec\":\"urn:tallystick:record:\",\"say\":\"urn:tallystick:statement:\","
      "\"act\":\"urn:tallystick:act:\",\"tally\":\"urn:tallystick:term:\"}"};
  for (const auto& [section, items] : elements_) {
    std::vector<std::string> lines;
    for (const auto& [id, attributes] : items) lines.push_back(absl::StrCat(JsonString(id), ":", Object(attributes)));
    sections.push_back(Section(section, lines));
  }
  int number = 0;
  for (const auto& [section, items] : relations_) {
    std::vector<std::string> lines;
    for (const Attributes& attributes : items) {
      lines.push_back(absl::StrCat("\"_:r", ++number, "\":", Object(attributes)));
    }
    sections.push_back(Section(section, lines));
  }
  return absl::StrCat("{", absl::StrJoin(sections, ",\n"), "}\n");
}

}  // namespace tallystick

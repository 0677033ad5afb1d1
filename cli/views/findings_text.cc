#include "cli/views/findings_text.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"

namespace tallystick {
namespace {

constexpr char kIndent[] = "  ";

std::string Heading(const v1::Finding& f) {
  std::string verdict = v1::Finding::Verdict_Name(f.verdict());
  for (char& c : verdict) c = c == '_' ? ' ' : absl::ascii_toupper(c);
  return absl::StrCat(verdict, "  ", Brief(f.id()), "  ", f.kind(), f.scope().empty() ? "" : " · ", Safe(f.scope()));
}

void AddList(absl::string_view title, const google::protobuf::RepeatedPtrField<std::string>& items, int columns, std::string* out) {
  if (items.empty()) return;
  absl::StrAppend(out, kIndent, title, "\n");
  for (const std::string& item : items) absl::StrAppend(out, Wrap(Safe(item), columns, "  - ", "    "));
}

std::string AsText(const v1::Finding& f, bool full, int columns) {
  std::string out = Cut(Heading(f), columns) + "\n";
  absl::StrAppend(&out, Wrap(Safe(f.sentence()), columns, kIndent, kIndent));
  for (const v1::Judged& j : f.judged()) {
    absl::StrAppend(&out, Wrap(absl::StrCat("Judged ", Safe(j.status()), " (", Brief(j.record()), ")",
                                            j.reason().empty() ? "" : absl::StrCat(": ", Safe(j.reason()))),
                               columns, kIndent, "    "));
  }
  if (!f.assumptions().empty() && full) {
    absl::StrAppend(&out, kIndent, "It rests on:\n");
    for (const v1::Assumption& a : f.assumptions()) {
      absl::StrAppend(&out, Wrap(absl::StrCat(Safe(a.text()), " (", a.asserter().size() == 64 ? Brief(a.asserter()) : Safe(a.asserter()), ")"),
                                 columns, "  - ", "    "));
    }
  }
  if (full) AddList("It would be resolved if", f.resolutions(), columns, &out);
  for (const v1::Cited& c : f.cited()) {
    if (!full) break;
    absl::StrAppend(&out, Wrap(absl::StrCat(Brief(c.claim()), " “", Safe(c.quote()), "”"), columns, kIndent, "    "));
    absl::StrAppend(&out, Wrap(Safe(absl::StrCat(c.attribution(), c.reading().empty() ? "" : absl::StrCat(" · reads as ", c.reading()))),
                               columns, "    ", "    "));
  }
  if (!f.origins().words().empty() && full) absl::StrAppend(&out, Wrap(Safe(f.origins().words()), columns, kIndent, kIndent));
  if (full) AddList("Note:", f.notes(), columns, &out);
  if (full) AddList("Other phrase tables:", f.other_tables(), columns, &out);
  return out;
}

}  // namespace

std::string FindingsAsText(const v1::Findings& findings, bool full, int columns) {
  std::string out;
  std::map<v1::Finding::Verdict, int> counts;
  for (const v1::Finding& f : findings.findings()) {
    ++counts[f.verdict()];
    absl::StrAppend(&out, AsText(f, full, columns), "\n");
  }
  for (const std::string& unread : findings.unread()) {
    absl::StrAppend(&out, Wrap(Safe(unread), columns, "NOT READ  ", "          "));
  }
  std::vector<std::string> parts;
  const std::pair<v1::Finding::Verdict, const char*> kNames[] = {
      {v1::Finding::contradicts, "contradictions"}, {v1::Finding::tension, "tensions"}, {v1::Finding::agrees, "agreements"},
      {v1::Finding::note, "notes"},                 {v1::Finding::not_decided, "not decided"}};
  for (const auto& [verdict, name] : kNames) {
    if (counts[verdict] > 0) parts.push_back(absl::StrCat(counts[verdict], " ", counts[verdict] == 1 && verdict != v1::Finding::not_decided ? std::string(name).substr(0, std::string(name).size() - 1) : name));
  }
  absl::StrAppend(&out, findings.claims(), findings.claims() == 1 ? " claim" : " claims", " considered: ", parts.empty() ? "nothing to report" : absl::StrJoin(parts, ", "), "\n");
  return out;
}

}  // namespace tallystick

#include "cli/views/findings_text.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"

namespace tallystick {
namespace {

constexpr char kIndent[] = "  ";
constexpr int kShownFindings = 20;

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
  absl::StrAppend(&out, Wrap(QuotesIsolated(Safe(f.sentence())), columns, kIndent, kIndent));
  for (const v1::Judged& j : f.judged()) {
    absl::StrAppend(&out, Wrap(absl::StrCat("Judged ", Safe(j.status()), " (", Brief(j.record()), ")",
                                            j.reason().empty() ? "" : absl::StrCat(": ", Isolated(Safe(j.reason())))),
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
    absl::StrAppend(&out, Wrap(absl::StrCat(Brief(c.claim()), " “", Isolated(Safe(c.quote())), "”"), columns, kIndent, "    "));
    absl::StrAppend(&out, Wrap(Safe(absl::StrCat(c.attribution(), c.reading().empty() ? "" : absl::StrCat(" · reads as ", c.reading()))),
                               columns, "    ", "    "));
  }
  if (!f.origins().words().empty() && full) absl::StrAppend(&out, Wrap(Safe(f.origins().words()), columns, kIndent, kIndent));
  if (full) AddList("Note:", f.notes(), columns, &out);
  if (full) AddList("Read with another phrase table it would be otherwise:", f.other_tables(), columns, &out);
  return out;
}

const std::pair<v1::Finding::Verdict, const char*> kNames[] = {
    {v1::Finding::contradicts, "contradictions"}, {v1::Finding::tension, "tensions"},
    {v1::Finding::agrees, "agreements"},          {v1::Finding::note, "notes"},
    {v1::Finding::not_decided, "not decided"}};

std::string Counted(int n, absl::string_view name) {
  if (n == 1) absl::ConsumeSuffix(&name, "s");
  return absl::StrCat(n, " ", name);
}

// "2 contradictions, 1 note"
std::string Counts(const v1::Findings& findings) {
  std::map<v1::Finding::Verdict, int> counts;
  for (const v1::Finding& f : findings.findings()) ++counts[f.verdict()];
  std::vector<std::string> parts;
  for (const auto& [verdict, name] : kNames) {
    if (counts[verdict] > 0) parts.push_back(Counted(counts[verdict], name));
  }
  return absl::StrJoin(parts, ", ");
}

// Before more than fit: how many there are of each kind.
std::string Summary(const v1::Findings& findings, int columns) {
  std::map<std::pair<v1::Finding::Verdict, std::string>, int> counts;
  for (const v1::Finding& f : findings.findings()) ++counts[{f.verdict(), f.kind()}];
  std::string out = absl::StrCat(findings.findings_size(), " findings\n");
  for (const auto& [verdict, name] : kNames) {
    int all = 0;
    std::vector<std::string> kinds;
    for (const auto& [key, n] : counts) {
      if (key.first != verdict) continue;
      all += n;
      kinds.push_back(absl::StrCat(n, " ", key.second));
    }
    if (all > 0) absl::StrAppend(&out, Wrap(absl::StrCat(Counted(all, name), ": ", absl::StrJoin(kinds, ", ")), columns, kIndent, "    "));
  }
  absl::StrAppend(&out, Wrap("Narrow them with --kind, --verdict or --event.", columns, "", ""), "\n");
  return out;
}

}  // namespace

std::string FindingsAsText(const v1::Findings& findings, const FindingsShown& how, int columns) {
  const bool cut = !how.all && findings.findings_size() > kShownFindings;
  std::string out = findings.findings_size() > kShownFindings ? Summary(findings, columns) : "";
  for (int i = 0; i < findings.findings_size() && !(cut && i == kShownFindings); ++i) {
    absl::StrAppend(&out, AsText(findings.findings(i), how.full, columns), "\n");
  }
  if (cut) absl::StrAppend(&out, "… and ", findings.findings_size() - kShownFindings, " more (use --all)\n\n");
  for (const std::string& unread : findings.unread()) {
    absl::StrAppend(&out, Wrap(Safe(unread), columns, "NOT READ  ", "          "));
  }
  const std::string counts = Counts(findings);
  absl::StrAppend(&out, Wrap(absl::StrCat(findings.claims(), findings.claims() == 1 ? " claim" : " claims", " considered: ",
                                          counts.empty() ? "nothing to report" : counts), columns, "", "  "));
  return out;
}

}  // namespace tallystick

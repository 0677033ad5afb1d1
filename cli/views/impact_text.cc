#include "cli/views/impact_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/views/exports_text.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"

namespace tallystick {
namespace {

using Items = google::protobuf::RepeatedPtrField<v1::ImpactItem>;
using Findings = google::protobuf::RepeatedPtrField<v1::ImpactFinding>;

std::string Plain(const std::string& word) { return absl::StrReplaceAll(word, {{"_", " "}}); }

// "quotes it", or with the name of what comes between: "is a copy of capture 0a1b2c3d4e5f".
std::string Reason(const v1::ImpactDocument& d, const v1::ImpactItem& item,
                   const std::map<std::string, std::string>& kinds) {
  if (item.on() == d.record()) return item.reason();
  const auto kind = kinds.find(item.on());
  const std::string name = absl::StrCat(kind == kinds.end() ? "finding" : kind->second, " ", Brief(item.on()));
  if (item.reason() == "judges a finding") return absl::StrCat("judges ", name);
  return absl::StrReplaceAll(absl::StrCat(item.reason(), " "), {{" it ", absl::StrCat(" ", name, " ")}});
}

void AddItems(const v1::ImpactDocument& d, const Items& items, const std::map<std::string, std::string>& kinds,
              int columns, std::string* out) {
  for (const v1::ImpactItem& item : items) {
    std::string line = absl::StrCat(Brief(item.id()), " ", item.kind());
    if (!item.verdict().empty()) absl::StrAppend(&line, " (", Plain(item.verdict()), ")");
    if (!item.name().empty()) absl::StrAppend(&line, " ", QuotesIsolated(Safe(item.name())));
    if (!item.current()) absl::StrAppend(&line, " (no longer current)");
    absl::StrAppend(&line, ": ", Reason(d, item, kinds));
    absl::StrAppend(out, Wrap(line, columns, "  ", "    "));
  }
}

// What was given away cannot be taken back; whom to tell is what this is for.
void AddExports(const v1::ImpactDocument& d, int columns, std::string* out) {
  if (d.exports().empty()) {
    absl::StrAppend(out, Wrap("No recorded export holds it or what rests on it. Bundles made with --no-record are known nowhere.",
                              columns, "", ""));
    return;
  }
  absl::StrAppend(out, "Bundles that hold it or what rests on it:\n");
  for (const v1::ImpactExport& e : d.exports()) {
    const std::string rest = Count(e.dependents(), "record that rests on it", "records that rest on it");
    const std::string what = !e.holds_it() ? rest : e.dependents() == 0 ? "it alone" : absl::StrCat("it and ", rest);
    absl::StrAppend(out, Wrap(absl::StrCat(Brief(e.bundle()), ", ", GivenInWords(e.given_to(), e.recorded_at()),
                                           ", made at #", e.head_size(), ": ", what),
                              columns, "  ", "    "));
  }
}

std::string Line(const v1::ImpactFinding& f) {
  return absl::StrCat(Brief(f.id()), " ", Plain(f.verdict()), ": ", QuotesIsolated(Safe(f.sentence())));
}

void AddFindings(absl::string_view what, const Findings& findings, int columns, std::string* out) {
  for (const v1::ImpactFinding& f : findings)
    absl::StrAppend(out, Wrap(absl::StrCat(what, Line(f)), columns, "  ", "    "));
}

// "changes: 0a1b2c3d4e5f note: … What changes: it no longer rests on: 30 is the full toll; its id is then …"
std::string Became(const v1::ImpactChange& c) {
  std::vector<std::string> what;
  for (const std::string& each : c.what()) what.push_back(Safe(each));
  if (c.before().id() != c.after().id()) what.push_back(absl::StrCat("its id is then ", Brief(c.after().id())));
  return absl::StrCat("changes: ", Line(c.before()), what.empty() ? "" : " What changes: ", absl::StrJoin(what, "; "),
                      what.empty() ? "" : ".");
}

void AddRetraction(const v1::RetractionView& r, bool alone, int columns, std::string* out) {
  const std::string what =
      alone ? "If it alone were retracted"
            : absl::StrCat("If the claims and links that rest on it were retracted too, ", r.records(),
                           " records in all, ", r.claims(), " of them ", r.claims() == 1 ? "a claim" : "claims");
  if (r.gone().empty() && r.appeared().empty() && r.changed().empty() && r.reopened().empty()) {
    absl::StrAppend(out, Wrap(absl::StrCat(what, ", no finding would change."), columns, "", ""));
    return;
  }
  absl::StrAppend(out, Wrap(absl::StrCat(what, ":"), columns, "", ""));
  AddFindings("goes: ", r.gone(), columns, out);
  AddFindings("appears: ", r.appeared(), columns, out);
  for (const v1::ImpactChange& c : r.changed()) absl::StrAppend(out, Wrap(Became(c), columns, "  ", "    "));
  AddFindings("is open again: ", r.reopened(), columns, out);
}

}  // namespace

std::string ImpactAsText(const v1::ImpactDocument& d, int columns) {
  std::map<std::string, std::string> kinds;
  for (const Items* items : {&d.rests(), &d.judgements(), &d.custody()}) {
    for (const v1::ImpactItem& item : *items) kinds[item.id()] = item.kind();
  }
  std::string out = Wrap(absl::StrCat(d.kind(), " ", Brief(d.record()), " ", QuotesIsolated(Safe(d.name()))), columns, "", "  ");
  int claims = 0;
  for (const v1::ImpactItem& item : d.rests()) claims += item.kind() == "claim";
  absl::StrAppend(&out, "\n",
                  d.rests().empty() ? "Nothing rests on it.\n"
                                    : absl::StrCat(Count(d.rests_size(), "record rests", "records rest"), " on it, ",
                                                   Count(claims, "claim", "claims"), " among them:\n"));
  AddItems(d, d.rests(), kinds, columns, &out);
  if (!d.names().empty()) {
    absl::StrAppend(&out, "\n", d.names_size() == 1 ? "One record names it without resting on it:\n"
                                                    : absl::StrCat(d.names_size(), " records name it without resting on it:\n"));
  }
  AddItems(d, d.names(), kinds, columns, &out);
  if (!d.judgements().empty()) absl::StrAppend(&out, "\nJudgements about any of these:\n");
  AddItems(d, d.judgements(), kinds, columns, &out);
  if (!d.custody().empty()) absl::StrAppend(&out, "\nRecords of custody:\n");
  AddItems(d, d.custody(), kinds, columns, &out);
  absl::StrAppend(&out, "\n");
  AddExports(d, columns, &out);
  absl::StrAppend(&out, "\n",
                  d.findings().empty() ? "No finding rests on it.\n" : "Findings that rest on any of these:\n");
  AddFindings("", d.findings(), columns, &out);
  if (!d.retold_findings().empty()) absl::StrAppend(&out, "\nDisputed through claims that tell the same statement:\n");
  for (const v1::ImpactFinding& f : d.retold_findings()) {
    absl::StrAppend(&out, Wrap(absl::StrCat("through ", Brief(f.through()), ": ", Line(f)), columns, "  ", "    "));
  }
  for (int i = 0; i < d.retractions_size(); ++i) {
    absl::StrAppend(&out, "\n");
    AddRetraction(d.retractions(i), i == 0, columns, &out);
  }
  return out;
}

}  // namespace tallystick

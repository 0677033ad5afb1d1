#include "cli/views/exports_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr int kLabelWidth = 15;

// Whole ids as they are shown to people.
std::string BriefIds(absl::string_view text) {
  std::vector<std::string> words;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    const absl::string_view id = word.substr(0, 64);
    words.push_back(Digest::FromHex(id).ok() ? absl::StrCat(Brief(std::string(id)), word.substr(64))
                                             : std::string(word));
  }
  return absl::StrJoin(words, " ");
}

// "quote (safety)".
std::string WhatInWords(const std::string& slot, const std::string& reason) {
  return absl::StrCat(Safe(slot), reason == slot ? "" : absl::StrCat(" (", Safe(reason), ")"));
}

std::string WithheldInWords(const v1::ExportItem& e) {
  std::vector<std::string> parts;
  for (const v1::ExportItem::Withheld& w : e.withheld()) {
    parts.push_back(absl::StrCat(w.slots(), " ", WhatInWords(w.slot(), w.reason())));
  }
  return parts.empty() ? "nothing withheld" : absl::StrCat("withheld: ", absl::StrJoin(parts, ", "));
}

}  // namespace

v1::ExportItem ExportItemOf(const RecordedExport& recorded) {
  const v1::Custody& custody = recorded.record.Get(S::kCustody).custody();
  v1::ExportItem item;
  item.set_record(recorded.record.id.hex());
  item.set_bundle(custody.bundle());
  item.set_given_to(recorded.record.Get(S::kContact).contact().text());
  item.set_recorded_at(recorded.recorded_at);
  item.set_submission(static_cast<int64_t>(recorded.record.position.submission));
  item.set_head_size(custody.head_size());
  item.set_head_root(custody.head_root());
  item.set_query(custody.query());
  item.set_records(custody.record_count());
  item.set_captures(custody.capture_count());
  item.set_withheld_slots(custody.withheld_count());
  for (const v1::Custody::Withheld& w : custody.withheld()) {
    v1::ExportItem::Withheld* withheld = item.add_withheld();
    withheld->set_slot(w.slot());
    withheld->set_reason(w.reason());
    withheld->set_slots(w.slot_count());
    withheld->set_places(w.places());
  }
  item.set_held(custody.held());
  return item;
}

std::string GivenInWords(const std::string& given_to, const std::string& recorded_at) {
  return absl::StrCat("given", given_to.empty() ? "" : absl::StrCat(" to ", Safe(given_to)),
                      recorded_at.empty() ? "" : absl::StrCat(" on ", recorded_at));
}

std::string ExportsAsText(const v1::ExportsDocument& d, int columns) {
  if (d.exports().empty()) {
    return "No export is recorded. Bundles made with --no-record are known nowhere.\n";
  }
  std::string out;
  for (const v1::ExportItem& e : d.exports()) {
    absl::StrAppend(&out,
                    Wrap(absl::StrCat("bundle ", Brief(e.bundle()), " ", GivenInWords(e.given_to(), e.recorded_at())),
                         columns, "", "  "));
    absl::StrAppend(&out, Wrap(absl::StrCat("made at #", e.head_size(), ": ", Count(e.records(), "record", "records"), ", ",
                                            Count(e.captures(), "capture", "captures"), "; ", WithheldInWords(e)),
                               columns, "  ", "    "));
    absl::StrAppend(&out, Wrap(absl::StrCat("asked for: ", BriefIds(Safe(e.query()))), columns, "  ", "    "));
    absl::StrAppend(&out, "  tally show ", Brief(e.record()), "\n");
  }
  absl::StrAppend(&out, "\n", Count(d.exports_size(), "recorded export", "recorded exports"),
                  ". The times are by the authors' own clocks.\n",
                  "Bundles made with --no-record are not among them.\n");
  return out;
}

std::string ExportSlotAsText(const v1::Custody& c, absl::string_view indent, int columns) {
  std::string out;
  const auto line = [&](absl::string_view label, absl::string_view text) {
    const std::string first = absl::StrCat(indent, Pad(label, kLabelWidth), " ");
    absl::StrAppend(&out, Wrap(text, columns, first, std::string(first.size(), ' ')));
  };
  line("act", "exported");
  line("bundle", c.bundle());
  line("made at", absl::StrCat("#", c.head_size()));
  line("root", c.head_root());
  line("asked for", BriefIds(Safe(c.query())));
  line("holds", absl::StrCat(Count(c.record_count(), "record", "records"), ", ", Count(c.capture_count(), "capture", "captures")));
  line("records", Safe(c.held()));
  for (const v1::Custody::Withheld& w : c.withheld()) {
    line("withheld", absl::StrCat(WhatInWords(w.slot(), w.reason()), " of ", Safe(w.places())));
  }
  if (c.withheld().empty()) line("withheld", "nothing");
  absl::StrAppend(&out, Wrap("Records are given by their places in the log: submission, or submission:record, as "
                             "tally show gives them.",
                             columns, indent, indent));
  return out;
}

}  // namespace tallystick

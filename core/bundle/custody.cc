#include "core/bundle/custody.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/record/places.h"

namespace tallystick {
namespace {

using SlotAndReason = std::pair<std::string, std::string>;
using NumbersByEntry = std::map<const BundleEntry*, std::vector<int>>;

Places PlacesOf(const std::map<uint64_t, const BundleEntry*>& entries, const NumbersByEntry& numbers) {
  Places places;
  for (const auto& [index, entry] : entries) {
    const auto it = numbers.find(entry);
    if (it != numbers.end()) places.Add(index, it->second, static_cast<int>(entry->submission.records.size()));
  }
  return places;
}

// Whole submissions, for "about", which belongs to no record.
std::vector<int> AllNumbers(const BundleEntry& entry) {
  std::vector<int> numbers(entry.submission.records.size());
  for (size_t n = 0; n < numbers.size(); ++n) numbers[n] = static_cast<int>(n);
  return numbers;
}

absl::Status AddWithheld(const BundleInput& input, const std::map<uint64_t, const BundleEntry*>& entries,
                         v1::Custody* custody) {
  std::map<Digest, std::vector<const Withholding*>> by_record;
  for (const Withholding& w : input.withholdings) by_record[w.record].push_back(&w);
  std::map<SlotAndReason, NumbersByEntry> found;
  std::map<SlotAndReason, int64_t> counts;
  int64_t placed = 0;
  const auto place = [&](const Digest& id, const BundleEntry* entry, const std::vector<int>& numbers) {
    const auto it = by_record.find(id);
    if (it == by_record.end()) return;
    for (const Withholding* w : it->second) {
      std::vector<int>& all = found[{w->slot, w->reason}][entry];
      all.insert(all.end(), numbers.begin(), numbers.end());
      ++counts[{w->slot, w->reason}];
      ++placed;
    }
  };
  for (const auto& [index, entry] : entries) {
    TALLY_ASSIGN_OR_RETURN(const OpenedSubmission opened, OpenUnverified(entry->submission, index));
    place(opened.id, entry, AllNumbers(*entry));
    for (int number : entry->shown) place(opened.records[number].id, entry, {number});
  }
  if (placed != static_cast<int64_t>(input.withholdings.size())) {
    return absl::InvalidArgumentError("a slot is withheld of a record that is not shown");
  }
  for (const auto& [what, numbers] : found) {
    v1::Custody::Withheld* withheld = custody->add_withheld();
    withheld->set_slot(what.first);
    withheld->set_reason(what.second);
    withheld->set_places(PlacesOf(entries, numbers).Format());
    withheld->set_slot_count(counts[what]);
  }
  custody->set_withheld_count(placed);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RecordDraft> ExportCustody(const BundleInput& input, const Bundle& bundle, const std::string& given_to) {
  std::map<uint64_t, const BundleEntry*> entries;
  NumbersByEntry shown;
  int64_t records = 0;
  for (const BundleEntry& entry : input.entries) {
    entries[entry.index] = &entry;
    shown[&entry] = entry.shown;
    records += static_cast<int64_t>(entry.shown.size());
  }
  RecordDraft draft;
  draft.kind = v1::Header::custody;
  v1::Custody* custody = draft.slots.emplace_back().mutable_custody();
  custody->set_act(v1::Custody::exported);
  custody->set_bundle(bundle.id.hex());
  custody->set_head_size(static_cast<int64_t>(bundle.head.size));
  custody->set_head_root(bundle.head.root.hex());
  custody->set_query(input.query);
  custody->set_held(PlacesOf(entries, shown).Format());
  TALLY_RETURN_IF_ERROR(AddWithheld(input, entries, custody));
  custody->set_record_count(records);
  custody->set_capture_count(static_cast<int64_t>(input.captures.size()));
  if (!given_to.empty()) draft.slots.emplace_back().mutable_contact()->set_text(given_to);
  return draft;
}

}  // namespace tallystick

#include "store/damage_names.h"

#include <span>

#include "absl/strings/str_cat.h"
#include "core/record/manifest.h"
#include "store/derived.h"

namespace tallystick {
namespace {

std::string SlotLabel(const std::vector<StoredSlot>& slots, size_t at) {
  const absl::StatusOr<v1::Slot> header = DecodeSlot(slots[0].file);
  const std::span<const SlotCase> order = SlotsOf(header.ok() ? header->header().kind() : v1::Header::kind_unstated);
  return at == 0 ? "header" : at < order.size() ? std::string(SlotName(order[at])) : absl::StrCat(at);
}

class Namer {
 public:
  Namer(const Snapshot& snapshot, uint64_t index, const StoredSubmission& stored)
      : snapshot_(snapshot), index_(index), stored_(stored), name_(absl::StrCat("submission ", index)) {}

  std::vector<NamedDamage> Run() {
    CompareFrame();
    for (int n = 0; n < kMaxRecordsPerSubmission; ++n) {
      const std::string row = RowValue(snapshot_, "records", EncodePosition({index_, n}));
      if (row.size() >= 32 && row.size() % 4 == 0) CompareRecord(n, row);
    }
    return std::move(found_);
  }

 private:
  bool Differs(std::string where, absl::string_view kept, const Digest& now) {
    if (kept == DigestPrint(now)) return false;
    found_.push_back({std::move(where), "its bytes are not those that were signed"});
    return true;
  }

  void CompareFrame() {
    const std::string kept = RowValue(snapshot_, "submissions", EncodeIndex(index_));
    if (kept.size() != 44) return;
    const absl::string_view prints = absl::string_view(kept).substr(32);
    Differs(absl::StrCat(name_, ", its head"), prints.substr(0, 4), Sha256(stored_.head));
    Differs(absl::StrCat(name_, ", about.json"), prints.substr(4, 4), stored_.about.digest);
    Differs(absl::StrCat(name_, ", signature"), prints.substr(8, 4), Sha256(stored_.signature));
  }

  // `row`: the record's id and a print of each of its slots.
  void CompareRecord(int number, const std::string& row) {
    const std::string name =
        absl::StrCat(name_, ", record ", number, " (", Digest::FromBytes(row.substr(0, 32))->brief(), ")");
    if (number >= static_cast<int>(stored_.records.size())) {
      found_.push_back({name, "its row is missing"});
      return;
    }
    // A changed line feed makes one slot two, or two one: then only the first difference says something.
    const std::vector<StoredSlot>& slots = stored_.records[static_cast<size_t>(number)];
    const size_t expected = row.size() / 4 - 8;
    for (size_t s = 0; s < expected && s < slots.size(); ++s) {
      const bool differ = Differs(absl::StrCat(name, ", slot ", SlotLabel(slots, s)),
                                  absl::string_view(row).substr(32 + 4 * s, 4), slots[s].digest);
      if (differ && expected != slots.size()) break;
    }
  }

  const Snapshot& snapshot_;
  const uint64_t index_;
  const StoredSubmission& stored_;
  const std::string name_;
  std::vector<NamedDamage> found_;
};

}  // namespace

std::vector<NamedDamage> NameDamage(const Snapshot& snapshot, uint64_t index, const StoredSubmission& stored) {
  return Namer(snapshot, index, stored).Run();
}

std::string DerivedIdOf(const Snapshot& snapshot, uint64_t index) {
  const absl::StatusOr<Digest> id =
      Digest::FromBytes(RowValue(snapshot, "submissions", EncodeIndex(index)).substr(0, 32));
  return id.ok() ? id->hex() : "";
}

std::string RowValue(const Snapshot& snapshot, absl::string_view table, const std::string& key) {
  std::string found;
  snapshot
      .ScanRows(table, key, PrefixEnd(key),
                [&](absl::string_view, absl::string_view value) {
                  found = std::string(value);
                  return false;
                })
      .IgnoreError();
  return found;
}

}  // namespace tallystick

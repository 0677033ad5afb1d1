// Decoded records in log order, with the look-ups that everything above them needs. What it is filled from, a casebook
// or a bundle's folder, makes no difference to any result. Not thread-safe while it is filled, of which the first
// question after an Add() is a part, since it sorts what was added; read from any thread after.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/digest_table.h"
#include "core/record/record.h"
#include "core/record/record_index.h"

namespace tallystick {

// A link as seen from one of its ends.
struct LinkEnd {
  const Record* link = nullptr;
  Digest other;  // the record at the other end

  const v1::Link& body() const { return link->Get(v1::Slot::kLink).link(); }
};

class RecordSet {
 public:
  // Records must come in ascending position. A second record with the same id is ignored.
  void Add(Record record);

  const std::vector<Record>& records() const { return records_; }

  // Null when there is no such record. The second form takes what records hold: 64 hex digits.
  const Record* Find(const Digest& id) const;
  const Record* Find(absl::string_view hex) const;

  // In the set, and without any link, replacement or retraction, to it or by it: most records are.
  bool IsAlone(const Digest& id) const;

  // Records that replacements join (header `replaces`) are versions of one record. One of them counts: of those that
  // nothing replaces, the last in the log. `id` itself when nothing is known of it.
  Digest CurrentVersion(const Digest& id) const { return Index().CurrentVersion(id); }
  // All versions, itself included, in log order.
  std::vector<Digest> VersionsOf(const Digest& id) const;
  // The records that say they replace this one, in log order.
  std::vector<const Record*> ReplacedBy(const Digest& id) const;
  // The version that counts, and not retracted by a judgement of ours that holds. A judgement does not hold when it is
  // replaced or retracted itself. Such a claim takes part in no finding.
  bool IsCurrent(const Record& record) const { return Index().IsCurrent(record.id); }
  // The judgements of just this version, in log order: all of them, and the retractions that hold.
  std::vector<const Record*> JudgementsOf(const Digest& id) const;
  std::vector<const Record*> RetractionsOf(const Digest& id) const;

  // The current links of this type that lead from / to any version of a record, in log order; one for each record at
  // their other end, which is named by its version that counts. Links between versions of one record are left out.
  std::vector<LinkEnd> LinksFrom(const Digest& id, v1::Link::Type type) const;
  std::vector<LinkEnd> LinksTo(const Digest& id, v1::Link::Type type) const;

  // How a person calls the record: its first name, else its label, else "(withheld)" or its kind and brief id.
  std::string DisplayName(absl::string_view hex) const;
  std::string DisplayName(const Record& record) const;

 private:
  const RecordIndex& Index() const {
    if (!index_) index_.emplace(records_);
    return *index_;
  }
  std::vector<const Record*> At(const std::vector<size_t>* places) const;
  std::vector<LinkEnd> Pick(const std::vector<RecordIndex::End>* ends, v1::Link::Type type) const;

  std::vector<Record> records_;
  DigestTable<size_t> by_id_;
  mutable std::optional<RecordIndex> index_;  // of all records, or absent
};

}  // namespace tallystick

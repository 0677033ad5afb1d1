// Decoded records in log order, with the look-ups that everything above them needs. What it is filled from, a casebook
// or a bundle's folder, makes no difference to any result. Not thread-safe while it is filled; read from any thread after.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/digest_table.h"
#include "core/record/record.h"

namespace tallystick {

class RecordSet {
 public:
  // Records must come in ascending position. A second record with the same id is ignored.
  void Add(Record record);

  const std::vector<Record>& records() const { return records_; }

  // Null when there is no such record. The second form takes what records hold: 64 hex digits.
  const Record* Find(const Digest& id) const;
  const Record* Find(absl::string_view hex) const;

  // In the set, and without any link, replacement or retraction, to it or by it: most records are, and one look-up tells.
  bool IsAlone(const Digest& id) const;
  // The records that say they replace this one, in log order.
  std::vector<const Record*> ReplacedBy(const Digest& id) const;
  // Replaced by a later record of ours, or retracted by a judgement of ours. Such a claim takes part in no finding.
  bool IsCurrent(const Record& record) const;
  // The links of this type that lead from / to a record, in log order.
  std::vector<const Record*> LinksFrom(const Digest& id, v1::Link::Type type) const;
  std::vector<const Record*> LinksTo(const Digest& id, v1::Link::Type type) const;

  // How a person calls the record: its first name, else its label, else "(withheld)" or its kind and brief id.
  std::string DisplayName(absl::string_view hex) const;
  std::string DisplayName(const Record& record) const;

 private:
  struct Place {
    size_t at;
    bool alone;
  };
  struct LinkEnd {
    size_t at;
    v1::Link::Type type;
  };
  std::vector<const Record*> Pick(const DigestTable<std::vector<LinkEnd>>& index, const Digest& id, v1::Link::Type type) const;

  std::vector<Record> records_;
  DigestTable<Place> by_id_;
  DigestTable<std::vector<size_t>> replaced_by_, retracted_by_;
  DigestTable<std::vector<LinkEnd>> links_from_, links_to_;
};

}  // namespace tallystick

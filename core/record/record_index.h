// Which version of each record counts, what is retracted, and which links hold. Internal to RecordSet, which asks it.
// Numbers are places in the records that it was made from. Read from any thread.
#pragma once

#include <vector>

#include "core/base/digest_table.h"
#include "core/record/record.h"

namespace tallystick {

class RecordIndex {
 public:
  // A link that holds, from one of its ends: the other end is the version that counts.
  struct End {
    size_t link;
    Digest other;
    v1::Link::Type type;
  };

  // Linear in the records and the names that they hold.
  explicit RecordIndex(const std::vector<Record>& records);

  const Digest& CurrentVersion(const Digest& id) const;
  // Null when no replacement touches it; else all versions, itself among them, in log order, those not here first.
  const std::vector<Digest>* VersionsOf(const Digest& id) const;
  bool IsCurrent(const Digest& id) const { return CurrentVersion(id) == id && retracted_by_.count(id) == 0; }
  bool IsAlone(const Digest& id) const { return joined_.count(id) == 0; }

  // Null when there is none.
  const std::vector<size_t>* ReplacedBy(const Digest& id) const { return In(replaced_by_, id); }
  const std::vector<size_t>* JudgedBy(const Digest& id) const { return In(judged_by_, id); }
  const std::vector<size_t>* RetractedBy(const Digest& id) const { return In(retracted_by_, id); }
  const std::vector<End>* LinksFrom(const Digest& id) const { return In(links_from_, CurrentVersion(id)); }
  const std::vector<End>* LinksTo(const Digest& id) const { return In(links_to_, CurrentVersion(id)); }

 private:
  template <typename T>
  static const std::vector<T>* In(const DigestTable<std::vector<T>>& table, const Digest& id) {
    const auto it = table.find(id);
    return it == table.end() ? nullptr : &it->second;
  }
  struct Group {
    std::vector<Digest> versions;
    Digest current;
  };
  void ReadVersions(const std::vector<Record>& records);
  void ReadJudgements(const std::vector<Record>& records);
  std::vector<size_t> StandingRetractions(const std::vector<Record>& records) const;
  void ReadLinks(const std::vector<Record>& records);

  DigestTable<size_t> group_of_;
  std::vector<Group> groups_;
  DigestTable<std::vector<size_t>> replaced_by_, judged_by_, retracted_by_;
  DigestTable<std::vector<End>> links_from_, links_to_;
  DigestSet joined_;  // whatever a link, replacement or retraction leads from or to
};

}  // namespace tallystick

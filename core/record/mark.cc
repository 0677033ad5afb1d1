#include "core/record/mark.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tallystick {
namespace {

// "retracted: a reading error"; of several retractions the last.
std::string RetractedInWords(const RecordSet& records, const Digest& id) {
  const std::vector<const Record*> retractions = records.RetractionsOf(id);
  if (retractions.empty()) return "";
  const std::string& reason = retractions.back()->Get(v1::Slot::kReason).reason().text();
  return absl::StrCat("retracted", reason.empty() ? "" : ": ", reason);
}

std::string ReplacedInWords(const RecordSet& records, const Digest& id) {
  const Digest current = records.CurrentVersion(id);
  if (current == id) return "";
  std::string words = absl::StrCat("replaced by ", current.brief());
  std::vector<std::string> others;
  for (const Record* other : records.ReplacedBy(id)) {
    if (other->id != current && records.ReplacedBy(other->id).empty()) others.push_back(other->id.brief());
  }
  if (!others.empty()) absl::StrAppend(&words, " (also by ", absl::StrJoin(others, ", "), ", earlier in the log)");
  const std::string retracted = RetractedInWords(records, current);
  return retracted.empty() ? words : absl::StrCat(words, ", which is ", retracted);
}

}  // namespace

std::string MarkOf(const RecordSet& records, const Digest& id) {
  if (records.IsAlone(id)) return "";
  std::vector<std::string> marks = {RetractedInWords(records, id), ReplacedInWords(records, id)};
  if (!records.LinksTo(id, v1::Link::withdraws).empty()) marks.push_back("withdrawn by its source");
  if (!records.LinksTo(id, v1::Link::corrects).empty()) marks.push_back("corrected by its source");
  std::erase(marks, "");
  return absl::StrJoin(marks, "; ");
}

std::string MarkAfterName(const RecordSet& records, const Digest& id) {
  const std::string mark = MarkOf(records, id);
  return mark.empty() ? "" : absl::StrCat(" (", mark, ")");
}

}  // namespace tallystick

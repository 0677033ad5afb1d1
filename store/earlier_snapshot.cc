#include "store/earlier_snapshot.h"

#include <bit>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/derived.h"

namespace tallystick {
namespace {

class Earlier final : public Snapshot {
 public:
  Earlier(const Snapshot& whole, uint64_t size) : whole_(whole), size_(size) {}

  const Snapshot& whole() const { return whole_; }

  uint64_t size() const override { return size_; }

  absl::StatusOr<StoredSubmission> ReadSubmission(uint64_t index) const override {
    if (index < size_) return whole_.ReadSubmission(index);
    return absl::NotFoundError(absl::StrCat("the log has no submission ", index));
  }

  absl::StatusOr<StoredRecord> ReadRecord(const Position& position) const override {
    if (position.submission < size_) return whole_.ReadRecord(position);
    return absl::NotFoundError(absl::StrCat("submission ", position.submission, " has no record ", position.number));
  }

  absl::Status ScanSubmissions(uint64_t begin, uint64_t end,
                               const std::function<absl::Status(uint64_t, StoredSubmission)>& visit) const override {
    if (begin < std::min(end, size_)) {
      TALLY_RETURN_IF_ERROR(whole_.ScanSubmissions(begin, std::min(end, size_), visit));
    }
    const uint64_t missing = std::max(begin, size_);
    if (missing >= end) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("submission ", missing, ": its row is missing"));
  }

  // A node is there as soon as its last leaf is.
  absl::StatusOr<Digest> ReadNode(NodeAddress address) const override {
    if (address.level < 64 && address.index < size_ >> address.level) return whole_.ReadNode(address);
    return absl::NotFoundError(absl::StrCat("tree node ", address.level, "/", address.index, " is not stored"));
  }

  absl::Status ScanNodes(int level, uint64_t begin, uint64_t end,
                         const std::function<void(uint64_t, const Digest&)>& visit) const override {
    return whole_.ScanNodes(level, begin, std::min(end, level < 64 ? size_ >> level : 0), visit);
  }

  // Each leaf completes itself and what it is the last of: n leaves have 2n nodes less one for every bit set in n.
  absl::StatusOr<uint64_t> CountNodes() const override { return 2 * size_ - std::popcount(size_); }

  absl::StatusOr<std::string> ReadCheckpoint(uint64_t size) const override {
    if (size <= size_) return whole_.ReadCheckpoint(size);
    return absl::NotFoundError(absl::StrCat("there is no checkpoint of size ", size));
  }

  absl::Status ScanCheckpointsIn(uint64_t begin, uint64_t end, const VisitNote& visit) const override {
    return whole_.ScanCheckpointsIn(begin, std::min(end, size_ + 1), visit);
  }

  absl::Status ScanTokens(const std::function<absl::Status(uint64_t, const std::string&)>& visit) const override {
    return whole_.ScanTokens(
        [&](uint64_t size, const std::string& token) { return size <= size_ ? visit(size, token) : absl::OkStatus(); });
  }

  absl::StatusOr<std::string> ReadSetting(absl::string_view name) const override { return whole_.ReadSetting(name); }

  absl::Status ScanRows(absl::string_view table, absl::string_view begin, absl::string_view end,
                        const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    const std::optional<RowPlace> place = PlaceOfRows(table);
    if (!place)
      return absl::InternalError(absl::StrCat("rows of \"", table, "\" do not say which entry they come from"));
    return whole_.ScanRows(table, begin, end, [&](absl::string_view key, absl::string_view value) {
      return IsLater(*place, key) || visit(key, value);
    });
  }

  absl::StatusOr<std::vector<std::string>> TableNames() const override {
    TALLY_ASSIGN_OR_RETURN(const std::vector<std::string> all, whole_.TableNames());
    std::vector<std::string> names;
    for (const std::string& name : all) {
      bool any = false;
      TALLY_RETURN_IF_ERROR(ScanRows(name, "", "", [&any](absl::string_view, absl::string_view) {
        any = true;
        return false;
      }));
      if (any) names.push_back(name);
    }
    return names;
  }

  std::vector<std::string> SelfCheck() const override { return whole_.SelfCheck(); }

 private:
  bool IsLater(RowPlace place, absl::string_view key) const {
    switch (place) {
      case RowPlace::kPosition:
        return DecodePosition(key).submission >= size_;
      case RowPlace::kIndex:
        return DecodeIndex(key) >= size_;
      case RowPlace::kWhole:
        return size_ == 0;
    }
    return true;
  }

  const Snapshot& whole_;
  const uint64_t size_;
};

}  // namespace

std::unique_ptr<Snapshot> EarlierSnapshot(const Snapshot& whole, uint64_t size) {
  return std::make_unique<Earlier>(whole, size);
}

const Snapshot* WholeOf(const Snapshot& snapshot) {
  const auto* earlier = dynamic_cast<const Earlier*>(&snapshot);
  return earlier == nullptr ? nullptr : &earlier->whole();
}

}  // namespace tallystick

#include "store/memory/memory_store.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/cosignatures.h"

namespace tallystick {
namespace {

using RowKey = std::pair<std::string, std::string>;  // table, key

struct State {
  std::vector<StoredSubmission> submissions;
  std::map<NodeAddress, Digest> nodes;
  std::map<uint64_t, std::string> checkpoints;
  std::set<std::pair<uint64_t, std::string>> tokens;
  std::map<std::string, std::string> settings;
  std::map<RowKey, std::string> rows;
};

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  uint64_t size() const override { return state_->submissions.size(); }

  absl::StatusOr<StoredSubmission> ReadSubmission(uint64_t index) const override {
    if (index >= size()) return absl::NotFoundError(absl::StrCat("the log has no submission ", index));
    return state_->submissions[index];
  }

  absl::StatusOr<StoredRecord> ReadRecord(const Position& position) const override {
    if (position.submission >= size() || position.number < 0 ||
        static_cast<size_t>(position.number) >= state_->submissions[position.submission].records.size()) {
      return absl::NotFoundError(absl::StrCat("submission ", position.submission, " has no record ", position.number));
    }
    const StoredSubmission& submission = state_->submissions[position.submission];
    return StoredRecord{submission.head, submission.records[static_cast<size_t>(position.number)]};
  }

  absl::Status ScanSubmissions(
      uint64_t begin, uint64_t end,
      const std::function<absl::Status(uint64_t, StoredSubmission)>& visit) const override {
    for (uint64_t index = begin; index < end; ++index) {
      if (index >= size()) return absl::DataLossError(absl::StrCat("submission ", index, ": its row is missing"));
      TALLY_RETURN_IF_ERROR(visit(index, state_->submissions[index]));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Digest> ReadNode(NodeAddress address) const override {
    const auto it = state_->nodes.find(address);
    if (it != state_->nodes.end()) return it->second;
    return absl::NotFoundError(absl::StrCat("tree node ", address.level, "/", address.index, " is not stored"));
  }

  absl::Status ScanNodes(int level, uint64_t begin, uint64_t end,
                         const std::function<void(uint64_t, const Digest&)>& visit) const override {
    const auto last = state_->nodes.lower_bound({level, end});
    for (auto it = state_->nodes.lower_bound({level, begin}); it != last; ++it) visit(it->first.index, it->second);
    return absl::OkStatus();
  }

  absl::StatusOr<uint64_t> CountNodes() const override { return state_->nodes.size(); }

  absl::StatusOr<std::string> ReadCheckpoint(uint64_t size) const override {
    const auto it = state_->checkpoints.find(size);
    if (it != state_->checkpoints.end()) return it->second;
    return absl::NotFoundError(absl::StrCat("there is no checkpoint of size ", size));
  }

  absl::Status ScanCheckpointsIn(uint64_t begin, uint64_t end, const VisitNote& visit) const override {
    const auto last = state_->checkpoints.lower_bound(end);
    for (auto it = state_->checkpoints.lower_bound(begin); it != last; ++it) {
      TALLY_RETURN_IF_ERROR(visit(it->first, it->second));
    }
    return absl::OkStatus();
  }

  absl::Status ScanTokens(const std::function<absl::Status(uint64_t, const std::string&)>& visit) const override {
    for (const auto& [size, token] : state_->tokens) TALLY_RETURN_IF_ERROR(visit(size, token));
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> ReadSetting(absl::string_view name) const override {
    const auto it = state_->settings.find(std::string(name));
    if (it != state_->settings.end()) return it->second;
    return absl::NotFoundError(absl::StrCat("the casebook has no setting \"", name, "\""));
  }

  absl::Status ScanRows(absl::string_view table, absl::string_view begin, absl::string_view end,
                        const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    auto it = state_->rows.lower_bound(RowKey(std::string(table), std::string(begin)));
    for (; it != state_->rows.end() && it->first.first == table; ++it) {
      if (!end.empty() && it->first.second >= end) break;
      if (!visit(it->first.second, it->second)) break;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<std::string>> TableNames() const override {
    std::vector<std::string> names;
    for (const auto& [key, value] : state_->rows) {
      if (names.empty() || names.back() != key.first) names.push_back(key.first);
    }
    return names;
  }

  std::vector<std::string> SelfCheck() const override { return {}; }

 private:
  std::shared_ptr<const State> state_;
};

// Every write makes a new state beside the old one, which open snapshots keep.
class MemoryStore final : public Store {
 public:
  absl::StatusOr<std::unique_ptr<Snapshot>> OpenSnapshot() const override {
    return std::make_unique<MemorySnapshot>(state_);
  }

  absl::Status Append(uint64_t expected_size, const Batch& batch,
                      const std::function<absl::Status(const Snapshot&)>& verify) override {
    if (state_->submissions.size() != expected_size) {
      return absl::AbortedError("another process appended to the log first; try again");
    }
    auto next = std::make_shared<State>(*state_);
    next->submissions.insert(next->submissions.end(), batch.submissions.begin(), batch.submissions.end());
    for (const Node& node : batch.nodes) next->nodes[node.address] = node.hash;
    for (const Row& row : batch.rows) next->rows[{row.table, row.key}] = row.value;
    TALLY_RETURN_IF_ERROR(verify(MemorySnapshot(next)));
    state_ = std::move(next);
    return absl::OkStatus();
  }

  absl::Status AddCheckpoint(uint64_t size, absl::string_view note, Durability) override {
    auto next = std::make_shared<State>(*state_);
    const auto [it, added] = next->checkpoints.insert({size, std::string(note)});
    if (!added && !IsEarlierForm(note, it->second)) {
      return absl::AlreadyExistsError(absl::StrCat("there is another checkpoint of size ", size));
    }
    state_ = std::move(next);
    return absl::OkStatus();
  }

  absl::Status AddCosignatures(uint64_t size, const std::vector<NoteSignature>& lines) override {
    auto next = std::make_shared<State>(*state_);
    const auto it = next->checkpoints.find(size);
    if (it == next->checkpoints.end()) return absl::NotFoundError(absl::StrCat("there is no checkpoint of size ", size));
    TALLY_ASSIGN_OR_RETURN(it->second, WithCosignatures(it->second, lines));
    state_ = std::move(next);
    return absl::OkStatus();
  }

  absl::Status AddToken(uint64_t size, absl::string_view token) override {
    auto next = std::make_shared<State>(*state_);
    next->tokens.insert({size, std::string(token)});
    state_ = std::move(next);
    return absl::OkStatus();
  }

  absl::Status Flush() override { return absl::OkStatus(); }

  absl::Status AddSettings(const std::map<std::string, std::string>& settings) override {
    auto next = std::make_shared<State>(*state_);
    for (const auto& setting : settings) {
      if (!next->settings.insert(setting).second) return absl::AlreadyExistsError(setting.first);
    }
    state_ = std::move(next);
    return absl::OkStatus();
  }

  absl::Status RebuildRows(const std::function<absl::Status(const PutRow&)>& fill) override {
    auto next = std::make_shared<State>(*state_);
    next->rows.clear();
    TALLY_RETURN_IF_ERROR(fill([&next](Row row) {
      next->rows[{std::move(row.table), std::move(row.key)}] = std::move(row.value);
      return absl::OkStatus();
    }));
    state_ = std::move(next);
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<const State> state_ = std::make_shared<State>();
};

}  // namespace

std::unique_ptr<Store> NewMemoryStore() { return std::make_unique<MemoryStore>(); }

}  // namespace tallystick

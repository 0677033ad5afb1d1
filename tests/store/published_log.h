// A log of our entries without a casebook, as large as a test wants it, and a target and a reader in memory.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/record/submission.h"
#include "store/audit.h"
#include "store/publish.h"
#include "tests/core/merkle/memory_tree.h"
#include "tests/core/sign/keys.h"

namespace tallystick {

using Files = std::map<std::string, std::string>;  // by path

class TestLog {
 public:
  explicit TestLog(uint64_t size = 0, absl::string_view salt = "") : salt_(salt) { GrowTo(size); }

  // Authors take turns: 'a' and 'b'.
  std::string Entry(uint64_t index) const {
    const Digest author = Sha256(index % 3 == 0 ? "b" : "a");
    return FormatLeaf(Sha256(absl::StrCat("submission ", index, salt_)), author,
                      std::string(64, static_cast<char>(index)));
  }
  void GrowTo(uint64_t size) {
    while (entries.size() < size) Add(Entry(entries.size()));
  }
  void Add(std::string entry) {
    tree.Append(entry);
    entries.push_back(std::move(entry));
  }

  std::string Checkpoint() const {
    return *SignCheckpoint({"log.example", entries.size(), tree.frontier().Root(), {}}, key, TestKey('l'));
  }
  LogToPublish Published() const {
    EntryScan scan = [this](uint64_t begin, uint64_t end, const auto& visit) -> absl::Status {
      for (uint64_t i = begin; i < end; ++i) {
        if (const absl::Status status = visit(i, entries[i]); !status.ok()) return status;
      }
      return absl::OkStatus();
    };
    return {Checkpoint(), tree.reader(), std::move(scan)};
  }
  absl::StatusOr<PublishReport> PublishTo(PublishTarget* target, PublishOptions options = {}) const {
    return PublishLog(Published(), key, options, target);
  }

  const NoteKey key = TestNoteKey("log.example", 'l');
  std::vector<std::string> entries;
  MemoryTree tree;

 private:
  const std::string salt_;
};

class MemoryTarget final : public PublishTarget {
 public:
  absl::StatusOr<std::string> Read(const std::string& path) override {
    ++reads;
    const auto it = files.find(path);
    if (it == files.end()) return absl::NotFoundError(path);
    return it->second;
  }
  absl::Status Write(const std::string& path, absl::string_view bytes) override {
    written.push_back(path);
    files[path] = std::string(bytes);
    return absl::OkStatus();
  }
  absl::Status Flush() override {
    written.push_back("(flush)");
    return absl::OkStatus();
  }

  Files files;
  std::vector<std::string> written;
  int reads = 0;
};

inline PublishedReader ReaderOf(const Files& files) {
  return [&files](const std::string& path) -> absl::StatusOr<std::string> {
    const auto it = files.find(path);
    if (it == files.end()) return absl::NotFoundError(path);
    return it->second;
  };
}

inline Files FilesOf(const TestLog& log) {
  MemoryTarget target;
  EXPECT_TRUE(log.PublishTo(&target).ok());
  return target.files;
}

}  // namespace tallystick

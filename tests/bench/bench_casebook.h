// A casebook for the bench, with one author.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "store/casebook.h"
#include "store/checker.h"
#include "store/importer.h"
#include "store/recorder.h"
#include "tests/bench/dataset.h"

namespace tallystick {

class Stopwatch {
 public:
  double Seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

double Median(std::vector<double> values);

class BenchCasebook {
 public:
  explicit BenchCasebook(const std::string& folder);

  Casebook& casebook() { return casebook_; }
  const std::string& seen() const { return last_seen_->note(); }
  const PrivateKey& author() const { return author_; }
  std::unique_ptr<Snapshot> View() const;
  Recorder NewRecorder();

  // The whole of a data set in one commit, from its lines on; seconds.
  double Import(const Dataset& set);

  // Makes room for single claims: a capture that holds 10,000 rows.
  void CaptureTable();
  // A claim about row `number` as a submission of its own, as one command records it.
  void RecordOne(int number);
  // `count` such submissions in one commit.
  void RecordGroup(int first, int count);

  // Seconds of the last commit of RecordOne or RecordGroup alone.
  double commit_seconds() const { return commit_seconds_; }

  // Seconds that a check takes; a casebook that fails it is no casebook to measure.
  double Check(const CheckOptions& options);

  // Bytes of the database; captures do not count.
  uint64_t DatabaseBytes() const;

 private:
  RecordDraft ClaimOfRow(int number) const;

  std::string folder_;
  PrivateKey author_, log_;
  Casebook casebook_;
  std::unique_ptr<LastSeen> last_seen_;
  std::optional<LogWriter> writer_;
  uint64_t salts_ = 0;
  double commit_seconds_ = 0;
  std::string table_;
  Digest capture_, source_;
};

}  // namespace tallystick

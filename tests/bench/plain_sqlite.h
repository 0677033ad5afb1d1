// The plain competitor: what a casebook holds, written by nothing but SQLite, in the same tables with the same indexes
// and the same durability. It signs nothing, hashes nothing and derives nothing: it is handed the finished bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/derived.h"
#include "store/log.h"
#include "store/sqlite/database.h"

namespace tallystick {

// The rows of one submission.
struct PlainRows {
  std::string head, about, signature;
  std::vector<std::string> records;
  std::vector<Node> nodes;
  std::vector<Row> rows;
};

// The submissions of a log from `begin` on, their derived rows in the order in which they are derived.
std::vector<PlainRows> ReadPlainRows(const Snapshot& snapshot, const LogIdentity& identity, uint64_t begin);

class PlainSqlite {
 public:
  explicit PlainSqlite(const std::string& path);

  // One durable transaction. Submissions are numbered on.
  void Insert(const std::vector<PlainRows>& submissions);

 private:
  Database database_;
  std::vector<Statement> statements_;
  int64_t next_ = 0;
};

}  // namespace tallystick

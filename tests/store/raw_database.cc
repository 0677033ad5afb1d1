#include "tests/store/raw_database.h"

#include <gtest/gtest.h>

namespace tallystick {

RawDatabase::RawDatabase(const std::string& path) {
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK) << path;
  handle_.reset(handle);
  // Damage need not be durable.
  sqlite3_exec(handle, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
}

int RawDatabase::Step(const std::string& sql, const std::vector<Cell>& bound,
                      std::vector<std::vector<Cell>>* rows) const {
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(handle_.get(), sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
      << sql << ": " << sqlite3_errmsg(handle_.get());
  for (size_t i = 0; i < bound.size(); ++i) {
    const int at = static_cast<int>(i) + 1;
    const Cell& cell = bound[i];
    switch (cell.kind) {
      case Cell::Kind::kInteger:
        sqlite3_bind_int64(statement, at, cell.integer);
        break;
      case Cell::Kind::kText:
        sqlite3_bind_text64(statement, at, cell.bytes.data(), cell.bytes.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
      case Cell::Kind::kBlob:
        sqlite3_bind_blob64(statement, at, cell.bytes.data(), cell.bytes.size(), SQLITE_TRANSIENT);
        break;
    }
  }
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    std::vector<Cell>& row = rows->emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const int type = sqlite3_column_type(statement, i);
      if (type == SQLITE_INTEGER) {
        row.push_back(Cell::Of(sqlite3_column_int64(statement, i)));
        continue;
      }
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
      std::string value(bytes == nullptr ? "" : bytes, static_cast<size_t>(sqlite3_column_bytes(statement, i)));
      row.push_back(type == SQLITE_TEXT ? Cell::Text(std::move(value)) : Cell::Blob(std::move(value)));
    }
  }
  sqlite3_finalize(statement);
  return code;
}

std::vector<std::vector<Cell>> RawDatabase::Query(const std::string& sql, const std::vector<Cell>& bound) const {
  std::vector<std::vector<Cell>> rows;
  EXPECT_EQ(Step(sql, bound, &rows), SQLITE_DONE) << sql << ": " << sqlite3_errmsg(handle_.get());
  return rows;
}

bool RawDatabase::TryRun(const std::string& sql, const std::vector<Cell>& bound) {
  std::vector<std::vector<Cell>> none;
  const int code = Step(sql, bound, &none);
  EXPECT_TRUE(code == SQLITE_DONE || code == SQLITE_CONSTRAINT) << sql << ": " << sqlite3_errmsg(handle_.get());
  return code == SQLITE_DONE;
}

void RawDatabase::Run(const std::string& sql, const std::vector<Cell>& bound) {
  EXPECT_TRUE(TryRun(sql, bound)) << sql << ": " << sqlite3_errmsg(handle_.get());
  EXPECT_GT(sqlite3_changes(handle_.get()), 0) << sql;
}

}  // namespace tallystick

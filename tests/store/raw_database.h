// A casebook.db opened behind the store's back, to damage it. Every failure fails the test.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tallystick {

// An integer, a text or (kind kBlob) bytes.
struct Cell {
  enum class Kind { kInteger, kText, kBlob };
  Kind kind = Kind::kInteger;
  int64_t integer = 0;
  std::string bytes;

  static Cell Of(int64_t value) { return {Kind::kInteger, value, ""}; }
  static Cell Text(std::string value) { return {Kind::kText, 0, std::move(value)}; }
  static Cell Blob(std::string value) { return {Kind::kBlob, 0, std::move(value)}; }
  bool operator==(const Cell&) const = default;
};

class RawDatabase {
 public:
  explicit RawDatabase(const std::string& path);

  // Every row that the statement gives.
  std::vector<std::vector<Cell>> Query(const std::string& sql, const std::vector<Cell>& bound = {}) const;

  // False, with nothing changed, when a constraint of the schema refuses it.
  bool TryRun(const std::string& sql, const std::vector<Cell>& bound = {});
  // Fails the test when it is refused or changes no row.
  void Run(const std::string& sql, const std::vector<Cell>& bound = {});

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  int Step(const std::string& sql, const std::vector<Cell>& bound, std::vector<std::vector<Cell>>* rows) const;

  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace tallystick

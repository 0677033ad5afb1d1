// The tables of casebook.db. docs/architecture.md, "What is stored where".
#pragma once

namespace tallystick {

inline constexpr int kApplicationId = 0x54414C59;  // "TALY"
inline constexpr int kSchemaVersion = 2;  // 2: the table of tokens
inline constexpr int kOldestSchemaVersion = 1;  // read as it is; the first token makes it version 2

// Enduring tables carry what is signed or committed to; `rows` is derived. The digests beside settings and notes
// make a changed byte visible where no signature covers it. `records` has row numbers because its rows are long: without
// them SQLite gives nearly every row an overflow page of its own, which doubles the file.
inline constexpr char kTables[] = R"sql(
CREATE TABLE settings(name TEXT PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE submissions(idx INTEGER PRIMARY KEY, head TEXT NOT NULL, about TEXT NOT NULL, signature BLOB NOT NULL) STRICT;
CREATE TABLE records(submission INTEGER NOT NULL, number INTEGER NOT NULL, slots TEXT NOT NULL,
                     PRIMARY KEY(submission, number)) STRICT;
CREATE TABLE nodes(level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(level, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, note TEXT NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE TABLE tokens(size INTEGER NOT NULL, digest BLOB NOT NULL, token BLOB NOT NULL, PRIMARY KEY(size, digest)) STRICT;
CREATE TABLE rows(name TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY(name, key)) STRICT, WITHOUT ROWID;
)sql";

// What a casebook of version 1 lacks.
inline constexpr char kUpgradeTo2[] = R"sql(
CREATE TABLE tokens(size INTEGER NOT NULL, digest BLOB NOT NULL, token BLOB NOT NULL, PRIMARY KEY(size, digest)) STRICT;
PRAGMA user_version=2;
)sql";

}  // namespace tallystick

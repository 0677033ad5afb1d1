#include "tests/bench/plain_sqlite.h"

#include "store/slot_lines.h"
#include "store/sqlite/schema.h"
#include "tests/bench/must.h"

namespace tallystick {

std::vector<PlainRows> ReadPlainRows(const Snapshot& snapshot, const LogIdentity& identity, uint64_t begin) {
  std::vector<PlainRows> all;
  Frontier frontier = Must(Frontier::Load(begin, NodesOf(snapshot)));
  Must(snapshot.ScanSubmissions(begin, snapshot.size(), [&](uint64_t index, StoredSubmission stored) {
    const OpenedSubmission opened = Must(OpenUnverified(stored, index));
    PlainRows& plain = all.emplace_back();
    plain.head = stored.head;
    plain.about = FormatSlotLines({stored.about});
    plain.signature = stored.signature;
    for (const auto& slots : stored.records) plain.records.push_back(FormatSlotLines(slots));
    const Digest author = Must(Digest::FromHex(opened.head.author()));
    frontier.Append(HashLeaf(FormatLeaf(opened.id, author, stored.signature)), &plain.nodes);
    plain.rows = DerivedRows(stored, opened, identity.secret);
    return absl::OkStatus();
  }));
  return all;
}

PlainSqlite::PlainSqlite(const std::string& path) : database_(Must(Database::Open(path, Database::Mode::kCreate))) {
  Must(database_.Execute(kTables));
  for (const char* sql : {"INSERT INTO submissions VALUES(?1, ?2, ?3, ?4)", "INSERT INTO records VALUES(?1, ?2, ?3)",
                          "INSERT INTO nodes VALUES(?1, ?2, ?3)", "INSERT INTO rows VALUES(?1, ?2, ?3)"}) {
    statements_.push_back(Must(database_.Prepare(sql)));
  }
}

void PlainSqlite::Insert(const std::vector<PlainRows>& submissions) {
  Must(database_.Execute("BEGIN IMMEDIATE"));
  for (const PlainRows& s : submissions) {
    Must(statements_[0].Bind(1, next_).BindText(2, s.head).BindText(3, s.about).BindBlob(4, s.signature).Run());
    for (size_t n = 0; n < s.records.size(); ++n) {
      Must(statements_[1].Bind(1, next_).Bind(2, static_cast<int64_t>(n)).BindText(3, s.records[n]).Run());
    }
    for (const Node& node : s.nodes) {
      statements_[2].Bind(1, node.address.level).Bind(2, static_cast<int64_t>(node.address.index));
      Must(statements_[2].BindBlob(3, node.hash.view()).Run());
    }
    for (const Row& row : s.rows)
      Must(statements_[3].BindText(1, row.table).BindBlob(2, row.key).BindBlob(3, row.value).Run());
    ++next_;
  }
  Must(database_.Execute("COMMIT"));
}

}  // namespace tallystick

#include "tests/seed/seed_casebook.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/encoding.h"
#include "core/record/json.h"
#include "store/importer.h"

namespace tallystick {
namespace {

using nlohmann::json;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Quotes where claims.json has them, passages as the article has them.
void FillWords(const Seed& seed, json* line) {
  json& quote = (*line)["quote"];
  for (const json& claim : seed.claims["claims"]) {
    if (claim["id"] != (*line)["handle"]) continue;
    quote["start"] = claim["byte_start"];
    quote["end"] = claim["byte_end"];
    quote["exact"] = claim["quote"];
  }
  const auto words = [&seed](const json& range) {
    const size_t start = range["start"];
    return seed.article.substr(start, range["end"].get<size_t>() - start);
  };
  if (!quote.contains("exact")) quote["exact"] = words(quote);
  if (!quote.contains("passages")) return;
  for (json& passage : quote["passages"]) {
    if (!passage.contains("exact")) passage["exact"] = words(passage);
  }
}

RecordDraft Admission(v1::Key::Role role, const PublicKey& key, const std::string& name) {
  RecordDraft draft;
  draft.kind = v1::Header::key;
  v1::Key* slot = draft.slots.emplace_back().mutable_key();
  slot->set_event(v1::Key::admitted);
  slot->set_role(role);
  slot->set_public_key(Base64Encode(key.Der()));
  slot->set_recovery(Sha256("a recovery key").hex());
  if (!name.empty()) slot->set_name(name);
  return draft;
}

void ReadLines(const std::string& path, std::vector<json>* coding) {
  std::istringstream lines(ReadAll(path));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) coding->push_back(json::parse(line));
  }
}

}  // namespace

Seed ArticleSeed() {
  Seed seed;
  seed.article = ReadAll("../shared/seed/apa-menaka.txt");
  const std::string claims = ReadAll("../shared/seed/claims.json");
  if (seed.article.empty() || claims.empty()) return {};
  seed.claims = json::parse(claims);
  ReadLines("tests/seed/coding.jsonl", &seed.coding);
  return seed;
}

Seed ExampleSeed() {
  Seed seed;
  seed.folder = "examples/menaka";
  seed.claims["claims"] = json::array();
  ReadLines("examples/menaka/casebook.jsonl", &seed.coding);
  return seed;
}

SeedCasebook::~SeedCasebook() { std::filesystem::remove_all(folder_); }

std::string SeedCasebook::LabelOf(absl::string_view hex) const {
  const Record* record = records_->Find(hex);
  return record == nullptr ? "" : record->Get(v1::Slot::kNote).note().label();
}

absl::Status SeedCasebook::Import(const Seed& seed, const std::function<void(json*)>& change) {
  static int count = 0;
  folder_ = absl::StrCat(testing::TempDir(), "seed_import_test.", getpid(), ".", count++);
  const auto author = PrivateKey::FromSeed(std::string(32, 'a')), log = PrivateKey::FromSeed(std::string(32, 'l'));
  if (!author.ok() || !log.ok()) return absl::InternalError("no keys");
  auto casebook = Casebook::Create(folder_, {"seed.test/log", log->public_key(), std::string(32, 's')});
  if (!casebook.ok()) return casebook.status();
  casebook_.emplace(*std::move(casebook));
  const auto empty = SignEmptyLog(casebook_->identity(), *log);
  if (!empty.ok()) return empty.status();
  last_seen_ = NewMemoryLastSeen(*empty);
  auto writer = LogWriter::Open(&casebook_->store(), last_seen_.get(), casebook_->identity(), &*log);
  if (!writer.ok()) return writer.status();
  uint64_t salts = 0;
  const auto salt = [&salts] { return absl::StrCat(absl::Dec(salts++, absl::kZeroPad16)); };
  const auto recorder = [&] {
    return Recorder::New(&casebook_->store(), &*writer, casebook_->identity(), &*author, salt, "2022-11-02T08:00:00Z",
                         "");
  };
  auto first = recorder();
  if (!first.ok()) return first.status();
  for (const RecordDraft& draft : {Admission(v1::Key::log, log->public_key(), "seed.test/log"),
                                   Admission(v1::Key::author, author->public_key(), "")}) {
    if (auto id = first->Add(draft); !id.ok()) return id.status();
  }
  if (auto note = first->Commit(); !note.ok()) return note.status();
  auto snapshot = casebook_->store().OpenSnapshot();
  if (!snapshot.ok()) return snapshot.status();
  auto second = recorder();
  if (!second.ok()) return second.status();
  const FileReader reader = [&seed](const std::string& path) {
    return seed.folder.empty() ? seed.article : ReadAll(absl::StrCat(seed.folder, "/", path));
  };
  Importer importer(snapshot->get(), &casebook_->captures(), &*second, reader);
  for (json line : seed.coding) {
    if (line["kind"] == "claim") FillWords(seed, &line);
    change(&line);
    v1::ImportLine parsed;
    absl::Status status = DecodeJson(line.dump(), &parsed);
    if (status.ok()) status = importer.Add(parsed, /*once=*/false).status();
    if (!status.ok()) return absl::Status(status.code(), absl::StrCat(parsed.handle(), ": ", status.message()));
  }
  if (auto note = importer.Commit(); !note.ok()) return note.status();
  return Load();
}

absl::Status SeedCasebook::Load() {
  auto snapshot = casebook_->store().OpenSnapshot();
  if (!snapshot.ok()) return snapshot.status();
  auto checked = CheckCasebook(**snapshot, casebook_->captures(), casebook_->identity(), last_seen_->note());
  if (!checked.ok()) return checked.status();
  check_ = *std::move(checked);
  auto records = CollectAll(**snapshot);
  if (!records.ok()) return records.status();
  records_ = *std::move(records);
  for (const Record& r : records_->records()) {
    if (r.kind() == v1::Header::claim) claims_[r.Get(v1::Slot::kNote).note().label()] = &r;
  }
  return absl::OkStatus();
}

}  // namespace tallystick

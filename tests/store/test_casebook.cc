#include "tests/store/test_casebook.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/encoding.h"
#include "core/record/json.h"
#include "store/collect.h"
#include "store/memory/memory_store.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

constexpr char kOrigin[] = "tests.example/casebook";
constexpr char kNow[] = "2022-11-01T08:00Z";

}  // namespace

absl::StatusOr<Digest> MemoryBlobs::Put(absl::string_view bytes) {
  const Digest digest = Sha256(bytes);
  blobs[digest] = std::string(bytes);
  return digest;
}

absl::StatusOr<std::string> MemoryBlobs::Get(const Digest& digest) const {
  const auto it = blobs.find(digest);
  if (it == blobs.end()) return absl::NotFoundError(absl::StrCat("no capture ", digest.brief()));
  if (Sha256(it->second) != digest) return absl::DataLossError(absl::StrCat("capture ", digest.hex(), ": other bytes"));
  return it->second;
}

SaltSource TestSalts(uint64_t seed) {
  return [seed, next = uint64_t{0}]() mutable {
    return std::string(Sha256(absl::StrCat("salt ", seed, " ", next++)).view().substr(0, kSaltBytes));
  };
}

RecordDraft Admission(const PublicKey& key, v1::Key::Role role) {
  RecordDraft draft;
  draft.kind = v1::Header::key;
  v1::Key* k = draft.slots.emplace_back().mutable_key();
  k->set_event(v1::Key::admitted);
  k->set_role(role);
  k->set_public_key(Base64Encode(key.Der()));
  k->set_recovery(Sha256(absl::StrCat("recovery of ", key.id().hex())).hex());
  return draft;
}

TestCasebook::TestCasebook(const std::string& folder) : folder_(folder) {
  if (folder.empty()) {
    memory_ = NewMemoryStore();
    memory_captures_ = std::make_unique<MemoryBlobs>();
    EXPECT_TRUE(AddLogIdentity(memory_.get(), identity()).ok());
  } else {
    absl::StatusOr<Casebook> made = Casebook::Create(folder, identity());
    EXPECT_TRUE(made.ok()) << made.status();
    casebook_ = *std::move(made);
  }
  last_seen_ = NewMemoryLastSeen(*SignEmptyLog(identity(), key('l')));
  absl::StatusOr<LogWriter> writer = LogWriter::Open(&store(), last_seen_.get(), identity(), &key('l'));
  EXPECT_TRUE(writer.ok()) << writer.status();
  writer_ = *std::move(writer);
  Recorder recorder = NewRecorder();
  EXPECT_TRUE(recorder.Add(Admission(key('l').public_key(), v1::Key::log)).ok());
  EXPECT_TRUE(recorder.Add(Admission(key('a').public_key(), v1::Key::author)).ok());
  const auto note = recorder.Commit();
  EXPECT_TRUE(note.ok()) << note.status();
}

BlobStore& TestCasebook::captures() const { return casebook_ ? casebook_->captures() : *memory_captures_; }

LogIdentity TestCasebook::identity() const {
  return {kOrigin, TestKey('l').public_key(), std::string("a secret\0of 32 bytes, not random", 32)};
}

std::string TestCasebook::CapturePath(const Digest& digest) const {
  return absl::StrCat(folder_, "/captures/", digest.hex().substr(0, 2), "/", digest.hex());
}

const PrivateKey& TestCasebook::key(char name) {
  auto it = keys_.find(name);
  if (it == keys_.end()) it = keys_.emplace(name, TestKey(name)).first;
  return it->second;
}

std::unique_ptr<Snapshot> TestCasebook::View() const {
  auto view = store().OpenSnapshot();
  EXPECT_TRUE(view.ok()) << view.status();
  return *std::move(view);
}

Recorder TestCasebook::NewRecorder(char author) {
  auto recorder =
      Recorder::New(&store(), &*writer_, identity(), &key(author), TestSalts(recordings_++), kNow, "notes");
  EXPECT_TRUE(recorder.ok()) << recorder.status();
  return *std::move(recorder);
}

absl::StatusOr<std::string> TestCasebook::ReadFileNamed(const std::string& name) const {
  const auto it = files.find(name);
  if (it == files.end()) return absl::NotFoundError(absl::StrCat(name, ": No such file or directory"));
  return it->second;
}

void TestCasebook::Import(absl::string_view lines, char author) {
  Recorder recorder = NewRecorder(author);
  const auto view = View();
  Importer importer(view.get(), &captures(), &recorder,
                    [this](const std::string& name) { return ReadFileNamed(name); });
  for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    v1::ImportLine parsed;
    const absl::Status read = DecodeJson(line, &parsed);
    ASSERT_TRUE(read.ok()) << read << "\n" << line;
    const absl::StatusOr<Digest> id = importer.Add(parsed, /*once=*/true);
    ASSERT_TRUE(id.ok()) << id.status() << "\n" << line;
    if (parsed.has_handle()) ids_[parsed.handle()] = *id;
  }
  const auto note = importer.Commit();
  ASSERT_TRUE(note.ok()) << note.status();
}

void TestCasebook::RecordOddly(const RecordDraft& draft, const Oddity& oddity) {
  const auto view = View();
  const PrivateKey& author = key(oddity.author);
  const auto last = LastSubmissionOf(*view, author.public_key().id());
  ASSERT_TRUE(last.ok()) << last.status();
  auto builder = SubmissionBuilder::New(oddity.log.value_or(key('l').public_key().id()), author.public_key().id(),
                                        oddity.previous.value_or(*last), TestSalts(recordings_++));
  ASSERT_TRUE(builder.ok()) << builder.status();
  ASSERT_TRUE(builder->Add(draft).ok());
  auto made = builder->Finish(kNow, "notes");
  ASSERT_TRUE(made.ok()) << made.status();
  SignedSubmission submission{std::move(made->stored), {}};
  const std::span<const SlotCase> order = SlotsOf(draft.kind);
  for (size_t i = 0; i < order.size(); ++i) {
    const auto& withheld = oddity.withheld;
    if (std::find(withheld.begin(), withheld.end(), order[i]) != withheld.end())
      submission.stored.records[0][i].file.clear();
  }
  if (oddity.about_withheld) submission.stored.about.file.clear();
  submission.stored.signature = *author.Sign(made->manifest);
  auto opened = OpenUnverified(submission.stored, view->size());
  ASSERT_TRUE(opened.ok()) << opened.status();
  ASSERT_EQ(opened->id, made->id);
  submission.opened = *std::move(opened);
  const auto note = writer_->Commit(view->size(), {submission});
  ASSERT_TRUE(note.ok()) << note.status();
}

std::string Describe(const CheckReport& report) {
  std::string text;
  for (const CheckProblem& problem : report.problems) absl::StrAppend(&text, problem.where, ": ", problem.what, "\n");
  for (const std::string& line : report.not_checked) absl::StrAppend(&text, "not checked: ", line, "\n");
  return text.empty() ? "nothing\n" : text;
}

}  // namespace tallystick

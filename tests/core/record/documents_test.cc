// What the documents show is true. The worked examples of docs/record-format.md and docs/log-format.md: their files are
// made here, their commands are run by a shell, and what comes out must be what stands there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/encoding.h"
#include "core/record/fields.h"
#include "core/record/json.h"
#include "core/record/validate.h"
#include "core/sign/tlog_proof.h"
#include "proto/import.pb.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;
using S = v1::Slot;

constexpr char kOrigin[] = "example.org/casebook";

// The private keys of RFC 8032, section 7.1: known to everybody, so that nobody is tempted to use them.
PrivateKey KeyOf(const char* seed) { return *PrivateKey::FromSeed(*HexDecode(seed)); }
const PrivateKey& Author() {
  static const auto* key = new PrivateKey(KeyOf("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  return *key;
}
const PrivateKey& Log() {
  static const auto* key = new PrivateKey(KeyOf("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  return *key;
}
const PrivateKey& Recovery() {
  static const auto* key = new PrivateKey(KeyOf("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
  return *key;
}

RecordDraft Admitted(const PrivateKey& key, v1::Key::Role role, const std::string& name) {
  RecordDraft draft{v1::Header::key, {}, {}};
  v1::Key* body = SlotOf(&draft, S::kKey)->mutable_key();
  body->set_event(v1::Key::admitted);
  body->set_role(role);
  body->set_public_key(Base64Encode(key.public_key().Der()));
  body->set_recovery(Recovery().public_key().id().hex());
  body->set_name(name);
  return draft;
}

RecordDraft Agency() {
  RecordDraft draft{v1::Header::source, {}, {}};
  v1::Identity* identity = SlotOf(&draft, S::kIdentity)->mutable_identity();
  identity->set_kind(v1::Identity::outlet);
  v1::Name* name = identity->add_names();
  name->set_text("Agence Sahel Info");
  name->set_language("fr");
  SlotOf(&draft, S::kContact)->mutable_contact()->set_text("night desk, +223 00 00 00 00");
  SlotOf(&draft, S::kNote)->mutable_note()->set_label("agency");
  return draft;
}

struct Signed {
  StoredSubmission stored;
  OpenedSubmission opened;
  std::string leaf;
};

Signed Sign(const std::vector<RecordDraft>& drafts, const std::optional<Digest>& previous, uint64_t index,
            const std::string& message) {
  const Digest log = Log().public_key().id(), author = Author().public_key().id();
  SubmissionBuilder builder = *SubmissionBuilder::New(log, author, previous, CountingSalts(100 * (index + 1)));
  for (const RecordDraft& draft : drafts) EXPECT_TRUE(builder.Add(draft).ok());
  SubmissionBuilder::Unsigned made = *builder.Finish("2022-11-01T08:00:00Z", message);
  Signed result{std::move(made.stored), {}, {}};
  result.stored.signature = *Author().Sign(made.manifest);
  result.opened = *OpenUnverified(result.stored, index);
  result.leaf = FormatLeaf(made.id, author, result.stored.signature);
  return result;
}

std::string ReadDocument(const std::string& name) {
  std::ifstream file("docs/" + name);
  EXPECT_TRUE(file) << "run from the root of the tree";
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Documents : public testing::Test {
 protected:
  Documents()
      : first_(Sign({Admitted(Log(), v1::Key::log, kOrigin), Admitted(Author(), v1::Key::author, "")}, {}, 0,
                    "first keys")),
        second_(Sign({Agency()}, first_.opened.id, 1, "the agency")),
        folder_(fs::path(testing::TempDir()) / ("documents_test." + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Documents() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& bytes) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }

  void WriteSubmission(const Signed& submission) {
    Write(std::string(kSubmissionHeadFile), submission.stored.head);
    Write(std::string(kAboutFile), submission.stored.about.file);
    Write("submission.sha256", submission.opened.manifest);
    Write("submission.sig", submission.stored.signature);
    for (size_t n = 0; n < submission.opened.records.size(); ++n) {
      Write(BodyFile(static_cast<int>(n)), submission.opened.bodies[n]);
      const auto order = SlotsOf(submission.opened.records[n].kind());
      for (size_t i = 0; i < order.size(); ++i) {
        Write(SlotFile(static_cast<int>(n), static_cast<int>(i), SlotName(order[i])),
              submission.stored.records[n][i].file);
      }
    }
  }

  void WriteLog() {
    std::vector<Node> nodes;
    Frontier frontier;
    for (const Signed* s : {&first_, &second_}) frontier.Append(HashLeaf(s->leaf), &nodes);
    const NoteKey key = *NoteKey::New(kOrigin, SignatureType::kEd25519, Log().public_key());
    const std::string note = *SignCheckpoint({kOrigin, 2, frontier.Root(), {}}, key, Log());
    const auto hashes = InclusionProof(1, 2, [&nodes](NodeAddress at) -> absl::StatusOr<Digest> {
      for (const Node& node : nodes) {
        if (node.address == at) return node.hash;
      }
      return absl::NotFoundError("no such node");
    });
    Write("0.leaf", first_.leaf);
    Write("1.leaf", second_.leaf);
    Write("checkpoint.txt", note);
    Write("1.tlog-proof", FormatTlogProof({second_.leaf, 1, *hashes, *ParseNoteUnverified(note)}));
    Write("log.pem", Log().public_key().Pem());
  }

  std::string Run(const std::string& command) const {
    std::FILE* pipe = popen(absl::StrCat("cd '", folder_.string(), "' && export LC_ALL=C && ", command).c_str(), "r");
    std::string output;
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, n);
    pclose(pipe);
    return output;
  }

  // The document with what its commands ("$ …" in ```console blocks) really print.
  std::string Replayed(const std::string& document, int* commands) const {
    std::istringstream in(document);
    std::string replayed;
    bool session = false, showing = true;
    for (std::string line; std::getline(in, line);) {
      const bool fence = absl::StartsWith(line, "```"), command = session && absl::StartsWith(line, "$ ");
      if (fence) session = line == "```console";
      if (fence || command) showing = true;
      if (showing) absl::StrAppend(&replayed, line, "\n");
      if (!command) continue;
      showing = false;
      ++*commands;
      replayed += Run(line.substr(2));
    }
    return replayed;
  }

  void ExpectItReplays(const std::string& name) {
    const std::string text = ReadDocument(name);
    int commands = 0;
    const std::string replayed = Replayed(text, &commands);
    EXPECT_GT(commands, 5);
    if (replayed == text) return;
    const fs::path actual = fs::path(testing::TempDir()) / name;
    std::ofstream(actual) << replayed;
    ADD_FAILURE() << "docs/" << name << " shows what the code no longer makes; " << actual << " shows what it makes:\n"
                  << Run(absl::StrCat("diff '", (fs::current_path() / "docs" / name).string(), "' '", actual.string(),
                                      "'"));
  }

  const Signed first_, second_;
  const fs::path folder_;
};

TEST_F(Documents, TheSessionOfTheRecordFormatIsTrue) {
  WriteSubmission(second_);
  Write("author.pem", Author().public_key().Pem());
  ExpectItReplays("record-format.md");
}

TEST_F(Documents, TheSessionOfTheLogFormatIsTrue) {
  WriteLog();
  ExpectItReplays("log-format.md");
}

TEST_F(Documents, TheExampleIsOneThatWeAcceptOurselves) {
  const NoteKey key = *NoteKey::New(kOrigin, SignatureType::kEd25519, Log().public_key());
  WriteLog();
  const auto proof = ParseTlogProofUnverified(Run("cat 1.tlog-proof"));
  ASSERT_TRUE(proof.ok()) << proof.status();
  EXPECT_TRUE(VerifyTlogProof(*proof, HashLeaf(second_.leaf), key).holds());
  EXPECT_FALSE(VerifyTlogProof(*proof, HashLeaf(first_.leaf), key).holds());
  EXPECT_TRUE(Author().public_key().Verify(second_.opened.manifest, second_.stored.signature));
}

// The lines of the document's first block of this language.
std::vector<std::string> Block(const std::string& document, const std::string& language) {
  std::istringstream in(ReadDocument(document));
  std::vector<std::string> lines;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (inside && line == "```") return lines;
    if (inside) lines.push_back(line);
    if (line == "```" + language) inside = true;
  }
  return {};
}

// What the importer does with a line, without a casebook: references become ids, quotes get their place.
RecordDraft DraftOf(v1::ImportLine line, const std::string& capture, const std::set<std::string>& handles) {
  const absl::Status resolved =
      ChangeReferences(&line, [&handles](const std::string& path, absl::string_view, std::string* value) {
        if (handles.count(*value) == 0) return absl::NotFoundError(absl::StrCat(path, ": no line before has ", *value));
        *value = TestId(*value).hex();
        return absl::OkStatus();
      });
  EXPECT_TRUE(resolved.ok()) << resolved;
  if (line.has_quote()) {
    const size_t at = capture.find(line.quote().exact());
    EXPECT_NE(at, std::string::npos);
    EXPECT_EQ(capture.find(line.quote().exact(), at + 1), std::string::npos) << "the words occur twice";
    line.mutable_quote()->set_start(static_cast<int64_t>(at));
    line.mutable_quote()->set_end(static_cast<int64_t>(at + line.quote().exact().size()));
  }
  if (line.has_file()) {
    line.mutable_content()->set_sha256(TestId(line.file()).hex());
    line.mutable_content()->set_size(1);
    line.mutable_content()->set_media_type("text/plain");
  }
  RecordDraft draft{line.kind(), {}, {}};
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  line.GetReflection()->ListFields(line, &fields);
  for (const auto* field : fields) {
    const std::optional<SlotCase> which = SlotByName(field->name());
    if (!which) continue;
    S::GetReflection()
        ->MutableMessage(SlotOf(&draft, *which), S::descriptor()->FindFieldByNumber(*which))
        ->CopyFrom(line.GetReflection()->GetMessage(line, field));
  }
  return draft;
}

TEST(ImportDocument, EveryLineOfItsExampleIsAccepted) {
  const std::vector<std::string> capture = Block("import-format.md", "text"),
                                 lines = Block("import-format.md", "jsonl");
  ASSERT_EQ(capture.size(), 1u);
  ASSERT_GT(lines.size(), 5u);
  std::set<std::string> handles;
  for (const std::string& text : lines) {
    SCOPED_TRACE(text);
    v1::ImportLine line;
    const absl::Status read = DecodeJson(text, &line);
    ASSERT_TRUE(read.ok()) << read;
    const absl::Status valid = Validate(DraftOf(line, capture[0], handles));
    EXPECT_TRUE(valid.ok()) << valid;
    EXPECT_TRUE(handles.insert("@" + line.handle()).second);
  }
}

// Names of every field and enum value that a record can hold.
void CollectNames(const google::protobuf::Descriptor* message, std::set<const void*>* seen,
                  std::set<std::string>* names) {
  if (!seen->insert(message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    const auto* field = message->field(i);
    if (field->real_containing_oneof() == nullptr) names->insert(field->name());
    if (field->message_type() != nullptr) CollectNames(field->message_type(), seen, names);
    if (field->enum_type() == nullptr) continue;
    for (int v = 0; v < field->enum_type()->value_count(); ++v) {
      if (field->enum_type()->value(v)->number() != 0) names->insert(field->enum_type()->value(v)->name());
    }
  }
}

TEST(ModelDocument, NamesEveryFieldAndValueAndKind) {
  const std::string document = ReadDocument("model.md");
  std::set<const void*> seen;
  std::set<std::string> names;
  CollectNames(v1::Slot::descriptor(), &seen, &names);
  for (const Kind kind : kKinds) names.erase(std::string(KindName(kind)));
  for (const char* letter : {"B", "C", "D", "E"}) names.erase(letter);  // "`A` to `F`"
  names.erase("salt");
  EXPECT_GT(names.size(), 150u);
  for (const std::string& name : names) EXPECT_TRUE(absl::StrContains(document, "`" + name + "`")) << name;
  for (const Kind kind : kKinds) {
    EXPECT_TRUE(absl::StrContains(document, KindName(kind))) << KindName(kind);
    for (const SlotCase slot : SlotsOf(kind)) {
      EXPECT_TRUE(absl::StrContains(document, absl::StrCat("**", SlotName(slot), "**"))) << SlotName(slot);
    }
  }
}

TEST(RecordDocument, ListsTheSlotsOfEveryKind) {
  const std::string document = ReadDocument("record-format.md");
  for (const Kind kind : kKinds) {
    std::vector<absl::string_view> slots;
    for (const SlotCase slot : SlotsOf(kind)) slots.push_back(SlotName(slot));
    const std::string row = absl::StrCat("| ", KindName(kind), " | ", absl::StrJoin(slots, ", "), " |\n");
    EXPECT_TRUE(absl::StrContains(document, row)) << row;
  }
}

}  // namespace
}  // namespace tallystick

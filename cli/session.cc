#include "cli/session.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <istream>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/as_of.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "store/collect.h"
#include "store/earlier_snapshot.h"
#include "store/entries.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr absl::string_view kNoCasebook = "make one with: tally init DIR";

std::string NearestCasebook() {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::current_path(error);
  while (!error) {
    if (FileExists((folder / "casebook.db").string())) return folder.string();
    if (folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return "";
}

// What the person will know the record by.
std::string NameOf(const v1::ImportLine& line) {
  if (line.has_handle()) return line.handle();
  if (line.identity().names_size() > 0) return line.identity().names(0).text();
  if (line.names().names_size() > 0) return line.names().names(0).text();
  return line.origin().has_title() ? line.origin().title() : line.note().label();
}

absl::StatusOr<KeyFile> ChooseAuthor(const Context& context, const Snapshot& snapshot, const std::vector<KeyFile>& files,
                                     const AuthorChoice& choice) {
  if (choice.exactly) return *choice.exactly;
  TALLY_ASSIGN_OR_RETURN(const KeyRing keys, LoadKeyRing(snapshot, snapshot.size()));
  std::vector<KeyFile> found;
  const std::string wanted = context.arguments.Get("--author");
  for (const KeyFile& file : files) {
    if (!keys.CheckAuthor(file.id, snapshot.size()).ok() || file.id == choice.except) continue;
    if (file.id.hex().substr(0, wanted.size()) == wanted) found.push_back(file);
  }
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    return WithHint(absl::NotFoundError(wanted.empty() ? "none of your keys is an author of this casebook"
                                                       : absl::StrCat("you have no author key ", wanted)),
                    "tally key list shows your keys; an author of this casebook admits yours with: tally key admit");
  }
  return WithHint(absl::InvalidArgumentError("several of your keys are authors of this casebook"),
                  "choose one with --author");
}

// How long one process waits for another's recording to end before it gives up.
constexpr std::chrono::seconds kPatience(5);

void SayRecovered(const Context& context, uint64_t submissions) {
  if (submissions == 0) return;
  *context.environment.err << "note: an earlier recording was interrupted after its last " << submissions
                           << (submissions == 1 ? " submission was" : " submissions were")
                           << " stored. Verified and kept; tally list --last 10 shows the newest records.\n";
}

absl::StatusOr<KeyFile> FindKey(const std::vector<KeyFile>& files, const Digest& id) {
  for (const KeyFile& file : files) {
    if (file.id == id) return file;
  }
  return WithHint(absl::NotFoundError(absl::StrCat("the casebook's log key ", id.brief(), " is not on this machine")),
                  "only the machine that holds the log key can record; reading needs no key");
}

bool MayBeId(absl::string_view word) {
  constexpr size_t kFewest = 6;
  return word.size() >= kFewest &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

// Not there at this size, but at a later one. OK when it is there at none.
absl::Status RecordedLater(const Snapshot& snapshot, const std::string& word, const std::set<Kind>& kinds) {
  const Snapshot* whole = WholeOf(snapshot);
  if (whole == nullptr) return absl::OkStatus();
  const std::string not_yet = absl::StrCat("\"", word, "\" is not found as of #", snapshot.size(), ": ");
  const absl::StatusOr<Digest> later = Resolve(*whole, word, kinds);
  if (absl::IsInvalidArgument(later.status())) {
    return absl::NotFoundError(absl::StrCat(not_yet, "several records of that name were recorded later"));
  }
  if (!later.ok()) return absl::OkStatus();
  TALLY_ASSIGN_OR_RETURN(const Record record, FindRecord(*whole, *later));
  const std::string at = HeadAfter(record.position.submission);
  return WithHint(absl::NotFoundError(absl::StrCat(not_yet, "it was recorded at ", at)),
                  absl::StrCat("it is there with --as-of '", at, "', or without --as-of"));
}

}  // namespace

absl::StatusOr<Casebook> OpenCasebook(const Context& context) {
  std::string folder = context.arguments.Get("--casebook");
  if (folder.empty()) folder = context.environment.casebook;
  if (folder.empty()) folder = NearestCasebook();
  if (folder.empty()) {
    return WithHint(absl::NotFoundError("there is no casebook here or in a folder above"), kNoCasebook);
  }
  absl::StatusOr<Casebook> casebook = Casebook::Open(folder);
  if (absl::IsNotFound(casebook.status())) return WithHint(casebook.status(), kNoCasebook);
  return casebook;
}

absl::StatusOr<Digest> ResolveArgument(const Snapshot& snapshot, const std::string& word, const std::set<Kind>& kinds) {
  absl::StatusOr<Digest> id = Resolve(snapshot, word, kinds);
  if (absl::IsNotFound(id.status())) {
    TALLY_RETURN_IF_ERROR(RecordedLater(snapshot, word, kinds));
    std::vector<std::string> names;
    for (Kind kind : kinds) names.push_back(std::string(KindName(kind)));
    return WithHint(absl::NotFoundError(absl::StrCat("no ", names.empty() ? "record" : absl::StrJoin(names, " or "),
                                                     " goes by \"", word, "\"")),
                    absl::StrCat("give an id (6 digits or more), a name or a label; tally search ", word,
                                 " looks through all words",
                                 kinds.empty() && MayBeId(word) ? absl::StrCat("; of a finding: tally conflicts ", word)
                                                                : ""));
  }
  return id;
}

absl::StatusOr<std::string> ReadPassphrase(const Context& context, bool needed, bool twice, absl::string_view prompt) {
  if (!needed) return std::string();
  TALLY_ASSIGN_OR_RETURN(const std::optional<int64_t> fd, context.arguments.Number("--passphrase-fd", 0));
  if (fd) {
    std::string line;
    char c;
    ssize_t n = 0;
    while ((n = ::read(static_cast<int>(*fd), &c, 1)) == 1 && c != '\n') line.push_back(c);
    if (n < 0) return absl::InvalidArgumentError(absl::StrCat("--passphrase-fd: nothing can be read from ", *fd));
    if (line.empty()) return absl::InvalidArgumentError("--passphrase-fd: the passphrase is empty");
    return line;
  }
  TALLY_ASSIGN_OR_RETURN(std::string passphrase, context.environment.ask_passphrase(std::string(prompt)));
  if (twice) {
    TALLY_ASSIGN_OR_RETURN(const std::string again, context.environment.ask_passphrase("Again: "));
    if (again != passphrase) return absl::InvalidArgumentError("the two passphrases differ; nothing was made");
    if (passphrase.empty()) {
      return WithHint(absl::InvalidArgumentError("the passphrase is empty"), "a key without one: --no-passphrase");
    }
  }
  return passphrase;
}

absl::StatusOr<std::unique_ptr<LastSeen>> LockLog(const Context& context, const Casebook& casebook) {
  auto locked = OpenLastSeen(context.environment.state_folder, casebook.identity().key.id(), kPatience);
  if (!absl::IsNotFound(locked.status())) return locked;
  return WithHint(absl::FailedPreconditionError(absl::StrCat(
                      "this machine has not seen the log ", casebook.identity().origin,
                      " before: whether this casebook is its newest copy is unknown; nothing was written")),
                  "when you know that it is, say so once with: tally log adopt");
}

namespace {

// What to do about a copy that is not the newest one.
absl::Status WithWayOut(const absl::Status& refusal, const Casebook& casebook, const LastSeen& last_seen) {
  const absl::StatusOr<std::unique_ptr<Snapshot>> snapshot = casebook.store().OpenSnapshot();
  if (!absl::IsDataLoss(refusal) || !snapshot.ok()) return refusal;
  const absl::StatusOr<Standing> standing = CompareWithLastSeen(**snapshot, casebook.identity(), last_seen.note());
  if (!standing.ok()) return refusal;
  if (standing->place == Standing::Place::kBehind) {
    return WithHint(refusal,
                    "go on in the newer copy, or restore it from a backup. Only when it is lost for good:\n"
                    "      set this machine's note aside (the .head file, docs/log-format.md, Last seen), then\n"
                    "      tally log adopt. Whoever has seen the newer log will see that this one goes another way.");
  }
  if (standing->place != Standing::Place::kBeside) return refusal;
  return WithHint(refusal, "find out which copy holds what you gave away and go on in that one; keep the other");
}

}  // namespace

absl::Status Recording::Unlock(const Context& context, const AuthorChoice& choice) {
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook_->store().OpenSnapshot());
  const Keystore keystore(context.environment.key_folder);
  TALLY_ASSIGN_OR_RETURN(const std::vector<KeyFile> files, keystore.List());
  TALLY_ASSIGN_OR_RETURN(const KeyFile author, ChooseAuthor(context, *snapshot, files, choice));
  TALLY_ASSIGN_OR_RETURN(const KeyFile log, FindKey(files, casebook_->identity().key.id()));
  TALLY_ASSIGN_OR_RETURN(const std::string passphrase, ReadPassphrase(context, author.encrypted || log.encrypted, false));
  TALLY_ASSIGN_OR_RETURN(author_, keystore.Load(author, passphrase));
  TALLY_ASSIGN_OR_RETURN(log_, keystore.Load(log, passphrase));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Recording>> Recording::Open(const Context& context, FileReader reader,
                                                            const AuthorChoice& choice) {
  std::unique_ptr<Recording> r(new Recording);
  TALLY_ASSIGN_OR_RETURN(r->casebook_, OpenCasebook(context));
  TALLY_RETURN_IF_ERROR(r->Unlock(context, choice));  // a person who looks for a passphrase keeps nobody waiting
  LogWriter* writer = nullptr;
  if (!context.arguments.Has("--dry-run")) {
    TALLY_ASSIGN_OR_RETURN(r->last_seen_, LockLog(context, *r->casebook_));
    absl::StatusOr<LogWriter> opened =
        LogWriter::Open(&r->casebook_->store(), r->last_seen_.get(), r->casebook_->identity(), &*r->log_);
    if (!opened.ok()) return WithWayOut(opened.status(), *r->casebook_, *r->last_seen_);
    r->writer_ = *std::move(opened);
    SayRecovered(context, r->writer_->recovered());
    writer = &*r->writer_;
  }
  // Only now, so that it shows what others recorded before the lock was had.
  TALLY_ASSIGN_OR_RETURN(r->snapshot_, r->casebook_->store().OpenSnapshot());
  const Environment& environment = context.environment;
  TALLY_ASSIGN_OR_RETURN(r->recorder_,
                         Recorder::New(&r->casebook_->store(), writer, r->casebook_->identity(), &*r->author_,
                                       [&environment] { return environment.random(kSaltBytes); }, environment.now(),
                                       context.arguments.Get("--message")));
  r->importer_.emplace(r->snapshot_.get(), &r->casebook_->captures(), &*r->recorder_, std::move(reader));
  r->document_.set_schema("tallystick-recorded-v1");
  return r;
}

absl::StatusOr<Digest> Recording::Add(const v1::ImportLine& line, bool once) {
  const int before = recorder_->added();
  TALLY_ASSIGN_OR_RETURN(const Digest id, importer_->Add(line, once));
  if (recorder_->added() > before) {
    v1::RecordedItem* item = document_.add_records();
    item->set_id(id.hex());
    item->set_kind(std::string(KindName(line.kind())));
    item->set_name(NameOf(line));
  }
  return id;
}

absl::StatusOr<Digest> Recording::AddDraft(const RecordDraft& draft, bool once) {
  return once ? recorder_->AddOnce(draft) : recorder_->Add(draft);
}

absl::StatusOr<ExitCode> Recording::Finish(const Context& context) {
  const bool dry = context.arguments.Has("--dry-run");
  if (!dry) {
    TALLY_RETURN_IF_ERROR(Commit());
    TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> after, casebook_->store().OpenSnapshot());
    document_.set_log_size(static_cast<int64_t>(after->size()));
  }
  document_.set_dry_run(dry);
  document_.set_repeated_rows(recorder_->repeated());
  context.out() << (context.json() ? EncodeJson(document_) + "\n" : IsolateRightToLeft(RecordedAsText(document_)));
  return kPassed;
}

absl::StatusOr<ExitCode> RecordOne(const Context& context, const v1::ImportLine& line) {
  const auto reader = [&context](const std::string& name) { return ReadInput(context, name); };
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Recording> recording, Recording::Open(context, reader));
  recording->importer().IgnoreCaptureTime();
  const absl::Status added = recording->Add(line, context.arguments.Has("--once")).status();
  if (absl::IsNotFound(added)) return WithHint(added, "tally list shows what is recorded, tally search WORDS looks for it");
  TALLY_RETURN_IF_ERROR(added);
  return recording->Finish(context);
}

absl::StatusOr<std::string> ReadInput(const Context& context, const std::string& name) {
  if (name != "-") return ReadFile(name);
  return std::string(std::istreambuf_iterator<char>(*context.environment.in), {});
}

}  // namespace tallystick

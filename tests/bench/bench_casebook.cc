#include "tests/bench/bench_casebook.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/encoding.h"
#include "core/quote/anchor.h"
#include "core/record/json.h"
#include "store/collect.h"
#include "store/sqlite/database.h"
#include "tests/bench/must.h"

namespace tallystick {
namespace {

constexpr char kNow[] = "2022-11-01T08:00Z";
constexpr int kTableRows = 10'000;

LogIdentity IdentityOf(const PrivateKey& log) { return {"bench.example", log.public_key(), std::string(32, 's')}; }

// As good as none: the product fetches its salts in bulk.
SaltSource CounterSalts(uint64_t* next) {
  return [next] {
    uint64_t words[2] = {(*next)++ * 0x9E3779B97F4A7C15, ~*next};
    return std::string(reinterpret_cast<const char*>(words), kSaltBytes);
  };
}

RecordDraft Admission(const PublicKey& key, v1::Key::Role role) {
  RecordDraft draft{v1::Header::key, {}, {}};
  v1::Key* k = draft.slots.emplace_back().mutable_key();
  k->set_event(v1::Key::admitted);
  k->set_role(role);
  k->set_public_key(Base64Encode(key.Der()));
  k->set_recovery(Sha256("recovery").hex());
  return draft;
}

// All of one length.
std::string TableRow(int number) {
  return absl::StrFormat("incident %06d: %02d civilians killed", number, number % 90);
}

}  // namespace

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

BenchCasebook::BenchCasebook(const std::string& folder)
    : folder_(folder),
      author_(Must(PrivateKey::FromSeed(std::string(32, 'a')))),
      log_(Must(PrivateKey::FromSeed(std::string(32, 'l')))),
      casebook_(Must(Casebook::Create(folder, IdentityOf(log_)))) {
  const LogIdentity& identity = casebook_.identity();
  const std::string state = folder + "/state";
  Must(CreateLastSeen(state, identity.key.id(), Must(SignEmptyLog(identity, log_))));
  last_seen_ = Must(OpenLastSeen(state, identity.key.id(), std::chrono::milliseconds(0)));
  writer_ = Must(LogWriter::Open(&casebook_.store(), last_seen_.get(), identity, &log_));
  Recorder recorder = NewRecorder();
  Must(recorder.Add(Admission(log_.public_key(), v1::Key::log)));
  Must(recorder.Add(Admission(author_.public_key(), v1::Key::author)));
  Must(recorder.Commit());
}

std::unique_ptr<Snapshot> BenchCasebook::View() const { return Must(casebook_.store().OpenSnapshot()); }

Recorder BenchCasebook::NewRecorder() {
  return Must(Recorder::New(&casebook_.store(), &*writer_, casebook_.identity(), &author_, CounterSalts(&salts_), kNow,
                            "bench"));
}

double BenchCasebook::Import(const Dataset& set) {
  const Stopwatch watch;
  Recorder recorder = NewRecorder();
  const auto view = View();
  Importer importer(view.get(), &casebook_.captures(), &recorder,
                    [&set](const std::string& name) -> absl::StatusOr<std::string> { return set.files.at(name); });
  for (const std::string& line : set.lines) {
    v1::ImportLine parsed;
    Must(DecodeJson(line, &parsed));
    Must(importer.Add(std::move(parsed), /*once=*/true));
  }
  Must(importer.Commit());
  return watch.Seconds();
}

void BenchCasebook::CaptureTable() {
  for (int i = 0; i < kTableRows; ++i) absl::StrAppend(&table_, TableRow(i), "\n");
  v1::ImportLine source, capture;
  source.set_kind(v1::Header::source);
  source.mutable_identity()->set_kind(v1::Identity::unnamed);
  capture.set_kind(v1::Header::capture);
  capture.set_file("table");
  Recorder recorder = NewRecorder();
  const auto view = View();
  Importer importer(view.get(), &casebook_.captures(), &recorder,
                    [this](const std::string&) -> absl::StatusOr<std::string> { return table_; });
  source_ = Must(importer.Add(source, false));
  capture_ = Must(importer.Add(capture, false));
  Must(importer.Commit());
}

RecordDraft BenchCasebook::ClaimOfRow(int number) const {
  number %= kTableRows;
  const std::string row = TableRow(number);
  const size_t start = static_cast<size_t>(number) * (row.size() + 1), end = start + row.size();
  const size_t before = std::min<size_t>(start, kAnchorContext);
  RecordDraft draft{v1::Header::claim, {}, {}};
  v1::Step* step = draft.slots.emplace_back().mutable_attribution()->add_steps();
  step->add_sources(source_.hex());
  step->set_act(v1::Step::said);
  v1::Quote* quote = draft.slots.emplace_back().mutable_quote();
  quote->set_capture(capture_.hex());
  quote->set_start(static_cast<int64_t>(start));
  quote->set_end(static_cast<int64_t>(end));
  quote->set_exact(row);
  quote->set_prefix(table_.substr(start - before, before));
  quote->set_suffix(table_.substr(end, kAnchorContext));
  draft.slots.emplace_back().mutable_proposition()->set_predicate("killed");
  draft.slots.emplace_back().mutable_quantity()->set_words(absl::StrFormat("%02d", number % 90));
  return draft;
}

void BenchCasebook::RecordOne(int number) {
  Recorder recorder = NewRecorder();
  Must(recorder.Add(ClaimOfRow(number)));
  const Stopwatch watch;
  Must(recorder.Commit());
  commit_seconds_ = watch.Seconds();
}

void BenchCasebook::RecordGroup(int first, int count) {
  const auto view = View();
  const Digest author = author_.public_key().id();
  std::optional<Digest> previous = Must(LastSubmissionOf(*view, author));
  std::vector<SignedSubmission> group;
  for (int i = 0; i < count; ++i) {
    SubmissionBuilder builder =
        Must(SubmissionBuilder::New(log_.public_key().id(), author, previous, CounterSalts(&salts_)));
    Must(builder.Add(ClaimOfRow(first + i)));
    SubmissionBuilder::Unsigned made = Must(builder.Finish(kNow, "bench"));
    SignedSubmission& submission = group.emplace_back();
    submission = {std::move(made.stored), std::move(made.opened)};
    submission.stored.signature = Must(author_.Sign(made.manifest));
    for (Record& record : submission.opened.records)
      record.position.submission = view->size() + static_cast<uint64_t>(i);
    previous = made.id;
  }
  const Stopwatch watch;
  Must(writer_->Commit(view->size(), group));
  commit_seconds_ = watch.Seconds();
}

double BenchCasebook::Check(const CheckOptions& options) {
  const auto view = View();
  const Stopwatch watch;
  const CheckReport report = Must(CheckCasebook(*view, casebook_.captures(), casebook_.identity(), seen(), options));
  const double seconds = watch.Seconds();
  for (const CheckProblem& problem : report.problems)
    Must(absl::DataLossError(absl::StrCat(problem.where, ": ", problem.what)));
  return seconds;
}

uint64_t BenchCasebook::DatabaseBytes() const {
  Database database = Must(Database::Open(folder_ + "/casebook.db", Database::Mode::kWrite));
  Must(database.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  return std::filesystem::file_size(folder_ + "/casebook.db");
}

}  // namespace tallystick

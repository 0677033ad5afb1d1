#include <ostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/session.h"
#include "cli/time_trust.h"
#include "cli/views/layout.h"
#include "cli/views/stamp_text.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "core/sign/checkpoint.h"
#include "store/files.h"
#include "store/log.h"

namespace tallystick {
namespace {

constexpr size_t kNonceBytes = 16;
constexpr char kQueryType[] = "application/timestamp-query";  // RFC 3161 §3.4
constexpr int kHttpOk = 200;
constexpr char kTwoAreBetter[] =
    "one authority may err, or be leaned upon: two that have nothing to do with each other are better";

struct NewRequest {
  std::string der, nonce;
  Checkpoint checkpoint;
  std::string text;
};

absl::StatusOr<NewRequest> RequestForNewest(const Context& context, const Snapshot& snapshot) {
  absl::StatusOr<std::string> latest = LatestCheckpoint(snapshot);
  if (absl::IsNotFound(latest.status())) {
    return WithHint(latest.status(), "record something first: a time stamp is over a checkpoint");
  }
  TALLY_RETURN_IF_ERROR(latest.status());
  TALLY_ASSIGN_OR_RETURN(const Note note, ParseNoteUnverified(*latest));
  NewRequest request;
  request.text = note.text;
  TALLY_ASSIGN_OR_RETURN(request.checkpoint, ParseCheckpointUnverified(note.text));
  request.nonce = context.environment.random(kNonceBytes);
  TALLY_ASSIGN_OR_RETURN(request.der, MakeTimestampRequest(note.text, request.nonce));
  return request;
}

// --- stamp request ---

absl::StatusOr<ExitCode> Request(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const NewRequest request, RequestForNewest(context, *snapshot));
  v1::StampRequestDocument document;
  document.set_schema("tallystick-stamp-request-v1");
  document.set_file(context.arguments.Get("--output"));
  document.set_origin(request.checkpoint.origin);
  document.set_size(static_cast<int64_t>(request.checkpoint.size));
  document.set_imprint(Sha256(request.text).hex());
  document.set_nonce(HexEncode(request.nonce));
  document.set_dry_run(context.arguments.Has("--dry-run"));
  if (!document.dry_run()) {
    TALLY_RETURN_IF_ERROR(WriteFileDurably(document.file(), request.der, 0644, /*replace=*/false));
  }
  context.out() << (context.json() ? EncodeJson(document) + "\n"
                                   : StampRequestAsText(document, context.environment.columns));
  return kPassed;
}

// --- stamp import, stamp fetch ---

absl::string_view ChainWord(Judgement chain) {
  return chain == Judgement::kHolds ? "holds" : chain == Judgement::kFails ? "fails" : "not judged";
}

v1::StampItem ItemOf(uint64_t size, const Timestamp& stamp, const TimestampCheck& check) {
  v1::StampItem item;
  item.set_size(static_cast<int64_t>(size));
  item.set_time(FormatUtc(stamp.time));
  item.set_earliest(FormatUtc(stamp.earliest()));
  item.set_latest(FormatUtc(stamp.latest()));
  item.set_accuracy_stated(stamp.accuracy.has_value());
  item.set_authority(stamp.authority);
  item.set_policy(stamp.policy);
  item.set_serial(stamp.serial);
  item.set_certificates(stamp.certificates);
  item.set_chain(std::string(ChainWord(check.chain)));
  if (check.chain == Judgement::kHolds) item.set_root(check.root);
  for (const std::string& problem : check.problems) item.add_problems(problem);
  return item;
}

void AddNotJudged(v1::StampsDocument* document) {
  for (const v1::StampItem& item : document->stamps()) {
    if (item.chain() != "not judged") continue;
    document->add_not_judged("whether these authorities are any: give those that you trust with --authorities");
    return;
  }
}

// The nonce that a token must have: that of the request it answers, if one is among those given.
std::optional<std::string> ExpectedNonce(const std::vector<TimestampRequest>& requests, const Timestamp& stamp) {
  if (requests.empty()) return std::nullopt;
  for (const TimestampRequest& request : requests) {
    if (request.nonce == stamp.nonce) return request.nonce;
  }
  return requests[0].nonce;
}

// What came from outside and is to be kept.
struct Incoming {
  std::string from;  // file or URL, for messages
  std::string bytes;
};

// Everything is checked before anything is kept.
absl::StatusOr<ExitCode> Keep(Context& context, const Casebook& casebook, const Snapshot& snapshot,
                              const std::vector<Incoming>& incoming, const std::vector<TimestampRequest>& requests) {
  TALLY_ASSIGN_OR_RETURN(const TimeTrust trust, ReadTimeTrust(context));
  v1::StampsDocument document;
  document.set_schema("tallystick-stamps-v1");
  document.set_dry_run(context.arguments.Has("--dry-run"));
  std::set<std::pair<uint64_t, std::string>> known;
  TALLY_RETURN_IF_ERROR(snapshot.ScanTokens([&known](uint64_t size, const std::string& token) {
    known.emplace(size, token);
    return absl::OkStatus();
  }));
  std::vector<std::pair<uint64_t, std::string>> kept;
  for (const Incoming& in : incoming) {
    const auto about = [&in](const absl::Status& s) {
      return absl::Status(s.code(), absl::StrCat(in.from, ": ", s.message()));
    };
    const absl::StatusOr<Timestamp> stamp = ReadTimestampReplyUnverified(in.bytes);
    if (!stamp.ok()) return about(stamp.status());
    const absl::StatusOr<StampedCheckpoint> of = FindStampedCheckpoint(snapshot, *stamp);
    if (!of.ok()) return about(of.status());
    const std::optional<std::string> nonce = ExpectedNonce(requests, *stamp);
    const TimestampCheck check = VerifyTimestamp(*stamp, of->text, trust.roots(), nonce);
    if (!check.sound() || check.chain == Judgement::kFails) {
      return WithHint(about(absl::UnauthenticatedError(absl::StrCat("refused: ", absl::StrJoin(check.problems, "; ")))),
                      "nothing was kept");
    }
    v1::StampItem item = ItemOf(of->size, *stamp, check);
    item.set_file(in.from);
    item.set_nonce(check.nonce == Judgement::kHolds ? "same" : "not compared");
    item.set_known(known.count({of->size, stamp->token}) > 0);
    *document.add_stamps() = std::move(item);
    kept.emplace_back(of->size, stamp->token);
  }
  if (!document.dry_run()) {
    for (const auto& [size, token] : kept) TALLY_RETURN_IF_ERROR(casebook.store().AddToken(size, token));
  }
  AddNotJudged(&document);
  context.out() << (context.json() ? EncodeJson(document) + "\n"
                                   : StampsKeptAsText(document, context.environment.columns));
  return kPassed;
}

absl::StatusOr<ExitCode> Import(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  std::vector<TimestampRequest> requests;
  for (const std::string& name : context.arguments.All("--request")) {
    TALLY_ASSIGN_OR_RETURN(const std::string der, ReadInput(context, name));
    const absl::StatusOr<TimestampRequest> request = ReadTimestampRequest(der);
    if (!request.ok())
      return absl::InvalidArgumentError(absl::StrCat("--request: ", name, ": ", request.status().message()));
    requests.push_back(*request);
  }
  std::vector<Incoming> incoming;
  for (const std::string& name : context.arguments.All("FILE")) {
    TALLY_ASSIGN_OR_RETURN(std::string bytes, ReadInput(context, name));
    incoming.push_back({name, std::move(bytes)});
  }
  return Keep(context, casebook, *snapshot, incoming, requests);
}

absl::StatusOr<ExitCode> Fetch(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const NewRequest request, RequestForNewest(context, *snapshot));
  const std::string url = context.arguments.Get("URL");
  TALLY_ASSIGN_OR_RETURN(const FetchReply reply, context.environment.fetch({url, request.der, kQueryType}));
  if (reply.status != kHttpOk) {
    return WithHint(absl::UnavailableError(absl::StrCat(url, " answered with HTTP status ", reply.status)),
                    "nothing was kept; is this the address at which the authority takes requests by POST?");
  }
  TALLY_ASSIGN_OR_RETURN(const TimestampRequest asked, ReadTimestampRequest(request.der));
  return Keep(context, casebook, *snapshot, {{url, reply.body}}, {asked});
}

// --- stamp list ---

void AddCoverage(const std::vector<KeptStamp>& stamps, v1::StampsDocument* document) {
  std::map<uint64_t, std::pair<std::set<std::string>, std::set<std::string>>> by_size;  // roots; names
  for (const KeptStamp& kept : stamps) {
    auto& [roots, names] = by_size[kept.size];
    if (kept.check.proven()) roots.insert(kept.check.root);
    if (kept.check.sound() && kept.check.chain == Judgement::kNotAsked) names.insert(kept.stamp.authority);
  }
  // Whoever saw a larger log saw the smaller one in it.
  std::pair<std::set<std::string>, std::set<std::string>> larger;
  std::vector<v1::StampCoverage> rows;
  for (auto it = by_size.rbegin(); it != by_size.rend(); ++it) {
    larger.first.insert(it->second.first.begin(), it->second.first.end());
    larger.second.insert(it->second.second.begin(), it->second.second.end());
    v1::StampCoverage row;
    row.set_size(static_cast<int64_t>(it->first));
    row.set_judged(larger.second.empty());
    row.set_authorities(static_cast<int32_t>(row.judged() ? larger.first.size() : larger.second.size()));
    rows.push_back(row);
  }
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) *document->add_coverage() = *row;
}

absl::StatusOr<ExitCode> ListStamps(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const TimeTrust trust, ReadTimeTrust(context));
  TALLY_ASSIGN_OR_RETURN(const std::vector<KeptStamp> stamps, ReadStamps(*snapshot, trust.roots(), 0));
  v1::StampsDocument document;
  document.set_schema("tallystick-stamps-v1");
  bool sound = true, judged = true;
  for (const KeptStamp& kept : stamps) {
    *document.add_stamps() = ItemOf(kept.size, kept.stamp, kept.check);
    sound = sound && kept.check.sound();
    judged = judged && kept.check.chain != Judgement::kFails;
  }
  AddCoverage(stamps, &document);
  AddNotJudged(&document);
  if (!stamps.empty() && document.coverage(document.coverage_size() - 1).authorities() < 2) {
    document.add_remarks(kTwoAreBetter);
  }
  context.out() << (context.json() ? EncodeJson(document) + "\n" : StampsAsText(document, context.environment.columns));
  return !sound ? kVerificationFailed : !judged ? kIncomplete : kPassed;
}

// --- stamp foreign ---

// What the witnesses that the reader trusts say of it; empty when none are given.
absl::StatusOr<std::string> ForeignTime(const Note& note, const TimeTrust& trust) {
  if (trust.witnesses.empty()) {
    return std::string("its time was not judged: tally show takes the witnesses' keys with --policy or --witness");
  }
  std::optional<OutsideTime> latest;
  for (const OutsideTime& time : CosignedTimes(note, trust.witnesses, 0)) {
    if (!latest || time.earliest > latest->earliest) latest = time;
  }
  if (!latest) {
    return WithHint(
        absl::UnauthenticatedError("no witness that you gave has cosigned this checkpoint, so it bounds no time"),
        "nothing was recorded");
  }
  return absl::StrCat("what is recorded from here on is later than ", FormatUtc(latest->earliest), ", according to ",
                      latest->according_to);
}

absl::StatusOr<ExitCode> Foreign(Context& context) {
  const std::string name = context.arguments.Get("FILE");
  TALLY_ASSIGN_OR_RETURN(const std::string bytes, ReadInput(context, name));
  const absl::StatusOr<Note> note = ParseNoteUnverified(bytes);
  if (!note.ok()) return absl::Status(note.status().code(), absl::StrCat(name, ": ", note.status().message()));
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(note->text);
  if (!checkpoint.ok()) {
    return absl::Status(checkpoint.status().code(), absl::StrCat(name, ": ", checkpoint.status().message()));
  }
  TALLY_ASSIGN_OR_RETURN(const TimeTrust trust, ReadTimeTrust(context));
  TALLY_ASSIGN_OR_RETURN(const std::string time, ForeignTime(*note, trust));
  v1::ImportLine line;
  line.set_kind(v1::Header::capture);
  line.set_file(name);
  line.mutable_content()->set_media_type(std::string(kForeignCheckpointType));
  v1::Origin* origin = line.mutable_origin();
  origin->set_title(absl::StrCat("checkpoint of ", checkpoint->origin, " at size ", checkpoint->size));
  if (context.arguments.Has("--uri")) origin->set_uri(context.arguments.Get("--uri"));
  origin->set_captured_at(context.environment.now());
  origin->set_how(name == "-" ? v1::Origin::pasted : v1::Origin::file);
  SetNote(context.arguments, &line);
  const auto reader = [&bytes](const std::string&) -> absl::StatusOr<std::string> { return bytes; };
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Recording> recording, Recording::Open(context, reader));
  TALLY_RETURN_IF_ERROR(recording->Add(line, /*once=*/false).status());
  TALLY_ASSIGN_OR_RETURN(const ExitCode code, recording->Finish(context));
  if (!context.json()) context.out() << Wrap(Safe(time), context.environment.columns, "  ", "  ");
  return code;
}

const Option kDryRun = {"--dry-run", "", "check everything, write nothing"};

}  // namespace

std::vector<Command> StampCommands() {
  return {
      {"stamp",
       "request",
       "a request (RFC 3161) for a time stamp of the newest checkpoint",
       Access::kReads,
       {},
       {{"--output,-o", "FILE", "the new file, FILE.tsq by custom", false, true}, kDryRun},
       Request},
      {"stamp",
       "import",
       "keep an authority's answers",
       Access::kReads,
       {{"FILE", "replies (.tsr) or bare tokens, or -", true, true}},
       {{"--request", "FILE", "the request it answers: the nonces must be the same", true},
        kAuthoritiesOption,
        kDryRun},
       Import},
      {"stamp",
       "fetch",
       "ask an authority over the network, and keep its answer",
       Access::kReads,
       {{"URL", "where it takes requests, e.g. http://tsa.example/"}},
       {kAuthoritiesOption, {"--dry-run", "", "ask, check the answer, keep nothing"}},
       Fetch},
      {"stamp",
       "list",
       "the time stamps, what they prove, and who covers what",
       Access::kReads,
       {},
       {kAuthoritiesOption},
       ListStamps},
      {"stamp",
       "foreign",
       "record a checkpoint of somebody else's log: what follows is later than it",
       Access::kWrites,
       {{"FILE", "the signed note, or -"}},
       {kTimePolicyOption,
        kWitnessOption,
        {"--uri", "URI", "where it was"},
        {"--label", "TEXT", "a short name of your own"},
        {"--note", "TEXT", "a remark"}},
       Foreign},
  };
}

}  // namespace tallystick

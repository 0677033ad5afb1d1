// The witness's side of `tally witness`: which logs it knows, answering over HTTP, answering a file.
#include <ostream>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/views/layout.h"
#include "cli/views/witness_text.h"
#include "cli/witness/desk.h"
#include "cli/witness/http_server.h"
#include "cli/witness/log_keys.h"
#include "core/base/civil_time.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr absl::string_view kLostHint =
    "put the file back from where it was moved; a witness that lost its memory must be retired: make it a new key and "
    "a new folder, and tell those whose policies name it";

// Damage and loss in the folder need a person.
absl::Status WithFolderHint(absl::Status status) {
  if (absl::IsDataLoss(status)) return WithHint(std::move(status), kLostHint);
  if (absl::IsNotFound(status))
    return WithHint(std::move(status), "tally witness add --state DIR --logs FILE begins one");
  return status;
}

absl::StatusOr<std::vector<NoteKey>> ReadLogKeys(const std::string& file) {
  TALLY_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  absl::StatusOr<std::vector<NoteKey>> keys = ParseLogKeys(text);
  if (keys.ok()) return keys;
  return WithHint(absl::InvalidArgumentError(absl::StrCat("--logs: ", file, ": ", keys.status().message())),
                  "a verifier key a line (tally witness request prints that of a casebook), or a trust policy");
}

absl::StatusOr<KeyFile> ChooseWitnessKey(const Context& context) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<KeyFile> files, Keystore(context.environment.key_folder).List());
  const std::string wanted = context.arguments.Get("--key");
  std::vector<KeyFile> found;
  for (const KeyFile& file : files) {
    if (file.role == v1::Key::witness && file.id.hex().substr(0, wanted.size()) == wanted) found.push_back(file);
  }
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    return WithHint(absl::NotFoundError(wanted.empty() ? "you have no witness key"
                                                       : absl::StrCat("you have no witness key ", wanted)),
                    "make one with: tally key new --role witness --recovery DIR");
  }
  return WithHint(absl::InvalidArgumentError("you have several witness keys"), "choose one with --key");
}

absl::StatusOr<ExitCode> AddLogs(Context& context) {
  const Arguments& a = context.arguments;
  const std::string folder = a.Get("--state");
  TALLY_ASSIGN_OR_RETURN(const std::vector<NoteKey> logs, ReadLogKeys(a.Get("--logs")));
  const absl::StatusOr<WitnessFolder> before = WitnessFolder::Open(folder);
  // A list that is missing can be made again, since it holds no memory; a memory cannot.
  if (absl::IsDataLoss(before.status()) && FileExists(folder + "/witness")) return WithFolderHint(before.status());
  std::optional<NoteKey> witness;
  if (before.ok()) witness = before->witness();
  if (!witness || a.Has("--name") || a.Has("--key")) {
    TALLY_ASSIGN_OR_RETURN(const KeyFile key, ChooseWitnessKey(context));
    const std::string name = a.Has("--name") || !witness ? a.Get("--name") : witness->name();
    if (name.empty()) {
      return WithHint(absl::InvalidArgumentError("--name is missing: what this witness is called for ever"),
                      "a URL without https://, e.g. newsroom.example/witness");
    }
    const absl::StatusOr<NoteKey> named = NoteKey::New(name, SignatureType::kCosignatureV1, key.public_key);
    if (!named.ok()) return absl::InvalidArgumentError(absl::StrCat("--name: ", named.status().message()));
    witness = *named;
  }
  v1::WitnessLogsDocument document;
  document.set_schema("tallystick-witness-logs-v1");
  document.set_witness(witness->Format());
  document.set_folder(folder);
  document.set_dry_run(a.Has("--dry-run"));
  if (a.Has("--dry-run")) {
    if (!before.ok() && !absl::IsNotFound(before.status())) return WithFolderHint(before.status());
    for (const NoteKey& log : logs) document.add_logs(log.Format());
  } else {
    const absl::StatusOr<std::vector<NoteKey>> added = WitnessFolder::AddLogs(folder, *witness, logs);
    if (!added.ok()) return WithFolderHint(added.status());
    TALLY_ASSIGN_OR_RETURN(const WitnessFolder after, WitnessFolder::Open(folder));
    for (const NoteKey& log : after.logs()) document.add_logs(log.Format());
    for (const NoteKey& log : *added) document.add_added(log.Format());
  }
  context.out() << (context.json() ? EncodeJson(document) + "\n" : WitnessLogsAsText(document));
  return kPassed;
}

// The desk, with its key unlocked.
absl::StatusOr<std::unique_ptr<WitnessDesk>> OpenDesk(const Context& context) {
  absl::StatusOr<WitnessFolder> folder = WitnessFolder::Open(context.arguments.Get("--state"));
  if (!folder.ok()) return WithFolderHint(folder.status());
  std::vector<NoteKey> logs = folder->logs();
  if (context.arguments.Has("--logs")) {
    TALLY_ASSIGN_OR_RETURN(logs, ReadLogKeys(context.arguments.Get("--logs")));
  }
  const Keystore keystore(context.environment.key_folder);
  TALLY_ASSIGN_OR_RETURN(const std::vector<KeyFile> files, keystore.List());
  const KeyFile* file = nullptr;
  for (const KeyFile& each : files) {
    if (each.role == v1::Key::witness && each.public_key == folder->witness().key()) file = &each;
  }
  if (file == nullptr) {
    return absl::NotFoundError(absl::StrCat("the key of ", folder->witness().name(), " is not on this machine"));
  }
  TALLY_ASSIGN_OR_RETURN(const std::string passphrase, ReadPassphrase(context, file->encrypted, false));
  TALLY_ASSIGN_OR_RETURN(PrivateKey key, keystore.Load(*file, passphrase));
  const auto now = context.environment.now;
  const auto clock = [now]() -> absl::StatusOr<uint64_t> {
    TALLY_ASSIGN_OR_RETURN(const CivilSpan span, ParseCivil(now()));
    if (span.begin < 0) return absl::FailedPreconditionError("the clock is before 1970");
    return static_cast<uint64_t>(span.begin);
  };
  absl::StatusOr<std::unique_ptr<WitnessDesk>> desk =
      WitnessDesk::New(*std::move(folder), std::move(logs), std::move(key), clock);
  if (absl::IsFailedPrecondition(desk.status())) {
    return WithHint(desk.status(), "a log is begun by: tally witness add --state DIR --logs FILE");
  }
  return desk;
}

// What HTTP says of a desk that could not answer.
HttpReply Unanswered(const absl::Status& status) {
  const bool busy = absl::IsUnavailable(status);
  return {busy ? 503 : 500, std::string(kPlainContentType),
          busy ? "the witness is busy; try again\n" : "the witness could not answer; nothing was cosigned\n"};
}

HttpReply AnswerHttp(WitnessDesk* desk, const std::string& path, const HttpRequest& request, std::string* remark) {
  if (request.target != path) return {404, std::string(kPlainContentType), "there is nothing here\n"};
  if (request.method != "POST") return {405, std::string(kPlainContentType), "add-checkpoint is asked by POST\n"};
  const absl::StatusOr<DeskAnswer> result = desk->AddCheckpoint(request.body);
  if (!result.ok()) {
    *remark = absl::StrCat(" NOT ANSWERED: ", result.status().message());
    return Unanswered(result.status());
  }
  if (!result->origin.empty()) {
    *remark = absl::StrCat(" ", Safe(result->origin), " ", result->old_size, " -> ", result->size);
  }
  if (!result->evidence.empty()) {
    absl::StrAppend(remark, result->answer.fork ? " FORK" : " UNPROVEN", ": evidence in ", result->evidence);
  }
  if (!result->problem.empty()) absl::StrAppend(remark, " PROBLEM: ", result->problem);
  return {result->answer.status, result->answer.content_type, result->answer.body};
}

absl::StatusOr<HttpServerOptions> ParseListen(const std::string& text) {
  HttpServerOptions options;
  if (text.empty()) return options;
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  if (colon == std::string::npos || !absl::SimpleAtoi(text.substr(colon + 1), &port) || port > 65535) {
    return WithHint(absl::InvalidArgumentError(absl::StrCat("--listen: \"", text, "\" is not ADDRESS:PORT")),
                    "e.g. 127.0.0.1:8080; port 0 takes one that is free");
  }
  options.address = std::string(absl::StripSuffix(absl::StripPrefix(text.substr(0, colon), "["), "]"));
  options.port = static_cast<uint16_t>(port);
  return options;
}

absl::StatusOr<ExitCode> Serve(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const HttpServerOptions options, ParseListen(context.arguments.Get("--listen")));
  std::string prefix = context.arguments.Get("--prefix");
  while (!prefix.empty() && prefix.back() == '/') prefix.pop_back();
  if (!prefix.empty() && prefix[0] != '/') return absl::InvalidArgumentError("--prefix: a path begins with \"/\"");
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<WitnessDesk> desk, OpenDesk(context));
  std::ostream& log = *context.environment.err;
  const auto line = [&](const std::string& peer, absl::string_view rest) {
    log << context.environment.now() << " " << peer << " " << rest << std::endl;
  };
  HttpService service;
  service.answer = [&](const HttpRequest& request) {
    std::string remark;
    HttpReply reply = AnswerHttp(desk.get(), prefix + "/add-checkpoint", request, &remark);
    line(request.peer, absl::StrCat(absl::CHexEscape(request.method.substr(0, 16)), " ",
                                    absl::CHexEscape(request.target.substr(0, 80)), " ", reply.status, remark));
    return reply;
  };
  service.refused = [&](const std::string& peer, int status, const std::string& why) {
    line(peer, absl::StrCat("- - ", status == 0 ? std::string("closed") : absl::StrCat(status), " ", why));
  };
  service.listening = [&](uint16_t port, const std::function<void()>&) {
    const bool six = options.address.find(':') != std::string::npos;
    v1::WitnessServeDocument document;
    document.set_schema("tallystick-witness-serve-v1");
    document.set_url(absl::StrCat("http://", six ? "[" : "", options.address, six ? "]" : "", ":", port, prefix));
    context.out() << (context.json() ? EncodeJson(document) : absl::StrCat("listening on ", document.url()))
                  << std::endl;
  };
  TALLY_RETURN_IF_ERROR(RunHttpServer(options, service));
  return kPassed;
}

ExitCode ExitCodeOf(const DeskAnswer& result) {
  if (result.answer.contradiction) return kVerificationFailed;
  switch (result.answer.verdict) {
    case WitnessVerdict::kCosigned:
      return kPassed;
    case WitnessVerdict::kUnknownLog:
      return kNotFound;
    case WitnessVerdict::kOtherOldSize:
      return kLocked;
    case WitnessVerdict::kNotByTheLog:
    case WitnessVerdict::kProofFails:
    case WitnessVerdict::kOtherRoot:
      return kVerificationFailed;
    case WitnessVerdict::kMalformed:
    case WitnessVerdict::kOldAboveNew:
      return kFailed;
  }
  return kFailed;
}

absl::StatusOr<ExitCode> SignFile(Context& context) {
  const Arguments& a = context.arguments;
  const std::string file = a.Get("--output");
  // A cosignature that cannot be put down would have to be asked for again.
  if (!file.empty() && FileExists(file)) return absl::AlreadyExistsError(absl::StrCat(file, " exists"));
  TALLY_ASSIGN_OR_RETURN(const std::string body, ReadInput(context, a.Get("REQUEST")));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<WitnessDesk> desk, OpenDesk(context));
  absl::StatusOr<DeskAnswer> result = desk->AddCheckpoint(body, a.Has("--dry-run"));
  if (!result.ok()) return WithFolderHint(result.status());
  const bool cosigned = result->answer.verdict == WitnessVerdict::kCosigned && !a.Has("--dry-run");
  v1::WitnessAnswerDocument document;
  document.set_schema("tallystick-witness-answer-v1");
  if (!result->origin.empty()) {
    document.set_log(result->origin);
    document.set_old_size(static_cast<int64_t>(result->old_size));
    document.set_size(static_cast<int64_t>(result->size));
  }
  document.set_status(result->answer.status);
  document.set_answer(result->answer.body);
  document.set_dry_run(a.Has("--dry-run"));
  if (!result->evidence.empty()) document.set_evidence(result->evidence);
  if (!result->problem.empty()) document.set_problem(result->problem);
  if (cosigned && !file.empty()) {
    TALLY_RETURN_IF_ERROR(WriteFileDurably(file, result->answer.body, 0644, /*replace=*/false));
    document.set_file(file);
  }
  if (context.json()) {
    context.out() << EncodeJson(document) << "\n";
  } else {
    const bool good = result->answer.verdict == WitnessVerdict::kCosigned;
    (good ? context.out() : *context.environment.err) << WitnessAnswerAsText(document, context.environment.columns);
  }
  return ExitCodeOf(*result);
}

}  // namespace

std::vector<Command> WitnessDeskCommands() {
  const Option state = {"--state", "DIR", "the folder where this witness remembers what it cosigned", false, true};
  const Option passphrase = {"--passphrase-fd", "N", "read the key's passphrase from this file descriptor"};
  return {
      {"witness",
       "add",
       "let this witness know logs, and begin its memory of them",
       Access::kNone,
       {},
       {state,
        {"--logs", "FILE", "verifier keys, one a line, or a trust policy with log lines", false, true},
        {"--name", "NAME", "what this witness is called for ever, e.g. newsroom.example/witness"},
        {"--key", "KEY", "id of the witness key, when you have several"},
        {"--dry-run", "", "check everything, write nothing"}},
       AddLogs},
      {"witness",
       "serve",
       "be a witness over HTTP (C2SP tlog-witness)",
       Access::kNone,
       {},
       {state,
        {"--logs", "FILE", "answer for these logs alone, not for all that were added"},
        {"--listen", "ADDRESS:PORT", "default: 127.0.0.1:0, a free port of this computer alone"},
        {"--prefix", "PATH", "what stands before /add-checkpoint"},
        passphrase},
       Serve},
      {"witness",
       "sign",
       "be a witness on a computer without network: answer one request file",
       Access::kNone,
       {{"REQUEST", "the file that tally witness request wrote, or -"}},
       {state,
        {"--output,-o", "FILE", "a new file for the cosignature (else it is printed)"},
        {"--logs", "FILE", "answer for these logs alone, not for all that were added"},
        passphrase,
        {"--dry-run", "", "say what the answer would be; remember and cosign nothing"}},
       SignFile},
  };
}

}  // namespace tallystick

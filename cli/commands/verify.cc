#include "core/bundle/verify.h"

#include <ostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/time_trust.h"
#include "cli/views/proof_text.h"
#include "cli/views/layout.h"
#include "cli/views/report_text.h"
#include "core/base/status.h"
#include "core/bundle/proof_report.h"
#include "core/record/json.h"
#include "store/bundle_input.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr const char* kBundleOptions[] = {"--signer", "--accept-unknown", "--full", "--authorities", "--witness"};
constexpr const char* kProofOptions[] = {"--log-key", "--leaf"};

absl::Status RefuseOptions(const Context& context, std::span<const char* const> options, absl::string_view what) {
  for (const char* option : options) {
    if (!context.arguments.Has(option)) continue;
    return WithHint(absl::InvalidArgumentError(absl::StrCat(option, " says nothing about ", what)),
                    "for a bundle: --signer, --accept-unknown, --full, --authorities, --policy, --witness; "
                    "for a .tlog-proof: --policy, --log-key, --leaf");
  }
  return absl::OkStatus();
}

// A key id in full, or a file with the public key.
absl::StatusOr<Digest> ParseSigner(const std::string& word) {
  if (const auto id = Digest::FromHex(word); id.ok()) return *id;
  const absl::StatusOr<std::string> pem = ReadFile(word);
  if (!pem.ok()) {
    return WithHint(absl::InvalidArgumentError(absl::StrCat("--signer: \"", word, "\" is neither a key id nor a file")),
                    "a key id has 64 hex digits; a short one could be anybody's");
  }
  const absl::StatusOr<PublicKey> key = PublicKey::FromPem(*pem);
  if (!key.ok()) return absl::InvalidArgumentError(absl::StrCat("--signer: ", word, ": ", key.status().message()));
  return key->id();
}

absl::StatusOr<ExitCode> VerifyBundleFile(Context& context, const std::string& zip) {
  TALLY_RETURN_IF_ERROR(RefuseOptions(context, kProofOptions, "a bundle"));
  VerifyOptions options;
  options.tables = ShippedTables();
  TALLY_ASSIGN_OR_RETURN(options.time, ReadTimeTrust(context));
  for (const std::string& word : context.arguments.All("--signer")) {
    TALLY_ASSIGN_OR_RETURN(const Digest id, ParseSigner(word));
    options.trusted.push_back(id);
  }
  std::set<Axis> accepted;
  for (absl::string_view name : absl::StrSplit(context.arguments.Get("--accept-unknown"), ',', absl::SkipEmpty())) {
    const absl::StatusOr<Axis> axis = ParseAxis(name);
    if (!axis.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("--accept-unknown: ", axis.status().message()));
    }
    accepted.insert(*axis);
  }
  const v1::BundleReport report = VerifyBundle(zip, options);
  v1::BundleReport shown = report;
  if (shown.name().empty()) shown.set_name(context.arguments.Get("FILE"));  // no folder in it tells its name
  context.out() << (context.json()
                        ? EncodeJson(report) + "\n"
                        : IsolateRightToLeft(ReportAsText(shown, context.arguments.Has("--full"), context.environment.columns)));
  return static_cast<ExitCode>(VerifyExitCode(report, accepted));
}

// A verifier key as signed notes write it, or a file with one or with a PEM public key, which has no name.
absl::Status AddLogKey(const std::string& word, ProofOptions* options) {
  const auto refuse = [&word](absl::string_view problem) {
    return WithHint(absl::InvalidArgumentError(absl::StrCat("--log-key: ", word, ": ", problem)),
                    "a log's key is <name>+<8 hex digits>+<base64>, or a file with that, or with a PEM public key");
  };
  absl::StatusOr<NoteKey> key = NoteKey::Parse(word);
  if (!key.ok()) {
    const absl::StatusOr<std::string> text = ReadFile(word);
    if (!text.ok()) return refuse(absl::StrCat("no file of this name, and as a key: ", key.status().message()));
    if (absl::StartsWith(*text, "-----BEGIN")) {
      const absl::StatusOr<PublicKey> pem = PublicKey::FromPem(*text);
      if (!pem.ok()) return refuse(pem.status().message());
      options->nameless_log_keys.push_back(*pem);
      return absl::OkStatus();
    }
    key = NoteKey::Parse(absl::StripSuffix(*text, "\n"));
    if (!key.ok()) return refuse(key.status().message());
  }
  if (key->type() != SignatureType::kEd25519) return refuse("this is a witness's key, not a log's");
  options->log_keys.push_back(*std::move(key));
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> VerifyProofFile(Context& context, const std::string& text) {
  TALLY_RETURN_IF_ERROR(RefuseOptions(context, kBundleOptions, "a .tlog-proof"));
  ProofOptions options;
  if (const std::string path = context.arguments.Get("--policy"); !path.empty()) {
    TALLY_ASSIGN_OR_RETURN(const std::string policy, ReadFile(path));
    absl::StatusOr<TlogPolicy> parsed = ParseTlogPolicy(policy);
    if (!parsed.ok()) {
      return WithHint(absl::InvalidArgumentError(absl::StrCat(path, ": ", parsed.status().message())),
                      "the format of policies is https://c2sp.org/tlog-policy");
    }
    options.policy = *std::move(parsed);
  }
  for (const std::string& word : context.arguments.All("--log-key")) {
    TALLY_RETURN_IF_ERROR(AddLogKey(word, &options));
  }
  if (context.arguments.Has("--leaf")) {
    TALLY_ASSIGN_OR_RETURN(options.entry, ReadFile(context.arguments.Get("--leaf")));
  }
  const v1::ProofDocument report = VerifyProof(text, options);
  context.out() << (context.json() ? EncodeJson(report) + "\n" : ProofAsText(report, context.environment.columns));
  return static_cast<ExitCode>(ProofExitCode(report));
}

// A file says by itself what it is.
absl::StatusOr<ExitCode> Verify(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const std::string bytes, ReadInput(context, context.arguments.Get("FILE")));
  return LooksLikeTlogProof(bytes) ? VerifyProofFile(context, bytes) : VerifyBundleFile(context, bytes);
}

}  // namespace

std::vector<Command> VerifyCommands() {
  return {
      {"verify",
       "",
       "what can be said of a bundle, on five axes, or of a .tlog-proof",
       Access::kNone,
       {{"FILE", "the bundle (ZIP) or the .tlog-proof, or -"}},
       {{"--signer", "KEY",
         "bundle: the signer's or log's key that you know by another way: its id in full, or a PEM file", true},
        {"--accept-unknown", "LIST", "bundle: axes that may stay unknown, e.g. existed,complete"},
        {"--full", "", "bundle: list every check"},
        {"--authorities", "PEM",
         "bundle: certificates of time-stamp authorities, or their roots, that you trust"},
        {"--witness", "VKEY", "bundle: the key of a witness that you trust", true},
        {"--policy", "FILE", "the logs and witnesses that you trust (https://c2sp.org/tlog-policy)"},
        {"--log-key", "KEY",
         "proof: a log's key that you know by another way: <name>+<hash>+<key>, or a file with it or a PEM", true},
        {"--leaf", "FILE", "proof: the entry's exact bytes, when they are not in the proof"}},
       Verify},
  };
}

}  // namespace tallystick

#include "core/bundle/proof_report.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/civil_time.h"
#include "core/base/utf8.h"
#include "core/bundle/verify.h"
#include "core/merkle/proof.h"
#include "core/record/submission.h"
#include "core/sign/tlog_proof.h"

namespace tallystick {
namespace {

constexpr absl::string_view kPass = "pass";
constexpr absl::string_view kFail = "fail";
constexpr absl::string_view kUnknown = "unknown";

constexpr int64_t kLastSecondOf9999 = 253402300799;

// Names in a policy or note are octets: those that are not printable ASCII or part of valid UTF-8 become U+FFFD.
std::string Printable(absl::string_view text) {
  std::string out;
  for (absl::string_view rest = text; !rest.empty();) {
    const std::optional<size_t> invalid = FirstInvalidUtf8(rest);
    absl::string_view valid = rest.substr(0, invalid.value_or(rest.size()));
    rest.remove_prefix(std::min(rest.size(), valid.size() + (invalid.has_value() ? 1 : 0)));
    while (!valid.empty()) {
      size_t size = 0;
      const char32_t c = DecodeCodePoint(valid, &size);
      AppendCodePoint(c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0xfffd : c, &out);
      valid.remove_prefix(size);
    }
    if (invalid.has_value()) AppendCodePoint(0xfffd, &out);
  }
  return out;
}

std::string TimeInWords(uint64_t time) {
  return time <= kLastSecondOf9999 ? FormatUtc(static_cast<Seconds>(time)) : absl::StrCat("second ", time, " of 1970");
}

std::string StateName(WitnessState state) {
  switch (state) {
    case WitnessState::kCosigned:
      return "cosigned";
    case WitnessState::kAbsent:
      return "absent";
    case WitnessState::kBad:
      return "bad";
    case WitnessState::kNotChecked:
      return "not-checked";
  }
  return "";
}

class ProofVerification {
 public:
  ProofVerification(const TlogProof& proof, const ProofOptions& options, v1::ProofDocument* report)
      : proof_(proof), options_(options), report_(report) {}

  void Run() {
    MakePolicy();
    check_ = CheckPolicy(policy_, proof_.checkpoint);
    if (check_.log != LogState::kMalformed) {
      report_->set_origin(Printable(check_.checkpoint.origin));
      report_->set_size(absl::StrCat(check_.checkpoint.size));
      report_->set_root(check_.checkpoint.root.hex());
    }
    report_->set_index(absl::StrCat(proof_.index));
    ReportLog();
    ReportWitnesses();
    ReportQuorum();
    ReportInclusion();
    Remark(
        "The author's signature in the entry was not checked: it is over the submission, which a proof does not hold.",
        report_->entry().has_submission());
    Remark("No witness was asked for. A log alone can show different readers different trees.",
           policy_.quorum == "none" && check_.log == LogState::kGood);
  }

 private:
  void Add(absl::string_view name, absl::string_view result, const std::vector<std::string>& why) {
    v1::ProofDocument::Check* check = report_->add_checks();
    check->set_name(std::string(name));
    check->set_result(std::string(result));
    for (const std::string& words : why) check->add_why(Printable(words));
  }

  void Remark(absl::string_view words, bool applies) {
    if (applies) report_->add_remarks(std::string(words));
  }

  void MakePolicy() {
    policy_ = options_.policy.value_or(TlogPolicy{{}, {}, {}, "none"});
    std::vector<NoteKey> keys = options_.log_keys;
    const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(proof_.checkpoint.text);
    for (const PublicKey& key : options_.nameless_log_keys) {
      if (!checkpoint.ok()) break;
      absl::StatusOr<NoteKey> named = NoteKey::New(checkpoint->origin, SignatureType::kEd25519, key);
      if (named.ok()) keys.push_back(*std::move(named));
    }
    for (const NoteKey& key : keys) {
      policy_.logs.push_back({key.Format(), *ParseVerifierKeyText(key.Format()), key, ""});
    }
  }

  void ReportLog() {
    switch (check_.log) {
      case LogState::kGood:
        return Add("log signature", kPass, {absl::StrCat("by the key ", check_.log_key->Format())});
      case LogState::kNotSigned:
      case LogState::kBad:
      case LogState::kMalformed:
        return Add("log signature", kFail, {check_.log_problem});
      case LogState::kNotChecked:
        return Add("log signature", kUnknown, {check_.log_problem});
      case LogState::kUnknownLog:
        return Add("log signature", kUnknown,
                   {policy_.logs.empty() && !options_.policy.has_value()
                        ? absl::StrCat("no key of the log ", check_.checkpoint.origin, " was given")
                        : absl::StrCat("unknown signer: no key given is for the log ", check_.checkpoint.origin)});
    }
  }

  void ReportWitnesses() {
    std::set<std::pair<std::string, uint32_t>> known;
    for (const PolicyKey& log : policy_.logs) known.insert({log.text.name, log.text.key_hash});
    for (const PolicyWitness& w : policy_.witnesses) known.insert({w.key.text.name, w.key.text.key_hash});
    for (const NoteSignature& signature : proof_.checkpoint.signatures) {
      if (known.count({signature.name, signature.key_hash}) == 0) report_->add_others(Printable(signature.name));
    }
    for (const WitnessCheck& witness : check_.witnesses) {
      v1::ProofDocument::Witness* w = report_->add_witnesses();
      w->set_name(Printable(witness.name));
      w->set_key_name(Printable(witness.key_name));
      w->set_result(StateName(witness.state));
      if (witness.state == WitnessState::kCosigned) w->set_time(TimeInWords(witness.time));
    }
  }

  void ReportQuorum() {
    if (!options_.policy.has_value()) {
      if (check_.log == LogState::kUnknownLog) Add("quorum", kUnknown, {"no policy was given"});
      return;
    }
    std::vector<std::string> bad;
    for (const WitnessCheck& witness : check_.witnesses) {
      if (witness.state != WitnessState::kBad) continue;
      bad.push_back(absl::StrCat("the cosignature by the witness ", witness.name, " is not valid"));
    }
    if (!bad.empty()) {
      bad.insert(bad.end(), check_.quorum_problems.begin(), check_.quorum_problems.end());
      return Add("quorum", kFail, bad);
    }
    switch (check_.quorum) {
      case QuorumState::kMet:
        return Add("quorum", kPass,
                   {policy_.quorum == "none" ? "the policy asks for none" : absl::StrCat("met: ", policy_.quorum)});
      case QuorumState::kNotMet:
        // What a policy asks for says nothing of logs that are not in it.
        return Add("quorum", check_.log == LogState::kUnknownLog ? kUnknown : kFail, check_.quorum_problems);
      case QuorumState::kNotChecked:
        return Add("quorum", kUnknown, check_.quorum_problems);
    }
  }

  ProofCheck Inclusion(absl::string_view entry) const {
    return VerifyInclusion(HashLeaf(entry), proof_.index, check_.checkpoint.size, check_.checkpoint.root,
                           proof_.hashes);
  }

  void ReportInclusion() {
    if (check_.log == LogState::kMalformed) {
      return Add("inclusion", kUnknown, {"there is no checkpoint to hold the entry against"});
    }
    const std::string& entry = options_.entry.has_value() ? *options_.entry : proof_.extra;
    const absl::StatusOr<Leaf> leaf = ParseLeaf(entry);
    if (!options_.entry.has_value() && entry.empty()) {
      return Add("inclusion", kUnknown, {"the entry's bytes are not in the proof, and --leaf does not give them"});
    }
    const ProofCheck inclusion = Inclusion(entry);
    if (!options_.entry.has_value() && !leaf.ok() && inclusion != ProofCheck::kHolds) {
      return Add("inclusion", kUnknown,
                 {"the proof's extra line holds something other than the entry, and --leaf does not give it"});
    }
    const std::string where = options_.entry.has_value() ? "the entry given" : "the entry in the proof's extra line";
    if (inclusion != ProofCheck::kHolds) {
      Add("inclusion", kFail, {absl::StrCat(where, ": ", Describe(inclusion))});
      return Remark("The file given as the entry is empty.", entry.empty());
    }
    Add("inclusion", kPass,
        {absl::StrCat(where, " is at index ", proof_.index, " in the tree of ", check_.checkpoint.size,
                      check_.log == LogState::kGood ? "" : " of this checkpoint, whoever signed it")});
    v1::ProofDocument::Entry* shown = report_->mutable_entry();
    shown->set_given_by(options_.entry.has_value() ? "file" : "proof");
    Remark("The entry is not one of a Tallystick log; nothing in it was read.", !leaf.ok());
    if (!leaf.ok()) return;
    shown->set_submission(leaf->submission.hex());
    shown->set_author_key(leaf->author_key.hex());
  }

  const TlogProof& proof_;
  const ProofOptions& options_;
  v1::ProofDocument* report_;
  TlogPolicy policy_;
  PolicyCheck check_;
};

}  // namespace

bool LooksLikeTlogProof(absl::string_view bytes) { return absl::StartsWith(bytes, "c2sp.org/tlog-proof@"); }

v1::ProofDocument VerifyProof(absl::string_view text, const ProofOptions& options) {
  v1::ProofDocument report;
  report.set_schema(std::string(kProofReportSchema));
  const absl::StatusOr<TlogProof> proof = ParseTlogProofUnverified(text);
  v1::ProofDocument::Check* form = report.add_checks();
  form->set_name("form");
  form->set_result(std::string(proof.ok() ? kPass : kFail));
  form->add_why(proof.ok() ? "a proof and a checkpoint, as their formats ask" : Printable(proof.status().message()));
  if (proof.ok()) ProofVerification(*proof, options, &report).Run();
  const int code = ProofExitCode(report);
  report.set_verdict(code == 0 ? "pass" : code == 3 ? "fail" : "incomplete");
  report.set_closing(std::string(kReportClosing));
  return report;
}

int ProofExitCode(const v1::ProofDocument& report) {
  bool is_unknown = false;
  for (const v1::ProofDocument::Check& check : report.checks()) {
    if (check.result() == kFail) return 3;
    is_unknown = is_unknown || check.result() != kPass;
  }
  return is_unknown ? 7 : 0;
}

}  // namespace tallystick

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/encoding.h"
#include "core/sign/policy.h"

namespace tallystick {
namespace {

bool HasLineBy(const Note& note, const VerifierKeyText& key) {
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name == key.name && signature.key_hash == key.key_hash) return true;
  }
  return false;
}

std::string TypeInWords(const PolicyKey& key) {
  const char byte = static_cast<char>(key.text.type);
  return absl::StrCat("type 0x", HexEncode({&byte, 1}), ", which is not checked here");
}

void CheckLogs(const TlogPolicy& policy, const Note& note, PolicyCheck* check) {
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(note.text);
  if (!checkpoint.ok()) {
    check->log_problem = absl::StrCat("this is not a checkpoint: ", checkpoint.status().message());
    return;
  }
  check->checkpoint = *checkpoint;
  const std::string& origin = checkpoint->origin;
  bool is_known = false;
  const PolicyKey* bad = nullptr;
  const PolicyKey* unchecked = nullptr;
  for (const PolicyKey& log : policy.logs) {
    const bool is_this_log = log.text.name == origin;
    is_known = is_known || is_this_log;
    if (!log.key.has_value()) {
      if (is_this_log && HasLineBy(note, log.text)) unchecked = &log;
      continue;
    }
    const SignatureState state = VerifyNote(note, *log.key);
    if (state == SignatureState::kBad) bad = &log;
    if (state == SignatureState::kGood && is_this_log && !check->log_key.has_value()) check->log_key = log.key;
  }
  if (bad != nullptr) {
    check->log = LogState::kBad;
    check->log_key.reset();
    check->log_problem = absl::StrCat("the signature by the log ", bad->text.name, " is not valid");
  } else if (!is_known) {
    check->log = LogState::kUnknownLog;
    check->log_problem = absl::StrCat("the policy has no log of the name ", origin);
  } else if (check->log_key.has_value()) {
    check->log = LogState::kGood;
  } else if (unchecked != nullptr) {
    check->log = LogState::kNotChecked;
    check->log_problem = absl::StrCat("the log's signature is of ", TypeInWords(*unchecked));
  } else {
    check->log = LogState::kNotSigned;
    check->log_problem = absl::StrCat("no signature is by a key that the policy has for the log ", origin);
  }
}

WitnessCheck CheckWitness(const PolicyWitness& witness, const Note& note) {
  WitnessCheck check{witness.name, witness.key.text.name};
  if (!witness.key.key.has_value()) {
    check.state = HasLineBy(note, witness.key.text) ? WitnessState::kNotChecked : WitnessState::kAbsent;
    return check;
  }
  const CosignatureCheck cosignature = VerifyCosignature(note, *witness.key.key);
  switch (cosignature.state) {
    case SignatureState::kGood:
      check.state = WitnessState::kCosigned;
      check.time = cosignature.time;
      break;
    case SignatureState::kAbsent:
      check.state = WitnessState::kAbsent;
      break;
    case SignatureState::kBad:
      check.state = WitnessState::kBad;
      break;
  }
  return check;
}

// The quorum, evaluated twice: without the signatures that cannot be checked here, and as if all of them were good.
class Quorum {
 public:
  Quorum(const TlogPolicy& policy, const std::vector<WitnessCheck>& witnesses) : policy_(policy) {
    for (size_t i = 0; i < witnesses.size(); ++i) {
      const WitnessState state = witnesses[i].state;
      votes_[policy.witnesses[i].name] = {state == WitnessState::kCosigned,
                                          state == WitnessState::kCosigned || state == WitnessState::kNotChecked,
                                          state == WitnessState::kNotChecked ? &policy.witnesses[i].key : nullptr};
    }
    for (const PolicyGroup& group : policy.groups) {
      size_t sure = 0, possible = 0;
      for (const std::string& member : group.members) {
        const Vote& vote = votes_[member];
        sure += vote.is_sure;
        possible += vote.is_possible;
      }
      votes_[group.name] = {sure >= group.threshold, possible >= group.threshold, nullptr, &group, sure};
    }
  }

  QuorumState state() {
    if (policy_.quorum == "none") return QuorumState::kMet;
    const Vote& vote = votes_[policy_.quorum];
    return vote.is_sure ? QuorumState::kMet : vote.is_possible ? QuorumState::kNotChecked : QuorumState::kNotMet;
  }

  // A sentence about the quorum and each group in it that stands against it. A name is in one group at most, so that
  // each is visited once; a deep nesting costs no stack.
  void Explain(std::vector<std::string>* problems) {
    std::vector<std::string> open = {policy_.quorum};
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      const Vote& vote = votes_[name];
      if (vote.group == nullptr) {
        problems->push_back(vote.unchecked == nullptr ? absl::StrCat("no valid cosignature by the witness ", name)
                                                      : absl::StrCat("the cosignature by the witness ", name, " is of ",
                                                                     TypeInWords(*vote.unchecked)));
        continue;
      }
      std::vector<std::string> without, groups;
      for (const std::string& member : vote.group->members) {
        if (votes_[member].is_sure) continue;
        without.push_back(Named(member));
        if (votes_[member].group != nullptr) groups.push_back(member);
      }
      problems->push_back(absl::StrCat("the group ", name, " needs ", vote.group->threshold, " of ",
                                       vote.group->members.size(), " and has ", vote.sure_members,
                                       "; not there: ", absl::StrJoin(without, ", ")));
      open.insert(open.end(), groups.rbegin(), groups.rend());
    }
  }

 private:
  struct Vote {
    bool is_sure = false, is_possible = false;
    const PolicyKey* unchecked = nullptr;
    const PolicyGroup* group = nullptr;
    size_t sure_members = 0;
  };

  std::string Named(const std::string& name) {
    const PolicyKey* unchecked = votes_[name].unchecked;
    return unchecked == nullptr ? name : absl::StrCat(name, " (", TypeInWords(*unchecked), ")");
  }

  const TlogPolicy& policy_;
  std::map<std::string, Vote> votes_;
};

}  // namespace

bool PolicyCheck::fails() const {
  for (const WitnessCheck& witness : witnesses) {
    if (witness.state == WitnessState::kBad) return true;
  }
  return log == LogState::kNotSigned || log == LogState::kBad || log == LogState::kMalformed ||
         (quorum == QuorumState::kNotMet && log != LogState::kUnknownLog);
}

PolicyCheck CheckPolicy(const TlogPolicy& policy, const Note& note) {
  PolicyCheck check;
  CheckLogs(policy, note, &check);
  if (!check.log_problem.empty()) check.missing.push_back(check.log_problem);
  for (const PolicyWitness& witness : policy.witnesses) {
    check.witnesses.push_back(CheckWitness(witness, note));
    if (check.witnesses.back().state == WitnessState::kBad) {
      check.missing.push_back(absl::StrCat("the cosignature by the witness ", witness.name, " is not valid"));
    }
  }
  Quorum quorum(policy, check.witnesses);
  check.quorum = quorum.state();
  if (check.quorum != QuorumState::kMet) quorum.Explain(&check.quorum_problems);
  check.missing.insert(check.missing.end(), check.quorum_problems.begin(), check.quorum_problems.end());
  return check;
}

}  // namespace tallystick

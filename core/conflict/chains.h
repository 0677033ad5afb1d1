// What the rules about retellings need of every claim: its chain and when it was published (docs/conflict-rules.md,
// "Retellings"). Internal to this folder; built once per run. Not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/conflict/run.h"
#include "core/provenance/lineage.h"

namespace tallystick {

// All current claims: those that take part, in their order, then those that their source took back.
struct ClaimChains {
  explicit ClaimChains(const ConflictRun& run);
  ClaimChains(const ClaimChains&) = delete;
  ClaimChains& operator=(const ClaimChains&) = delete;

  const ConflictRun& run;
  std::vector<const ClaimView*> claims;
  size_t taking_part = 0;                           // how many of them take part
  std::vector<Lineage> lineages;                    // by claim
  std::vector<std::optional<CivilSpan>> published;  // by claim; absent: not known
  SourceResolver sources;

  // By when they were published, undated last, then by id.
  bool PublishedBefore(int a, int b) const;
  // Whatever the exact dates are.
  bool SurelyBefore(int a, int b) const;
};

// When a capture was published.
std::optional<CivilSpan> PublicationOf(const RecordSet& records, const Digest& capture);
// "“Menaka, 31 October”, 2022-10-31"; without a date "“Menaka, 31 October”".
std::string CaptureInWords(const RecordSet& records, const Digest& capture);
// "“some 60 members …” (“Menaka”, 2022-10-31; al-Naba 356, carried by APA)".
std::string RetellingInWords(const RecordSet& records, const ClaimView& claim);

// Numbers 0 to n - 1 in groups that grow together.
class Groups {
 public:
  explicit Groups(size_t n);
  int Find(int i);
  void Join(int a, int b);

 private:
  std::vector<int> up_;
};

}  // namespace tallystick

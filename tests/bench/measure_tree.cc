// The Merkle tree alone, in memory. Absolute figures: the competitor is written in another language.
#include <cstdio>

#include "core/merkle/proof.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/measure.h"
#include "tests/bench/must.h"

namespace tallystick {

void MeasureTree(const Sizes& sizes, const Folder&) {
  const uint64_t size = static_cast<uint64_t>(sizes.leaves);
  std::vector<std::vector<Digest>> levels(64);
  Frontier frontier;
  std::vector<Node> completed;
  const Stopwatch build;
  for (uint64_t i = 0; i < size; ++i) {
    completed.clear();
    frontier.Append(HashLeaf(absl::string_view(reinterpret_cast<const char*>(&i), sizeof i)), &completed);
    for (const Node& node : completed) levels[static_cast<size_t>(node.address.level)].push_back(node.hash);
  }
  const Digest root = frontier.Root();
  const double building = build.Seconds();
  const NodeReader reader = [&levels](NodeAddress at) -> absl::StatusOr<Digest> {
    return levels[static_cast<size_t>(at.level)][at.index];
  };
  const auto leaf = [size](int n) { return static_cast<uint64_t>(n) * 7919 % size; };
  std::vector<std::vector<Digest>> proofs;
  const Stopwatch prove;
  for (int n = 0; n < sizes.proofs; ++n) proofs.push_back(Must(InclusionProof(leaf(n), size, reader)));
  const double proving = prove.Seconds();
  const Stopwatch verify;
  for (int n = 0; n < sizes.proofs; ++n) {
    const auto& proof = proofs[static_cast<size_t>(n)];
    if (VerifyInclusion(levels[0][leaf(n)], leaf(n), size, root, proof) == ProofCheck::kHolds) continue;
    Must(absl::DataLossError("a proof does not hold"));
  }
  const double verifying = verify.Seconds();
  std::printf("\nMerkle tree of %d leaves, one thread\n", sizes.leaves);
  std::printf("  %-44s %10.0f /s\n", "leaves hashed into the root", sizes.leaves / building);
  std::printf("  %-44s %10.0f /s\n", "inclusion proofs made", sizes.proofs / proving);
  std::printf("  %-44s %10.0f /s\n", "inclusion proofs checked", sizes.proofs / verifying);
}

}  // namespace tallystick

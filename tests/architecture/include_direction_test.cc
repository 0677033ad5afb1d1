#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/architecture/include_rules.h"
#include "tests/architecture/source_tree.h"

namespace tallystick {
namespace {

struct Edge {
  const char* from;
  const char* to;
};

TEST(IncludeDirection, EdgesThatPointTheRightWayAreAllowed) {
  for (const Edge& edge : std::initializer_list<Edge>{
           {"core/base/digest.cc", "core/base/digest.h"},
           {"core/base/digest.cc", "openssl/evp.h"},
           {"core/base/fold.cc", "unicode/uchar.h"},
           {"core/base/civil_time.h", "chrono"},
           {"core/merkle/tree.cc", "core/base/digest.h"},
           {"core/sign/note.cc", "core/merkle/tree.h"},
           {"core/record/slot.cc", "proto/slot.pb.h"},
           {"core/record/slot.cc", "core/quantity/phrase.h"},
           {"core/query/search.cc", "core/record/record.h"},
           {"core/extract/figures.cc", "core/quote/anchor.h"},
           {"core/conflict/scope.cc", "core/provenance/graph.h"},
           {"core/bundle/verify.cc", "core/conflict/finding.h"},
           {"core/conflict/sentences.cc", "core/message/message.h"},
           {"store/store.h", "core/merkle/tree.h"},
           {"store/sqlite/store.cc", "sqlite3.h"},
           {"store/checker.cc", "filesystem"},
           {"cli/commands/claim.cc", "store/store.h"},
           {"cli/commands/claim.cc", "CLI/CLI.hpp"},
           {"cli/views/trace.cc", "core/provenance/graph.h"},
           {"cli/keys.cc", "openssl/rand.h"},
           {"cli/worker/main.cc", "core/quote/anchor.h"},
           {"cli/fetch/main.cc", "curl/curl.h"},
           {"cli/fetch.cc", "cli/fetch/pipe.h"},
           {"cli/witness/http_server.cc", "boost/beast/http.hpp"},
           {"cli/verify/main.cc", "core/bundle/verify.h"},
           {"tests/core/merkle/tree_test.cc", "nlohmann/json.hpp"},
           {"tests/store/store_test.cc", "store/sqlite/store.h"},
           {"tests/store/store_test.cc", "tests/store/behaviour.h"},
           {"proto/slot.proto", "proto/options.proto"},
           {"proto/options.proto", "google/protobuf/descriptor.proto"},
       }) {
    EXPECT_EQ(WhyForbidden(edge.from, edge.to), "") << edge.from;
  }
}

TEST(IncludeDirection, EdgesThatPointTheWrongWayAreRefused) {
  for (const Edge& edge : std::initializer_list<Edge>{
           {"proto/slot.proto", "core/base/digest.h"},
           {"proto/slot.proto", "options.proto"},
           {"core/base/digest.cc", "core/merkle/tree.h"},
           {"core/base/digest.cc", "store/store.h"},
           {"core/base/digest.cc", "tests/core/base/cases.h"},
           {"core/merkle/tree.cc", "core/sign/note.h"},
           {"core/merkle/tree.cc", "core/record/slot.h"},
           {"core/quote/anchor.cc", "core/quantity/phrase.h"},
           {"core/message/catalogue.cc", "core/record/slot.h"},
           {"core/quantity/phrase.cc", "core/quote/anchor.h"},
           {"core/record/slot.cc", "core/sign/note.h"},
           {"core/record/slot.cc", "core/query/search.h"},
           {"core/query/search.cc", "core/provenance/graph.h"},
           {"core/provenance/graph.cc", "core/conflict/scope.h"},
           {"core/provenance/graph.cc", "core/quantity/phrase.h"},
           {"core/conflict/scope.cc", "core/query/search.h"},
           {"core/conflict/scope.cc", "core/bundle/verify.h"},
           {"core/bundle/verify.cc", "core/quantity/phrase.h"},
           {"core/bundle/verify.cc", "cli/views/report.h"},
           {"core/unheard_of/thing.cc", "core/base/digest.h"},
           {"store/store.h", "cli/commands/claim.h"},
           {"store/checker.cc", "sqlite3.h"},
           {"store/store.h", "CLI/CLI.hpp"},
           {"cli/commands/claim.cc", "sqlite3.h"},
           {"cli/commands/claim.cc", "tests/cli/run.h"},
           {"cli/commands/claim.cc", "gtest/gtest.h"},
           {"cli/worker/main.cc", "core/record/slot.h"},
           {"cli/worker/main.cc", "store/store.h"},
           {"cli/fetch.cc", "curl/curl.h"},
           {"cli/witness/desk.cc", "boost/beast/http.hpp"},
           {"cli/fetch/main.cc", "core/sign/note.h"},
           {"cli/fetch/main.cc", "cli/session.h"},
           {"cli/verify/main.cc", "store/store.h"},
           {"cli/verify/main.cc", "cli/views/report.h"},
           {"core/base/digest.cc", "../base/digest.h"},
           {"core/base/digest.cc", "boost/beast.hpp"},
           {"cli/commands/claim.cc", "boost/beast.hpp"},
       }) {
    EXPECT_NE(WhyForbidden(edge.from, edge.to), "") << edge.from << " -> " << edge.to;
  }
}

TEST(IncludeDirection, CoreMayIncludeNothingThatReachesOutside) {
  for (const char* header :
       {"fstream", "iostream", "filesystem", "random", "sqlite3.h", "unistd.h", "fcntl.h", "sys/socket.h", "sys/stat.h",
        "time.h", "thread", "openssl/rand.h", "absl/time/clock.h", "absl/random/random.h", "netinet/in.h"}) {
    EXPECT_NE(WhyForbidden("core/base/digest.cc", header), "") << header;
  }
}

TEST(IncludeDirection, ClockRandomnessAndEnvironmentAreSeenInCodeOnly) {
  using testing::ElementsAre;
  EXPECT_THAT(ImpureWords("auto t = std::chrono::system_clock::now();"), ElementsAre("now("));
  EXPECT_THAT(ImpureWords("const char* home = std::getenv(\"HOME\");"), ElementsAre("getenv"));
  EXPECT_THAT(ImpureWords("RAND_bytes(p, 16);"), ElementsAre("RAND_"));
  EXPECT_THAT(ImpureWords("// the caller calls now() and getenv\nint x = 1'000'000; char c = '\"'; auto y = 'a';"),
              ElementsAre());
  EXPECT_THAT(ImpureWords("auto s = \"RAND_bytes\"; auto r = R\"x(fopen( \")x\"; GRAND_TOTAL; known(1);"),
              ElementsAre());
  EXPECT_THAT(ImpureWords("/* a\n\" */ fopen(path, \"r\");"), ElementsAre("fopen("));
}

TEST(IncludeDirection, IncludesAreReadAsThePreprocessorReadsThem) {
  const std::vector<Include> includes = IncludesOf(
      "// #include \"a.h\"\n#include \"core/b.h\"  // why\n  #  include <c>\n/*\n#include \"d.h\"\n*/\n"
      "auto s = R\"(\n#include \"e.h\"\n)\";\nimport \"proto/f.proto\";\nauto t = \"#include <g>\";\n");
  std::vector<std::string> seen;
  for (const Include& include : includes) seen.push_back(std::to_string(include.line) + " " + include.path);
  EXPECT_THAT(seen, testing::ElementsAre("2 core/b.h", "3 c", "10 proto/f.proto"));
}

TEST(IncludeDirection, EveryIncludeOfTheTreePointsTheRightWay) {
  const auto root = SourceRoot();
  size_t edges = 0;
  for (const std::string& file : FilesUnder(root, {"proto", "core", "store", "cli", "tests"})) {
    if (!EndsWith(file, ".cc") && !EndsWith(file, ".h") && !EndsWith(file, ".proto")) continue;
    const std::string source = ReadText(root / file);
    for (const Include& include : IncludesOf(source)) {
      ++edges;
      EXPECT_EQ(WhyForbidden(file, include.path), "") << file << ":" << include.line;
    }
    if (!StartsWith(file, "core/")) continue;
    for (const std::string& word : ImpureWords(source)) {
      ADD_FAILURE() << file << ": core is pure logic, but this uses " << word
                    << "; pass the value in from cli or store";
    }
  }
  EXPECT_GT(edges, 50) << "the tree was not read";
}

}  // namespace
}  // namespace tallystick

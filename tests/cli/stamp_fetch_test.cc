// tally stamp fetch with the real tally-fetch, against a web server on this machine that is a time-stamp authority.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/digest.h"
#include "core/record/json.h"
#include "core/sign/timestamp.h"
#include "proto/view.pb.h"
#include "tests/cli/loopback_server.h"
#include "tests/cli/seeded_shell.h"
#include "tests/core/sign/time_authority.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr int64_t kJune2020 = 1592222400;  // 2020-06-15T12:00:00Z
constexpr char kReplyType[] = "Content-Type: application/timestamp-reply\r\n";

std::string BodyOf(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

class StampFetchTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
    shell.fetch = Fetch;
    shell.Write("one.txt", "30 civilians killed\n");
    ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
    ASSERT_EQ(Tally("capture add one.txt --label first").code, 0);
    shell.Write("roots.pem", authority.root_pem());
  }

  Outcome Tally(const std::string& line) { return shell.RunLine(line + " --casebook book"); }
  void NothingWasKept() { EXPECT_THAT(Tally("stamp list").out, HasSubstr("no time stamps yet")); }

  SeededShell shell;
  TimeAuthority authority;
};

TEST_F(StampFetchTest, AnAnswerIsAskedForByPostCheckedAndKept) {
  LoopbackServer server([this](const std::string& request) {
    return HttpResponse(200, authority.Reply(BodyOf(request), kJune2020), kReplyType);
  });
  const std::string fetch = absl::StrCat("stamp fetch ", server.url(), "/tsr");
  const Outcome dry = Tally(fetch + " --dry-run");
  EXPECT_EQ(dry.code, 0) << dry.err;
  NothingWasKept();

  const Outcome kept = Tally(fetch + " --authorities roots.pem --json");
  ASSERT_EQ(kept.code, 0) << kept.err;
  v1::StampsDocument document;
  ASSERT_TRUE(DecodeJson(kept.out, &document).ok()) << kept.out;
  ASSERT_EQ(document.stamps_size(), 1);
  EXPECT_EQ(document.stamps(0).nonce(), "same");
  EXPECT_EQ(document.stamps(0).chain(), "holds");
  EXPECT_EQ(document.stamps(0).size(), 2);
  EXPECT_THAT(Tally("stamp list --authorities roots.pem").out, HasSubstr("1 authority that you trust"));

  const std::vector<std::string> requests = server.requests();
  ASSERT_EQ(requests.size(), 2);
  EXPECT_THAT(requests[1], StartsWith("POST /tsr HTTP/"));
  EXPECT_THAT(requests[1], HasSubstr("Content-Type: application/timestamp-query\r\n"));
  const auto first = ReadTimestampRequest(BodyOf(requests[0])), second = ReadTimestampRequest(BodyOf(requests[1]));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->imprint, second->imprint);
  EXPECT_NE(first->nonce, second->nonce) << "a nonce is new each time";
}

TEST_F(StampFetchTest, WhatIsNoAnswerToThisRequestIsRefusedAndNothingIsKept) {
  const TimeAuthority stranger;
  // The same imprint under another nonce: an old answer played again.
  std::string first_request;
  const auto replay = [&](const std::string& request) {
    if (first_request.empty()) first_request = BodyOf(request);
    return HttpResponse(200, authority.Reply(first_request, kJune2020), kReplyType);
  };
  const auto other_text = [&](const std::string&) {
    return HttpResponse(200, authority.Reply(*MakeTimestampRequest("other text", "12345678"), kJune2020), kReplyType);
  };
  const auto late = [&](const std::string& request) {
    return HttpResponse(200, authority.Reply(BodyOf(request), kJune2020 + 366 * 86400), kReplyType);
  };
  const auto by_stranger = [&](const std::string& request) {
    return HttpResponse(200, stranger.Reply(BodyOf(request), kJune2020), kReplyType);
  };
  const auto rejection = [&](const std::string&) {
    return HttpResponse(200, authority.Reply(TimeAuthority::RequestBy("SHA384", "x", true), kJune2020), kReplyType);
  };
  const auto cut = [&](const std::string& request) {
    const std::string whole = authority.Reply(BodyOf(request), kJune2020);
    return HttpResponse(200, whole.substr(0, whole.size() - 1), kReplyType);
  };
  struct Case {
    const char* name;
    Responder responder;
    int code;
    const char* message;
  };
  const Case cases[] = {
      {"HTTP error", [](const std::string&) { return HttpResponse(503, "busy"); }, 6, "answered with HTTP status 503"},
      {"moved", [](const std::string&) { return HttpResponse(302, "", "Location: /x\r\n"); }, 6, "HTTP status 302"},
      {"other text", other_text, 5, "it is a time stamp of something else"},
      {"garbage", [](const std::string&) { return HttpResponse(200, "<html>hello</html>"); }, 1,
       "not a time-stamp reply"},
      {"nothing", [](const std::string&) { return HttpResponse(200, ""); }, 1, "not a time-stamp reply"},
      {"cut short", cut, 1, "not a time-stamp reply"},
      {"rejection", rejection, 1, "the authority gave no time stamp (status 2, badAlg)"},
      {"stranger", by_stranger, 1, "lead to no root that you gave"},
      {"out of date", late, 1, "certificate has expired"},
  };
  for (const Case& c : cases) {
    LoopbackServer server(c.responder);
    const Outcome outcome = Tally(absl::StrCat("stamp fetch ", server.url(), " --authorities roots.pem"));
    EXPECT_EQ(outcome.code, c.code) << c.name << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(c.message)) << c.name;
    EXPECT_THAT(outcome.err, HasSubstr(server.url())) << c.name;
    EXPECT_EQ(outcome.out, "") << c.name;
    NothingWasKept();
  }
  LoopbackServer server(replay);
  const std::string fetch = absl::StrCat("stamp fetch ", server.url());
  EXPECT_EQ(Tally(fetch + " --dry-run").code, 0);
  const Outcome outcome = Tally(fetch);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("its nonce is not that of the request"));
  NothingWasKept();
}

TEST_F(StampFetchTest, NobodyThereIsSaidAndNothingIsKept) {
  std::string url;
  {
    url = LoopbackServer([](const std::string&) { return ""; }).url();
  }
  const Outcome outcome = Tally("stamp fetch " + url);
  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr(url));
  NothingWasKept();
}

}  // namespace
}  // namespace tallystick

// tally-fetch against a server on this machine: the real program, found on PATH as the build sets it for this test.
#include "cli/fetch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "cli/fetch/pipe.h"
#include "core/base/encoding.h"
#include "tests/cli/loopback_server.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class FetchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
  }
};

TEST_F(FetchTest, GetsBytesStatusAndType) {
  const std::string body("a\0b\n", 4);
  LoopbackServer server([&](const std::string&) { return HttpResponse(200, body, "Content-Type: text/plain\r\n"); });
  const absl::StatusOr<FetchReply> reply = Fetch({server.url() + "/tile/0/000", "", ""});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, body);
  EXPECT_EQ(reply->content_type, "text/plain");
  ASSERT_EQ(server.requests().size(), 1);
  EXPECT_THAT(server.requests()[0], StartsWith("GET /tile/0/000 HTTP/"));
}

TEST_F(FetchTest, PostsTheBodyWithItsType) {
  LoopbackServer server(
      [](const std::string& request) { return HttpResponse(200, request.substr(request.find("\r\n\r\n") + 4)); });
  const std::string body = "old 7\n\n" + std::string(100000, '\xff') + std::string(1, '\0');
  const absl::StatusOr<FetchReply> reply = Fetch({server.url() + "/add", body, "application/octet-stream"});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, body);
  EXPECT_THAT(server.requests()[0], StartsWith("POST /add HTTP/"));
  EXPECT_THAT(server.requests()[0], HasSubstr("Content-Type: application/octet-stream\r\n"));
}

TEST_F(FetchTest, ARefusalIsAReply) {
  LoopbackServer server(
      [](const std::string&) { return HttpResponse(409, "17\n", "Content-Type: text/x.tlog.size\r\n"); });
  const absl::StatusOr<FetchReply> reply = Fetch({server.url(), "x", "text/plain"});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 409);
  EXPECT_EQ(reply->body, "17\n");
  EXPECT_EQ(reply->content_type, "text/x.tlog.size");
}

TEST_F(FetchTest, NobodyThereIsUnavailable) {
  std::string url;
  {
    LoopbackServer server([](const std::string&) { return ""; });
    url = server.url();
    EXPECT_EQ(Fetch({url, "", ""}).status().code(), absl::StatusCode::kUnavailable) << "hangs up without a word";
  }
  const absl::Status status = Fetch({url, "", ""}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), StartsWith(url));
}

TEST_F(FetchTest, AReplyThatIsCutShortIsUnavailable) {
  LoopbackServer server([](const std::string&) {
    const std::string whole = HttpResponse(200, "all of it");
    return whole.substr(0, whole.size() - 3);
  });
  EXPECT_EQ(Fetch({server.url(), "", ""}).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(FetchTest, OtherAddressesAreRefusedUnasked) {
  for (const char* url : {"", "checkpoint", "file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http:///x",
                          "HTTP://x", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nHost: x"}) {
    EXPECT_EQ(Fetch({url, "", ""}).status().code(), absl::StatusCode::kInvalidArgument) << url;
  }
}

// A server whose /moved is now at `target`; all else is there.
Responder MovedTo(const std::string& target) {
  return [target](const std::string& request) {
    if (request.find(" /moved ") == std::string::npos) return HttpResponse(200, "arrived");
    return HttpResponse(302, "", "Location: " + target + "\r\n");
  };
}

TEST_F(FetchTest, RedirectsAreFollowedToHttpOnlyAndNotForAPost) {
  LoopbackServer here(MovedTo("/here"));
  EXPECT_EQ(Fetch({here.url() + "/moved", "", ""})->body, "arrived");
  EXPECT_EQ(Fetch({here.url() + "/moved", "x", "text/plain"})->status, 302);
  for (const char* target : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"}) {
    LoopbackServer server(MovedTo(target));
    EXPECT_EQ(Fetch({server.url() + "/moved", "", ""}).status().code(), absl::StatusCode::kInvalidArgument) << target;
  }
  LoopbackServer circle(MovedTo("/moved"));
  EXPECT_EQ(Fetch({circle.url() + "/moved", "", ""}).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(FetchTest, WhatIsSentCompressedIsUnpacked) {
  // printf 'hello hello hello\n' | gzip -n
  const std::string packed = *HexDecode("1f8b0800000000000003cb48cdc9c957c840905c003b7c8adf12000000");
  LoopbackServer server([&](const std::string&) { return HttpResponse(200, packed, "Content-Encoding: gzip\r\n"); });
  const absl::StatusOr<FetchReply> reply = Fetch({server.url(), "", ""});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "hello hello hello\n");
}

TEST_F(FetchTest, AReplyBeyondTheLimitIsRefused) {
  for (const bool declared : {true, false}) {
    LoopbackServer server([declared](const std::string&) {
      return declared ? "HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\nx"
                      : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(kMaxFetchReply + 1, 'x');
    });
    EXPECT_EQ(Fetch({server.url(), "", ""}).status().code(), absl::StatusCode::kResourceExhausted) << declared;
  }
}

TEST(FetchPipeTest, RequestsAndRepliesComeOutAsTheyWentIn) {
  for (const FetchRequest& request :
       {FetchRequest{"http://a/b", "", ""}, FetchRequest{"https://a", "x\n\ny", "text/plain"},
        FetchRequest{"https://a", std::string(1, '\0'), ""}}) {
    const auto back = DecodeFetchRequest(EncodeFetchRequest(request));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(back->url, request.url);
    EXPECT_EQ(back->body, request.body);
    EXPECT_EQ(back->content_type, request.content_type);
  }
  const auto reply = DecodeFetchReply(EncodeFetchReply(FetchReply{404, "no\n", "text/plain"}));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 404);
  EXPECT_EQ(reply->body, "no\n");
  EXPECT_EQ(reply->content_type, "text/plain");
  const absl::Status error = absl::UnavailableError("two\nlines");
  EXPECT_EQ(DecodeFetchReply(EncodeFetchReply(error)).status(), error);
}

TEST(FetchPipeTest, OtherTextsAreRefused) {
  for (const char* text : {"", "get", "get\nhttp://a", "get\nhttp://a\nmore", "post\nhttp://a\ntext/plain\n",
                           "post\nhttp://a\ntext/plain", "put\nhttp://a\n"}) {
    EXPECT_EQ(DecodeFetchRequest(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  for (const char* text :
       {"", "reply 200", "reply 200\ntext/plain", "reply x\n\n", "error 0\nx", "error 14", "hello\n"}) {
    EXPECT_EQ(DecodeFetchReply(text).status().code(), absl::StatusCode::kInternal) << text;
  }
}

}  // namespace
}  // namespace tallystick

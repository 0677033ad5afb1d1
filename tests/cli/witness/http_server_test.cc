#include "cli/witness/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <mutex>
#include <thread>

#include "tests/cli/witness/raw_client.h"

namespace tallystick {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::chrono::milliseconds kShort(300);

// Answers every request with its own body.
class HttpServerTest : public ::testing::Test {
 protected:
  void Start(HttpServerOptions options = {}) {
    HttpService service;
    service.answer = [](const HttpRequest& request) {
      return HttpReply{200, "text/plain", absl::StrCat(request.method, " ", request.target, " ", request.body)};
    };
    service.refused = [this](const std::string&, int status, const std::string& why) {
      const std::lock_guard<std::mutex> lock(mutex_);
      refused_.push_back(absl::StrCat(status, " ", why));
    };
    std::promise<uint16_t> ready;
    service.listening = [&](uint16_t chosen, std::function<void()> stop) {
      stop_ = std::move(stop);
      ready.set_value(chosen);
    };
    thread_ = std::thread([this, options, service] { ended_ = RunHttpServer(options, service); });
    port = ready.get_future().get();
  }
  void Stop() {
    if (!thread_.joinable()) return;
    stop_();
    thread_.join();
    EXPECT_TRUE(ended_.ok()) << ended_;
  }
  void TearDown() override { Stop(); }
  std::vector<std::string> Refused() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return refused_;
  }

  uint16_t port = 0;
  std::function<void()> stop_;
  std::thread thread_;
  absl::Status ended_;

 private:
  std::mutex mutex_;
  std::vector<std::string> refused_;
};

TEST_F(HttpServerTest, AnswersOneRequestAfterAnotherOnOneConnection) {
  Start();
  RawClient client(port);
  for (const std::string& body : {std::string("one"), std::string(), std::string(60000, 'x')}) {
    client.Send(Post("/a?b", body));
    const std::string response = client.ReadResponse();
    EXPECT_EQ(StatusIn(response), "200");
    EXPECT_EQ(BodyIn(response), "POST /a?b " + body);
  }
  client.Send(Post("/last", "x", "Connection: close\r\n"));
  EXPECT_THAT(client.ReadToEnd(), HasSubstr("POST /last x"));
  EXPECT_THAT(Refused(), IsEmpty());
}

TEST_F(HttpServerTest, ReadsARequestThatComesInPieces) {
  Start();
  RawClient client(port);
  for (char c : Post("/", "slow")) {
    client.Send(std::string(1, c));
    if (c == '\n') std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(BodyIn(client.ReadResponse()), "POST / slow");
}

TEST_F(HttpServerTest, ReadsAChunkedBody) {
  Start();
  RawClient client(port);
  client.Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(BodyIn(client.ReadResponse()), "POST / abcde");
}

TEST_F(HttpServerTest, WhatIsTooLongOrNoHttpIsRefusedAndTheConnectionEnds) {
  Start();
  const std::pair<std::string, const char*> cases[] = {
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n", "413"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551615\r\n\r\n", "413"},
      {Post("/", std::string(65537, 'x')), "413"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" + std::string(0x20000, 'x') + "\r\n0\r\n\r\n",
       "413"},
      {"POST / HTTP/1.1\r\nX: " + std::string(9000, 'x') + "\r\n\r\n", "431"},
      {"GET /" + std::string(9000, 'x') + " HTTP/1.1\r\n\r\n", "431"},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"},
      {"nonsense\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "400"},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient client(port);
    client.Send(bytes);
    const std::string response = client.ReadToEnd();
    EXPECT_EQ(StatusIn(response), status) << bytes.substr(0, 60);
    EXPECT_THAT(response, testing::Not(HasSubstr("(silence)")));
  }
  EXPECT_EQ(Refused().size(), std::size(cases));
}

TEST_F(HttpServerTest, ClientsThatHangDoNotHoldOthersUp) {
  HttpServerOptions options;
  options.time_limit = kShort;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> hanging;
  for (const char* bytes : {"", "POST", "POST / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"}) {
    hanging.push_back(std::make_unique<RawClient>(port));
    hanging.back()->Send(bytes);
  }
  RawClient half_closed(port);
  half_closed.Send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  half_closed.EndSending();
  RawClient client(port);
  client.Send(Post("/", "now", "Connection: close\r\n"));
  EXPECT_THAT(client.ReadToEnd(), HasSubstr("POST / now"));
  for (auto& one : hanging) EXPECT_EQ(one->ReadToEnd(), "") << "closed by the server";
  EXPECT_EQ(half_closed.ReadToEnd(), "");
  // The connections are closed first; that they were refused is said right after.
  for (int i = 0; i < 200 && Refused().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_THAT(Refused(), Contains("0 too slow"));
}

// One byte now and then does not keep a connection.
TEST_F(HttpServerTest, ADrippingClientIsClosedInTime) {
  HttpServerOptions options;
  options.time_limit = kShort;
  Start(options);
  RawClient client(port);
  const auto begin = std::chrono::steady_clock::now();
  while (client.Send("x") && std::chrono::steady_clock::now() - begin < std::chrono::seconds(10)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(HttpServerTest, MoreConnectionsThanAllowedAreClosedAndComeAgain) {
  HttpServerOptions options;
  options.max_connections = 2;
  Start(options);
  auto first = std::make_unique<RawClient>(port), second = std::make_unique<RawClient>(port);
  for (RawClient* client : {first.get(), second.get()}) {
    client->Send(Post("/", "x"));
    EXPECT_EQ(StatusIn(client->ReadResponse()), "200");
  }
  EXPECT_EQ(RawClient(port).ReadToEnd(), "");
  EXPECT_THAT(Refused(), Contains("0 too many connections"));
  first.reset();
  for (int tries = 0; tries < 100; ++tries) {
    RawClient again(port);
    again.Send(Post("/", "again"));
    if (StatusIn(again.ReadResponse()) == "200") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ADD_FAILURE() << "the place that became free was not given out";
}

TEST_F(HttpServerTest, StoppingClosesWhoOnlyWaits) {
  Start();
  RawClient waiting(port), idle(port);
  idle.Send(Post("/", "x"));
  idle.ReadResponse();
  const auto begin = std::chrono::steady_clock::now();
  Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_EQ(waiting.ReadToEnd(), "");
  EXPECT_EQ(idle.ReadToEnd(), "");
  EXPECT_FALSE(RawClient(port).connected());
}

TEST_F(HttpServerTest, ASignalStopsIt) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Start();
    ::kill(::getpid(), signal);
    thread_.join();
    EXPECT_TRUE(ended_.ok()) << ended_;
  }
}

TEST(HttpServerStart, AnAddressThatCannotBeListenedOnIsSaid) {
  HttpService service;
  service.listening = [](uint16_t, const std::function<void()>&) { ADD_FAILURE(); };
  HttpServerOptions options;
  options.address = "localhost";
  EXPECT_TRUE(absl::IsInvalidArgument(RunHttpServer(options, service)));
  options.address = "192.0.2.1";  // set aside for documents (RFC 5737)
  EXPECT_TRUE(absl::IsUnavailable(RunHttpServer(options, service)));
}

}  // namespace
}  // namespace tallystick

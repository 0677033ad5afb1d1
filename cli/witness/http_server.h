// A small HTTP/1.1 server for one process: each request whole, under limits of size and time, to one function. The only
// place that knows Boost.Beast, which throws; nothing throws out of here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"

namespace tallystick {

struct HttpRequest {
  std::string peer;    // "127.0.0.1:40001"
  std::string method;  // as sent: "POST"
  std::string target;  // as sent: "/add-checkpoint"
  std::string body;
};

struct HttpReply {
  int status = 200;
  std::string content_type;
  std::string body;
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  uint16_t port = 0;                  // 0: one that the system chooses
  uint64_t max_body = 64 << 10;
  uint32_t max_header = 8 << 10;
  int max_connections = 128;  // more are closed as they come
  // For a whole request, from when it is waited for, and for the whole answer. A client that sends a byte now and then
  // gains nothing.
  std::chrono::milliseconds time_limit{10000};
};

struct HttpService {
  // Called for one request after the other, all in one thread. The connections of others go on waiting meanwhile.
  std::function<HttpReply(const HttpRequest& request)> answer;
  // What was turned away before it became a request: `status` is what was answered, 0 for a connection that was closed.
  std::function<void(const std::string& peer, int status, const std::string& why)> refused;
  // Called once when connections are accepted. `stop` ends the server from any thread.
  std::function<void(uint16_t port, std::function<void()> stop)> listening;
};

// Serves until SIGTERM, SIGINT or `stop`; answers being written are finished first, within the time limit. One at a
// time in a process that wants the signals. kInvalidArgument for an address that is not numeric; kUnavailable when it
// cannot be listened on.
absl::Status RunHttpServer(const HttpServerOptions& options, const HttpService& service);

}  // namespace tallystick

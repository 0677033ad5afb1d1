// A web server inside the test: answers connections one after the other on a loopback port that the kernel chooses, and
// ends with the object.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tallystick {

// Gets the whole request (head and body) and returns the whole response, byte for byte. Called on the server's thread.
using Responder = std::function<std::string(const std::string& request)>;

class LoopbackServer {
 public:
  explicit LoopbackServer(Responder responder);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::string url() const;  // "http://127.0.0.1:40001"
  std::vector<std::string> requests() const;

 private:
  void Serve();

  const Responder responder_;
  int listener_ = -1;
  int port_ = 0;
  int wake_[2];  // closed at the end
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

// A response with its length.
std::string HttpResponse(int status, const std::string& body, const std::string& more_headers = "");

}  // namespace tallystick

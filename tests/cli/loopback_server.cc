#include "tests/cli/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

// The request's head, and as much body as its Content-Length says.
std::string ReadRequest(int connection) {
  std::string request;
  char buffer[1 << 16];
  size_t wanted = std::string::npos;
  while (wanted == std::string::npos || request.size() < wanted) {
    const ssize_t n = ::read(connection, buffer, sizeof buffer);
    if (n <= 0) break;
    request.append(buffer, static_cast<size_t>(n));
    const size_t head = request.find("\r\n\r\n");
    if (head == std::string::npos) continue;
    wanted = head + 4;
    const std::string lower = absl::AsciiStrToLower(request.substr(0, head));
    const size_t length = lower.find("content-length: ");
    if (length != std::string::npos) wanted += std::strtoul(lower.c_str() + length + 16, nullptr, 10);
  }
  return request;
}

void WriteAll(int connection, const std::string& response) {
  for (size_t at = 0; at < response.size();) {
    const ssize_t n = ::send(connection, response.data() + at, response.size() - at, MSG_NOSIGNAL);
    if (n <= 0) return;
    at += static_cast<size_t>(n);
  }
}

}  // namespace

LoopbackServer::LoopbackServer(Responder responder) : responder_(std::move(responder)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 || ::pipe(wake_) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

LoopbackServer::~LoopbackServer() {
  ::close(wake_[1]);
  thread_.join();
  ::close(wake_[0]);
  ::close(listener_);
}

std::string LoopbackServer::url() const { return absl::StrCat("http://127.0.0.1:", port_); }

std::vector<std::string> LoopbackServer::requests() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

void LoopbackServer::Serve() {
  while (true) {
    pollfd waiting[] = {{listener_, POLLIN, 0}, {wake_[0], POLLIN, 0}};
    if (::poll(waiting, 2, -1) < 0 || waiting[1].revents != 0) return;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    const std::string request = ReadRequest(connection);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      requests_.push_back(request);
    }
    WriteAll(connection, responder_(request));
    ::close(connection);
  }
}

std::string HttpResponse(int status, const std::string& body, const std::string& more_headers) {
  return absl::StrCat("HTTP/1.1 ", status, " Words\r\nContent-Length: ", body.size(), "\r\nConnection: close\r\n",
                      more_headers, "\r\n", body);
}

}  // namespace tallystick

// A client that sends exactly the bytes it is given, over a socket to this computer.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"

namespace tallystick {

class RawClient {
 public:
  explicit RawClient(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  // False when the other side no longer takes any.
  bool Send(const std::string& bytes) {
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  void EndSending() { ::shutdown(fd_, SHUT_WR); }

  // Everything up to the end of the connection; "(silence)" added when there is no end within ten seconds.
  std::string ReadToEnd() {
    while (More()) {
    }
    return received_;
  }
  // Up to the end of one response with a Content-Length.
  std::string ReadResponse() {
    size_t whole = std::string::npos;
    while (true) {
      const size_t head = received_.find("\r\n\r\n");
      const size_t field = received_.find("Content-Length: ");
      if (head != std::string::npos && field != std::string::npos)
        whole = head + 4 + std::stoul(received_.substr(field + 16));
      if (whole != std::string::npos && received_.size() >= whole) break;
      if (!More()) break;
    }
    const std::string response = received_.substr(0, whole);
    received_.erase(0, response.size());
    return response;
  }

 private:
  bool More() {
    pollfd ready{fd_, POLLIN, 0};
    if (::poll(&ready, 1, 10000) != 1) {
      received_ += "(silence)";
      return false;
    }
    char buffer[4096];
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
    if (n > 0) received_.append(buffer, static_cast<size_t>(n));
    return n > 0;
  }

  int fd_;
  bool connected_ = false;
  std::string received_;
};

inline std::string Post(const std::string& target, const std::string& body, const std::string& more_headers = "") {
  return absl::StrCat("POST ", target, " HTTP/1.1\r\nHost: localhost\r\nContent-Length: ", body.size(), "\r\n",
                      more_headers, "\r\n", body);
}

// "200" of a response.
inline std::string StatusIn(const std::string& response) {
  return response.size() < 12 ? response : response.substr(9, 3);
}

inline std::string BodyIn(const std::string& response) {
  const size_t head = response.find("\r\n\r\n");
  return head == std::string::npos ? "" : response.substr(head + 4);
}

}  // namespace tallystick

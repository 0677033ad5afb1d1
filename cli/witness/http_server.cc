#include "cli/witness/http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <memory>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Error = beast::error_code;

constexpr char kServerName[] = "tally";

class Session;

// What the sessions share; lives as long as the server runs. One thread.
struct Shared {
  const HttpServerOptions& options;
  const HttpService& service;
  std::set<Session*> sessions;
  bool stopping = false;
};

int StatusOf(Error error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  return 400;
}

// One connection: reads a request, answers it, reads the next.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::string peer, Shared* shared)
      : stream_(std::move(socket)),
        peer_(std::move(peer)),
        shared_(shared),
        buffer_(shared->options.max_header + shared->options.max_body) {
    shared_->sessions.insert(this);
  }
  ~Session() { shared_->sessions.erase(this); }

  void Read() {
    parser_.emplace();
    parser_->header_limit(shared_->options.max_header);
    parser_->body_limit(shared_->options.max_body);
    stream_.expires_after(shared_->options.time_limit);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](Error error, size_t) { self->OnRead(error); });
  }

  // Ends a session that waits for a request; one that is answering ends after that.
  void Stop() {
    if (!writing_) Close();
  }

 private:
  void OnRead(Error error) {
    if (error == http::error::end_of_stream || error == asio::error::operation_aborted) return Close();
    if (error == beast::error::timeout) {
      // Between two requests a connection may simply be left open.
      if (parser_->got_some()) shared_->service.refused(peer_, 0, "too slow");
      return Close();
    }
    if (error && error.category() != http::make_error_code(http::error::bad_method).category()) return Close();
    if (error == http::error::partial_message) return Close();
    if (error) {
      const int status = StatusOf(error);
      shared_->service.refused(peer_, status, error.message());
      return Write({status, "text/plain; charset=utf-8", absl::StrCat(error.message(), "\n")}, /*keep_alive=*/false);
    }
    const bool keep_alive = parser_->get().keep_alive() && !shared_->stopping;
    HttpRequest request{peer_, std::string(parser_->get().method_string()), std::string(parser_->get().target()),
                        std::move(parser_->get().body())};
    Write(shared_->service.answer(request), keep_alive);
  }

  void Write(HttpReply reply, bool keep_alive) {
    response_.emplace(static_cast<http::status>(reply.status), 11);
    response_->set(http::field::server, kServerName);
    response_->set(http::field::content_type, reply.content_type);
    if (reply.status == 405) response_->set(http::field::allow, "POST");
    response_->keep_alive(keep_alive);
    response_->body() = std::move(reply.body);
    response_->prepare_payload();
    stream_.expires_after(shared_->options.time_limit);
    writing_ = true;
    http::async_write(stream_, *response_, [self = shared_from_this(), keep_alive](Error error, size_t) {
      self->OnWritten(error, keep_alive);
    });
  }

  void OnWritten(Error error, bool keep_alive) {
    writing_ = false;
    if (error) return Close();
    if (keep_alive && !shared_->stopping) return Read();
    // What the client still sends is read away for a moment: closing on unread bytes would destroy the answer on its
    // way.
    Error ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(std::min(shared_->options.time_limit, std::chrono::milliseconds(500)));
    Drain();
  }

  void Drain() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(1024), [self = shared_from_this()](Error error, size_t) {
      if (error) return self->Close();
      self->Drain();
    });
  }

  void Close() {
    Error ignored;
    stream_.socket().close(ignored);
  }

  beast::tcp_stream stream_;
  const std::string peer_;
  Shared* const shared_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
  bool writing_ = false;
};

std::string PeerOf(const tcp::socket& socket) {
  Error error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  return error ? "?" : absl::StrCat(peer.address().to_string(), ":", peer.port());
}

class Server {
 public:
  Server(const HttpServerOptions& options, const HttpService& service)
      : shared_{options, service}, acceptor_(context_), pause_(context_), signals_(context_) {}

  absl::Status Listen() {
    const HttpServerOptions& options = shared_.options;
    Error error;
    const asio::ip::address address = asio::ip::make_address(options.address, error);
    if (error) return absl::InvalidArgumentError(absl::StrCat("\"", options.address, "\" is not a numeric address"));
    const tcp::endpoint endpoint(address, options.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) return absl::OkStatus();
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.address, ":", options.port, ": ", error.message()));
  }

  void Run() {
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    signals_.async_wait([this](Error error, int) {
      if (!error) Stop();
    });
    Accept();
    shared_.service.listening(acceptor_.local_endpoint().port(), [this] { asio::post(context_, [this] { Stop(); }); });
    while (true) {
      try {
        context_.run();
        return;
      } catch (const std::exception& e) {  // without memory, say: it costs that connection, not the server
        shared_.service.refused("-", 0, e.what());
      }
    }
  }

 private:
  void Accept() {
    acceptor_.async_accept([this](Error error, tcp::socket socket) {
      if (shared_.stopping) return;
      if (error) {  // no file descriptors left, say
        pause_.expires_after(std::chrono::milliseconds(100));
        pause_.async_wait([this](Error) {
          if (!shared_.stopping) Accept();
        });
        return;
      }
      std::string peer = PeerOf(socket);
      if (static_cast<int>(shared_.sessions.size()) >= shared_.options.max_connections) {
        shared_.service.refused(peer, 0, "too many connections");
      } else {
        std::make_shared<Session>(std::move(socket), std::move(peer), &shared_)->Read();
      }
      Accept();
    });
  }

  void Stop() {
    if (shared_.stopping) return;
    shared_.stopping = true;
    Error ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    signals_.cancel(ignored);
    for (Session* session : std::set<Session*>(shared_.sessions)) session->Stop();
  }

  Shared shared_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  asio::signal_set signals_;
};

}  // namespace

absl::Status RunHttpServer(const HttpServerOptions& options, const HttpService& service) {
  try {
    Server server(options, service);
    const absl::Status listening = server.Listen();
    if (!listening.ok()) return listening;
    server.Run();
    return absl::OkStatus();
  } catch (const std::exception& e) {
    return absl::UnknownError(absl::StrCat("the HTTP server ended: ", e.what()));
  }
}

}  // namespace tallystick

// tally-fetch: reads one request, asks over the network, writes the reply (cli/fetch/pipe.h). The only program here
// that opens a socket, so that every other can be confined, or watched, to open none.
#include <curl/curl.h>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/fetch/pipe.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

struct CloseCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// Taking less than was offered makes curl stop.
size_t Take(char* data, size_t, size_t size, void* into) {
  std::string* body = static_cast<std::string*>(into);
  if (size > kMaxFetchReply - body->size()) return 0;
  body->append(data, size);
  return size;
}

absl::Status StatusOf(CURLcode code, const std::string& url, const FetchReply& reply) {
  switch (code) {
    case CURLE_OK:
      return absl::OkStatus();
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return absl::InvalidArgumentError(absl::StrCat(url, ": ", curl_easy_strerror(code)));
    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
      return absl::ResourceExhaustedError(
          absl::StrCat(url, ": the reply has more than ", kMaxFetchReply >> 20, " MiB"));
    case CURLE_PEER_FAILED_VERIFICATION:
      return absl::UnauthenticatedError(absl::StrCat(url, ": the server's certificate is not good"));
    default:
      return absl::UnavailableError(
          absl::StrCat(url, ": ", curl_easy_strerror(code), reply.body.empty() ? "" : " in the middle of the reply"));
  }
}

absl::StatusOr<FetchReply> Ask(const FetchRequest& request) {
  TALLY_RETURN_IF_ERROR(CheckFetchRequest(request));
  const std::unique_ptr<CURL, CloseCurl> curl(curl_easy_init());
  if (!curl) return absl::InternalError("libcurl does not start");
  const auto set = [&curl](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  FetchReply reply;
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, absl::StartsWith(request.url, "https:") ? "https" : "http,https");
  set(CURLOPT_FOLLOWLOCATION, request.body.empty() ? 1L : 0L);
  set(CURLOPT_MAXREDIRS, 5L);
  set(CURLOPT_TIMEOUT, static_cast<long>(kFetchSeconds));
  set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(kMaxFetchReply));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_ACCEPT_ENCODING, "gzip");  // a tile log may send it unasked (c2sp.org/tlog-tiles, "Log entries")
  set(CURLOPT_USERAGENT, "tally-fetch");
  set(CURLOPT_WRITEFUNCTION, Take);
  set(CURLOPT_WRITEDATA, &reply.body);
  std::unique_ptr<curl_slist, FreeList> headers;
  if (!request.body.empty()) {
    const std::string type = absl::StrCat("Content-Type: ", request.content_type);
    headers.reset(curl_slist_append(nullptr, type.c_str()));
    headers.reset(curl_slist_append(headers.release(), "Expect:"));  // no waiting for leave to send the body
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.data());
  }
  TALLY_RETURN_IF_ERROR(StatusOf(curl_easy_perform(curl.get()), request.url, reply));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  const char* type = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) reply.content_type = type;
  return reply;
}

}  // namespace
}  // namespace tallystick

int main(int argc, char**) {
  using namespace tallystick;
  if (argc > 1) {
    std::cerr << "tally-fetch is run by tally, which writes a request to its standard input\n";
    return 2;
  }
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string bytes(std::istreambuf_iterator<char>(std::cin), {});
  const absl::StatusOr<FetchRequest> request = DecodeFetchRequest(bytes);
  const std::string reply =
      EncodeFetchReply(request.ok() ? Ask(*request) : absl::StatusOr<FetchReply>(request.status()));
  std::cout << reply << std::flush;
  return std::cout.good() ? 0 : 1;
}

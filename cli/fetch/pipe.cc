#include "cli/fetch/pipe.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tallystick {
namespace {

// The text up to the next LF, which `*rest` then begins behind.
std::optional<absl::string_view> TakeLine(absl::string_view* rest) {
  const size_t end = rest->find('\n');
  if (end == absl::string_view::npos) return std::nullopt;
  const absl::string_view line = rest->substr(0, end);
  rest->remove_prefix(end + 1);
  return line;
}

bool OnOneLine(absl::string_view text) {
  return text.find_first_of(absl::string_view("\n\r\0", 3)) == absl::string_view::npos;
}

}  // namespace

absl::Status CheckFetchRequest(const FetchRequest& request) {
  absl::string_view rest = request.url;
  const bool known = absl::ConsumePrefix(&rest, "http://") || absl::ConsumePrefix(&rest, "https://");
  if (!known || rest.empty() || rest[0] == '/') {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", request.url, "\" is no address that begins with http:// or https://"));
  }
  for (const unsigned char c : rest) {
    if (c <= ' ' || c == 0x7f) {
      return absl::InvalidArgumentError("the address holds a space or a control character");
    }
  }
  if (!OnOneLine(request.content_type)) return absl::InvalidArgumentError("the content type is more than one line");
  return absl::OkStatus();
}

std::string EncodeFetchRequest(const FetchRequest& request) {
  if (request.body.empty()) return absl::StrCat("get\n", request.url, "\n");
  return absl::StrCat("post\n", request.url, "\n", request.content_type, "\n", request.body);
}

absl::StatusOr<FetchRequest> DecodeFetchRequest(absl::string_view bytes) {
  const auto method = TakeLine(&bytes), url = TakeLine(&bytes);
  if (!url || (*method != "get" && *method != "post")) return absl::InvalidArgumentError("this is no request by tally");
  FetchRequest request{std::string(*url), "", ""};
  if (*method == "post") {
    const auto type = TakeLine(&bytes);
    if (!type || bytes.empty()) return absl::InvalidArgumentError("the request to post has nothing to post");
    request.content_type = std::string(*type);
    request.body = std::string(bytes);
  } else if (!bytes.empty()) {
    return absl::InvalidArgumentError("the request to get is followed by something");
  }
  return request;
}

std::string EncodeFetchReply(const absl::StatusOr<FetchReply>& reply) {
  if (!reply.ok()) return absl::StrCat("error ", reply.status().raw_code(), "\n", reply.status().message());
  return absl::StrCat("reply ", reply->status, "\n", OnOneLine(reply->content_type) ? reply->content_type : "", "\n",
                      reply->body);
}

absl::StatusOr<FetchReply> DecodeFetchReply(absl::string_view bytes) {
  const absl::Status broken = absl::InternalError("tally-fetch gave an answer that tally does not understand");
  auto head = TakeLine(&bytes);
  int number = 0;
  if (!head) return broken;
  if (absl::ConsumePrefix(&*head, "error ")) {
    if (!absl::SimpleAtoi(*head, &number) || number == 0) return broken;
    return absl::Status(static_cast<absl::StatusCode>(number), bytes);
  }
  if (!absl::ConsumePrefix(&*head, "reply ") || !absl::SimpleAtoi(*head, &number)) return broken;
  const auto type = TakeLine(&bytes);
  if (!type) return broken;
  return FetchReply{number, std::string(bytes), std::string(*type)};
}

}  // namespace tallystick

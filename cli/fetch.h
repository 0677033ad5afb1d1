// One request over the network. `tally` itself opens no socket: it asks the program tally-fetch (cli/fetch/main.cc),
// the only one that does, and only when a command was told to.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tallystick {

inline constexpr int kFetchSeconds = 30;                    // for the whole exchange
inline constexpr size_t kMaxFetchReply = size_t{64} << 20;  // bytes, unpacked

struct FetchRequest {
  std::string url;
  std::string body;          // one that is not empty makes it a POST
  std::string content_type;  // of the body
};

struct FetchReply {
  int status = 0;  // of HTTP
  std::string body;
  std::string content_type;
};

// Runs tally-fetch, found beside this executable, else on PATH. A status of 400 and on is a reply, not an error. A GET
// follows redirects (5 at most, never from https to http); what answers a POST is the reply, a redirect too.
// kInvalidArgument for a URL that is not http or https; kUnavailable when nobody answers in time; kUnauthenticated for
// a server whose certificate is not good; kResourceExhausted for a larger reply; kFailedPrecondition without
// tally-fetch.
absl::StatusOr<FetchReply> Fetch(const FetchRequest& request);

}  // namespace tallystick

// What tally and tally-fetch say to each other: a request on its standard input, a reply on its standard output. The
// ends are one program in two processes, of one version. Thread-safe.
//
//   request   get LF url LF                                    reply   reply SP status LF content-type LF bytes
//             post LF url LF content-type LF bytes                     error SP code LF message
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/fetch.h"

namespace tallystick {

// kInvalidArgument unless the URL begins with http:// or https://, and holds a host and no space or control character.
absl::Status CheckFetchRequest(const FetchRequest& request);

// `request` must pass CheckFetchRequest.
std::string EncodeFetchRequest(const FetchRequest& request);
// kInvalidArgument for what EncodeFetchRequest does not write.
absl::StatusOr<FetchRequest> DecodeFetchRequest(absl::string_view bytes);

std::string EncodeFetchReply(const absl::StatusOr<FetchReply>& reply);
// The error that was encoded; kInternal for what EncodeFetchReply does not write.
absl::StatusOr<FetchReply> DecodeFetchReply(absl::string_view bytes);

}  // namespace tallystick

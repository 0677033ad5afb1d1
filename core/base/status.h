// Early return on an absl::Status that is not OK. The code never throws; docs/architecture.md says what each code means.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TALLY_RETURN_IF_ERROR(expression)              \
  do {                                                 \
    absl::Status tally_status_ = (expression);         \
    if (!tally_status_.ok()) return tally_status_;     \
  } while (false)

#define TALLY_ASSIGN_OR_RETURN(lhs, expression) \
  TALLY_ASSIGN_OR_RETURN_(TALLY_CONCAT_(tally_or_, __LINE__), lhs, expression)

#define TALLY_CONCAT_INNER_(a, b) a##b
#define TALLY_CONCAT_(a, b) TALLY_CONCAT_INNER_(a, b)
#define TALLY_ASSIGN_OR_RETURN_(holder, lhs, expression) \
  auto holder = (expression);                            \
  if (!holder.ok()) return holder.status();              \
  lhs = *std::move(holder)

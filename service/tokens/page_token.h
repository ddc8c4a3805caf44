// Where a list goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace counterpoint::service {

// Whether a need typed ad hoc was compared by an embedding. The numbers are in
// tokens.
enum class NeedVector : std::uint64_t {
  kNone = 0,  // There is no such need, or no embedding server.
  kThere = 1,
  kMissing = 2,
};

struct PageToken {
  std::uint64_t query = 0;   // QueryFingerprint of the request.
  std::uint64_t pin = 0;     // What the pages show, see storage::Store and SnapshotPins.
  std::int64_t as_of = 0;    // Unix seconds for which a ranking was made.
  std::uint64_t offset = 0;  // Entries on the pages before, for rankings.
  std::string after;         // Last id of the pages before, for lists in order of id.
  NeedVector need_vector = NeedVector::kNone;  // Of the pages before.
};

std::string EncodePageToken(const PageToken& token);

// The token of a request; nothing for the first page. Errors: INVALID_ARGUMENT
// that names page_token where it is none of this query's.
absl::StatusOr<std::optional<PageToken>> DecodePageToken(absl::string_view page_token,
                                                         const google::protobuf::Message& request);

// For what the pages showed being no longer there: FAILED_PRECONDITION.
absl::Status ExpiredPageToken();

}  // namespace counterpoint::service

// Changes of members as they happen.
#pragma once

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/resumed_stream.h"
#include "counterpoint/v1/member_service.grpc.pb.h"

namespace counterpoint::client {

// A watch that outlives its connection: after a break it goes on from the last
// revision that was told, so that no change is lost or told twice. It gives up
// when `retry.max_attempts` connections in a row tell nothing. Next() is for
// one thread; Cancel() may be called from any.
class MemberWatch {
 public:
  MemberWatch(std::shared_ptr<v1::MemberService::StubInterface> stub,
              const ConnectionOptions& options, v1::WatchMembersRequest request);

  // Waits for the next changes. nullopt at the end: the present revision has
  // been reached and that was asked for, or Cancel() was called. OUT_OF_RANGE
  // means that the log no longer reaches back: export, then watch from the
  // revision of the export.
  absl::StatusOr<std::optional<v1::WatchMembersResponse>> Next();

  // All changes up to here have been returned. Moves on with signs of life too.
  int64_t revision() const { return request_.start_revision(); }

  // Ends the watch, now and for good.
  void Cancel() { stream_.Cancel(); }

 private:
  const std::shared_ptr<v1::MemberService::StubInterface> stub_;
  v1::WatchMembersRequest request_;
  ResumedStream<v1::WatchMembersResponse> stream_;
};

}  // namespace counterpoint::client

// Changes of members as they happen.
#pragma once

#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/stall_guard.h"
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
  ~MemberWatch();

  // Waits for the next changes. nullopt at the end: the present revision has
  // been reached and that was asked for, or Cancel() was called. OUT_OF_RANGE
  // means that the log no longer reaches back: export, then watch from the
  // revision of the export.
  absl::StatusOr<std::optional<v1::WatchMembersResponse>> Next();

  // All changes up to here have been returned. Moves on with signs of life too.
  int64_t revision() const { return request_.start_revision(); }

  // Ends the watch, now and for good.
  void Cancel() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Reader = grpc::ClientReaderInterface<v1::WatchMembersResponse>;

  // False where the watch has been cancelled.
  bool Open() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Close() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::shared_ptr<v1::MemberService::StubInterface> stub_;
  const RetryPolicy retry_;
  v1::WatchMembersRequest request_;
  StallGuard guard_;
  absl::Notification cancelled_;
  std::unique_ptr<Reader> reader_;
  bool ended_ = false;

  absl::Mutex mutex_;
  std::unique_ptr<grpc::ClientContext> context_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::client

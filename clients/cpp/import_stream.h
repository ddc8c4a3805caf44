// One connection of an import.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "clients/cpp/stall_guard.h"
#include "counterpoint/v1/member_service.grpc.pb.h"

namespace counterpoint::client {

// An ImportMembers stream. A thread takes the answers off the wire as they
// come: without it, a server that cannot get rid of its verdicts stops reading,
// and both ends wait for each other. Its methods are for one thread.
class ImportStream {
 public:
  // Borrows `stub`.
  ImportStream(v1::MemberService::StubInterface* stub, absl::Duration stall_limit);
  ~ImportStream();

  // Sends a request. A failure shows in Next().
  void Write(const v1::ImportMembersRequest& request);

  // Says that no further request follows.
  void WritesDone();

  // Waits for the next answer; nullopt at the end of the stream or its break.
  std::optional<v1::ImportMembersResponse> Next() ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether Next() would return at once.
  bool HasNext() ABSL_LOCKS_EXCLUDED(mutex_);

  // Why the stream has ended. REQUIRES: Next() returned nullopt.
  absl::Status Finish();

 private:
  bool NextIsKnown() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !responses_.empty() || ended_;
  }
  void Read() ABSL_LOCKS_EXCLUDED(mutex_);

  grpc::ClientContext context_;
  StallGuard guard_;
  std::unique_ptr<
      grpc::ClientReaderWriterInterface<v1::ImportMembersRequest, v1::ImportMembersResponse>>
      stream_;
  bool finished_ = false;

  absl::Mutex mutex_;
  std::deque<v1::ImportMembersResponse> responses_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread reader_;
};

}  // namespace counterpoint::client

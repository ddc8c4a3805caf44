// One connection of an import.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "clients/cpp/error.h"
#include "clients/cpp/stall_guard.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"

namespace counterpoint::client {

// A stream whose requests are each answered, in order. A thread takes the answers
// off the wire as they come: without it, a server that cannot get rid of them stops
// reading, and both ends wait for each other. Its methods are for one thread.
template <typename Request, typename Response>
class ImportStream {
 public:
  using Stream = grpc::ClientReaderWriterInterface<Request, Response>;
  using Opener = std::function<std::unique_ptr<Stream>(grpc::ClientContext*)>;

  ImportStream(const Opener& open, absl::Duration stall_limit)
      : guard_(stall_limit), stream_(open(&context_)), reader_([this] { Read(); }) {}
  ~ImportStream() {
    if (!finished_) context_.TryCancel();
    reader_.join();
    if (!finished_) (void)stream_->Finish();
  }

  // Sends a request. A failure shows in Next().
  void Write(const Request& request) {
    (void)guard_.Watch(&context_, [&] { return stream_->Write(request); });
  }

  // Says that no further request follows.
  void WritesDone() { (void)stream_->WritesDone(); }

  // Waits for the next answer; nullopt at the end of the stream or its break.
  std::optional<Response> Next() ABSL_LOCKS_EXCLUDED(mutex_) {
    return guard_.Watch(&context_, [this]() -> std::optional<Response> {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &ImportStream::NextIsKnown));
      if (responses_.empty()) return std::nullopt;
      Response response = std::move(responses_.front());
      responses_.pop_front();
      return response;
    });
  }

  // Whether Next() would return at once.
  bool HasNext() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    return NextIsKnown();
  }

  // Why the stream has ended. REQUIRES: Next() returned nullopt.
  absl::Status Finish() {
    finished_ = true;
    const absl::Status status = FromGrpc(stream_->Finish());
    if (guard_.TakeTripped()) return absl::UnavailableError("the server has fallen silent");
    return status;
  }

 private:
  bool NextIsKnown() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !responses_.empty() || ended_;
  }
  void Read() ABSL_LOCKS_EXCLUDED(mutex_) {
    Response response;
    while (stream_->Read(&response)) {
      absl::MutexLock lock(&mutex_);
      responses_.push_back(std::move(response));
      response.Clear();
    }
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }

  grpc::ClientContext context_;
  StallGuard guard_;
  std::unique_ptr<Stream> stream_;
  bool finished_ = false;

  absl::Mutex mutex_;
  std::deque<Response> responses_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread reader_;
};

}  // namespace counterpoint::client

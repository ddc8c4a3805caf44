// Calls of any method as bytes, awaited by coroutines.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/steady_timer.hpp"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/client_callback.h"
#include "grpcpp/support/status.h"
#include "service/gateway/http_types.h"

namespace counterpoint::service::gateway {

using BytesStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

struct UnaryAnswer {
  grpc::Status status;
  std::string message;
};

// `path` is "/package.Service/Method". Resumes on `executor`. The context must live
// until then.
Awaitable<UnaryAnswer> CallUnary(BytesStub& stub, const std::string& path,
                                 grpc::ClientContext& context, absl::string_view message,
                                 boost::asio::any_io_executor executor);

// A call that streams, in whichever direction. For one coroutine on `executor`, which
// has to run one thing at a time. The answers that have come and nobody has read yet
// are at most kMostWaiting once nothing more is written, so a slow reader slows the
// call; whoever still writes takes all that comes meanwhile, or the two would wait for
// each other.
class StreamingCall : public std::enable_shared_from_this<StreamingCall> {
 public:
  static constexpr std::size_t kMostWaiting = 8;

  static std::shared_ptr<StreamingCall> Make(boost::asio::any_io_executor executor);

  // To be set up before Begin(), and read after the end. Lives as long as the call.
  grpc::ClientContext& context() { return context_; }

  void Begin(BytesStub& stub, const std::string& path);
  // False where the call takes no more: Read() tells why.
  Awaitable<bool> Write(absl::string_view message);
  // No more is written.
  Awaitable<void> WritesDone();
  // The next answer; nothing where there are no more, and the call has ended.
  Awaitable<std::optional<std::string>> Read();
  // How it has ended. REQUIRES: Read() has returned nothing.
  const grpc::Status& status() const { return status_; }
  // Cancels the call, whose answers nobody will read. Of no effect after its end.
  void Abandon();

 private:
  class Reactor;

  explicit StreamingCall(boost::asio::any_io_executor executor)
      : executor_(executor), changed_(executor) {}

  // Waits until something has come or ended.
  Awaitable<void> AwaitChange();
  void ReadOn();

  const boost::asio::any_io_executor executor_;
  boost::asio::steady_timer changed_;  // Cancelled whenever something changes.
  grpc::ClientContext context_;
  Reactor* reactor_ = nullptr;  // Null before the call's beginning and after its end.
  std::deque<std::string> waiting_;
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool takes_writes_ = true;
  bool has_more_ = true;  // Answers may come.
  bool takes_all_ = true;
  bool is_abandoned_ = false;
  grpc::Status status_;
};

}  // namespace counterpoint::service::gateway

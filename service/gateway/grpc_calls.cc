#include "service/gateway/grpc_calls.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

#include "grpcpp/support/slice.h"

namespace counterpoint::service::gateway {
namespace {

namespace net = boost::asio;

grpc::ByteBuffer ToBuffer(absl::string_view message) {
  const grpc::Slice slice(message.data(), message.size());
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToText(const grpc::ByteBuffer& buffer) {
  std::string text;
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return text;
  text.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

// Counts as something to wait for, so that the threads do not end before.
net::any_io_executor Busy(const net::any_io_executor& executor) {
  return net::prefer(executor, net::execution::outstanding_work.tracked);
}

}  // namespace

Awaitable<UnaryAnswer> CallUnary(BytesStub& stub, const std::string& path,
                                 grpc::ClientContext& context, absl::string_view message,
                                 net::any_io_executor executor) {
  const grpc::ByteBuffer request = ToBuffer(message);
  grpc::ByteBuffer response;
  UnaryAnswer answer;
  const auto call = [&](auto handler) {
    // std::function copies what it holds.
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    stub.UnaryCall(&context, path, grpc::StubOptions(), &request, &response,
                   [shared, busy = Busy(executor), &answer](const grpc::Status& status) {
                     answer.status = status;
                     net::post(busy, [shared] { (*shared)(); });
                   });
  };
  co_await net::async_initiate<const net::use_awaitable_t<>, void()>(call, net::use_awaitable);
  if (answer.status.ok()) answer.message = ToText(response);
  co_return answer;
}

// Lives from the start of the call to OnDone(), and tells the call on its executor.
class StreamingCall::Reactor final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Reactor(std::shared_ptr<StreamingCall> call)
      : call_(std::move(call)), executor_(Busy(call_->executor_)) {}

  void Begin() {
    // Reads and writes begin outside of reactions.
    AddHold();
    StartCall();
  }
  void Release() { RemoveHold(); }
  void Write(grpc::ByteBuffer message) {
    outgoing_ = std::move(message);
    StartWrite(&outgoing_);
  }
  void EndWrites() { StartWritesDone(); }
  void Read() { StartRead(&incoming_); }

 private:
  void OnWriteDone(bool ok) override {
    Tell([ok](StreamingCall& call) {
      call.is_writing_ = false;
      if (!ok) call.takes_writes_ = false;
    });
  }
  void OnReadDone(bool ok) override {
    Tell([ok, this](StreamingCall& call) {
      call.is_reading_ = false;
      if (!ok) {
        call.has_more_ = false;
        call.takes_writes_ = false;
        // Nothing is begun from now on.
        Release();
        return;
      }
      if (!call.is_abandoned_) call.waiting_.push_back(ToText(incoming_));
      call.ReadOn();
    });
  }
  void OnDone(const grpc::Status& status) override {
    Tell([status, this](StreamingCall& call) {
      call.status_ = status;
      call.reactor_ = nullptr;
      delete this;
    });
  }

  template <typename Change>
  void Tell(Change change) {
    // A copy: what is posted last deletes this, at once and on another thread.
    const net::any_io_executor executor = executor_;
    net::post(executor, [call = call_, change = std::move(change)] {
      change(*call);
      call->changed_.cancel();
    });
  }

  const std::shared_ptr<StreamingCall> call_;
  const net::any_io_executor executor_;
  grpc::ByteBuffer outgoing_;
  grpc::ByteBuffer incoming_;
};

std::shared_ptr<StreamingCall> StreamingCall::Make(net::any_io_executor executor) {
  return std::shared_ptr<StreamingCall>(new StreamingCall(std::move(executor)));
}

void StreamingCall::Begin(BytesStub& stub, const std::string& path) {
  reactor_ = new Reactor(shared_from_this());
  stub.PrepareBidiStreamingCall(&context_, path, grpc::StubOptions(), reactor_);
  reactor_->Begin();
  ReadOn();
}

void StreamingCall::Abandon() {
  if (reactor_ == nullptr) return;
  is_abandoned_ = true;
  takes_writes_ = false;
  context_.TryCancel();
  // Its end is told after the last answer has been taken.
  takes_all_ = true;
  ReadOn();
}

void StreamingCall::ReadOn() {
  if (is_reading_ || !has_more_) return;
  if (!takes_all_ && waiting_.size() >= kMostWaiting) return;
  is_reading_ = true;
  reactor_->Read();
}

Awaitable<void> StreamingCall::AwaitChange() {
  changed_.expires_at(net::steady_timer::time_point::max());
  boost::system::error_code cancelled;
  co_await changed_.async_wait(net::redirect_error(net::use_awaitable, cancelled));
}

Awaitable<bool> StreamingCall::Write(absl::string_view message) {
  while (is_writing_) co_await AwaitChange();
  if (!takes_writes_) co_return false;
  is_writing_ = true;
  reactor_->Write(ToBuffer(message));
  co_return true;
}

Awaitable<void> StreamingCall::WritesDone() {
  while (is_writing_) co_await AwaitChange();
  takes_all_ = false;
  if (!takes_writes_) co_return;
  takes_writes_ = false;
  reactor_->EndWrites();
}

Awaitable<std::optional<std::string>> StreamingCall::Read() {
  while (waiting_.empty() && reactor_ != nullptr) co_await AwaitChange();
  if (waiting_.empty()) co_return std::nullopt;
  std::string message = std::move(waiting_.front());
  waiting_.pop_front();
  if (reactor_ != nullptr) ReadOn();
  co_return message;
}

}  // namespace counterpoint::service::gateway

#include "tests/benchmarks/empty_service.h"

#include <string>
#include <utility>

namespace counterpoint::benchmarks {
namespace {

grpc::ByteBuffer Nothing() {
  const grpc::Slice slice("", 0);
  return grpc::ByteBuffer(&slice, 1);
}

class EmptyReactor : public grpc::ServerGenericBidiReactor {
 public:
  explicit EmptyReactor(const grpc::Slice& answer) : answer_(&answer, 1) { StartRead(&request_); }
  void OnReadDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::OK);
      return;
    }
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;
};

// What one call needs until it is done.
struct Call {
  grpc::ClientContext context;
  grpc::ByteBuffer request = Nothing();
  grpc::ByteBuffer answer;
};

}  // namespace

EmptyService::EmptyService(std::size_t answer_bytes) : answer_(std::string(answer_bytes, 'x')) {}

grpc::ServerGenericBidiReactor* EmptyService::CreateReactor(grpc::GenericCallbackServerContext*) {
  return new EmptyReactor(answer_);
}

EmptyServer::EmptyServer(std::size_t answer_bytes) : service_(answer_bytes) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service_);
  server_ = builder.BuildAndStart();
  stub_ = std::make_unique<grpc::GenericStub>(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
}

EmptyServer::~EmptyServer() { server_->Shutdown(); }

StartCall EmptyServer::Call() {
  return [this](std::function<void(bool)> done) {
    auto* call = new struct Call;
    stub_->UnaryCall(&call->context, "/counterpoint.benchmarks.Empty/Call", {}, &call->request,
                     &call->answer, [call, done = std::move(done)](const grpc::Status& status) {
                       delete call;
                       done(status.ok());
                     });
  };
}

}  // namespace counterpoint::benchmarks

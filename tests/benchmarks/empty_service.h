// The limit of every call: one that carries nothing and does nothing.
#pragma once

#include <memory>
#include <string>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "tests/benchmarks/load.h"

namespace counterpoint::benchmarks {

// Answers any method with an empty message, through the callback API.
class EmptyService : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override;
};

// A server of it on a free port of loopback, and calls to it.
class EmptyServer {
 public:
  EmptyServer();
  ~EmptyServer();
  StartCall Call();

 private:
  EmptyService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

}  // namespace counterpoint::benchmarks

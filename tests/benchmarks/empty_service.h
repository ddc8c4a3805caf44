// The limit of every call: one that carries nothing and does nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "tests/benchmarks/load.h"

namespace counterpoint::benchmarks {

// Answers any method with the same bytes, through the callback API.
class EmptyService : public grpc::CallbackGenericService {
 public:
  explicit EmptyService(std::size_t answer_bytes);
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override;

 private:
  const grpc::Slice answer_;
};

// A server of it on a free port of loopback, and calls to it.
class EmptyServer {
 public:
  // An answer of no bytes is an empty message; any other size is for comparison with
  // calls whose answers are as large.
  explicit EmptyServer(std::size_t answer_bytes = 0);
  ~EmptyServer();
  StartCall Call();

 private:
  EmptyService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

}  // namespace counterpoint::benchmarks

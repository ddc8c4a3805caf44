// Every method of the API with requests of every kind: no call ends the server, no error is
// one that a caller should not see, and what is kept stays whole.
#include <cstdint>

#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/rpc/sample_server.h"

namespace counterpoint::fuzz {
namespace {

constexpr int kMostCalls = 4;

SampleServer& TheServer() {
  static auto* const kServer = new SampleServer();
  return *kServer;
}

}  // namespace
}  // namespace counterpoint::fuzz

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  counterpoint::fuzz::TheServer();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  counterpoint::fuzz::ByteSource source(data, size);
  for (int call = 0; call < counterpoint::fuzz::kMostCalls && !source.empty(); ++call) {
    counterpoint::fuzz::TheServer().CallWith(source);
  }
  return 0;
}

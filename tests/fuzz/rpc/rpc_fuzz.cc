// Requests of every method, made from a fuzzer's bytes along their descriptors and followed
// by coverage of the whole service: several in a row on one server, as one may need what
// another has made. What they leave stays there for the next input, so a finding is repeated
// with the requests that it prints (see requests.txt in the corpus) rather than its file.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/rpc/sample_server.h"

namespace counterpoint::fuzz {
namespace {

constexpr int kMostCalls = 8;  // Of one input: some wait a fifth of a second.

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Lives as long as the process, which libFuzzer ends without destructors.
  static auto* server = new SampleServer;
  ByteSource source(data, size);
  for (int i = 0; i < kMostCalls && !source.empty(); ++i) server->CallWith(source);
  return 0;
}

}  // namespace counterpoint::fuzz

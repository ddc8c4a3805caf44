// Every method of the API with requests that are made at random from a fixed seed, and with
// those of the stored corpus: as tests/fuzz/rpc_fuzz.cc, without a fuzzer.
//   generated_requests_test CORPUS REQUESTS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/rpc/sample_server.h"

namespace counterpoint::fuzz {
namespace {

constexpr std::uint32_t kSeed = 20'261'122;
constexpr std::size_t kBytes = 200;  // More than a request takes.

void SendCorpus(const std::string& folder, SampleServer& server) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    ByteSource source(bytes);
    while (!source.empty()) server.CallWith(source);
  }
}

void SendGenerated(std::int64_t count, SampleServer& server) {
  std::mt19937 random(kSeed);
  std::string bytes(kBytes, '\0');
  for (std::int64_t i = 0; i < count; ++i) {
    for (char& byte : bytes) byte = static_cast<char>(random());
    ByteSource source(bytes);
    server.CallWith(source);
  }
}

}  // namespace
}  // namespace counterpoint::fuzz

int main(int argc, char** argv) {
  using namespace counterpoint::fuzz;
  if (argc != 3) {
    std::fprintf(stderr, "Usage: generated_requests_test CORPUS REQUESTS\n");
    return 2;
  }
  SampleServer server;
  SendCorpus(argv[1], server);
  const auto from_corpus = server.counts();
  SendGenerated(std::atoll(argv[2]), server);
  const auto counts = server.counts();
  std::printf("%lld requests, %lld of them of the corpus; %lld succeeded, of %lld methods; "
              "the store was checked %lld times\n",
              static_cast<long long>(counts.requests), static_cast<long long>(from_corpus.requests),
              static_cast<long long>(counts.succeeded), static_cast<long long>(counts.methods),
              static_cast<long long>(counts.checks_of_store));
  return 0;
}

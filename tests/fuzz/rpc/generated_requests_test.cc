// Every method of the API with requests of every kind, made at random from a seed, and with
// those that are stored: no call ends the server, no error is one that a caller should not
// see, every answer is well-formed, and what is kept stays whole.
//   generated_requests_test CORPUS REQUESTS [SEED]
// A corpus is a folder of files with a request a line, as they are printed where an answer
// is wrong.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/rpc/sample_server.h"

namespace counterpoint::fuzz {
namespace {

constexpr std::uint32_t kSeed = 20'261'122;
constexpr std::size_t kBytes = 200;  // More than a request takes.

void SendStored(const std::string& folder, SampleServer& server) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) server.CallText(line);
  }
}

void SendGenerated(std::int64_t count, std::uint32_t seed, SampleServer& server) {
  std::mt19937 random(seed);
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
  if (argc != 3 && argc != 4) {
    std::fprintf(stderr, "Usage: generated_requests_test CORPUS REQUESTS [SEED]\n");
    return 2;
  }
  SampleServer server;
  SendStored(argv[1], server);
  const auto stored = server.counts();
  const auto seed = argc == 4 ? static_cast<std::uint32_t>(std::atoll(argv[3])) : kSeed;
  SendGenerated(std::atoll(argv[2]), seed, server);
  const auto counts = server.counts();
  std::printf(
      "%lld requests, %lld of them stored; %lld succeeded, of %lld methods; the store was "
      "checked %lld times\n",
      static_cast<long long>(counts.requests), static_cast<long long>(stored.requests),
      static_cast<long long>(counts.succeeded), static_cast<long long>(counts.methods),
      static_cast<long long>(counts.checks_of_store));
  return 0;
}

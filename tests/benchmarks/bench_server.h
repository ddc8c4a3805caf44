// A real server for a benchmark, with its data in a directory of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cpp/client.h"
#include "counterpoint/v1/member.pb.h"
#include "service/server.h"

namespace counterpoint::benchmarks {

// Ends the program with a message on stderr unless it holds.
void Require(bool holds, const std::string& what);

class BenchServer {
 public:
  static constexpr char kAllianceId[] = "benchmark";
  static constexpr char kAlliance[] = "alliances/benchmark";

  // What an earlier run has left in the directory is removed.
  explicit BenchServer(std::string directory) : directory_(std::move(directory)) {
    std::filesystem::remove_all(directory_);
  }
  // Removes the directory.
  ~BenchServer();
  BenchServer(const BenchServer&) = delete;
  BenchServer& operator=(const BenchServer&) = delete;

  // Stops it where it runs. Returns how long it took until every answer was there.
  absl::Duration Start();
  void Stop() { server_.reset(); }

  struct Imported {
    absl::Duration acknowledged;  // From the first member to the last answer.
    absl::Duration indexed;       // From there until lists have all of them.
  };
  // Creates the alliance with these members, and waits for the index.
  Imported Import(const std::vector<v1::Member>& members);

  // REQUIRES: it runs.
  const client::Client& client() const { return *client_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  const std::string directory_;
  std::unique_ptr<service::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<client::Client> client_;
};

}  // namespace counterpoint::benchmarks

// A real server over loopback with one large alliance in it, and refreshes of its
// stored lists with what they took.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "service/server.h"

namespace counterpoint::benchmarks {

// Ends the program with what went wrong.
void Require(bool holds, const std::string& what);
void Require(const grpc::Status& status, const std::string& what);

// What a refresh took from the request to the moment at which everybody sees the new
// lists, as a client sees it. Of the whole process; what the store does behind that
// moment, as the taking away of older generations, counts for the next one.
struct RefreshCost {
  v1::Generation generation;
  absl::Duration wall;
  absl::Duration processor;
  std::int64_t bytes_written = 0;  // To files and sockets.
  // What the operation said that it was doing, in order, and for how long: asked for
  // every two milliseconds.
  std::vector<std::pair<std::string, absl::Duration>> phases;
};

// Its data is in a directory of its own, which goes with it.
class RefreshedAlliance {
 public:
  static constexpr char kName[] = "alliances/benchmark";

  RefreshedAlliance(std::string directory, const std::vector<v1::Member>& members);
  ~RefreshedAlliance();
  RefreshedAlliance(const RefreshedAlliance&) = delete;
  RefreshedAlliance& operator=(const RefreshedAlliance&) = delete;

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  // Of the HTTP gateway.
  int http_port() const { return server_->http_port(); }
  static std::string NameOf(const v1::Member& member);

  // Creates or replaces members.
  void Import(const std::vector<v1::Member>& members);
  // Returns once lists are answered from what was committed before.
  void AwaitIndex();
  // `request` without its parent.
  RefreshCost Refresh(v1::RefreshRecommendationsRequest request);
  // Ends the service and starts it again: nothing is left in memory.
  void Restart();

 private:
  void Start();
  v1::Operation Get(const std::string& operation);

  const std::string directory_;
  std::unique_ptr<service::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace counterpoint::benchmarks

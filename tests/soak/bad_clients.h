// Clients as they should not be: they stall, go away in the middle, and lie.
#pragma once

#include <memory>
#include <random>
#include <string>

#include "counterpoint/v1/matching_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "tests/soak/call_table.h"

namespace counterpoint::soak {

// Each for one thread. A step takes a few seconds at most.

// Opens streams and reads nothing.
class StallingClient {
 public:
  StallingClient(unsigned seed, const std::shared_ptr<grpc::Channel>& channel, CallTable& table);
  void Step();

 private:
  template <typename Open>
  void Stall(const char* kind, const Open& open);

  std::mt19937 random_;
  const std::unique_ptr<v1::MemberService::Stub> members_;
  const std::unique_ptr<v1::RecommendationService::Stub> lists_;
  CallTable& table_;
};

// Begins calls and goes away, by cancelling them or through deadlines of a millisecond.
class FleetingClient {
 public:
  FleetingClient(unsigned seed, const std::shared_ptr<grpc::Channel>& channel, int members,
                 CallTable& table, Findings& findings);
  void Step();

 private:
  std::mt19937 random_;
  const std::unique_ptr<v1::MatchingService::Stub> matching_;
  const int members_;
  CallTable& table_;
  Findings& findings_;
};

// Sends what is not allowed: over gRPC an unknown token and messages that are too large;
// over bare connections broken frames, headers without end, wrong content types, and
// bodies that do not come.
class LyingClient {
 public:
  // `channel` without credentials.
  LyingClient(unsigned seed, int port, int http_port, const std::shared_ptr<grpc::Channel>& channel,
              std::string token, CallTable& table, Findings& findings);
  void Step();

 private:
  void CallAs(const std::string& token, std::size_t bytes, grpc::StatusCode expected,
              const char* kind);
  void BreakFrames();
  void SendHeadersWithoutEnd();
  void SendWrongContentType();
  void SendHttpHeadersWithoutEnd();
  void SendHttp(const char* kind, const std::string& content_type, const std::string& length,
                const std::string& body, const std::string& expected);

  std::mt19937 random_;
  const int port_;
  const int http_port_;
  const std::unique_ptr<v1::MemberService::Stub> members_;
  const std::string token_;
  CallTable& table_;
  Findings& findings_;
};

}  // namespace counterpoint::soak

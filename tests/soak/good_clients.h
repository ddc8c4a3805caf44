// Clients that behave, each for one thread: they ask one thing after another.
#pragma once

#include <memory>
#include <random>
#include <string>

#include "clients/cpp/client.h"
#include "counterpoint/rpc/health.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "tests/soak/call_table.h"
#include "tests/soak/forbidden.h"
#include "tests/soak/soak_alliance.h"

namespace counterpoint::soak {

inline constexpr char kHealthRow[] = "probe: health";
inline constexpr char kReadRow[] = "probe: GetMember";

// Asks for health and a single record, as what watches over a server does. Neither may
// ever be shed.
class Probe {
 public:
  Probe(const std::shared_ptr<grpc::Channel>& channel, CallTable& table, Findings& findings);
  void Step();

 private:
  template <typename Send>
  void Call(const char* row, const Send& send);

  const std::unique_ptr<grpc::health::v1::Health::Stub> health_;
  const std::unique_ptr<v1::MemberService::Stub> members_;
  CallTable& table_;
  Findings& findings_;
};

// Calls over HTTP in JSON, on a connection that is kept.
class HttpClient {
 public:
  HttpClient(int port, std::string token, int members, CallTable& table, Findings& findings);
  void Step();

 private:
  const int port_;
  const std::string token_;
  const int members_;
  CallTable& table_;
  Findings& findings_;
  std::mt19937 random_{7};
};

// Refreshes everybody's lists, plans the session, and reads all lists as a stream, which
// then must not hold anybody who must not be in it. Borrows the client.
class OperationsClient {
 public:
  OperationsClient(const client::Client& client, const Forbidden& forbidden, CallTable& table,
                   Findings& findings);
  void Step();

 private:
  void Refresh();
  void Plan();
  void ReadAll();
  void Take(const char* row, absl::Time began, const absl::Status& status);

  const client::Client& client_;
  const Forbidden& forbidden_;
  CallTable& table_;
  Findings& findings_;
  int steps_ = 0;
};

}  // namespace counterpoint::soak

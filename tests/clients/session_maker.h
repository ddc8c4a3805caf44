// Alliances with sessions on a real server.
#pragma once

#include <memory>
#include <string>

#include "counterpoint/v1/session_service.grpc.pb.h"
#include "grpcpp/channel.h"

namespace counterpoint::cli {

// What a session of made-up members is like. The participants are "m1", "m2", ...
struct SessionShape {
  int participants = 8;
  int slots = 6;
  int tables = 4;
  int most_meetings = 3;
};

// Makes sessions within one alliance. For one thread.
class SessionMaker {
 public:
  // Creates the alliance.
  SessionMaker(const std::string& address, const std::string& alliance);

  // Creates the members where they are missing, the session and its participants.
  void Make(const std::string& session, const SessionShape& shape);
  // `member` must meet `partner`.
  void AddMust(const std::string& session, const std::string& member, const std::string& partner);

 private:
  // Members "m1" to "m{count}": every other one looks for what the others offer.
  void ImportMembers(int count);
  // Returns once the alliance can be matched in, and so planned.
  void AwaitIndex();

  const std::string parent_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::SessionService::Stub> sessions_;
  int members_ = 0;
};

}  // namespace counterpoint::cli

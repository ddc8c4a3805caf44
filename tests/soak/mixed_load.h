// Calls of all kinds that come at a rate, whether or not they are answered in time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"
#include "counterpoint/v1/ledger_service.grpc.pb.h"
#include "counterpoint/v1/matching_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "tests/soak/call_table.h"
#include "tests/soak/forbidden.h"
#include "tests/soak/soak_alliance.h"

namespace counterpoint::soak {

// Each answer is compared with that of the quiet server, or searched for who must not be
// in it. For one thread; what it is given has to outlive it.
class MixedLoad {
 public:
  // Sends over several connections that `channels` has.
  MixedLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const QuietAnswers& quiet,
            const Forbidden& forbidden, CallTable& table, Findings& findings);
  ~MixedLoad() { AwaitAll(); }
  MixedLoad(const MixedLoad&) = delete;
  MixedLoad& operator=(const MixedLoad&) = delete;

  // Keeps so many calls in flight; how many are answered a second: what the server can do.
  double MeasureCapacity(int in_flight, absl::Duration duration);

  // Starts so many a second for so long and waits for the last. How many it had to leave
  // out as this program itself was behind.
  std::int64_t Run(double per_second, absl::Duration duration);

 private:
  struct Stubs {
    explicit Stubs(const std::shared_ptr<grpc::Channel>& channel);
    std::unique_ptr<v1::InteractionService::Stub> interactions;
    std::unique_ptr<v1::LedgerService::Stub> ledger;
    std::unique_ptr<v1::MatchingService::Stub> matching;
    std::unique_ptr<v1::MemberService::Stub> members;
    std::unique_ptr<v1::OperationService::Stub> operations;
    std::unique_ptr<v1::RecommendationService::Stub> lists;
  };
  using Done = std::function<void(Outcome)>;

  void StartOne(Done done);
  void StartMatching(unsigned kind, Stubs& stubs, Done done);
  void StartRead(unsigned kind, Stubs& stubs, Done done);
  void StartWrite(unsigned kind, Stubs& stubs, Done done);
  // `start` hands the call over: (context, request, response, callback).
  template <typename Response, typename Request, typename Start, typename Check>
  void Send(const char* kind, Request request, const Start& start, Check check, Done done);
  void Compare(const char* kind, const std::string& answer, const std::string& quiet);
  void AwaitAll() const;
  int AnyMember() { return static_cast<int>(random_() % static_cast<unsigned>(quiet_.members())); }

  std::vector<Stubs> stubs_;
  const QuietAnswers& quiet_;
  const Forbidden& forbidden_;
  CallTable& table_;
  Findings& findings_;
  std::mt19937 random_{20261122};
  std::atomic<int> in_flight_ = 0;
  std::int64_t started_ = 0;
};

}  // namespace counterpoint::soak

// A client that writes one thing after another and knows what has to be there.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "counterpoint/v1/personal_data_service.grpc.pb.h"
#include "tests/soak/call_table.h"
#include "tests/soak/forbidden.h"

namespace counterpoint::soak {

// Writes members of its own to the lively alliance, erases some, sets others apart, and
// reads back what was acknowledged. A write whose call ended without an answer may have
// come about, or come about a little later. For one thread.
class ModelWriter {
 public:
  ModelWriter(int number, int members, Forbidden& forbidden, CallTable& table, Findings& findings);

  // To be called first, and whenever another connection is to be used.
  void Connect(const std::shared_ptr<grpc::Channel>& channel);
  // Lets go of the connection.
  void Disconnect();

  // Does one thing, and waits for a moment where it was refused.
  void Step();

  // Reads everything back.
  void CheckAll();

  int acknowledged() const { return acknowledged_; }

 private:
  using Mark = std::optional<std::string>;  // None: there is no such member.
  struct Doubt {
    Mark mark;
    absl::Time since;
  };
  struct Known {
    Mark acknowledged;
    std::vector<Doubt> doubts;
  };

  // Sends one call: `call` has the context to give. Whether it was answered.
  template <typename Send>
  Outcome Call(const char* kind, const Send& send);
  void Take(const std::string& name, Mark mark, Outcome outcome);
  Outcome Put(const std::string& name, const std::string& mark);
  void WriteMember();
  void DeleteMember();
  void EraseOldOne();
  void SetApart();
  void ReadBack(const std::string& name);
  std::string AnyName();

  const int number_;
  const int members_;
  std::unique_ptr<v1::MemberService::Stub> stub_;
  std::unique_ptr<v1::InteractionService::Stub> interactions_;
  std::unique_ptr<v1::PersonalDataService::Stub> personal_data_;
  Forbidden& forbidden_;
  CallTable& table_;
  Findings& findings_;
  std::mt19937 random_;
  std::map<std::string, Known> known_;
  std::deque<std::string> to_erase_;  // The oldest first.
  int marks_ = 0;
  int made_ = 0;
  int apart_ = 0;
  int acknowledged_ = 0;
};

}  // namespace counterpoint::soak

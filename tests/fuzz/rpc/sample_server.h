// A real server with the filled sample alliances, called with any request, and what every
// answer of it has to be.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/rpc/request_maker.h"
#include "tests/service/access/filled_alliances.h"

namespace counterpoint::fuzz {

// Ends the process, with the last requests, where an answer is not as it has to be. One
// in a process. For one thread.
class SampleServer final : public service::FilledAlliancesTest {
 public:
  SampleServer();
  ~SampleServer() override;

  // Makes a request of the bytes, sends it and checks what comes back.
  void CallWith(ByteSource& source);
  // The same of a request as text, "GetMember name: 'alliances/music/members/north'", as
  // they are printed where an answer is wrong.
  void CallText(const std::string& line);

  struct Counts {
    std::int64_t requests = 0;
    std::int64_t succeeded = 0;
    std::int64_t checks_of_store = 0;
    std::int64_t methods = 0;  // That succeeded at least once.
  };
  Counts counts() const;

 private:
  void TestBody() override {}

  void Call(std::size_t method, const google::protobuf::Message& request);
  void CheckAnswer(const google::protobuf::MethodDescriptor& method,
                   const service::RawAnswer& answer);
  void CheckError(const google::protobuf::MethodDescriptor& method, const grpc::Status& status);
  void CheckMessage(const google::protobuf::MethodDescriptor& method, const std::string& bytes);
  void Demand(bool holds, const std::string& what) const;
  // Stops the server, checks the store, and starts again: now and then with a new store.
  void CheckStore();

  const std::vector<const google::protobuf::MethodDescriptor*> methods_;
  RequestMaker maker_;
  std::vector<std::string> last_;        // Requests as text, the oldest first.
  std::vector<std::int64_t> succeeded_;  // By method.
  Counts counts_;
};

}  // namespace counterpoint::fuzz

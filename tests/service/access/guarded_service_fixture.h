// A real server that asks who calls.
#pragma once

#include <functional>
#include <string>

#include "counterpoint/stored/access_grants.pb.h"
#include "service/access/role.h"
#include "tests/service/access/raw_calls.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {

class GuardedServiceTest : public ServiceTest {
 protected:
  void SetUp() override;
  void TearDown() override;

  // Makes a token, which counts for a day, and waits until the server knows it.
  std::string Token(Role role, const std::string& alliance);
  // Changes the grants as `counterpointd token` does.
  void ChangeFile(const std::function<absl::Status(stored::AccessGrants&)>& change) const;

  grpc::Status StatusOf(const google::protobuf::MethodDescriptor& method,
                        const google::protobuf::Message& request, const std::string& token) const {
    return CallRaw(channel_, method, request, token).status;
  }
  // Asks for an alliance with the token; UNAUTHENTICATED where it does not count.
  grpc::Status TryToken(const std::string& token) const;
  // Until the server takes or refuses it; the test's time limit ends what never is.
  void AwaitTaken(const std::string& token, bool expected) const;
};

}  // namespace counterpoint::service

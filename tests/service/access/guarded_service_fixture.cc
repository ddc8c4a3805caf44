#include "tests/service/access/guarded_service_fixture.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "service/access/grant_changes.h"
#include "service/access/grant_file.h"

namespace counterpoint::service {

void GuardedServiceTest::SetUp() {
  options_.access.tokens_file = absl::StrCat(::testing::TempDir(), "/tokens-", OwnName());
  options_.access.reload_interval = absl::Milliseconds(2);
  ChangeFile([](stored::AccessGrants&) { return absl::OkStatus(); });
  ServiceTest::SetUp();
}

void GuardedServiceTest::TearDown() {
  ServiceTest::TearDown();
  unlink(options_.access.tokens_file.c_str());
  unlink((options_.access.tokens_file + ".lock").c_str());
}

void GuardedServiceTest::ChangeFile(
    const std::function<absl::Status(stored::AccessGrants&)>& change) const {
  const absl::Status changed = ChangeGrants(options_.access.tokens_file, change);
  EXPECT_TRUE(changed.ok()) << changed;
}

std::string GuardedServiceTest::Token(Role role, const std::string& alliance) {
  std::string token;
  ChangeFile([&](stored::AccessGrants& grants) {
    stored::AccessGrant added;
    auto made = AddGrant({.role = role, .alliance = alliance, .lifetime = absl::Hours(24)},
                         options_.clock(), grants, added);
    token = made.value_or("");
    return made.status();
  });
  AwaitTaken(token, true);
  return token;
}

grpc::Status GuardedServiceTest::TryToken(const std::string& token) const {
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "counterpoint.v1.AllianceService.ListAlliances");
  return StatusOf(*method, v1::ListAlliancesRequest(), token);
}

void GuardedServiceTest::AwaitTaken(const std::string& token, bool expected) const {
  while (TryToken(token).ok() != expected) absl::SleepFor(absl::Milliseconds(1));
}

}  // namespace counterpoint::service

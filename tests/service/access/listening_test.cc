#include "service/access/listening.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

TEST(ListeningTest, OnlyThisMachinesOwnAddressesAreLoopback) {
  for (const char* own : {"127.0.0.1:7411", "127.1.2.3:0", "localhost:7411", "[::1]:7411",
                          "unix:/run/counterpoint.sock"}) {
    EXPECT_TRUE(IsLoopback(own)) << own;
  }
  for (const char* open : {"0.0.0.0:7411", "[::]:7411", "192.168.1.2:7411", "example.org:7411",
                           ":7411", "", "127.0.0.1.example.org:7411", "dns:localhost:7411"}) {
    EXPECT_FALSE(IsLoopback(open)) << open;
  }
}

TEST(ListeningTest, WithoutCredentialsItIsLoopbackOrNothing) {
  EXPECT_TRUE(CheckListening("127.0.0.1:0", {}).ok());
  const absl::Status refused = CheckListening("0.0.0.0:7411", {});
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("counterpointd token create"));
}

}  // namespace
}  // namespace counterpoint::service

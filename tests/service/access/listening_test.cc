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

TEST(ListeningTest, TokensAreNotAskedForInTheClearUnlessThatIsMeant) {
  AccessOptions options;
  options.tokens_file = "tokens";
  EXPECT_TRUE(CheckListening("127.0.0.1:0", options).ok());
  EXPECT_THAT(std::string(CheckListening("0.0.0.0:0", options).message()),
              HasSubstr("--allow-plaintext"));
  options.allow_plaintext = true;
  EXPECT_TRUE(CheckListening("0.0.0.0:0", options).ok());
  options.allow_plaintext = false;
  options.tls.certificate_file = "cert";
  EXPECT_TRUE(CheckListening("0.0.0.0:0", options).ok());
}

TEST(ListeningTest, OptionsThatDoNotFitAreNamed) {
  AccessOptions options;
  options.tls.key_file = "key";
  options.tls.client_ca_file = "ca";
  options.web_tokens.issuer = "issuer";
  const std::string faults(CheckAccessOptions(options).message());
  for (const char* named : {"--tls-cert and --tls-key", "--tls-client-ca takes",
                            "--tls-client-ca alone", "take --jwt-keys"}) {
    EXPECT_THAT(faults, HasSubstr(named));
  }
  EXPECT_TRUE(CheckAccessOptions({}).ok());
}

}  // namespace
}  // namespace counterpoint::service

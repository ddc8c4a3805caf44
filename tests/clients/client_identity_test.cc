// The client library and the command line against a server that asks who calls.
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/command_line.h"
#include "clients/cpp/alliances.h"
#include "clients/cpp/client.h"
#include "clients/cpp/credentials.h"
#include "gmock/gmock.h"
#include "tests/service/access/guarded_service_fixture.h"
#include "tests/service/access/test_certificates.h"

namespace counterpoint {
namespace {

using service::Role;
using ::testing::HasSubstr;

class ClientIdentityTest : public service::GuardedServiceTest {
 protected:
  void SetUp() override {
    GuardedServiceTest::SetUp();
    token_ = Token(Role::kReader, "music");
  }
  void TearDown() override {
    GuardedServiceTest::TearDown();
    for (const std::string& path : files_) unlink(path.c_str());
  }
  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = absl::StrCat(options_.access.tokens_file, ".", name);
    std::ofstream(path) << text;
    files_.push_back(path);
    return path;
  }
  std::string address() const { return absl::StrCat("127.0.0.1:", server_->port()); }
  absl::Status ListWith(const client::ConnectionOptions& connection) {
    const client::Client client(connection);
    auto alliances = client.alliances().List({});
    alliances.begin();
    return alliances.status();
  }
  // Runs the program; what it says on both outputs.
  std::string Run(std::vector<std::string> arguments, cli::ExitCode* code,
                  const std::string& server = "") {
    std::istringstream in;
    std::ostringstream out;
    arguments.insert(arguments.begin(),
                     {"--language", "en", "--server", server.empty() ? address() : server});
    *code = cli::RunCommandLine(std::move(arguments), {&in, &out, &out});
    return out.str();
  }
  void ServeWithTls() {
    Stop();
    const service::PemPair pair = authority_.Issue("IP:127.0.0.1");
    options_.access.tls.certificate_file = Write("cert", pair.certificate);
    options_.access.tls.key_file = Write("key", pair.key);
    auto server = service::Server::Start(options_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  service::CertificateAuthority authority_;
  std::vector<std::string> files_;
  std::string token_;
};

TEST_F(ClientIdentityTest, TheLibrarySendsItsToken) {
  client::ConnectionOptions connection;
  connection.address = address();
  EXPECT_TRUE(absl::IsUnauthenticated(ListWith(connection)));
  connection.token = token_;
  const absl::Status listed = ListWith(connection);
  EXPECT_TRUE(listed.ok()) << listed;
}

TEST_F(ClientIdentityTest, TheLibraryTrustsWhomItIsTold) {
  ServeWithTls();
  client::ConnectionOptions connection;
  connection.address = address();
  connection.token = token_;
  connection.retry.max_attempts = 1;
  EXPECT_TRUE(absl::IsUnavailable(ListWith(connection)));
  client::TlsFiles files;
  files.ca = Write("ca", authority_.certificate());
  connection.credentials = *client::TlsCredentials(files);
  const absl::Status listed = ListWith(connection);
  EXPECT_TRUE(listed.ok()) << listed;
}

TEST_F(ClientIdentityTest, TheProgramReadsItsTokenFromAFileOrAVariable) {
  cli::ExitCode code;
  EXPECT_THAT(Run({"alliance", "list"}, &code), HasSubstr("--token-file"));
  EXPECT_EQ(code, cli::ExitCode::kError);
  const std::string file = Write("token", token_ + "\n");
  Run({"--token-file", file, "alliance", "list"}, &code);
  EXPECT_EQ(code, cli::ExitCode::kOk);
  setenv("COUNTERPOINT_TOKEN", token_.c_str(), 1);
  Run({"alliance", "list"}, &code);
  EXPECT_EQ(code, cli::ExitCode::kOk);
  unsetenv("COUNTERPOINT_TOKEN");
}

TEST_F(ClientIdentityTest, TheProgramUsesTlsWhereItIsTold) {
  ServeWithTls();
  const std::string token = Write("token", token_);
  const std::string ca = Write("ca", authority_.certificate());
  cli::ExitCode code;
  const std::string said = Run({"--tls-ca", ca, "--token-file", token, "alliance", "list"}, &code);
  EXPECT_EQ(code, cli::ExitCode::kOk) << said;
}

TEST_F(ClientIdentityTest, ATokenIsNotSentToOtherMachinesInPlainText) {
  const std::string token = Write("token", token_);
  cli::ExitCode code;
  EXPECT_THAT(Run({"--token-file", token, "alliance", "list"}, &code, "192.0.2.1:7411"),
              HasSubstr("plain text"));
  EXPECT_EQ(code, cli::ExitCode::kUsage);
}

TEST_F(ClientIdentityTest, FilesThatCannotBeReadAreNamed) {
  cli::ExitCode code;
  EXPECT_THAT(Run({"--token-file", "/nowhere", "alliance", "list"}, &code), HasSubstr("/nowhere"));
  EXPECT_EQ(code, cli::ExitCode::kUsage);
  EXPECT_THAT(Run({"--tls-ca", "/nowhere", "alliance", "list"}, &code), HasSubstr("/nowhere"));
  EXPECT_EQ(code, cli::ExitCode::kUsage);
  client::TlsFiles half;
  half.certificate = "a";
  EXPECT_FALSE(client::TlsCredentials(half).ok());
}

TEST_F(ClientIdentityTest, ThisMachineIsKnownByItsAddresses) {
  for (const char* own : {"127.0.0.1:1", "localhost:1", "[::1]:1", "unix:/run/a"}) {
    EXPECT_TRUE(client::IsOnThisMachine(own)) << own;
  }
  for (const char* other :
       {"example.org:1", "10.0.0.1:1", "localhost.example.org:1", "127a:1", "127.example.org:1"}) {
    EXPECT_FALSE(client::IsOnThisMachine(other)) << other;
  }
}

}  // namespace
}  // namespace counterpoint

// TLS and client certificates on a real server.
#include <unistd.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "service/access/grant_changes.h"
#include "service/access/tls_credentials.h"
#include "tests/service/access/guarded_service_fixture.h"
#include "tests/service/access/test_certificates.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

class TlsTest : public GuardedServiceTest {
 protected:
  void SetUp() override {
    GuardedServiceTest::SetUp();
    admin_ = Token(Role::kAdministrator, "");
    Stop();
    tls_.certificate_file = options_.access.tokens_file + ".cert";
    tls_.key_file = options_.access.tokens_file + ".key";
    WritePair(server_authority_.Issue("IP:127.0.0.1"));
  }
  void TearDown() override {
    GuardedServiceTest::TearDown();
    for (const std::string* file : {&tls_.certificate_file, &tls_.key_file, &tls_.client_ca_file}) {
      if (!file->empty()) unlink(file->c_str());
    }
  }

  static void Write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }
  void WritePair(const PemPair& pair) const {
    Write(tls_.key_file, pair.key);
    Write(tls_.certificate_file, pair.certificate);
  }
  void AskForCertificates() {
    tls_.client_ca_file = options_.access.tokens_file + ".ca";
    Write(tls_.client_ca_file, client_authority_.certificate());
  }
  void StartWithTls() {
    options_.access.tls = tls_;
    auto server = Server::Start(options_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  // A call that asks for nothing but an answer, over a connection of its own.
  grpc::Status Call(const std::string& token, const PemPair& client = {},
                    const std::string& trusted = "") {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = trusted.empty() ? server_authority_.certificate() : trusted;
    ssl.pem_cert_chain = client.certificate;
    ssl.pem_private_key = client.key;
    return CallOver(grpc::SslCredentials(ssl), token);
  }
  grpc::Status CallOver(const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                        const std::string& token) {
    // Without it, connections are shared between channels.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", server_->port()), credentials,
                                         arguments);
    return TryToken(token);
  }
  void GrantCertificate(const std::string& name, Role role) {
    ChangeFile([&](stored::AccessGrants& grants) {
      stored::AccessGrant added;
      return AddGrant({.role = role, .certificate = name, .lifetime = absl::Hours(1)},
                      options_.clock(), grants, added)
          .status();
    });
  }

  CertificateAuthority server_authority_;
  CertificateAuthority client_authority_;
  TlsOptions tls_;
  std::string admin_;
};

TEST_F(TlsTest, CallsAreProtectedAndTheTokenCounts) {
  StartWithTls();
  EXPECT_TRUE(Call(admin_).ok());
  EXPECT_EQ(Call("").error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, NobodyGetsInWithoutTls) {
  StartWithTls();
  EXPECT_EQ(CallOver(grpc::InsecureChannelCredentials(), admin_).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, AClientThatTrustsAnotherDoesNotTalkToIt) {
  StartWithTls();
  EXPECT_EQ(Call(admin_, {}, client_authority_.certificate()).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, WhereCertificatesAreAskedForEveryClientNeedsOne) {
  AskForCertificates();
  StartWithTls();
  EXPECT_EQ(Call(admin_).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Call(admin_, server_authority_.Issue("DNS:jobs.example.org")).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Call(admin_, client_authority_.Issue("DNS:jobs.example.org", -60)).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(Call(admin_, client_authority_.Issue("DNS:jobs.example.org")).ok());
}

TEST_F(TlsTest, ACertificateHasTheRoleThatItsNameWasGiven) {
  GrantCertificate("URI:spiffe://example.org/jobs", Role::kBatch);
  GrantCertificate("DNS:portal.example.org", Role::kPortal);
  AskForCertificates();
  StartWithTls();
  EXPECT_TRUE(Call("", client_authority_.Issue("URI:spiffe://example.org/jobs")).ok());
  EXPECT_TRUE(Call("", client_authority_.Issue("DNS:a.example.org,DNS:portal.example.org")).ok());
  const grpc::Status unknown = Call("", client_authority_.Issue("DNS:a.example.org"));
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(unknown.error_message(), HasSubstr("--certificate"));
  // A token is the nearer word.
  EXPECT_EQ(Call("nonsense", client_authority_.Issue("DNS:portal.example.org")).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, ANewCertificateIsTakenWithoutARestart) {
  StartWithTls();
  ASSERT_TRUE(Call(admin_).ok());
  CertificateAuthority next;
  WritePair(next.Issue("IP:127.0.0.1"));
  while (!Call(admin_, {}, next.certificate()).ok()) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(Call(admin_).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, AFileThatBreaksIsAFaultAndTheServerGoesOn) {
  StartWithTls();
  Write(tls_.certificate_file, "nonsense");
  std::vector<IndexFault> faults;
  while (faults.empty()) faults = server_->TakeFaults();
  EXPECT_THAT(faults.front().status.ToString(), HasSubstr("is no certificate in PEM"));
  EXPECT_TRUE(Call(admin_).ok());
}

TEST_F(TlsTest, FilesThatDoNotFitSayWhich) {
  const auto fault = [this] { return TlsCertificates(tls_).Read().ToString(); };
  Write(tls_.key_file, client_authority_.Issue("DNS:a").key);
  EXPECT_THAT(fault(), HasSubstr("is not the key of"));
  Write(tls_.key_file, "nonsense");
  EXPECT_THAT(fault(), HasSubstr("is no private key in PEM"));
  tls_.client_ca_file = "/nowhere";
  EXPECT_THAT(fault(), HasSubstr("/nowhere: cannot be read"));
  options_.access.tls = tls_;
  EXPECT_EQ(Server::Start(options_).status().code(), absl::StatusCode::kInvalidArgument);
  tls_.client_ca_file.clear();
}

TEST_F(TlsTest, AnAuthorityThatIsNewIsTrustedWithoutARestart) {
  AskForCertificates();
  StartWithTls();
  const PemPair old = client_authority_.Issue("DNS:jobs.example.org");
  ASSERT_TRUE(Call(admin_, old).ok());
  CertificateAuthority next;
  Write(tls_.client_ca_file, next.certificate());
  const PemPair late = next.Issue("DNS:jobs.example.org");
  while (!Call(admin_, late).ok()) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(Call(admin_, old).error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace counterpoint::service

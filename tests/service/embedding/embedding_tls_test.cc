// HTTPS to a server with a certificate of its own.
#include <httplib.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedding/embedding_client.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

// A key and a certificate that it has signed itself, for 127.0.0.1.
class Certificate {
 public:
  Certificate() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509_set_version(certificate_, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate_), 3600);
    X509_set_pubkey(certificate_, key_);
    X509_NAME* name = X509_get_subject_name(certificate_);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate_, name);
    X509_EXTENSION* address =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate_, address, -1);
    X509_EXTENSION_free(address);
    X509_sign(certificate_, key_, EVP_sha256());
  }
  ~Certificate() {
    X509_free(certificate_);
    EVP_PKEY_free(key_);
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  X509* get() const { return certificate_; }
  EVP_PKEY* key() const { return key_; }
  void WriteTo(const std::string& path) const {
    FILE* file = std::fopen(path.c_str(), "w");
    PEM_write_X509(file, certificate_);
    std::fclose(file);
  }

 private:
  EVP_PKEY* const key_;
  X509* const certificate_;
};

class EmbeddingTlsTest : public ::testing::Test {
 protected:
  EmbeddingTlsTest() {
    server_.Post("/v1/embeddings", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(R"({"data": [{"index": 0, "embedding": [1, 2]}]})", "application/json");
    });
    options_.url = absl::StrCat("https://127.0.0.1:", server_.bind_to_any_port("127.0.0.1"));
    options_.model = "m";
    options_.attempts = 1;
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~EmbeddingTlsTest() override {
    while (!server_.is_running()) std::this_thread::yield();
    server_.stop();
    thread_.join();
    unsetenv("SSL_CERT_FILE");
    unlink(trusted_.c_str());
  }

  // What the machine trusts, as OpenSSL reads it.
  void Trust(const Certificate& certificate) {
    certificate.WriteTo(trusted_);
    setenv("SSL_CERT_FILE", trusted_.c_str(), 1);
  }
  EmbeddingResult Embed() { return EmbeddingClient(options_, "secret").Embed({"a kite"}); }

  const std::string trusted_ = absl::StrCat(::testing::TempDir(), "/embedding-tls-", getpid());
  Certificate certificate_;
  httplib::SSLServer server_{certificate_.get(), certificate_.key()};
  EmbeddingOptions options_;
  std::thread thread_;
};

TEST_F(EmbeddingTlsTest, AServerWithATrustedCertificateIsAsked) {
  Trust(certificate_);
  const EmbeddingResult result = Embed();
  ASSERT_TRUE(result.ok()) << result.status;
  EXPECT_THAT(result.vectors, ElementsAre(ElementsAre(1.0F, 2.0F)));
}

TEST_F(EmbeddingTlsTest, AServerThatIsNotTrustedIsToldNothing) {
  Trust(Certificate());
  EXPECT_EQ(Embed().outcome, EmbeddingOutcome::kRefused);
}

}  // namespace
}  // namespace counterpoint::service

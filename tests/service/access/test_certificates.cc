#include "tests/service/access/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

template <typename Write>
std::string PemOf(const Write& write) {
  BIO* memory = BIO_new(BIO_s_mem());
  write(memory);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

std::string PemOf(X509* certificate) {
  return PemOf([&](BIO* memory) { PEM_write_bio_X509(memory, certificate); });
}

void Add(X509* certificate, const char* name, const std::string& value) {
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, OBJ_txt2nid(name), value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

CertificateAuthority::CertificateAuthority()
    : key_(EVP_EC_gen("P-256")),
      certificate_(Make("authority", key_.get(), "basicConstraints", "critical,CA:TRUE", 3600)) {}

CertificateAuthority::Certificate CertificateAuthority::Make(const std::string& subject,
                                                             EVP_PKEY* key, const char* extension,
                                                             const std::string& value, long life) {
  Certificate made(X509_new());
  X509* certificate = made.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial_);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), life);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(subject.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate,
                       certificate_ == nullptr ? name : X509_get_subject_name(certificate_.get()));
  Add(certificate, extension, value);
  X509_sign(certificate, key_.get(), EVP_sha256());
  return made;
}

std::string CertificateAuthority::certificate() const { return PemOf(certificate_.get()); }

PemPair CertificateAuthority::Issue(const std::string& names, long life) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate made =
      Make(absl::StrCat("holder ", serial_), key.get(), "subjectAltName", names, life);
  return {PemOf(made.get()), PemOf([&](BIO* memory) {
            PEM_write_bio_PKCS8PrivateKey(memory, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

}  // namespace counterpoint::service

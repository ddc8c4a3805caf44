#include "storage/digest.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace counterpoint::storage {
namespace {

// OpenSSL fails here only for want of memory, which nothing else survives
// either.
void RequireMemory(bool ok) {
  if (!ok) std::abort();
}

}  // namespace

Digest::Digest() : context_(EVP_MD_CTX_new()) {
  RequireMemory(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

Digest::~Digest() = default;

void Digest::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

void Digest::Add(absl::string_view bytes) {
  RequireMemory(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Digest::Finish() {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  RequireMemory(EVP_DigestFinal_ex(context_.get(), bytes, &size));
  return std::string(reinterpret_cast<const char*>(bytes), size);
}

std::string DigestOf(absl::string_view bytes) {
  Digest digest;
  digest.Add(bytes);
  return digest.Finish();
}

}  // namespace counterpoint::storage

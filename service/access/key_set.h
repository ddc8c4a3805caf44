// Public keys of an identity provider, and signatures by them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct json_t;  // Jansson's, which rhonabwy keeps keys in.

namespace counterpoint::service {

// A JSON Web Key Set (RFC 7517). Movable. Not thread-safe: the libraries below count
// references.
class KeySet {
 public:
  // Errors: INVALID_ARGUMENT where it is no key set, holds no key for RS256 or ES256,
  // or holds a private or a secret one.
  static absl::StatusOr<KeySet> Parse(const std::string& json);

  // The payload of a compact JSON Web Signature (RFC 7515); nothing unless one of the
  // set's keys has signed it. Only RS256 with an RSA key of at least 2048 bits and
  // ES256 with a key on P-256 are taken, by the key that `kid` names, or where there is
  // none by the only key; what the header says of keys elsewhere counts for nothing.
  std::optional<std::string> Verify(absl::string_view token) const;

 private:
  struct Release {
    void operator()(json_t* json) const;
  };
  explicit KeySet(json_t* keys) : keys_(keys) {}

  std::unique_ptr<json_t, Release> keys_;
};

}  // namespace counterpoint::service

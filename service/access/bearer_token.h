// Bearer tokens of the service: made, taken apart, and compared with what is kept
// of them.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "counterpoint/stored/access_grants.pb.h"

namespace counterpoint::service {

// "cpt.{id}.{secret}": the id of its grant, and 256 bits at random in base64url.
struct BearerToken {
  std::string id;
  std::string secret;  // 43 characters.
};

// With a new secret, from OpenSSL's generator for keys.
BearerToken NewBearerToken(absl::string_view id);
std::string FormatBearerToken(const BearerToken& token);
// Nothing where the text has another form.
std::optional<BearerToken> ParseBearerToken(absl::string_view text);

// What is kept of a secret, with a new salt. One round of SHA-256: slow hashes make
// guessing dear where people choose passwords; 256 random bits can't be guessed at
// any speed, and each call has to be checked.
stored::SecretHash HashOf(absl::string_view secret);

// Takes the same time wherever they differ.
bool Matches(const stored::SecretHash& hash, absl::string_view secret);

// `count` bytes at random from the same generator, in hexadecimal.
std::string RandomHex(int count);

}  // namespace counterpoint::service

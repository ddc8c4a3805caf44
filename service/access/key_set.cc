#include "service/access/key_set.h"

#include <rhonabwy.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

constexpr unsigned kMinRsaBits = 2048;

// The algorithm that a key is for; null where it is for none of ours.
const char* AlgorithmOf(jwk_t* key) {
  unsigned bits = 0;
  const int type = r_jwk_key_type(key, &bits, R_FLAG_IGNORE_REMOTE);
  const char* use = r_jwk_get_property_str(key, "use");
  if ((type & R_KEY_TYPE_PUBLIC) == 0 || (use != nullptr && absl::string_view(use) != "sig")) {
    return nullptr;
  }
  const char* algorithm = nullptr;
  if ((type & R_KEY_TYPE_RSA) != 0 && bits >= kMinRsaBits) algorithm = "RS256";
  const char* curve = r_jwk_get_property_str(key, "crv");
  if ((type & R_KEY_TYPE_EC) != 0 && curve != nullptr && absl::string_view(curve) == "P-256") {
    algorithm = "ES256";
  }
  const char* said = r_jwk_get_property_str(key, "alg");
  if (algorithm != nullptr && said != nullptr && absl::string_view(said) != algorithm) {
    return nullptr;
  }
  return algorithm;
}

// A header's algorithm and key id, read before any key is chosen.
struct Header {
  std::string algorithm;
  std::string key_id;
};
std::optional<Header> HeaderOf(absl::string_view token) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(token.substr(0, token.find('.')), &text)) return std::nullopt;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  // What is critical has to be understood, and nothing is.
  if (!json.is_object() || json.contains("crit") || !json.contains("alg") ||
      !json["alg"].is_string() || (json.contains("kid") && !json["kid"].is_string())) {
    return std::nullopt;
  }
  return Header{json["alg"].get<std::string>(), json.value("kid", "")};
}

}  // namespace

void KeySet::Release::operator()(json_t* json) const { r_jwks_free(json); }

absl::StatusOr<KeySet> KeySet::Parse(const std::string& json) {
  static const bool kReady = r_global_init() == RHN_OK;
  if (!kReady) return absl::InternalError("the library for web tokens cannot be used");
  json_t* raw = nullptr;
  if (r_jwks_init(&raw) != RHN_OK) return absl::InternalError("no memory for a key set");
  KeySet set(raw);
  if (r_jwks_import_from_json_str(raw, json.c_str()) != RHN_OK) {
    return absl::InvalidArgumentError("must be a JSON Web Key Set: {\"keys\": [...]}");
  }
  int usable = 0;
  for (std::size_t i = 0; i < r_jwks_size(raw); ++i) {
    jwk_t* key = r_jwks_get_at(raw, i);
    const absl::Cleanup free_key = [key] { r_jwk_free(key); };
    const int type = r_jwk_key_type(key, nullptr, R_FLAG_IGNORE_REMOTE);
    if ((type & (R_KEY_TYPE_PRIVATE | R_KEY_TYPE_SYMMETRIC)) != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("keys[", i, "] is a private or secret key; only public ones belong here"));
    }
    if (AlgorithmOf(key) != nullptr) ++usable;
  }
  if (usable == 0) {
    return absl::InvalidArgumentError(
        "holds no key to check signatures by RS256 (RSA, 2048 bits or more) or ES256 (P-256)");
  }
  return set;
}

std::optional<std::string> KeySet::Verify(absl::string_view token) const {
  const auto header = HeaderOf(token);
  if (!header) return std::nullopt;
  jwk_t* key = nullptr;
  if (!header->key_id.empty()) {
    key = r_jwks_get_by_kid(keys_.get(), header->key_id.c_str());
  } else if (r_jwks_size(keys_.get()) == 1) {
    key = r_jwks_get_at(keys_.get(), 0);
  }
  if (key == nullptr) return std::nullopt;
  const absl::Cleanup free_key = [key] { r_jwk_free(key); };
  // The key says how it is to be used, never the token.
  const char* algorithm = AlgorithmOf(key);
  if (algorithm == nullptr || header->algorithm != algorithm) return std::nullopt;

  jws_t* jws = nullptr;
  if (r_jws_init(&jws) != RHN_OK) return std::nullopt;
  const absl::Cleanup free_jws = [jws] { r_jws_free(jws); };
  if (r_jws_advanced_parsen(jws, token.data(), token.size(), R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) !=
          RHN_OK ||
      r_jws_verify_signature(jws, key, R_FLAG_IGNORE_REMOTE) != RHN_OK) {
    return std::nullopt;
  }
  std::size_t size = 0;
  const unsigned char* payload = r_jws_get_payload(jws, &size);
  return std::string(reinterpret_cast<const char*>(payload), size);
}

}  // namespace counterpoint::service

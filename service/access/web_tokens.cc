#include "service/access/web_tokens.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostKnown = 10'000;
constexpr std::size_t kLongestToken = 16 << 10;
// A subject goes into logs.
constexpr std::size_t kLongestSubject = 200;

std::string Sha256(absl::string_view text) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

std::optional<std::string> TextOf(const Json& claims, const std::string& name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// Seconds since 1970, which may have a fraction (RFC 7519, NumericDate).
std::optional<absl::Time> TimeOf(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(found->get<double>());
}

bool IsFor(const Json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (!found->is_array()) return *found == audience;
  return std::find(found->begin(), found->end(), Json(audience)) != found->end();
}

}  // namespace

absl::Status WebTokens::ReadKeys() {
  std::ifstream file(options_.key_set_file);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", options_.key_set_file));
  }
  auto keys = KeySet::Parse(text.str());
  if (!keys.ok()) {
    return absl::Status(keys.status().code(),
                        absl::StrCat(options_.key_set_file, ": ", keys.status().message()));
  }
  absl::MutexLock lock(&keys_mutex_);
  keys_ = *std::move(keys);
  absl::MutexLock known_lock(&known_mutex_);
  known_.clear();
  return absl::OkStatus();
}

std::optional<Caller> WebTokens::Find(absl::string_view token, absl::Time now) const {
  if (token.size() > kLongestToken) return std::nullopt;
  const std::string hash = Sha256(token);
  auto known = Remembered(hash);
  if (!known) known = Verified(token, hash);
  if (!known || now < known->begins || now >= known->ends) return std::nullopt;
  return std::move(known->caller);
}

std::optional<WebTokens::Known> WebTokens::Remembered(const std::string& hash) const {
  absl::ReaderMutexLock lock(&known_mutex_);
  const auto known = known_.find(hash);
  if (known == known_.end()) return std::nullopt;
  return known->second;
}

std::optional<WebTokens::Known> WebTokens::Verified(absl::string_view token,
                                                    const std::string& hash) const {
  absl::MutexLock lock(&keys_mutex_);
  const auto claims = keys_ ? keys_->Verify(token) : std::nullopt;
  auto known = claims ? Read(*claims) : std::nullopt;
  if (!known) return std::nullopt;
  absl::MutexLock known_lock(&known_mutex_);
  // Room for those who call now; the expired go with the rest.
  if (known_.size() >= kMostKnown) known_.clear();
  known_.insert_or_assign(hash, *known);
  return known;
}

std::optional<WebTokens::Known> WebTokens::Read(const std::string& text) const {
  const Json claims = Json::parse(text, nullptr, false);
  if (!claims.is_object() || TextOf(claims, "iss") != options_.issuer ||
      !IsFor(claims, options_.audience)) {
    return std::nullopt;
  }
  const auto subject = TextOf(claims, "sub");
  const auto expires = TimeOf(claims, "exp");
  const auto begins = TimeOf(claims, "nbf");
  if (!subject || subject->empty() || subject->size() > kLongestSubject || !expires ||
      (claims.contains("nbf") && !begins)) {
    return std::nullopt;
  }
  const auto role = ParseRole(TextOf(claims, options_.role_claim).value_or(""));
  const auto alliance = TextOf(claims, options_.alliance_claim);
  if (!role || !alliance || (*alliance != "*" && !conversion::IsResourceId(*alliance))) {
    return std::nullopt;
  }
  Known known;
  known.caller = {absl::StrCat("jwt:", *subject), *role, *alliance == "*" ? "" : *alliance};
  known.begins = begins ? *begins - options_.leeway : absl::InfinitePast();
  known.ends = *expires + options_.leeway;
  return known;
}

}  // namespace counterpoint::service

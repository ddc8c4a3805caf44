#include "service/access/grant_index.h"

#include <algorithm>

#include "service/access/grant_file.h"

namespace counterpoint::service {

GrantIndex::GrantIndex(const stored::AccessGrants& grants) : nobody_(HashOf("nobody")) {
  for (const stored::AccessGrant& said : grants.grants()) {
    if (!said.revoke_time().empty()) continue;
    Grant grant;
    grant.caller = {said.id(), *ParseRole(said.role()), said.alliance()};
    grant.expires = ParseGrantTime(said.expire_time());
    for (const stored::SecretHash& hash : said.secrets()) {
      const absl::Time ends =
          hash.expire_time().empty() ? grant.expires : ParseGrantTime(hash.expire_time());
      grant.secrets.push_back({hash, std::min(ends, grant.expires)});
    }
    if (said.certificate().empty()) {
      by_id_.emplace(said.id(), std::move(grant));
    } else {
      by_certificate_.emplace(said.certificate(), std::move(grant));
    }
  }
}

std::optional<Caller> GrantIndex::FindToken(const BearerToken& token, absl::Time now) const {
  const auto found = by_id_.find(token.id);
  if (found == by_id_.end()) {
    // An answer that came sooner would tell which ids there are.
    Matches(nobody_, token.secret);
    return std::nullopt;
  }
  for (const Secret& secret : found->second.secrets) {
    if (Matches(secret.hash, token.secret) && now < secret.expires) return found->second.caller;
  }
  return std::nullopt;
}

std::optional<Caller> GrantIndex::FindCertificate(const std::vector<std::string>& names,
                                                  absl::Time now) const {
  for (const std::string& name : names) {
    const auto found = by_certificate_.find(name);
    if (found != by_certificate_.end() && now < found->second.expires) return found->second.caller;
  }
  return std::nullopt;
}

}  // namespace counterpoint::service

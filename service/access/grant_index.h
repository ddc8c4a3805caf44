// Grants as calls look them up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/stored/access_grants.pb.h"
#include "service/access/bearer_token.h"
#include "service/access/caller.h"

namespace counterpoint::service {

// Immutable, so thread-safe.
class GrantIndex {
 public:
  // Of grants that were read by ReadGrants().
  explicit GrantIndex(const stored::AccessGrants& grants);

  // Whoever shows the token; nothing where it does not count at `now`. The work is
  // the same for an id that is not there.
  std::optional<Caller> FindToken(const BearerToken& token, absl::Time now) const;

  // Whoever shows a certificate with one of these names, "DNS:..." or "URI:...": by
  // the first that has a grant.
  std::optional<Caller> FindCertificate(const std::vector<std::string>& names,
                                        absl::Time now) const;

 private:
  struct Secret {
    stored::SecretHash hash;
    absl::Time expires;
  };
  struct Grant {
    Caller caller;
    std::vector<Secret> secrets;
    absl::Time expires;
  };

  absl::flat_hash_map<std::string, Grant> by_id_;
  absl::flat_hash_map<std::string, Grant> by_certificate_;
  const stored::SecretHash nobody_;
};

}  // namespace counterpoint::service

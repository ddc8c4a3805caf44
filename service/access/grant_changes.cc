#include "service/access/grant_changes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/access/bearer_token.h"
#include "service/access/grant_file.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

constexpr int kRandomIdBytes = 4;

stored::AccessGrant* Find(absl::string_view id, stored::AccessGrants& grants) {
  auto& all = *grants.mutable_grants();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& grant) { return grant.id() == id; });
  return found == all.end() ? nullptr : &*found;
}

absl::Status NoSuchGrant(absl::string_view id) {
  return absl::NotFoundError(
      absl::StrCat("there is no grant '", id, "'; 'counterpointd token list' shows all"));
}

absl::Status CheckLifetime(absl::Duration lifetime) {
  // Ten years are for ever, and more would be a slip of the keyboard.
  if (lifetime > absl::ZeroDuration() && lifetime <= absl::Hours(24) * 3660) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("--expires: must be more than 0 and at most 3660d");
}

std::string StateOf(const stored::AccessGrant& grant, absl::Time now) {
  if (!grant.revoke_time().empty()) return "revoked";
  if (ParseGrantTime(grant.expire_time()) <= now) return "expired";
  const auto counting =
      std::count_if(grant.secrets().begin(), grant.secrets().end(), [&](const auto& secret) {
        return secret.expire_time().empty() || ParseGrantTime(secret.expire_time()) > now;
      });
  return counting > 1 ? "rotating" : "valid";
}

}  // namespace

absl::StatusOr<std::string> AddGrant(const NewGrant& grant, absl::Time now,
                                     stored::AccessGrants& grants, stored::AccessGrant& added) {
  const absl::Status checked = CheckLifetime(grant.lifetime);
  if (!checked.ok()) return checked;
  const std::string id = grant.id.empty()
                             ? absl::StrCat(RoleName(grant.role), "-", RandomHex(kRandomIdBytes))
                             : grant.id;
  if (!conversion::IsResourceId(id)) {
    return absl::InvalidArgumentError("--id: must be 1 to 63 of a-z, 0-9 and -");
  }
  if (Find(id, grants) != nullptr) {
    return absl::AlreadyExistsError(
        absl::StrCat("there is a grant '", id, "' already; rotate it, or choose another --id"));
  }
  added.set_id(id);
  added.set_role(std::string(RoleName(grant.role)));
  added.set_alliance(grant.alliance);
  added.set_note(grant.note);
  added.set_certificate(grant.certificate);
  added.set_create_time(FormatGrantTime(now));
  added.set_expire_time(FormatGrantTime(now + grant.lifetime));
  std::string token;
  if (grant.certificate.empty()) {
    const BearerToken made = NewBearerToken(id);
    *added.add_secrets() = HashOf(made.secret);
    token = FormatBearerToken(made);
  }
  *grants.add_grants() = added;
  return token;
}

absl::StatusOr<std::string> RotateGrant(absl::string_view id, absl::Duration lifetime,
                                        absl::Duration grace, absl::Time now,
                                        stored::AccessGrants& grants) {
  const absl::Status checked = CheckLifetime(lifetime);
  if (!checked.ok()) return checked;
  stored::AccessGrant* grant = Find(id, grants);
  if (grant == nullptr) return NoSuchGrant(id);
  if (!grant->revoke_time().empty()) {
    return absl::FailedPreconditionError(absl::StrCat("'", id, "' is revoked; create another"));
  }
  if (!grant->certificate().empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", id, "' is for a certificate, which has no token to rotate"));
  }
  const absl::Time until = std::min(now + grace, ParseGrantTime(grant->expire_time()));
  std::vector<stored::SecretHash> before;
  for (stored::SecretHash& secret : *grant->mutable_secrets()) {
    const absl::Time ends = secret.expire_time().empty()
                                ? until
                                : std::min(until, ParseGrantTime(secret.expire_time()));
    if (ends <= now) continue;
    secret.set_expire_time(FormatGrantTime(ends));
    before.push_back(secret);
  }
  const BearerToken made = NewBearerToken(id);
  grant->clear_secrets();
  *grant->add_secrets() = HashOf(made.secret);
  for (const stored::SecretHash& secret : before) *grant->add_secrets() = secret;
  grant->set_expire_time(FormatGrantTime(now + lifetime));
  return FormatBearerToken(made);
}

absl::Status RevokeGrant(absl::string_view id, absl::Time now, stored::AccessGrants& grants) {
  stored::AccessGrant* grant = Find(id, grants);
  if (grant == nullptr) return NoSuchGrant(id);
  grant->clear_secrets();
  if (grant->revoke_time().empty()) grant->set_revoke_time(FormatGrantTime(now));
  return absl::OkStatus();
}

std::string ShowGrants(const stored::AccessGrants& grants, absl::Time now) {
  using Row = std::array<std::string, 6>;
  std::vector<Row> rows = {{"ID", "ROLE", "ALLIANCE", "EXPIRES", "STATE", "NOTE"}};
  for (const stored::AccessGrant& grant : grants.grants()) {
    const std::string alliance = grant.alliance().empty() ? "(all)" : grant.alliance();
    std::string note = grant.note();
    if (!grant.certificate().empty()) {
      note = absl::StrCat(grant.certificate(), note.empty() ? "" : "  ", note);
    }
    rows.push_back({grant.id(), grant.role(), alliance, grant.expire_time(), StateOf(grant, now),
                    std::move(note)});
  }
  Row::size_type widths[5] = {};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < 5; ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < 5; ++i) {
      absl::StrAppendFormat(&line, "%-*s  ", static_cast<int>(widths[i]), row[i]);
    }
    line += row[5];
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

}  // namespace counterpoint::service

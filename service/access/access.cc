#include "service/access/access.h"

#include <grpc/grpc_security_constants.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "service/access/bearer_token.h"
#include "service/access/grant_file.h"
#include "service/access/tls_credentials.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

constexpr absl::string_view kScheme = "bearer ";

absl::Status NoCredential() {
  return absl::UnauthenticatedError(
      "this server asks who calls: send the metadata 'authorization: Bearer TOKEN', with "
      "'counterpoint' by --token-file or COUNTERPOINT_TOKEN; whoever runs the server makes tokens "
      "with 'counterpointd token create'");
}

// The same whatever is wrong: unknown, expired, revoked, badly signed.
absl::Status BadCredential() {
  return absl::UnauthenticatedError(
      "the token is not valid, or no longer; ask whoever runs the server for a new one");
}

absl::Status CertificateWithoutRole() {
  return absl::UnauthenticatedError(
      "the client certificate has no role here; whoever runs the server gives it one with "
      "'counterpointd token create --certificate NAME', or send a token");
}

// Whether a name is that of the alliance or of something in it.
bool IsWithin(absl::string_view name, absl::string_view alliance) {
  return absl::ConsumePrefix(&name, "alliances/") && absl::ConsumePrefix(&name, alliance) &&
         (name.empty() || name.front() == '/');
}

}  // namespace

Credentials CredentialsOf(const grpc::ServerContextBase& context) {
  Credentials credentials;
  const auto [first, last] = context.client_metadata().equal_range("authorization");
  for (auto it = first; it != last; ++it) {
    credentials.authorizations.emplace_back(it->second.data(), it->second.size());
  }
  const auto peer = context.auth_context();
  if (peer == nullptr || !peer->IsPeerAuthenticated()) return credentials;
  for (const auto& [property, prefix] :
       {std::pair(GRPC_PEER_DNS_PROPERTY_NAME, "DNS:"), {GRPC_PEER_URI_PROPERTY_NAME, "URI:"}}) {
    for (const grpc::string_ref& name : peer->FindPropertyValues(property)) {
      credentials.certificate_names.push_back(
          absl::StrCat(prefix, absl::string_view(name.data(), name.size())));
    }
  }
  return credentials;
}

Access::Access() : Access(AccessOptions(), nullptr) {}

Access::Access(const AccessOptions& options, std::function<absl::Time()> clock)
    : options_(options), clock_(std::move(clock)) {
  const auto follow = [this](const std::string& path, std::function<absl::Status()> read) {
    if (!path.empty()) files_.push_back({WatchedFile(path), std::move(read)});
  };
  follow(options_.tokens_file, [this] { return ReadGrantsFile(); });
  if (!options_.web_tokens.key_set_file.empty()) {
    web_tokens_ = std::make_unique<WebTokens>(options_.web_tokens);
    follow(options_.web_tokens.key_set_file, [this] { return web_tokens_->ReadKeys(); });
  }
  if (!options_.tls.IsOn()) return;
  certificates_ = std::make_shared<TlsCertificates>(options_.tls);
  for (const std::string* path :
       {&options_.tls.certificate_file, &options_.tls.key_file, &options_.tls.client_ca_file}) {
    follow(*path, [this] { return certificates_->Read(); });
  }
}

Access::~Access() {
  stopped_.Notify();
  if (following_.joinable()) following_.join();
}

absl::StatusOr<std::unique_ptr<Access>> Access::Open(const AccessOptions& options,
                                                     std::function<absl::Time()> clock) {
  const absl::Status checked = CheckAccessOptions(options);
  if (!checked.ok()) return checked;
  std::unique_ptr<Access> access(new Access(options, std::move(clock)));
  for (Followed& followed : access->files_) {
    followed.file.HasChanged();
    const absl::Status read = followed.read();
    if (!read.ok()) return read;
  }
  return access;
}

void Access::Follow(Report report) {
  if (files_.empty()) return;
  following_ = std::thread([this, report = std::move(report)] {
    while (!stopped_.WaitForNotificationWithTimeout(options_.reload_interval)) ReadChanged(report);
  });
}

void Access::ReadChanged(const Report& report) {
  for (Followed& followed : files_) {
    if (!followed.file.HasChanged()) continue;
    const absl::Status read = followed.read();
    if (!read.ok()) report(read);
  }
}

absl::Status Access::ReadGrantsFile() {
  const auto read = ReadGrants(options_.tokens_file);
  if (!read.ok()) return read.status();
  auto index = std::make_shared<const GrantIndex>(*read);
  absl::MutexLock lock(&mutex_);
  grants_ = std::move(index);
  return absl::OkStatus();
}

std::shared_ptr<const GrantIndex> Access::grants() const {
  absl::MutexLock lock(&mutex_);
  return grants_;
}

absl::StatusOr<Caller> Access::Identify(const Credentials& credentials) const {
  if (!options_.AsksForCredentials()) return Caller{"local", Role::kAdministrator, ""};
  // Of two it would not be clear who answers for the call.
  if (credentials.authorizations.size() > 1) return BadCredential();
  if (!credentials.authorizations.empty()) {
    absl::string_view token = credentials.authorizations.front();
    if (!absl::StartsWithIgnoreCase(token, kScheme)) return NoCredential();
    token.remove_prefix(kScheme.size());
    auto caller = FindToken(token);
    if (!caller) return BadCredential();
    return *std::move(caller);
  }
  if (credentials.certificate_names.empty()) return NoCredential();
  const auto known = grants();
  if (known == nullptr) return NoCredential();
  auto caller = known->FindCertificate(credentials.certificate_names, clock_());
  if (!caller) return CertificateWithoutRole();
  return *std::move(caller);
}

std::optional<Caller> Access::FindToken(absl::string_view token) const {
  const auto own = ParseBearerToken(token);
  if (!own) return web_tokens_ == nullptr ? std::nullopt : web_tokens_->Find(token, clock_());
  const auto known = grants();
  return known == nullptr ? std::nullopt : known->FindToken(*own, clock_());
}

absl::Status Access::Authorize(const Caller& caller,
                               const google::protobuf::Message& request) const {
  const AccessRules::Rule* rule = rules_.Find(request);
  if (rule == nullptr) return absl::PermissionDeniedError("nobody may call this method");
  const MethodAccess& access = *rule->access;
  if (!access.roles.Has(caller.role)) {
    return absl::PermissionDeniedError(absl::StrCat("the role ", RoleName(caller.role),
                                                    " may not call ", access.method,
                                                    "; it takes one of ", RoleNames(access.roles)));
  }
  if (caller.ReachesAll() || access.reach == Reach::kOwn) return absl::OkStatus();
  if (access.reach == Reach::kAll) {
    return absl::PermissionDeniedError(
        absl::StrCat(access.method, " takes a token for all alliances; this one is for ",
                     conversion::FormatAllianceName(caller.alliance), " alone"));
  }
  for (std::size_t i = 0; i < rule->names.size(); ++i) {
    const std::string name = TextAt(request, rule->names[i]);
    if (name.empty() || IsWithin(name, caller.alliance)) continue;
    return absl::PermissionDeniedError(absl::StrCat(access.names[i], ": must be within ",
                                                    conversion::FormatAllianceName(caller.alliance),
                                                    ", for which alone the token is"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Caller> Access::Admit(const grpc::ServerContextBase& context,
                                     const google::protobuf::Message& request) const {
  auto caller = Identify(options_.AsksForCredentials() ? CredentialsOf(context) : Credentials());
  const absl::Status admitted = caller.ok() ? Authorize(*caller, request) : caller.status();
  if (admitted.ok()) return caller;
  if (refused_) refused_(context, request, caller.ok() ? &*caller : nullptr, admitted);
  return admitted;
}

}  // namespace counterpoint::service

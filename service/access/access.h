// Who calls, and whether the call may go on: asked of every call before anything
// else is done with it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/access/access_options.h"
#include "service/access/access_table.h"
#include "service/access/caller.h"
#include "service/access/grant_index.h"
#include "service/access/watched_file.h"
#include "service/access/web_tokens.h"

namespace counterpoint::service {

class AuditTrail;
class TlsCertificates;

// What a call brings along to say whose it is.
struct Credentials {
  std::vector<std::string> authorizations;     // Values of that metadata.
  std::vector<std::string> certificate_names;  // As GrantIndex::FindCertificate() has them.
};
Credentials CredentialsOf(const grpc::ServerContextBase& context);

// Thread-safe.
class Access {
 public:
  // Is told why a file that has changed cannot be taken over; what was read before
  // goes on counting.
  using Report = std::function<void(const absl::Status&)>;

  // Asks for nothing: every caller is an administrator of all alliances.
  Access();
  ~Access();
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  // By `clock` what expires does. Errors: those of CheckAccessOptions(), ReadGrants(),
  // WebTokens::ReadKeys() and TlsCertificates::Read().
  static absl::StatusOr<std::unique_ptr<Access>> Open(const AccessOptions& options,
                                                      std::function<absl::Time()> clock);

  // Is told of each call that Admit() refuses; the caller is null where nobody was made
  // out. `trail` is where those who run methods enter them. To be called before the
  // first call, at most once.
  using Refused = std::function<void(const grpc::ServerContextBase& context,
                                     const google::protobuf::Message& request, const Caller* caller,
                                     const absl::Status& status)>;
  void SetTrail(AuditTrail* trail, Refused refused) {
    trail_ = trail;
    refused_ = std::move(refused);
  }
  // Null: nothing is entered.
  AuditTrail* trail() const { return trail_; }

  // Follows the changes of its files from now on. To be called at most once.
  void Follow(Report report);

  // Errors: UNAUTHENTICATED, which says how to bring a credential along where there
  // is none, and not what is wrong with one that does not count.
  absl::StatusOr<Caller> Identify(const Credentials& credentials) const;

  // Whether the caller may do what the request asks for. PERMISSION_DENIED is told
  // from caller and request alone, so whether another alliance or something in it
  // exists makes no difference to its text or time. Names that are missing are left
  // to the check of the request.
  absl::Status Authorize(const Caller& caller, const google::protobuf::Message& request) const;

  // Both.
  absl::StatusOr<Caller> Admit(const grpc::ServerContextBase& context,
                               const google::protobuf::Message& request) const;

  const AccessRules& rules() const { return rules_; }
  // Whether callers have to say who they are.
  bool AsksForCredentials() const { return options_.AsksForCredentials(); }
  // Null: connections are in plain text.
  std::shared_ptr<const TlsCertificates> certificates() const { return certificates_; }

 private:
  Access(const AccessOptions& options, std::function<absl::Time()> clock);

  std::optional<Caller> FindToken(absl::string_view token) const;
  absl::Status ReadGrantsFile() ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<const GrantIndex> grants() const ABSL_LOCKS_EXCLUDED(mutex_);
  void ReadChanged(const Report& report);

  const AccessOptions options_;
  const std::function<absl::Time()> clock_;
  const AccessRules rules_;
  std::unique_ptr<WebTokens> web_tokens_;          // Null: they are not taken.
  std::shared_ptr<TlsCertificates> certificates_;  // Null: there are none.
  // Those that are set, each with what reads it anew.
  struct Followed {
    WatchedFile file;
    std::function<absl::Status()> read;
  };
  std::vector<Followed> files_;

  AuditTrail* trail_ = nullptr;
  Refused refused_;

  mutable absl::Mutex mutex_;
  std::shared_ptr<const GrantIndex> grants_ ABSL_GUARDED_BY(mutex_);  // Null: no file.

  absl::Notification stopped_;
  std::thread following_;
};

}  // namespace counterpoint::service

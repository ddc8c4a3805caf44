// The call that a thread works on, for the audit trail.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/access/caller.h"
#include "service/audit/audit_event.h"
#include "service/audit/audit_trail.h"
#include "storage/audit.h"
#include "storage/record.h"

namespace counterpoint::service {

// From its making to its end the calling thread's current one: commits of that thread
// are entered as the call's (AuditedStore), without methods having to think of it. A
// call whose method is not a read and that has committed nothing is entered at its
// end. So each leaves one entry. Borrows all that it is given. Not thread-safe.
class AuditedCall {
 public:
  // `trail` may be null: nothing is entered then.
  AuditedCall(AuditTrail* trail, const grpc::ServerContextBase& context,
              const google::protobuf::Message& request, const Caller& caller);
  // Ends it with OK where it has not been.
  ~AuditedCall();
  AuditedCall(const AuditedCall&) = delete;
  AuditedCall& operator=(const AuditedCall&) = delete;

  // Null where the thread works on no call.
  static AuditedCall* Current();

  // Enters it now where it is to go on by itself.
  void EnterIfWatch();
  // To be called while request and context are as they were.
  void End(const absl::Status& status);
  // Nothing of it is entered.
  void Discard() { is_over_ = true; }

  // What a commit of this call is to be entered as; nothing where the call has been
  // entered. The names in it are left out where they are concealed.
  std::optional<storage::AuditEvent> EventOf(absl::string_view alliance,
                                             const std::vector<storage::Write>& writes) const;
  // The event of the last EventOf() is in the trail.
  void MarkEntered() { is_over_ = true; }

  // For the call that erases names: it must not enter them anew. `removed` is what is
  // gone, by kind.
  void Conceal(const std::map<std::string, std::int64_t>& removed);

 private:
  AuditedEvent Event() const;

  AuditTrail* const trail_;
  const grpc::ServerContextBase& context_;
  const google::protobuf::Message& request_;
  const Caller& caller_;
  AuditedCall* const outer_;
  bool is_over_ = false;
  std::optional<std::map<std::string, std::int64_t>> concealed_;
};

}  // namespace counterpoint::service

// Events as the audit trail keeps them, made of calls.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "counterpoint/stored/audit_event.pb.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/access/access_table.h"
#include "service/access/caller.h"
#include "storage/audit.h"
#include "storage/record.h"

namespace counterpoint::service {

// Names of resources that an event keeps; the others are counted.
inline constexpr int kMostAuditNames = 10;

// An event in the making. Names that are no resource's, whatever else may be in their
// place, are counted and not kept.
struct AuditedEvent {
  stored::AuditEvent event;
  std::vector<std::string> names;  // Without the request id.
  std::string request_id;

  void AddName(absl::string_view name);
  // As the store takes it: the request id goes with the names, as it can be erased
  // like them.
  storage::AuditEvent Stored() const;
};

// Who asks for what, from where. `caller` is null where nobody was made out; `rule`
// where the request is of no method.
AuditedEvent EventOfCall(const grpc::ServerContextBase& context,
                         const google::protobuf::Message& request, const AccessRules::Rule* rule,
                         const Caller* caller);

// Adds what a commit to the alliance writes.
void AddWrites(absl::string_view alliance, const std::vector<storage::Write>& writes,
               AuditedEvent& event);

// The alliance that the request names first; empty where it names none.
std::string AllianceNamedBy(const google::protobuf::Message& request,
                            const AccessRules::Rule* rule);

// Where a request id is among the names of an entry; empty where `name` is a resource's.
absl::string_view RequestIdOf(absl::string_view name);

}  // namespace counterpoint::service

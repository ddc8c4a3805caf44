#include "service/audit/audit_entry_message.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/stored/audit_event.pb.h"
#include "service/audit/audit_event.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {

absl::StatusOr<v1::AuditEntry> AuditEntryMessage(const storage::AuditEntry& entry) {
  stored::AuditEvent event;
  if (!event.ParseFromString(entry.payload)) {
    return absl::DataLossError(absl::StrCat("audit entry ", entry.sequence, " cannot be read"));
  }
  v1::AuditEntry message;
  message.set_sequence(entry.sequence);
  *message.mutable_time() = conversion::ToTimestamp(entry.time);
  message.set_method(event.method());
  message.set_caller(event.caller());
  message.set_role(event.role());
  // The numbers are the same.
  message.set_identification(static_cast<v1::AuditEntry::Identification>(event.identification()));
  message.set_peer(event.peer());
  for (const storage::AuditEntry::Name& name : entry.names) {
    const absl::string_view request_id = RequestIdOf(name.name);
    if (name.name.empty()) {
      message.set_erased_resources(message.erased_resources() + 1);
    } else if (!request_id.empty()) {
      message.set_request_id(std::string(request_id));
    } else {
      message.add_resources(name.name);
    }
  }
  message.set_more_resources(event.more_names());
  message.set_records(event.records());
  message.set_request_digest(event.request_digest());
  message.set_code(event.code());
  message.set_dry_run(event.dry_run());
  message.set_omitted(event.omitted());
  *message.mutable_removed() = event.removed();
  message.set_previous_hash(entry.previous_hash);
  message.set_hash(entry.hash);
  return message;
}

}  // namespace counterpoint::service

#include "service/audit/command_event.h"

#include <pwd.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "counterpoint/stored/audit_event.pb.h"

namespace counterpoint::service {

storage::AuditEvent EventOfCommand(absl::string_view command) {
  stored::AuditEvent event;
  event.set_method(std::string(command));
  event.set_identification(stored::AuditEvent::SYSTEM_USER);
  const passwd* user = getpwuid(getuid());
  event.set_caller(user == nullptr ? absl::StrCat("uid:", getuid())
                                   : absl::StrCat("user:", user->pw_name));
  return {event.SerializeAsString(), {}};
}

}  // namespace counterpoint::service

#include "service/rpc/request_viewer.h"

#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

bool SeesEverything(const Caller& caller) {
  return caller.role == Role::kStaff || caller.role == Role::kAdministrator;
}

Viewer AsMember(const Backend& backend, const std::string& alliance, const std::string& member) {
  return Viewer::Of(member, [&feedback = backend.feedback, alliance, member] {
    // Without an answer nobody has consented: it shows less, never more.
    return feedback.ConsentsOf(alliance, member).value_or(absl::flat_hash_set<std::string>());
  });
}

}  // namespace

Viewer ViewerAbout(const Backend& backend, const Caller& caller, const std::string& alliance,
                   const std::string& member) {
  if (SeesEverything(caller)) return Viewer::Everything();
  if (caller.role != Role::kPortal) return Viewer::Nobody();
  return AsMember(backend, alliance, member);
}

absl::StatusOr<Viewer> ViewerNamed(const Backend& backend, const Caller& caller,
                                   const std::string& alliance, const std::string& viewer) {
  if (viewer.empty()) return SeesEverything(caller) ? Viewer::Everything() : Viewer::Nobody();
  if (!SeesEverything(caller) && caller.role != Role::kPortal) {
    return absl::PermissionDeniedError(
        absl::StrCat("viewer: a caller with the role ", RoleName(caller.role),
                     " asks for no members; leave it out, or use a token with the role portal"));
  }
  return AsMember(backend, alliance,
                  conversion::ParseMemberNameWithin(alliance, viewer).value_or(""));
}

}  // namespace counterpoint::service

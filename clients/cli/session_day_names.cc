#include "clients/cli/session_day_names.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/resource_names.h"

namespace counterpoint::cli {

std::string SessionDayNames::Member(const std::string& typed) const {
  return MemberName(alliance, typed);
}

std::string SessionDayNames::Plan(const std::string& typed) const {
  return typed.starts_with("alliances/") ? typed : absl::StrCat(session, "/plans/", typed);
}

absl::StatusOr<SessionDayNames> NamesOfDay(const Session& session, const std::string& typed) {
  constexpr char kCollection[] = "/sessions/";
  if (typed.starts_with("alliances/")) {
    const std::size_t end = typed.find(kCollection);
    if (end == std::string::npos) {
      return UsageError(absl::StrCat("\"", typed,
                                     "\" is no session; name one by its id, or as "
                                     "alliances/ALLIANCE/sessions/SESSION"));
    }
    return SessionDayNames{typed, typed.substr(0, end)};
  }
  const absl::StatusOr<std::string> alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  return SessionDayNames{absl::StrCat(*alliance, kCollection, typed), *alliance};
}

}  // namespace counterpoint::cli

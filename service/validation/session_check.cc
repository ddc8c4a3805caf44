#include "service/validation/session_check.h"

#include "absl/strings/str_cat.h"
#include "service/validation/number_check.h"
#include "service/validation/pairing_check.h"
#include "service/validation/placing_check.h"
#include "service/validation/session_parts.h"
#include "service/validation/session_table_check.h"
#include "service/validation/session_time_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr TextForm kLocation{500, false, false};
constexpr std::size_t kMostBytes = 3'000'000;

}  // namespace

void CheckSession(const FieldPath& path, const v1::Session& session, absl::string_view alliance,
                  Violations& violations) {
  if (session.ByteSizeLong() > kMostBytes) {
    violations.Add(path, absl::StrCat("has ", session.ByteSizeLong(), " bytes; at most ",
                                      kMostBytes, " are allowed: shorten the lists of pairs"));
    return;
  }
  CheckTexts(path, "display_name", session.display_name(), kTitle, violations);
  CheckTexts(path, "location", session.location(), kLocation, violations);
  CheckSessionTimes(path, session, violations);
  const SessionParts parts(session);
  CheckTables(path, session, parts, violations);
  const PairPlaces banned =
      CheckPairing(path.Field("pairing"), session.pairing(), parts.slots(), alliance, violations);
  CheckPlacing(path.Field("placing"), session.placing(), parts, banned, alliance, violations);
  CheckTimestamp(path.Field("join_deadline"), session.join_deadline(), violations);
}

}  // namespace counterpoint::validation

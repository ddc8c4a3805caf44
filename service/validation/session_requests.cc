#include "service/validation/session_requests.h"

#include "absl/strings/str_cat.h"
#include "service/conversion/session_time.h"
#include "service/validation/enum_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/session_check.h"
#include "service/validation/text_check.h"
#include "service/validation/update_mask.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;

void CheckNewId(absl::string_view id, Violations& violations) {
  if (!id.empty()) CheckResourceId(FieldPath("session_id"), id, violations);
}

}  // namespace

void Check(const v1::CreateSessionRequest& request, Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckNewId(request.session_id(), violations);
  const FieldPath session("session");
  if (request.has_session()) {
    CheckSession(session, request.session(), alliance.value_or(""), violations);
  } else {
    violations.Add(session, "must be set");
  }
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::GetSessionRequest& request, Violations& violations) {
  CheckSessionName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListSessionsRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::UpdateSessionRequest& request, Violations& violations) {
  const FieldPath session("session");
  if (request.has_session()) {
    CheckSessionName(session.Field("name"), request.session().name(), violations);
  } else {
    violations.Add(session, "must be set");
  }
  CheckSessionMask(FieldPath("update_mask"), request.update_mask(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::DeleteSessionRequest& request, Violations& violations) {
  CheckSessionName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::CopySessionRequest& request, Violations& violations) {
  CheckSessionName(FieldPath("name"), request.name(), violations);
  CheckNewId(request.session_id(), violations);
  if (!request.display_name().empty()) {
    const FieldPath root;
    CheckTexts(root, "display_name", request.display_name(), kTitle, violations);
  }
  if (!request.first_date().empty() && !conversion::ParseDate(request.first_date())) {
    violations.Add(FieldPath("first_date"), absl::StrCat("is ", Quoted(request.first_date()),
                                                         "; must be a day, as \"2027-03-09\""));
  }
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::SetSessionStateRequest& request, Violations& violations) {
  CheckSessionName(FieldPath("name"), request.name(), violations);
  CheckEnum(FieldPath("state"), request.state(), *v1::Session::State_descriptor(),
            Presence::kRequired, violations);
}

}  // namespace counterpoint::validation

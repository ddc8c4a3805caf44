#include "service/validation/alliance_requests.h"

#include "service/validation/alliance_check.h"
#include "service/validation/code_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/text_check.h"
#include "service/validation/update_mask.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestAlliancePage = 1000;
constexpr int kLargestTopicPage = 10'000;
constexpr TextForm kTopicQuery{200, false, false};

}  // namespace

void Check(const v1::CreateAllianceRequest& request, Violations& violations) {
  CheckResourceId(FieldPath("alliance_id"), request.alliance_id(), violations);
  if (request.has_alliance()) {
    CheckAlliance(FieldPath("alliance"), request.alliance(), violations);
  } else {
    violations.Add(FieldPath("alliance"), "must be set");
  }
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::GetAllianceRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListAlliancesRequest& request, Violations& violations) {
  CheckPageSize(request.page_size(), kLargestAlliancePage, violations);
}

void Check(const v1::UpdateAllianceRequest& request, Violations& violations) {
  const FieldPath alliance("alliance");
  if (request.has_alliance()) {
    CheckAllianceName(alliance.Field("name"), request.alliance().name(), violations);
  } else {
    violations.Add(alliance, "must be set");
  }
  CheckAllianceMask(FieldPath("update_mask"), request.update_mask(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::DeleteAllianceRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::ListTopicsRequest& request, const Setting& setting, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestTopicPage, violations);
  CheckText(FieldPath("query"), request.query(), kTopicQuery, violations);
  if (!request.broader().empty()) {
    CheckTopic(FieldPath("broader"), request.broader(), setting, violations);
  }
}

}  // namespace counterpoint::validation

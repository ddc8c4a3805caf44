#include "service/validation/matching_requests.h"

#include "service/validation/code_check.h"
#include "service/validation/filter_check.h"
#include "service/validation/listing_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 200;
constexpr int kMostExcluded = 1000;

// The fields that RecommendPartners and MatchNeed share.
template <typename Request>
void CheckQuery(const Request& request, const Setting& setting, Violations& violations) {
  const FieldPath root;
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
  CheckMemberNames(root, "exclude", request.exclude(), kMostExcluded, setting.alliance, violations);
  CheckShare(FieldPath("floor"), request.floor(), violations);
  CheckShare(FieldPath("diversity"), request.diversity(), violations);
  CheckLanguageCode(request.language_code(), violations);
}

}  // namespace

void Check(const v1::RecommendPartnersRequest& request, const Setting& setting,
           Violations& violations) {
  CheckMemberName(FieldPath("member"), request.member(), violations);
  CheckQuery(request, setting, violations);
}

void Check(const v1::MatchNeedRequest& request, const Setting& setting, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckAdHocNeed(FieldPath("need"), request.need(), setting, violations);
  CheckQuery(request, setting, violations);
}

void Check(const v1::ListSimilarMembersRequest& request, const Setting& setting,
           Violations& violations) {
  CheckMemberName(FieldPath("member"), request.member(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
}

void Check(const v1::ExplainMatchRequest& request, Violations& violations) {
  const FieldPath at("partner");
  const auto member = CheckMemberName(FieldPath("member"), request.member(), violations);
  const auto partner = CheckMemberName(at, request.partner(), violations);
  if (member && partner) {
    if (partner->alliance != member->alliance) {
      violations.Add(at, "is a member of another alliance");
    } else if (*partner == *member) {
      violations.Add(at, "must be another member");
    }
  }
  CheckLanguageCode(request.language_code(), violations);
}

}  // namespace counterpoint::validation

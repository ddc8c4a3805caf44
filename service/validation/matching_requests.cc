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

// The fields that describe a list of partners, but for its length.
template <typename Request>
void CheckList(const Request& request, const Setting& setting, Violations& violations) {
  const FieldPath root;
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
  CheckMemberNames(root, "exclude", request.exclude(), kMostExcluded, setting.alliance, violations);
  CheckShare(FieldPath("floor"), request.floor(), violations);
  CheckShare(FieldPath("diversity"), request.diversity(), violations);
  CheckLanguageCode(request.language_code(), violations);
}

// The fields that RecommendPartners and MatchNeed share.
template <typename Request>
void CheckQuery(const Request& request, const Setting& setting, Violations& violations) {
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckList(request, setting, violations);
}

// Two members of one alliance.
template <typename Request>
void CheckPair(const Request& request, Violations& violations) {
  const FieldPath at("partner");
  const auto member = CheckMemberName(FieldPath("member"), request.member(), violations);
  const auto partner = CheckMemberName(at, request.partner(), violations);
  if (!member || !partner) return;
  if (partner->alliance != member->alliance) {
    violations.Add(at, "is a member of another alliance");
  } else if (*partner == *member) {
    violations.Add(at, "must be another member");
  }
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
  CheckPair(request, violations);
  CheckLanguageCode(request.language_code(), violations);
}

void Check(const v1::WhyNotRequest& request, const Setting& setting, Violations& violations) {
  CheckPair(request, violations);
  const FieldPath list_size("list_size");
  CheckInRange(list_size, request.list_size(), 0, kLargestPage, violations);
  CheckList(request, setting, violations);
}

}  // namespace counterpoint::validation

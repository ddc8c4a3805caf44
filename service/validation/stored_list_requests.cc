#include "service/validation/stored_list_requests.h"

#include <optional>
#include <string>

#include "service/conversion/resource_name.h"
#include "service/conversion/timestamp.h"
#include "service/validation/code_check.h"
#include "service/validation/enum_check.h"
#include "service/validation/filter_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 200;
constexpr int kLargestComparePage = 1000;
constexpr int kMostWatched = 1000;

// Of the alliance, where that is known.
std::optional<conversion::GenerationName> CheckGeneration(
    const FieldPath& path, absl::string_view name, const std::optional<std::string>& alliance,
    Violations& violations) {
  const auto parsed = conversion::ParseGenerationName(name);
  if (!parsed) {
    violations.Add(path,
                   "must be alliances/{alliance}/generations/{number}, or "
                   "alliances/{alliance}/generations/current");
  } else if (alliance && parsed->alliance != *alliance) {
    violations.Add(path, "is of another alliance");
  }
  return parsed;
}

void CheckOptionalGeneration(const std::string& name, const std::optional<std::string>& alliance,
                             Violations& violations) {
  if (!name.empty()) CheckGeneration(FieldPath("generation"), name, alliance, violations);
}

}  // namespace

void Check(const v1::ListRecommendationsRequest& request, const Setting& setting,
           Violations& violations) {
  const auto member = CheckMemberName(FieldPath("member"), request.member(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
  CheckShare(FieldPath("min_score"), request.min_score(), violations);
  CheckEnum(FieldPath("change_mode"), request.change_mode(),
            *v1::ListRecommendationsRequest::ChangeMode_descriptor(), Presence::kOptional,
            violations);
  CheckOptionalGeneration(request.generation(),
                          member ? std::optional(member->alliance) : std::nullopt, violations);
}

void Check(const v1::ReadRecommendationsRequest& request, const Setting& setting,
           Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckFilter(FieldPath("member_filter"), request.member_filter(), setting, violations);
  CheckFilter(FieldPath("filter"), request.filter(), setting, violations);
  CheckShare(FieldPath("min_score"), request.min_score(), violations);
  CheckOptionalGeneration(request.generation(), alliance, violations);
  if (!request.after().empty()) {
    CheckMemberOf(FieldPath("after"), request.after(), alliance.value_or(""), violations);
  }
}

void Check(const v1::CompareGenerationsRequest& request, Violations& violations) {
  const auto base = CheckGeneration(FieldPath("base"), request.base(), std::nullopt, violations);
  CheckGeneration(FieldPath("generation"), request.generation(),
                  base ? std::optional(base->alliance) : std::nullopt, violations);
  CheckPageSize(request.page_size(), kLargestComparePage, violations);
  CheckLanguageCode(request.language_code(), violations);
}

void Check(const v1::WatchRecommendationChangesRequest& request, Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckMemberNames(FieldPath(), "members", request.members(), kMostWatched, alliance.value_or(""),
                   violations);
  CheckLanguageCode(request.language_code(), violations);
}

void Check(const v1::GetRecommendationDigestRequest& request, const Setting& setting,
           Violations& violations) {
  CheckMemberName(FieldPath("member"), request.member(), violations);
  CheckLanguageCode(request.language_code(), violations);
  if (!request.has_since_time()) return;
  const FieldPath since("since_time");
  if (!conversion::IsValid(request.since_time())) {
    CheckTimestamp(since, request.since_time(), violations);
  } else if (conversion::ToTime(request.since_time()) > setting.now) {
    violations.Add(since, "must not lie in the future");
  }
}

}  // namespace counterpoint::validation

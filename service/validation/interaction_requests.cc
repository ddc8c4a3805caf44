#include "service/validation/interaction_requests.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/timestamp.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kLargestBatch = 1000;
constexpr int kBestRating = 5;

void CheckName(const FieldPath& path, const v1::Interaction& interaction,
               absl::string_view alliance, Violations& violations) {
  const auto name = CheckInteractionName(path, interaction.name(), violations);
  if (name && !alliance.empty() && name->alliance != alliance) {
    violations.Add(path, "is an interaction of another alliance");
  }
}

void CheckMembers(const FieldPath& path, const v1::Interaction& interaction,
                  absl::string_view alliance, Violations& violations) {
  const FieldPath partner_path = path.Field("partner");
  const auto member =
      CheckMemberOf(path.Field("member"), interaction.member(), alliance, violations);
  CheckMemberOf(partner_path, interaction.partner(), alliance, violations);
  if (member && interaction.member() == interaction.partner()) {
    violations.Add(partner_path, "must be another member than `member`");
  }
}

void CheckRating(const FieldPath& path, const v1::Interaction& interaction,
                 Violations& violations) {
  if (interaction.kind() == v1::RATED) {
    CheckInRange(path, interaction.rating(), 1, kBestRating, violations);
  } else if (interaction.rating() != 0) {
    violations.Add(path, "must not be set unless the kind is RATED");
  }
}

void CheckTime(const FieldPath& path, const v1::Interaction& interaction, absl::Time now,
               Violations& violations) {
  if (!interaction.has_occur_time()) return;
  CheckTimestamp(path, interaction.occur_time(), violations);
  if (conversion::IsValid(interaction.occur_time()) &&
      conversion::ToTime(interaction.occur_time()) > now) {
    violations.Add(path, "must not lie in the future");
  }
}

}  // namespace

void Check(const v1::BatchRecordInteractionsRequest& request, const Setting& setting,
           Violations& violations) {
  const FieldPath root;
  const FieldPath list("interactions");
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (request.interactions().empty()) violations.Add(list, "must not be empty");
  if (!CheckLength(list, request.interactions_size(), kLargestBatch, violations)) return;
  absl::flat_hash_map<absl::string_view, int> seen;
  for (int i = 0; i < request.interactions_size(); ++i) {
    const FieldPath path = root.Item("interactions", i);
    const FieldPath name_path = path.Field("name");
    const v1::Interaction& interaction = request.interactions(i);
    CheckName(name_path, interaction, setting.alliance, violations);
    CheckEnum(path.Field("kind"), interaction.kind(), *v1::InteractionKind_descriptor(),
              Presence::kRequired, violations);
    CheckMembers(path, interaction, setting.alliance, violations);
    CheckTime(path.Field("occur_time"), interaction, setting.now, violations);
    CheckRating(path.Field("rating"), interaction, violations);
    const auto [earlier, is_new] = seen.try_emplace(interaction.name(), i);
    if (!is_new && !interaction.name().empty()) {
      violations.Add(name_path,
                     absl::StrCat("is the same as that of interactions[", earlier->second, "]"));
    }
  }
}

void Check(const v1::GetInteractionRequest& request, Violations& violations) {
  CheckInteractionName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListInteractionsRequest& request, Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
  if (request.member().empty()) return;
  CheckMemberOf(FieldPath("member"), request.member(), alliance.value_or(""), violations);
}

void Check(const v1::DeleteInteractionRequest& request, Violations& violations) {
  CheckInteractionName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

}  // namespace counterpoint::validation

#include "service/validation/interaction_requests.h"

#include <algorithm>

#include "absl/strings/ascii.h"
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
constexpr int kLastPlace = 10'000;
// Longer than any token that this service gives.
constexpr std::size_t kTokenBytes = 512;

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

// What only one kind of interaction has.
void CheckRating(const FieldPath& path, const v1::Interaction& interaction,
                 Violations& violations) {
  if (interaction.kind() == v1::RATED) {
    CheckInRange(path, interaction.rating(), 1, kBestRating, violations);
  } else if (interaction.rating() != 0) {
    violations.Add(path, "must not be set unless the kind is RATED");
  }
}

void CheckDeclineReason(const FieldPath& path, const v1::Interaction& interaction,
                        Violations& violations) {
  if (interaction.kind() == v1::DECLINED) {
    CheckEnum(path, interaction.decline_reason(), *v1::DeclineReason_descriptor(),
              Presence::kRequired, violations);
  } else if (interaction.decline_reason() != v1::DECLINE_REASON_UNSPECIFIED) {
    violations.Add(path, "must not be set unless the kind is DECLINED");
  }
}

void CheckOfAgreement(const FieldPath& path, const v1::Interaction& interaction, int value,
                      const google::protobuf::EnumDescriptor& vocabulary, Violations& violations) {
  if (interaction.kind() == v1::AGREEMENT_SIGNED) {
    CheckEnum(path, value, vocabulary, Presence::kOptional, violations);
  } else if (value != 0) {
    violations.Add(path, "must not be set unless the kind is AGREEMENT_SIGNED");
  }
}

// Which list it came from, as far as that can be seen from the outside.
void CheckOrigin(const FieldPath& path, const v1::Interaction& interaction,
                 Violations& violations) {
  const std::string& token = interaction.attribution_token();
  // base64url, as all tokens are.
  const bool is_token = std::all_of(token.begin(), token.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
  if (token.size() > kTokenBytes || !is_token) {
    violations.Add(path.Field("attribution_token"), "must be one that a list came with");
  }
  const FieldPath place = path.Field("place");
  CheckInRange(place, interaction.place(), 0, kLastPlace, violations);
  if (interaction.place() > 0 && token.empty()) {
    violations.Add(place, "must not be set without the attribution_token of the list");
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

void CheckInteraction(const FieldPath& path, const v1::Interaction& interaction,
                      const Setting& setting, Violations& violations) {
  CheckName(path.Field("name"), interaction, setting.alliance, violations);
  CheckEnum(path.Field("kind"), interaction.kind(), *v1::InteractionKind_descriptor(),
            Presence::kRequired, violations);
  CheckMembers(path, interaction, setting.alliance, violations);
  CheckTime(path.Field("occur_time"), interaction, setting.now, violations);
  CheckRating(path.Field("rating"), interaction, violations);
  CheckDeclineReason(path.Field("decline_reason"), interaction, violations);
  CheckOfAgreement(path.Field("agreement_type"), interaction, interaction.agreement_type(),
                   *v1::AgreementType_descriptor(), violations);
  CheckOfAgreement(path.Field("value_band"), interaction, interaction.value_band(),
                   *v1::ValueBand_descriptor(), violations);
  CheckOrigin(path, interaction, violations);
}

}  // namespace

bool InteractionNames::Check(int index, const v1::Interaction& interaction,
                             Violations& violations) {
  const auto [earlier, is_new] = seen_.try_emplace(interaction.name(), index);
  if (is_new || interaction.name().empty()) return true;
  const FieldPath root;
  const FieldPath path = root.Item("interactions", index);
  violations.Add(path.Field("name"),
                 absl::StrCat("is the same as that of interactions[", earlier->second, "]"));
  return false;
}

void Check(const v1::BatchRecordInteractionsRequest& request, const Setting& setting,
           Violations& violations) {
  const FieldPath root;
  const FieldPath list("interactions");
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (request.interactions().empty()) violations.Add(list, "must not be empty");
  if (!CheckLength(list, request.interactions_size(), kLargestBatch, violations)) return;
  InteractionNames names;
  for (int i = 0; i < request.interactions_size(); ++i) {
    CheckInteraction(root.Item("interactions", i), request.interactions(i), setting, violations);
    names.Check(i, request.interactions(i), violations);
  }
}

void CheckRecording(const v1::RecordInteractionsRequest& request, absl::string_view parent,
                    Violations& violations) {
  if (parent.empty()) {
    CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  } else if (!request.parent().empty() && request.parent() != parent) {
    violations.Add(FieldPath("parent"), "must be empty or that of the first message");
  }
  CheckLength(FieldPath("interactions"), request.interactions_size(), kLargestBatch, violations);
}

void CheckRecorded(const v1::RecordInteractionsRequest& request, int index, const Setting& setting,
                   Violations& violations) {
  const FieldPath root;
  CheckInteraction(root.Item("interactions", index), request.interactions(index), setting,
                   violations);
}

void Check(const v1::GetInteractionRequest& request, Violations& violations) {
  CheckInteractionName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListInteractionsRequest& request, Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckEnums(FieldPath(), "kinds", request.kinds(), *v1::InteractionKind_descriptor(), violations);
  if (request.member().empty()) return;
  CheckMemberOf(FieldPath("member"), request.member(), alliance.value_or(""), violations);
}

void Check(const v1::DeleteInteractionRequest& request, Violations& violations) {
  CheckInteractionName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

}  // namespace counterpoint::validation

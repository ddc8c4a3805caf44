#include "service/conversion/interaction_record.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {
namespace {

bool SameTime(const google::protobuf::Timestamp& a, const google::protobuf::Timestamp& b) {
  return a.seconds() == b.seconds() && a.nanos() == b.nanos();
}

}  // namespace

std::string PayloadOf(const v1::Interaction& interaction) {
  v1::Interaction stored = interaction;
  stored.clear_name();
  stored.clear_create_time();
  stored.DiscardUnknownFields();
  stored.set_member(ParseMemberName(interaction.member())->member);
  stored.set_partner(ParseMemberName(interaction.partner())->member);
  const auto rule = ParseStaffRuleName(interaction.staff_rule());
  stored.set_staff_rule(rule ? rule->rule : "");
  return StoredBytesOf(stored);
}

absl::StatusOr<v1::Interaction> StoredInteractionOf(absl::string_view alliance,
                                                    const storage::Record& record) {
  v1::Interaction stored;
  if (!stored.ParseFromString(record.payload) || !IsResourceId(stored.member()) ||
      !IsResourceId(stored.partner()) || stored.member() == stored.partner()) {
    return absl::DataLossError(absl::StrCat(FormatInteractionName(alliance, record.id),
                                            ": the stored interaction cannot be read"));
  }
  return stored;
}

absl::StatusOr<v1::Interaction> InteractionOf(absl::string_view alliance,
                                              const storage::Record& record) {
  absl::StatusOr<v1::Interaction> shown = StoredInteractionOf(alliance, record);
  if (!shown.ok()) return shown;
  shown->set_name(FormatInteractionName(alliance, record.id));
  shown->set_member(FormatMemberName(alliance, shown->member()));
  shown->set_partner(FormatMemberName(alliance, shown->partner()));
  if (!shown->staff_rule().empty()) {
    shown->set_staff_rule(FormatStaffRuleName(alliance, shown->staff_rule()));
  }
  *shown->mutable_create_time() = ToTimestamp(record.create_time);
  if (!shown->has_occur_time()) *shown->mutable_occur_time() = shown->create_time();
  return shown;
}

bool IsDirected(v1::InteractionKind kind) {
  switch (kind) {
    case v1::NO_SHOW:
    case v1::RATED:
    case v1::VIEWED:
    case v1::SAVED:
    case v1::ACCEPTED:
    case v1::DECLINED:
      return true;
    default:
      return false;
  }
}

bool SayTheSame(const v1::Interaction& said, const v1::Interaction& kept) {
  const bool straight = said.member() == kept.member() && said.partner() == kept.partner();
  const bool crossed = !IsDirected(kept.kind()) && said.member() == kept.partner() &&
                       said.partner() == kept.member();
  // With a token it may have been filled in.
  const bool same_place = !said.attribution_token().empty() || said.place() == kept.place();
  return said.kind() == kept.kind() && (straight || crossed) && said.rating() == kept.rating() &&
         said.decline_reason() == kept.decline_reason() &&
         said.agreement_type() == kept.agreement_type() && said.value_band() == kept.value_band() &&
         said.attribution_token() == kept.attribution_token() && same_place &&
         (!said.has_occur_time() || SameTime(said.occur_time(), kept.occur_time()));
}

}  // namespace counterpoint::conversion

#include "service/sessions/participant_member.h"

#include "service/conversion/member_record.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {

void ShowMember(const v1::Member& member, v1::Participant& participant) {
  *participant.mutable_display_name() = member.display_name();
  participant.set_kind(member.kind());
}

absl::Status ShowMember(const storage::ReadView& view, v1::Participant& participant) {
  const auto name = conversion::ParseParticipantName(participant.name());
  const auto record = view.Get(name->alliance, storage::Collection::kMember, name->member);
  if (absl::IsNotFound(record.status())) return absl::OkStatus();
  if (!record.ok()) return record.status();
  const auto member = conversion::MemberOf(name->alliance, *record);
  if (!member.ok()) return member.status();
  ShowMember(*member, participant);
  return absl::OkStatus();
}

}  // namespace counterpoint::service

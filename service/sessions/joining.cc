#include "service/sessions/joining.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/member_record.h"
#include "service/conversion/session_record.h"
#include "service/conversion/timestamp.h"
#include "service/errors/resource_errors.h"
#include "service/sessions/participant_member.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_states.h"
#include "service/validation/participant_check.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

v1::Participant NewParticipant(const conversion::ParticipantName& name,
                               const v1::Participant& described) {
  v1::Participant participant = described;
  participant.set_name(conversion::FormatParticipantName(name.alliance, name.session, name.member));
  participant.clear_check_in_time();
  participant.clear_etag();
  participant.clear_create_time();
  participant.clear_update_time();
  return participant;
}

}  // namespace

absl::Status CheckDeadline(const v1::Session& session, absl::Time now) {
  if (!session.has_join_deadline()) return absl::OkStatus();
  const absl::Time deadline = conversion::ToTime(session.join_deadline());
  if (now <= deadline) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("joining and leaving ", session.name(), " ended at ",
                   absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", deadline, absl::UTCTimeZone()),
                   "; set ignore_deadline to do it all the same"));
}

Joining::Joining(const storage::ReadView& view, conversion::SessionName name, v1::Session session)
    : view_(view),
      name_(std::move(name)),
      session_(std::make_unique<const v1::Session>(std::move(session))),
      parts_(*session_) {}

absl::StatusOr<Joining> Joining::Into(const storage::ReadView& view,
                                      const conversion::SessionName& name) {
  auto session = ReadSession(view, name);
  if (!session.ok()) return session.status();
  const absl::Status open = CheckNotClosed(*session);
  if (!open.ok()) return open;
  return Joining(view, name, *std::move(session));
}

absl::Status Joining::Add(const validation::FieldPath& path,
                          const v1::CreateParticipantRequest& request, absl::Time now) {
  const std::string& member_id = request.participant_id();
  v1::Participant participant =
      NewParticipant({name_.alliance, name_.session, member_id}, request.participant());
  validation::CheckParticipantWithin(path.Field("participant"), participant, *session_, parts_,
                                     violations_);
  if (!request.ignore_deadline()) deadline_.Update(CheckDeadline(*session_, now));

  const auto taken = view_.Get(name_.alliance, Collection::kParticipant,
                               conversion::ParticipantRecordId(name_.session, member_id));
  if (taken.ok()) present_.push_back(member_id);
  if (!taken.ok() && !absl::IsNotFound(taken.status())) return taken.status();
  const auto record = view_.Get(name_.alliance, Collection::kMember, member_id);
  if (absl::IsNotFound(record.status())) {
    missing_.push_back(member_id);
    return absl::OkStatus();
  }
  if (!record.ok()) return record.status();
  const auto member = conversion::MemberOf(name_.alliance, *record);
  if (!member.ok()) return member.status();
  ShowMember(*member, participant);
  participants_.push_back(std::move(participant));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Participant>> Joining::Finish() {
  if (!violations_.empty()) return violations_.ToStatus();
  if (!missing_.empty()) return MembersNotFound(name_.alliance, missing_);
  if (!present_.empty()) return ParticipantsExist(name_, present_);
  if (!deadline_.ok()) return deadline_;
  int count = 0;
  const absl::Status counted = ScanSession(view_, name_, Collection::kParticipant,
                                           [&](const storage::Record&) -> absl::StatusOr<bool> {
                                             ++count;
                                             return true;
                                           });
  if (!counted.ok()) return counted;
  if (count + static_cast<int>(participants_.size()) > kMostParticipants) {
    return absl::FailedPreconditionError(absl::StrCat(session_->name(), " has ", count,
                                                      " participants; at most ", kMostParticipants,
                                                      " are allowed"));
  }
  return std::move(participants_);
}

}  // namespace counterpoint::service

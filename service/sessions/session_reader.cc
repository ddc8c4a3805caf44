#include "service/sessions/session_reader.h"

#include <utility>

#include "absl/strings/match.h"
#include "service/conversion/session_record.h"
#include "service/errors/resource_errors.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Record;

// All messages of a collection within the session.
template <typename Message, typename Convert>
absl::StatusOr<std::vector<Message>> ReadAll(const storage::ReadView& view,
                                             const conversion::SessionName& name,
                                             Collection collection, const Convert& convert) {
  std::vector<Message> all;
  const absl::Status scanned =
      ScanSession(view, name, collection, [&](const Record& record) -> absl::StatusOr<bool> {
        absl::StatusOr<Message> message = convert(name.alliance, record);
        if (!message.ok()) return message.status();
        all.push_back(*std::move(message));
        return true;
      });
  if (!scanned.ok()) return scanned;
  return all;
}

}  // namespace

absl::StatusOr<v1::Session> ReadSession(const storage::ReadView& view,
                                        const conversion::SessionName& name) {
  const auto record = view.Get(name.alliance, Collection::kSession, name.session);
  if (absl::IsNotFound(record.status())) return SessionNotFound(name);
  if (!record.ok()) return record.status();
  return conversion::SessionOf(name.alliance, *record);
}

absl::StatusOr<v1::Participant> ReadParticipant(const storage::ReadView& view,
                                                const conversion::ParticipantName& name) {
  const auto record = view.Get(name.alliance, Collection::kParticipant,
                               conversion::ParticipantRecordId(name.session, name.member));
  if (absl::IsNotFound(record.status())) return ParticipantNotFound(name);
  if (!record.ok()) return record.status();
  return conversion::ParticipantOf(name.alliance, *record);
}

absl::StatusOr<v1::SessionPlan> ReadPlan(const storage::ReadView& view,
                                         const conversion::PlanName& name) {
  const auto record =
      view.Get(name.alliance, Collection::kPlan, conversion::PlanRecordId(name.session, name.plan));
  if (absl::IsNotFound(record.status())) return PlanNotFound(name);
  if (!record.ok()) return record.status();
  return conversion::PlanOf(name.alliance, *record);
}

absl::StatusOr<std::vector<v1::Participant>> ReadParticipants(const storage::ReadView& view,
                                                              const conversion::SessionName& name) {
  return ReadAll<v1::Participant>(view, name, Collection::kParticipant, conversion::ParticipantOf);
}

absl::StatusOr<std::vector<v1::MeetingOutcome>> ReadOutcomes(const storage::ReadView& view,
                                                             const conversion::SessionName& name) {
  return ReadAll<v1::MeetingOutcome>(view, name, Collection::kMeetingOutcome,
                                     conversion::OutcomeOf);
}

absl::Status ScanSession(const storage::ReadView& view, const conversion::SessionName& name,
                         Collection collection,
                         const std::function<absl::StatusOr<bool>(const Record&)>& each) {
  const std::string prefix = conversion::WithinSession(name.session);
  const auto cursor = view.Scan(name.alliance, collection, prefix);
  Record record;
  for (;;) {
    const absl::StatusOr<bool> found = cursor->Next(record);
    if (!found.ok()) return found.status();
    if (!*found || !absl::StartsWith(record.id, prefix)) return absl::OkStatus();
    const absl::StatusOr<bool> more = each(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
  }
}

}  // namespace counterpoint::service

#include "service/rpc/session_day_writes.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/session_record.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"
#include "service/sessions/outcome_interactions.h"
#include "service/sessions/planned_meetings.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {
namespace {

using conversion::SessionName;
using storage::Collection;
using storage::Precondition;
using storage::ReadView;
using storage::Record;
using storage::Write;

absl::Status RequireRunning(const v1::Session& session) {
  if (session.state() == v1::Session::RUNNING) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(session.name(), " is ", v1::Session::State_Name(session.state()),
                   "; check-ins and outcomes are taken while it is RUNNING"));
}

Write Put(Collection collection, std::string id, std::string payload, Precondition precondition) {
  Write write;
  write.collection = collection;
  write.id = std::move(id);
  write.payload = std::move(payload);
  write.precondition = precondition;
  return write;
}

// What the store has under the id; nothing where it has nothing.
absl::StatusOr<std::optional<Record>> FindRecord(const ReadView& view, const std::string& alliance,
                                                 Collection collection, const std::string& id) {
  auto record = view.Get(alliance, collection, id);
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  return *std::move(record);
}

// The record stays as the view has it until the commit.
Precondition AsIn(const std::optional<Record>& record) {
  return record ? Precondition::AtRevision(record->revision) : Precondition::MustNotExist();
}

// When the meeting began; nothing where it is not planned, or is yet to begin.
std::optional<absl::Time> BeginOf(const v1::PlannedMeeting* meeting, const v1::Session& session,
                                  absl::Time now) {
  absl::TimeZone zone;
  absl::CivilMinute start;
  if (meeting == nullptr || !absl::LoadTimeZone(session.time_zone(), &zone) ||
      !absl::ParseCivilTime(meeting->slot(), &start)) {
    return std::nullopt;
  }
  const absl::Time begin = absl::FromCivil(start, zone);
  if (begin > now) return std::nullopt;
  return begin;
}

// Writes that put the interactions in the place of all that earlier outcomes of
// the pair have made.
absl::Status ReplaceInteractions(const ReadView& view, const SessionName& session,
                                 const v1::MeetingOutcome& outcome, std::optional<absl::Time> begin,
                                 std::vector<Write>& writes) {
  const auto interactions = InteractionsOf(session, outcome, begin);
  for (const std::string& id : PossibleInteractions(session, outcome.pair())) {
    const auto present = FindRecord(view, session.alliance, Collection::kInteraction, id);
    if (!present.ok()) return present.status();
    const std::string name = conversion::FormatInteractionName(session.alliance, id);
    const auto wanted =
        std::find_if(interactions.begin(), interactions.end(),
                     [&](const v1::Interaction& each) { return each.name() == name; });
    if (wanted != interactions.end()) {
      const std::string payload = conversion::PayloadOf(*wanted);
      if (*present && (*present)->payload == payload) continue;
      writes.push_back(Put(Collection::kInteraction, id, payload, AsIn(*present)));
    } else if (*present) {
      Write removal = Put(Collection::kInteraction, id, "", AsIn(*present));
      removal.kind = Write::Kind::kDelete;
      writes.push_back(std::move(removal));
    }
  }
  return absl::OkStatus();
}

// A violation for each pair that neither takes part nor is in the plan.
absl::Status CheckTakePart(const ReadView& view, const SessionName& session,
                           const PlannedMeetings& planned,
                           const v1::RecordMeetingOutcomesRequest& request) {
  const auto participants = ReadParticipants(view, session);
  if (!participants.ok()) return participants.status();
  absl::flat_hash_set<std::string> members;
  for (const v1::Participant& participant : *participants) {
    members.insert(conversion::ParseParticipantName(participant.name())->member);
  }
  validation::Violations violations;
  const validation::FieldPath root;
  for (int i = 0; i < request.outcomes_size(); ++i) {
    const v1::MeetingPair& pair = request.outcomes(i).pair();
    // Who has left since may still be in the plan that people hold in their hands.
    if (planned.Find(InOrder(pair)) != nullptr) continue;
    const validation::FieldPath outcome = root.Item("outcomes", i);
    const validation::FieldPath path = outcome.Field("pair");
    const auto check = [&](const char* field, const std::string& name) {
      if (members.contains(conversion::ParseMemberName(name)->member)) return;
      violations.Add(path.Field(field), "does not take part in the session");
    };
    check("participant", pair.participant());
    check("partner", pair.partner());
  }
  return violations.ToStatus();
}

// What a request comes to, beside a view.
struct Recording {
  std::vector<v1::MeetingOutcome> outcomes;     // As they are shown, but for the time.
  std::vector<std::optional<absl::Time>> said;  // Of each that says what was said before.
  std::vector<Write> writes;                    // Of the others, with their interactions.
};

absl::StatusOr<Recording> Compare(const ReadView& view, const SessionName& name,
                                  const v1::Session& session, const PlannedMeetings& planned,
                                  absl::Time now, const v1::RecordMeetingOutcomesRequest& request) {
  Recording recording;
  for (const v1::MeetingOutcome& said : request.outcomes()) {
    v1::MeetingOutcome& outcome = recording.outcomes.emplace_back(InNormalForm(said));
    const std::string payload = conversion::PayloadOf(outcome);
    const std::string id = conversion::OutcomeRecordId(
        name.session, conversion::ParseMemberName(outcome.pair().participant())->member,
        conversion::ParseMemberName(outcome.pair().partner())->member);
    const auto present = FindRecord(view, name.alliance, Collection::kMeetingOutcome, id);
    if (!present.ok()) return present.status();
    const v1::PlannedMeeting* meeting = planned.Find(InOrder(outcome.pair()));
    planned.FillIn(outcome);
    if (*present && (*present)->payload == payload) {
      recording.said.emplace_back((*present)->update_time);
      continue;
    }
    recording.said.emplace_back(std::nullopt);
    recording.writes.push_back(Put(Collection::kMeetingOutcome, id, payload, AsIn(*present)));
    const absl::Status replaced =
        ReplaceInteractions(view, name, outcome, BeginOf(meeting, session, now), recording.writes);
    if (!replaced.ok()) return replaced;
  }
  return recording;
}

}  // namespace

absl::StatusOr<v1::CheckInParticipantsResponse> SessionDayWrites::CheckIn(
    const v1::CheckInParticipantsRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.session());
  absl::MutexLock session_lock(&backend_.session_locks.Of(name->alliance));
  absl::ReaderMutexLock lock(&backend_.locks.Of(name->alliance));
  const auto view = backend_.store.View();
  const auto session = ReadSession(*view, *name);
  if (!session.ok()) return session.status();
  const absl::Status running = RequireRunning(*session);
  if (!running.ok()) return running;

  storage::CommitRequest commit;
  commit.alliance = name->alliance;
  validation::Violations violations;
  const validation::FieldPath root;
  const auto now = conversion::ToTimestamp(backend_.clock());
  for (int i = 0; i < request.participants_size(); ++i) {
    const std::string member = conversion::ParseMemberName(request.participants(i))->member;
    auto participant = ReadParticipant(*view, {name->alliance, name->session, member});
    if (absl::IsNotFound(participant.status())) {
      violations.Add(root.Item("participants", i), "does not take part in the session");
      continue;
    }
    if (!participant.ok()) return participant.status();
    // Who is there already keeps the time of coming.
    if (participant->has_check_in_time() != request.undo()) continue;
    if (request.undo()) {
      participant->clear_check_in_time();
    } else {
      *participant->mutable_check_in_time() = now;
    }
    commit.writes.push_back(Put(Collection::kParticipant,
                                conversion::ParticipantRecordId(name->session, member),
                                conversion::PayloadOf(*participant), Precondition::MustExist()));
  }
  if (!violations.empty()) return violations.ToStatus();
  v1::CheckInParticipantsResponse response;
  response.set_changed_count(static_cast<std::int32_t>(commit.writes.size()));
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return response;
}

absl::StatusOr<v1::RecordMeetingOutcomesResponse> SessionDayWrites::RecordOutcomes(
    const v1::RecordMeetingOutcomesRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  return UntilUndisturbed("", [&] { return RecordOutcomesOnce(request); });
}

absl::StatusOr<v1::RecordMeetingOutcomesResponse> SessionDayWrites::RecordOutcomesOnce(
    const v1::RecordMeetingOutcomesRequest& request) const {
  const auto name = conversion::ParseSessionName(request.session());
  absl::MutexLock session_lock(&backend_.session_locks.Of(name->alliance));
  absl::ReaderMutexLock lock(&backend_.locks.Of(name->alliance));
  const auto view = backend_.store.View();
  const auto session = ReadSession(*view, *name);
  if (!session.ok()) return session.status();
  const absl::Status running = RequireRunning(*session);
  if (!running.ok()) return running;
  const auto plan = ReadPublishedPlan(*view, *session);
  if (!plan.ok()) return plan.status();
  const v1::SessionPlan published = plan->value_or(v1::SessionPlan());
  const PlannedMeetings planned(published);
  const absl::Status take_part = CheckTakePart(*view, *name, planned, request);
  if (!take_part.ok()) return take_part;

  auto recording = Compare(*view, *name, *session, planned, backend_.clock(), request);
  if (!recording.ok()) return recording.status();
  storage::CommitRequest commit;
  commit.alliance = name->alliance;
  commit.writes = std::move(recording->writes);
  const auto result = backend_.store.Commit(std::move(commit));
  if (LostRace(result.status())) return absl::AbortedError(result.status().message());
  if (!result.ok()) return result.status();
  v1::RecordMeetingOutcomesResponse response;
  for (std::size_t i = 0; i < recording->outcomes.size(); ++i) {
    v1::MeetingOutcome& outcome = *response.add_outcomes();
    outcome = std::move(recording->outcomes[i]);
    *outcome.mutable_update_time() =
        conversion::ToTimestamp(recording->said[i].value_or(result->commit_time));
  }
  return response;
}

}  // namespace counterpoint::service

#include "service/rpc/session_copy.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "service/conversion/session_time.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"
#include "service/sessions/met_pairs.h"
#include "service/sessions/session_put.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_states.h"
#include "service/tokens/resource_id.h"
#include "service/validation/pair_check.h"
#include "service/validation/session_check.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

// How many days later the copy is.
absl::civil_diff_t DaysBetween(const v1::Session& session, const std::string& first_date) {
  const auto to = conversion::ParseDate(first_date);
  const auto from =
      session.days().empty() ? std::nullopt : conversion::ParseDate(session.days(0).date());
  return to && from ? *to - *from : 0;
}

void MoveSlots(google::protobuf::RepeatedPtrField<std::string>& slots, absl::civil_diff_t days) {
  for (std::string& slot : slots) slot = conversion::MovedSlotName(slot, days);
}

// Days, slots that are named, and the deadline, which keeps its local time.
void MoveDays(v1::Session& session, absl::civil_diff_t days) {
  for (v1::SessionDay& day : *session.mutable_days()) {
    const auto date = conversion::ParseDate(day.date());
    if (date) day.set_date(conversion::FormatDate(*date + days));
  }
  for (v1::SessionTable& table : *session.mutable_tables()) {
    MoveSlots(*table.mutable_closed_slots(), days);
  }
  if (session.has_placing()) {
    for (v1::FixedMeeting& meeting : *session.mutable_placing()->mutable_fixed_meetings()) {
      meeting.set_slot(conversion::MovedSlotName(meeting.slot(), days));
    }
  }
  const auto zone = conversion::FindTimeZone(session.time_zone());
  if (!session.has_join_deadline() || !zone) return;
  const absl::CivilSecond local =
      absl::ToCivilSecond(conversion::ToTime(session.join_deadline()), *zone);
  constexpr absl::civil_diff_t kSecondsOfDay = 86'400;
  *session.mutable_join_deadline() =
      conversion::ToTimestamp(absl::FromCivil(local + days * kSecondsOfDay, *zone));
}

void ForgetMembers(v1::Session& session) {
  if (session.has_pairing()) {
    session.mutable_pairing()->clear_requested_pairs();
    session.mutable_pairing()->clear_banned_pairs();
  }
  if (session.has_placing()) {
    session.mutable_placing()->clear_fixed_meetings();
    session.mutable_placing()->clear_orders();
  }
}

void AddMetBefore(const std::vector<v1::MeetingPair>& met, v1::Session& session) {
  validation::PairPlaces known;
  for (const v1::MeetingPair& pair : session.pairing().met_before()) {
    known.try_emplace(validation::KeyOf(pair), 0);
  }
  for (const v1::MeetingPair& pair : met) {
    if (!known.try_emplace(validation::KeyOf(pair), 0).second) continue;
    *session.mutable_pairing()->add_met_before() = pair;
  }
}

// A copy can be wrong where its original is not: in local times that the new days
// do not have, and in the number of pairs.
absl::Status CheckCopy(const v1::CopySessionRequest& request, const v1::Session& copy,
                       const std::string& alliance) {
  validation::Violations found;
  const validation::FieldPath root;
  validation::CheckSession(root, copy, alliance, found);
  if (found.empty()) return absl::OkStatus();
  validation::Violations violations;
  const validation::FieldPath cause(
      request.skip_met_pairs() && request.first_date().empty() ? "skip_met_pairs" : "first_date");
  for (const auto& violation : found.kept()) {
    violations.Add(cause,
                   absl::StrCat("makes a copy of which ", violation.field, " ", violation.text));
  }
  return violations.ToStatus();
}

// Puts of those participants whose members are still there.
absl::StatusOr<std::vector<storage::Write>> ParticipantWrites(const storage::ReadView& view,
                                                              const conversion::SessionName& from,
                                                              const std::string& to,
                                                              absl::civil_diff_t days) {
  auto participants = ReadParticipants(view, from);
  if (!participants.ok()) return participants.status();
  std::vector<storage::Write> writes;
  for (v1::Participant& participant : *participants) {
    const std::string member = conversion::ParseParticipantName(participant.name())->member;
    const auto record = view.Get(from.alliance, Collection::kMember, member);
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    participant.set_name(conversion::FormatParticipantName(from.alliance, to, member));
    participant.clear_etag();
    participant.clear_check_in_time();
    MoveSlots(*participant.mutable_unavailable_slots(), days);
    writes.push_back(PutOf(participant));
  }
  return writes;
}

}  // namespace

absl::StatusOr<v1::Session> SessionCopy::Copy(const v1::CopySessionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto from = conversion::ParseSessionName(request.name());
  return Once<v1::Session>(backend_, from->alliance, request,
                           [&] { return CopyOnce(*from, request); });
}

absl::StatusOr<v1::Session> SessionCopy::CopyOnce(const conversion::SessionName& from,
                                                  const v1::CopySessionRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(from.alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(from.alliance));
  const auto view = backend_.store.View();
  const auto original = ReadSession(*view, from);
  if (!original.ok()) return original;
  const conversion::SessionName to = {
      from.alliance, request.session_id().empty() ? NewResourceId() : request.session_id()};
  const auto present = view->Get(to.alliance, Collection::kSession, to.session);
  if (present.ok()) return SessionExists(to);
  if (!absl::IsNotFound(present.status())) return present.status();

  v1::Session copy = *original;
  if (!request.display_name().empty()) *copy.mutable_display_name() = request.display_name();
  const absl::civil_diff_t days = DaysBetween(*original, request.first_date());
  if (days != 0) MoveDays(copy, days);
  if (!request.with_participants()) ForgetMembers(copy);
  if (request.skip_met_pairs()) {
    const auto met = MetPairs(*view, *original);
    if (!met.ok()) return met.status();
    AddMetBefore(*met, copy);
  }
  copy = NewSession(to, copy);
  const absl::Status checked = CheckCopy(request, copy, from.alliance);
  if (!checked.ok()) return checked;

  storage::CommitRequest commit = CommitFor(from.alliance, request);
  if (request.with_participants()) {
    auto writes = ParticipantWrites(*view, from, to.session, days);
    if (!writes.ok()) return writes.status();
    commit.writes = *std::move(writes);
  }
  commit.writes.push_back(PutOf(copy));
  commit.make_reply = [&](const storage::CommitResult& result) {
    Stamp(result, copy);
    return copy.SerializeAsString();
  };
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::Session>(*result);
}

}  // namespace counterpoint::service

#include "service/conversion/session_record.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "service/conversion/etag.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {
namespace {

template <typename Message>
absl::StatusOr<Message> Read(absl::string_view alliance, const storage::Record& record,
                             absl::string_view what) {
  Message message;
  if (!message.ParseFromString(record.payload)) {
    return absl::DataLossError(absl::StrCat("the stored ", what, " ", record.id, " of ",
                                            FormatAllianceName(alliance), " cannot be read"));
  }
  return message;
}

// The two parts of the id of a record within a session.
std::pair<std::string, std::string> SplitId(const storage::Record& record) {
  return absl::StrSplit(record.id, absl::MaxSplits('/', 1));
}

}  // namespace

std::string WithinSession(absl::string_view session) { return absl::StrCat(session, "/"); }

std::string ParticipantRecordId(absl::string_view session, absl::string_view member) {
  return absl::StrCat(session, "/", member);
}

std::string PlanRecordId(absl::string_view session, int plan) {
  return absl::StrFormat("%s/%09d", session, plan);
}

std::string OutcomeRecordId(absl::string_view session, absl::string_view member,
                            absl::string_view partner) {
  const auto [first, second] = std::minmax(member, partner);
  return absl::StrCat(session, "/", first, "/", second);
}

std::string PayloadOf(const v1::Session& session) {
  v1::Session stored = session;
  stored.clear_name();
  stored.clear_etag();
  stored.clear_create_time();
  stored.clear_update_time();
  for (v1::SessionDay& day : *stored.mutable_days()) {
    for (v1::SessionSlot& slot : *day.mutable_slots()) slot.clear_slot();
  }
  return StoredBytesOf(stored);
}

std::string PayloadOf(const v1::Participant& participant) {
  v1::Participant stored = participant;
  stored.clear_name();
  stored.clear_display_name();
  stored.clear_kind();
  stored.clear_etag();
  stored.clear_create_time();
  stored.clear_update_time();
  return StoredBytesOf(stored);
}

std::string PayloadOf(const v1::SessionPlan& plan) {
  v1::SessionPlan stored = plan;
  stored.clear_name();
  stored.clear_violations();
  stored.clear_create_time();
  return StoredBytesOf(stored);
}

std::string PayloadOf(const v1::MeetingOutcome& outcome) {
  v1::MeetingOutcome stored = outcome;
  stored.clear_slot();
  stored.clear_table();
  stored.clear_score();
  stored.clear_update_time();
  return StoredBytesOf(stored);
}

void NameSlots(v1::Session& session) {
  for (v1::SessionDay& day : *session.mutable_days()) {
    for (v1::SessionSlot& slot : *day.mutable_slots()) {
      slot.set_slot(SlotName(day.date(), slot.start()));
    }
  }
}

absl::StatusOr<v1::Session> SessionOf(absl::string_view alliance, const storage::Record& record) {
  absl::StatusOr<v1::Session> session = Read<v1::Session>(alliance, record, "session");
  if (!session.ok()) return session;
  session->set_name(FormatSessionName(alliance, record.id));
  session->set_etag(EtagOf(record.revision));
  *session->mutable_create_time() = ToTimestamp(record.create_time);
  *session->mutable_update_time() = ToTimestamp(record.update_time);
  NameSlots(*session);
  return session;
}

absl::StatusOr<v1::Participant> ParticipantOf(absl::string_view alliance,
                                              const storage::Record& record) {
  absl::StatusOr<v1::Participant> participant =
      Read<v1::Participant>(alliance, record, "participant");
  if (!participant.ok()) return participant;
  const auto [session, member] = SplitId(record);
  participant->set_name(FormatParticipantName(alliance, session, member));
  participant->set_etag(EtagOf(record.revision));
  *participant->mutable_create_time() = ToTimestamp(record.create_time);
  *participant->mutable_update_time() = ToTimestamp(record.update_time);
  return participant;
}

absl::StatusOr<v1::SessionPlan> PlanOf(absl::string_view alliance, const storage::Record& record) {
  absl::StatusOr<v1::SessionPlan> plan = Read<v1::SessionPlan>(alliance, record, "plan");
  if (!plan.ok()) return plan;
  const auto [session, digits] = SplitId(record);
  int number = 0;
  if (!absl::SimpleAtoi(digits, &number)) {
    return absl::DataLossError(absl::StrCat("no number of a plan: ", record.id));
  }
  plan->set_name(FormatPlanName(alliance, session, number));
  *plan->mutable_create_time() = ToTimestamp(record.create_time);
  return plan;
}

absl::StatusOr<v1::MeetingOutcome> OutcomeOf(absl::string_view alliance,
                                             const storage::Record& record) {
  absl::StatusOr<v1::MeetingOutcome> outcome =
      Read<v1::MeetingOutcome>(alliance, record, "outcome");
  if (!outcome.ok()) return outcome;
  *outcome->mutable_update_time() = ToTimestamp(record.update_time);
  return outcome;
}

std::string SlotName(absl::string_view date, absl::string_view start) {
  return absl::StrCat(date, "T", start);
}

}  // namespace counterpoint::conversion

// An alliance with a session that is written as records, for tests of its day.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"
#include "storage/store.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {

// Alliance "music" with the members north, star and moon, which all take part in
// the session "spring", and east, which does not. Plan 1 has star meet north and
// moon in the past; plan 2, which is published, has moon meet north too.
class SessionDayTest : public ServiceTest {
 protected:
  static constexpr char kSession[] = "alliances/music/sessions/spring";

  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
    CreateMember("star", kGameStudio);
    for (const char* id : {"north", "moon", "east"}) CreateMember(id, kComposer);
    session_ = Parse<v1::Session>(R"pb(
      display_name { key: "en" value: "Spring Session" }
      time_zone: "Asia/Shanghai"
      days {
        date: "2026-03-02"
        slots { start: "09:00" minutes: 20 }
        slots { start: "09:25" minutes: 20 }
        slots { start: "09:50" minutes: 20 }
      }
      tables { id: "t1" }
      tables { id: "t2" }
      state: RUNNING
      published_plan: "alliances/music/sessions/spring/plans/2"
    )pb");
    v1::SessionPlan first;
    AddMeeting("north", "star", "2026-03-02T09:00", "t1", 0.5, first);
    AddMeeting("moon", "star", "2026-03-02T09:25", "t1", 0.25, first);
    v1::SessionPlan second = first;
    AddMeeting("moon", "north", "2026-03-02T09:50", "t2", 0.75, second);
    std::vector<storage::Write> writes = {
        Put(storage::Collection::kSession, "spring", conversion::PayloadOf(session_)),
        Put(storage::Collection::kPlan, conversion::PlanRecordId("spring", 1),
            conversion::PayloadOf(first)),
        Put(storage::Collection::kPlan, conversion::PlanRecordId("spring", 2),
            conversion::PayloadOf(second))};
    for (const char* id : {"north", "star", "moon"}) {
      writes.push_back(Put(storage::Collection::kParticipant,
                           conversion::ParticipantRecordId("spring", id),
                           conversion::PayloadOf(v1::Participant())));
    }
    Write(std::move(writes));
  }

  static storage::Write Put(storage::Collection collection, const std::string& id,
                            const std::string& payload) {
    storage::Write write;
    write.collection = collection;
    write.id = id;
    write.payload = payload;
    return write;
  }

  // Commits to the alliance while the server is stopped.
  void Write(std::vector<storage::Write> writes) {
    Stop();
    {
      auto store = storage::Store::Open(options_.store);
      ASSERT_TRUE(store.ok()) << store.status();
      storage::CommitRequest commit;
      commit.alliance = "music";
      commit.writes = std::move(writes);
      const auto result = (*store)->Commit(std::move(commit));
      ASSERT_TRUE(result.ok()) << result.status();
    }
    Start();
  }

  // Writes the session anew after a change of `session_`.
  void WriteSession() {
    Write({Put(storage::Collection::kSession, "spring", conversion::PayloadOf(session_))});
  }

  static std::string Member(const std::string& id) {
    return absl::StrCat("alliances/music/members/", id);
  }
  static void AddMeeting(const std::string& participant, const std::string& partner,
                         const std::string& slot, const std::string& table, double score,
                         v1::SessionPlan& plan) {
    v1::PlannedMeeting& meeting = *plan.add_meetings();
    meeting.mutable_pair()->set_participant(Member(participant));
    meeting.mutable_pair()->set_partner(Member(partner));
    meeting.set_slot(slot);
    meeting.set_table(table);
    meeting.set_score(score);
  }

  Answer<v1::CheckInParticipantsResponse> CheckIn(const std::vector<std::string>& ids,
                                                  bool undo = false) {
    v1::CheckInParticipantsRequest request;
    request.set_session(kSession);
    for (const std::string& id : ids) request.add_participants(Member(id));
    request.set_undo(undo);
    return Send(request);
  }

  // An outcome as text, with more fields.
  static std::string Between(const std::string& a, const std::string& b,
                             const std::string& fields) {
    return absl::StrCat("outcomes { pair { participant: '", Member(a), "' partner: '", Member(b),
                        "' } ", fields, " }");
  }
  static std::string Rating(const std::string& id, int rating) {
    return absl::StrCat("ratings { participant: '", Member(id), "' rating: ", rating, " }");
  }
  static std::string Absent(const std::string& id) {
    return absl::StrCat("absent: '", Member(id), "' ");
  }
  Answer<v1::RecordMeetingOutcomesResponse> Record(const std::string& outcomes) {
    return Send<v1::RecordMeetingOutcomesRequest>(
        absl::StrCat("session: '", kSession, "' ", outcomes));
  }
  Answer<v1::ListMeetingOutcomesResponse> List(const std::string& fields = "") {
    return Send<v1::ListMeetingOutcomesRequest>(absl::StrCat("parent: '", kSession, "' ", fields));
  }
  // All interactions as "KIND member partner rating", in order of id.
  std::vector<std::string> Interactions() {
    std::vector<std::string> shown;
    const auto list = Send<v1::ListInteractionsRequest>("parent: 'alliances/music'");
    EXPECT_TRUE(list.ok()) << list.status.error_message();
    for (const v1::Interaction& each : list->interactions()) {
      shown.push_back(absl::StrCat(v1::InteractionKind_Name(each.kind()), " ",
                                   each.member().substr(24), " ", each.partner().substr(24), " ",
                                   each.rating()));
    }
    return shown;
  }
  std::int64_t Revision() {
    return Send<v1::GetAllianceRequest>("name: 'alliances/music'")->revision();
  }

  v1::Session session_;
};

}  // namespace counterpoint::service

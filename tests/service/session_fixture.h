// A server with an alliance "music", members m1 to m6 and means to write sessions.
#pragma once

#include <string>
#include <vector>

#include "counterpoint/v1/session_day.pb.h"
#include "storage/record.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {

inline constexpr char kSpring[] = "alliances/music/sessions/spring";

// Two slots on each of two days, tables "t1" with a screen and "t2".
inline constexpr char kSession[] = R"pb(
  display_name { key: "en" value: "Spring" }
  time_zone: "Asia/Shanghai"
  days {
    date: "2027-03-02"
    slots { start: "09:00" minutes: 20 }
    slots { start: "09:25" minutes: 20 }
  }
  days {
    date: "2027-03-03"
    slots { start: "09:00" minutes: 20 }
    slots { start: "09:25" minutes: 20 }
  }
  tables { id: "t1" features: "screen" }
  tables { id: "t2" }
)pb";

class SessionServiceTest : public ServiceTest {
 protected:
  static constexpr int kMembers = 6;

  void SetUp() override;

  Answer<v1::Session> Create(const std::string& id, const std::string& more = "",
                             const std::string& request_fields = "");
  Answer<v1::Session> Get(const std::string& id = "spring");
  // `fields` are those of the session, `request_fields` those of the request.
  Answer<v1::Session> Update(const std::string& fields, const std::string& request_fields = "");
  Answer<google::protobuf::Empty> Delete(const std::string& request_fields = "");
  Answer<v1::Session> SetState(v1::Session::State state, const std::string& etag = "");

  Answer<v1::Participant> Join(const std::string& member, const std::string& fields = "",
                               const std::string& request_fields = "");
  Answer<v1::Participant> GetParticipant(const std::string& member,
                                         const std::string& session = "spring");
  std::vector<std::string> ParticipantIds(const std::string& session = "spring");

  // Writes plan 1, with a meeting of m1 and m2 in the first slot at t1, and the
  // session in this state, as planning and publishing would; starts the server anew.
  void PutPlan(v1::Session::State state);
  // Writes an outcome of the two members' meeting; starts the server anew.
  void PutOutcome(const std::string& member, const std::string& partner,
                  v1::MeetingOutcome::Result result);
  // How many plans and outcomes of session "spring" the store holds.
  int StoredPlansAndOutcomes();

 private:
  void Write(std::vector<storage::Write> writes);
};

}  // namespace counterpoint::service

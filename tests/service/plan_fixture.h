// A server with session "spring" and means to plan it.
#pragma once

#include <string>

#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "counterpoint/v1/plan_service.grpc.pb.h"
#include "tests/service/session_fixture.h"

namespace counterpoint::service {

class PlanServiceTest : public SessionServiceTest {
 protected:
  Answer<v1::Operation> Send(const v1::PlanSessionRequest& r);
  Answer<v1::RepairPlanResponse> Send(const v1::RepairPlanRequest& r);
  Answer<v1::SessionPlan> Send(const v1::EditPlanRequest& r);
  Answer<v1::JudgeSessionChangesResponse> Send(const v1::JudgeSessionChangesRequest& r);
  Answer<v1::SessionPlan> Send(const v1::GetPlanRequest& r);
  Answer<v1::ListPlansResponse> Send(const v1::ListPlansRequest& r);
  Answer<v1::ComparePlansResponse> Send(const v1::ComparePlansRequest& r);
  Answer<v1::Session> Send(const v1::PublishPlanRequest& r);
  Answer<google::protobuf::Empty> Send(const v1::DeletePlanRequest& r);

  // A request written as text in which $ stands for the name of the session.
  template <typename Request>
  auto Ask(std::string text) {
    for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$')) {
      text.replace(at, 1, kSpring);
    }
    return Send(Parse<Request>(text));
  }

  // Session "spring" with members m1 to m4.
  void CreateSpring(const std::string& rules = "");
  // Session "spring", with forty members, that is not planned to the end in an hour.
  void CreateLarge();

  // Begins to plan "spring".
  Answer<v1::Operation> Begin(const std::string& fields = "");
  // The operation when it has ended.
  v1::Operation Await(const v1::Operation& operation);
  v1::Operation Cancel(const v1::Operation& operation);
  // Plans "spring" to the end; `fields` are those of the request.
  v1::SessionPlan MakePlan(const std::string& fields = "");
  // Plan 2 of session "spring" with m1 to m4: on the first day m1 meets m2, then m4,
  // at t1; m3 meets m4, then m2, at t2.
  void MakeKnownPlan();
  Answer<v1::SessionPlan> GetPlan(int number, const std::string& language = "");
};

// "m1 m2 2027-03-02T09:00 t1"
std::string Line(const v1::PlannedMeeting& meeting);
// A pair of members of alliance "music", as text of a MeetingPair.
std::string PairText(const std::string& participant, const std::string& partner);

}  // namespace counterpoint::service

#include "tests/service/plan_fixture.h"

#include <memory>
#include <random>

#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

constexpr int kLargeMembers = 40;

template <typename Response, typename Stub, typename Interface, typename Request>
Answer<Response> Call(const std::unique_ptr<Stub>& stub,
                      grpc::Status (Interface::*method)(grpc::ClientContext*, const Request&,
                                                        Response*),
                      const Request& request) {
  Answer<Response> answer;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(120)));
  answer.status = (stub.get()->*method)(&context, request, &answer.message);
  return answer;
}

using Plans = v1::PlanService;

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

}  // namespace

Answer<v1::Operation> PlanServiceTest::Send(const v1::PlanSessionRequest& r) {
  return Call<v1::Operation>(Plans::NewStub(channel_), &Plans::Stub::PlanSession, r);
}
Answer<v1::RepairPlanResponse> PlanServiceTest::Send(const v1::RepairPlanRequest& r) {
  return Call<v1::RepairPlanResponse>(Plans::NewStub(channel_), &Plans::Stub::RepairPlan, r);
}
Answer<v1::SessionPlan> PlanServiceTest::Send(const v1::EditPlanRequest& r) {
  return Call<v1::SessionPlan>(Plans::NewStub(channel_), &Plans::Stub::EditPlan, r);
}
Answer<v1::JudgeSessionChangesResponse> PlanServiceTest::Send(
    const v1::JudgeSessionChangesRequest& r) {
  return Call<v1::JudgeSessionChangesResponse>(Plans::NewStub(channel_),
                                               &Plans::Stub::JudgeSessionChanges, r);
}
Answer<v1::SessionPlan> PlanServiceTest::Send(const v1::GetPlanRequest& r) {
  return Call<v1::SessionPlan>(Plans::NewStub(channel_), &Plans::Stub::GetPlan, r);
}
Answer<v1::ListPlansResponse> PlanServiceTest::Send(const v1::ListPlansRequest& r) {
  return Call<v1::ListPlansResponse>(Plans::NewStub(channel_), &Plans::Stub::ListPlans, r);
}
Answer<v1::ComparePlansResponse> PlanServiceTest::Send(const v1::ComparePlansRequest& r) {
  return Call<v1::ComparePlansResponse>(Plans::NewStub(channel_), &Plans::Stub::ComparePlans, r);
}
Answer<v1::Session> PlanServiceTest::Send(const v1::PublishPlanRequest& r) {
  return Call<v1::Session>(Plans::NewStub(channel_), &Plans::Stub::PublishPlan, r);
}
Answer<google::protobuf::Empty> PlanServiceTest::Send(const v1::DeletePlanRequest& r) {
  return Call<google::protobuf::Empty>(Plans::NewStub(channel_), &Plans::Stub::DeletePlan, r);
}

void PlanServiceTest::CreateSpring(const std::string& rules) {
  ASSERT_TRUE(Create("spring", rules).ok());
  for (const char* member : {"m1", "m2", "m3", "m4"}) ASSERT_TRUE(Join(member).ok());
  AwaitIndex();
}

// Every second pair meets, and everybody is away now and then: too much for a proof.
void PlanServiceTest::CreateLarge() {
  std::mt19937 random(7);
  std::string session =
      "display_name { key: 'en' value: 'Large' } time_zone: 'Asia/Shanghai' "
      "days { date: '2027-03-02' ";
  for (int slot = 0; slot < 24; ++slot) {
    absl::StrAppend(&session, "slots { start: '", slot < 10 ? "0" : "", slot,
                    ":00' minutes: 20 } ");
  }
  absl::StrAppend(&session, "} ");
  for (int table = 0; table < 18; ++table)
    absl::StrAppend(&session, "tables { id: 't", table, "' } ");
  absl::StrAppend(&session, "pairing { source: AS_GIVEN ");
  for (int a = 0; a < kLargeMembers; ++a) {
    for (int b = a + 1; b < kLargeMembers; ++b) {
      if ((a + b) % 3 != 0) continue;
      absl::StrAppend(&session, "requested_pairs { ",
                      PairText(absl::StrCat("l", a), absl::StrCat("l", b)), " } ");
    }
  }
  absl::StrAppend(&session, "}");
  ASSERT_TRUE(
      SessionServiceTest::Send<v1::CreateSessionRequest>(
          absl::StrCat("parent: 'alliances/music' session_id: 'spring' session { ", session, " }"))
          .ok());
  for (int i = 0; i < kLargeMembers; ++i) {
    const std::string id = absl::StrCat("l", i);
    CreateMember(id, kComposer);
    std::string away;
    for (int slot = 0; slot < 24; ++slot) {
      if (random() % 7 != 0) continue;
      absl::StrAppend(&away, "unavailable_slots: '2027-03-02T", slot < 10 ? "0" : "", slot,
                      ":00' ");
    }
    ASSERT_TRUE(Join(id, away).ok());
  }
  AwaitIndex();
}

Answer<v1::Operation> PlanServiceTest::Begin(const std::string& fields) {
  return Ask<v1::PlanSessionRequest>("session: '$' " + fields);
}

v1::Operation PlanServiceTest::Await(const v1::Operation& operation) {
  v1::WaitOperationRequest request;
  request.set_name(operation.name());
  request.mutable_timeout()->set_seconds(60);
  const auto ended = Call<v1::Operation>(v1::OperationService::NewStub(channel_),
                                         &v1::OperationService::Stub::WaitOperation, request);
  EXPECT_TRUE(ended.ok()) << ended.status.error_message();
  return *ended;
}

v1::Operation PlanServiceTest::Cancel(const v1::Operation& operation) {
  v1::CancelOperationRequest request;
  request.set_name(operation.name());
  const auto ended = Call<v1::Operation>(v1::OperationService::NewStub(channel_),
                                         &v1::OperationService::Stub::CancelOperation, request);
  EXPECT_TRUE(ended.ok()) << ended.status.error_message();
  return *ended;
}

v1::SessionPlan PlanServiceTest::MakePlan(const std::string& fields) {
  const auto begun = Begin(fields);
  EXPECT_TRUE(begun.ok()) << begun.status.error_message();
  const v1::Operation ended = Await(*begun);
  EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED) << ended.DebugString();
  v1::GetPlanRequest request;
  request.set_name(ended.result());
  const auto plan = Send(request);
  EXPECT_TRUE(plan.ok()) << plan.status.error_message();
  return *plan;
}

void PlanServiceTest::MakeKnownPlan() {
  MakePlan();
  const auto place = [](const char* member, const char* partner, const char* time,
                        const char* table) {
    return absl::StrCat("edits { place { pair { ", PairText(member, partner),
                        " } slot: '2027-03-02T", time, "' table: '", table, "' } } ");
  };
  const auto edited = Ask<v1::EditPlanRequest>(absl::StrCat(
      "plan: '$/plans/1' ", place("m1", "m2", "09:00", "t1"), place("m1", "m4", "09:25", "t1"),
      place("m3", "m4", "09:00", "t2"), place("m3", "m2", "09:25", "t2")));
  ASSERT_TRUE(edited.ok()) << edited.status.error_message();
  ASSERT_TRUE(edited->violations().empty()) << edited->DebugString();
}

Answer<v1::SessionPlan> PlanServiceTest::GetPlan(int number, const std::string& language) {
  v1::GetPlanRequest request;
  request.set_name(absl::StrCat(kSpring, "/plans/", number));
  request.set_language(language);
  return Send(request);
}

std::string Line(const v1::PlannedMeeting& meeting) {
  return absl::StrCat(IdOf(meeting.pair().participant()), " ", IdOf(meeting.pair().partner()), " ",
                      meeting.slot(), " ", meeting.table());
}

std::string PairText(const std::string& participant, const std::string& partner) {
  return absl::StrCat("participant: 'alliances/music/members/", participant,
                      "' partner: 'alliances/music/members/", partner, "'");
}

}  // namespace counterpoint::service

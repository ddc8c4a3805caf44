// A real server on a port of its own, with a store in a temporary directory.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "counterpoint/rpc/status.pb.h"
#include "counterpoint/v1/alliance_service.grpc.pb.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"
#include "counterpoint/v1/matching_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "counterpoint/v1/session_day_service.grpc.pb.h"
#include "counterpoint/v1/session_service.grpc.pb.h"
#include "counterpoint/v1/staff_rule_service.grpc.pb.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "service/server.h"

namespace counterpoint::service {

template <typename Message>
struct Answer {
  grpc::Status status;
  Message message;

  bool ok() const { return status.ok(); }
  grpc::StatusCode code() const { return status.error_code(); }
  const Message* operator->() const { return &message; }
  const Message& operator*() const { return message; }
};

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) {
    ADD_FAILURE() << "not a " << Message::descriptor()->name() << ": " << text;
  }
  return message;
}

// A detail of an error; a default one where there is none.
template <typename Detail>
Detail DetailOf(const grpc::Status& status) {
  google::rpc::Status message;
  message.ParseFromString(status.error_details());
  Detail detail;
  for (const auto& any : message.details()) {
    if (any.Is<Detail>()) any.UnpackTo(&detail);
  }
  return detail;
}
// The fields that an error's BadRequest names.
std::vector<std::string> BadFields(const grpc::Status& status);

class ServiceTest : public ::testing::Test {
 protected:
  using AllianceStub = v1::AllianceService::Stub;
  using MemberStub = v1::MemberService::Stub;
  using MatchingStub = v1::MatchingService::Stub;
  using InteractionStub = v1::InteractionService::Stub;
  using SessionStub = v1::SessionService::Stub;
  using SessionDayStub = v1::SessionDayService::Stub;
  using StaffRuleStub = v1::StaffRuleService::Stub;

  void SetUp() override;
  void TearDown() override;

  // For files of its own: "Suite-Test-4711", with the process.
  static std::string OwnName();

  // Starts the server; Start() also waits until it is ready.
  void Listen();
  void Start();
  void Stop();
  void Restart();
  // Moves the server's clock on, and stops it.
  void Wait(absl::Duration duration) { ahead_ += absl::ToInt64Microseconds(duration); }
  void StopClock() { stopped_at_ = absl::ToUnixMicros(absl::Now()); }

  void CreateAlliance(const std::string& id, const std::string& fields = "");
  // Creates a member of alliance "music" from text, and returns it.
  v1::Member CreateMember(const std::string& id, const std::string& fields);
  // Waits until matching has seen all that has been committed to the alliance.
  void AwaitIndex(const std::string& alliance = "music");

  Answer<v1::Alliance> Send(const v1::CreateAllianceRequest& r);
  Answer<v1::Alliance> Send(const v1::GetAllianceRequest& r);
  Answer<v1::ListAlliancesResponse> Send(const v1::ListAlliancesRequest& r);
  Answer<v1::Alliance> Send(const v1::UpdateAllianceRequest& r);
  Answer<google::protobuf::Empty> Send(const v1::DeleteAllianceRequest& r);
  Answer<v1::ListTopicsResponse> Send(const v1::ListTopicsRequest& r);
  Answer<v1::Member> Send(const v1::CreateMemberRequest& r);
  Answer<v1::Member> Send(const v1::GetMemberRequest& r);
  Answer<v1::ListMembersResponse> Send(const v1::ListMembersRequest& r);
  Answer<v1::SearchMembersResponse> Send(const v1::SearchMembersRequest& r);
  Answer<v1::Member> Send(const v1::UpdateMemberRequest& r);
  Answer<google::protobuf::Empty> Send(const v1::DeleteMemberRequest& r);
  Answer<v1::BatchCreateMembersResponse> Send(const v1::BatchCreateMembersRequest& r);
  Answer<v1::BatchGetMembersResponse> Send(const v1::BatchGetMembersRequest& r);
  Answer<v1::RecommendPartnersResponse> Send(const v1::RecommendPartnersRequest& r);
  Answer<v1::MatchNeedResponse> Send(const v1::MatchNeedRequest& r);
  Answer<v1::ListSimilarMembersResponse> Send(const v1::ListSimilarMembersRequest& r);
  Answer<v1::ExplainMatchResponse> Send(const v1::ExplainMatchRequest& r);
  Answer<v1::BatchRecordInteractionsResponse> Send(const v1::BatchRecordInteractionsRequest& r);
  Answer<v1::Interaction> Send(const v1::GetInteractionRequest& r);
  Answer<v1::ListInteractionsResponse> Send(const v1::ListInteractionsRequest& r);
  Answer<google::protobuf::Empty> Send(const v1::DeleteInteractionRequest& r);
  Answer<v1::WhyNotResponse> Send(const v1::WhyNotRequest& r);
  Answer<v1::Session> Send(const v1::CreateSessionRequest& r);
  Answer<v1::Session> Send(const v1::GetSessionRequest& r);
  Answer<v1::ListSessionsResponse> Send(const v1::ListSessionsRequest& r);
  Answer<v1::Session> Send(const v1::UpdateSessionRequest& r);
  Answer<google::protobuf::Empty> Send(const v1::DeleteSessionRequest& r);
  Answer<v1::Session> Send(const v1::CopySessionRequest& r);
  Answer<v1::Session> Send(const v1::SetSessionStateRequest& r);
  Answer<v1::Participant> Send(const v1::CreateParticipantRequest& r);
  Answer<v1::BatchCreateParticipantsResponse> Send(const v1::BatchCreateParticipantsRequest& r);
  Answer<v1::Participant> Send(const v1::GetParticipantRequest& r);
  Answer<v1::ListParticipantsResponse> Send(const v1::ListParticipantsRequest& r);
  Answer<v1::Participant> Send(const v1::UpdateParticipantRequest& r);
  Answer<google::protobuf::Empty> Send(const v1::DeleteParticipantRequest& r);
  Answer<v1::ExportAgendaResponse> Send(const v1::ExportAgendaRequest& r);
  Answer<v1::CheckInParticipantsResponse> Send(const v1::CheckInParticipantsRequest& r);
  Answer<v1::RecordMeetingOutcomesResponse> Send(const v1::RecordMeetingOutcomesRequest& r);
  Answer<v1::ListMeetingOutcomesResponse> Send(const v1::ListMeetingOutcomesRequest& r);
  Answer<v1::SessionReport> Send(const v1::GetSessionReportRequest& r);
  Answer<v1::StaffRule> Send(const v1::CreateStaffRuleRequest& r);
  Answer<v1::StaffRule> Send(const v1::GetStaffRuleRequest& r);
  Answer<v1::ListStaffRulesResponse> Send(const v1::ListStaffRulesRequest& r);
  Answer<v1::StaffRule> Send(const v1::EndStaffRuleRequest& r);

  // Sends a request written as text.
  template <typename Request>
  auto Send(const std::string& text) {
    return Send(Parse<Request>(text));
  }

  // Imports the members of each request as one stream.
  Answer<std::vector<v1::ImportMembersResponse>> Import(
      const std::vector<v1::ImportMembersRequest>& requests);
  Answer<std::vector<v1::Member>> Export(const v1::StreamMembersRequest& request,
                                         std::int64_t* revision = nullptr);
  // All that a watch that ends at the present revision tells.
  Answer<std::vector<v1::MemberChange>> Changes(const std::string& parent, std::int64_t after);

  ServerOptions options_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<AllianceStub> alliances_;
  std::unique_ptr<MemberStub> members_;
  std::unique_ptr<MatchingStub> matching_;
  std::unique_ptr<InteractionStub> interactions_;
  std::unique_ptr<SessionStub> sessions_;
  std::unique_ptr<SessionDayStub> session_days_;
  std::unique_ptr<StaffRuleStub> staff_rules_;

 private:
  absl::Time Now() const;

  // Microseconds.
  std::atomic<std::int64_t> ahead_ = 0;
  std::atomic<std::int64_t> stopped_at_ = 0;  // 0: it runs.
};

// A profile of each side of game music, as fields of a Member.
inline constexpr char kComposer[] = R"pb(
  kind: CREATOR
  display_name { key: "en" value: "North Wind Audio" }
  offers {
    title { key: "en" value: "Orchestral game music composition" }
    text { key: "en" value: "We compose and record adaptive game music and sound design." }
    topics: "game-music"
  }
  region: "CN-SH"
)pb";
inline constexpr char kGameStudio[] = R"pb(
  kind: SCENE_UNIT
  display_name { key: "zh" value: "星河游戏" }
  needs {
    title { key: "zh" value: "寻找游戏音乐作曲" }
    text { key: "zh" value: "我们需要高质量的游戏音乐与音效设计。" }
  }
  region: "CN-SH-XUHUI"
)pb";

}  // namespace counterpoint::service

#include "tests/service/service_fixture.h"

#include <unistd.h>

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace counterpoint::service {
namespace {

template <typename Stub, typename Request, typename Response>
Answer<Response> Call(Stub& stub,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
  Answer<Response> answer;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  answer.status = (stub.*method)(&context, request, &answer.message);
  return answer;
}

}  // namespace

std::vector<std::string> BadFields(const grpc::Status& status) {
  std::vector<std::string> fields;
  const auto bad_request = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : bad_request.field_violations()) {
    fields.push_back(violation.field());
  }
  return fields;
}

std::string ServiceTest::OwnName() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  // A fuzz target runs no test.
  if (test == nullptr) return absl::StrCat("fuzz-", getpid());
  // Names of tests with parameters have slashes in them.
  return absl::StrReplaceAll(
      absl::StrCat(test->test_suite_name(), "-", test->name(), "-", getpid()), {{"/", "-"}});
}

void ServiceTest::SetUp() {
  options_.store.path = absl::StrCat(::testing::TempDir(), "/", OwnName());
  std::filesystem::remove_all(options_.store.path);
  options_.store.sync_writes = false;
  options_.listen = "127.0.0.1:0";
  options_.clock = [this] { return Now(); };
  options_.store.clock = options_.clock;
  Start();
}

absl::Time ServiceTest::Now() const {
  const std::int64_t stopped_at = stopped_at_;
  const absl::Time time = stopped_at == 0 ? absl::Now() : absl::FromUnixMicros(stopped_at);
  return time + absl::Microseconds(ahead_.load());
}

void ServiceTest::TearDown() {
  Stop();
  std::filesystem::remove_all(options_.store.path);
}

void ServiceTest::Listen() {
  auto server = Server::Start(options_);
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()),
                                 grpc::InsecureChannelCredentials());
  alliances_ = v1::AllianceService::NewStub(channel_);
  members_ = v1::MemberService::NewStub(channel_);
  matching_ = v1::MatchingService::NewStub(channel_);
  interactions_ = v1::InteractionService::NewStub(channel_);
  sessions_ = v1::SessionService::NewStub(channel_);
  session_days_ = v1::SessionDayService::NewStub(channel_);
  staff_rules_ = v1::StaffRuleService::NewStub(channel_);
}

void ServiceTest::Start() {
  Listen();
  ASSERT_TRUE(server_->AwaitReady(absl::Seconds(60)));
}

void ServiceTest::Stop() {
  if (server_ == nullptr) return;
  server_->Drain(absl::Seconds(5));
  server_.reset();
}

void ServiceTest::Restart() {
  Stop();
  Start();
}

void ServiceTest::CreateAlliance(const std::string& id, const std::string& fields) {
  v1::CreateAllianceRequest request;
  request.set_alliance_id(id);
  *request.mutable_alliance() = Parse<v1::Alliance>(fields);
  (*request.mutable_alliance()->mutable_display_name())["en"] = id;
  const auto created = Send(request);
  ASSERT_TRUE(created.ok()) << created.status.error_message();
}

v1::Member ServiceTest::CreateMember(const std::string& id, const std::string& fields) {
  v1::CreateMemberRequest request;
  request.set_parent("alliances/music");
  request.set_member_id(id);
  *request.mutable_member() = Parse<v1::Member>(fields);
  const auto created = Send(request);
  EXPECT_TRUE(created.ok()) << created.status.error_message();
  return *created;
}

void ServiceTest::AwaitIndex(const std::string& alliance) {
  v1::GetAllianceRequest request;
  request.set_name("alliances/" + alliance);
  const auto present = Send(request);
  ASSERT_TRUE(present.ok());
  ASSERT_TRUE(server_->AwaitIndexed(alliance, present->revision(), absl::Seconds(60)));
}

Answer<std::vector<v1::ImportMembersResponse>> ServiceTest::Import(
    const std::vector<v1::ImportMembersRequest>& requests) {
  Answer<std::vector<v1::ImportMembersResponse>> answer;
  grpc::ClientContext context;
  const auto stream = members_->ImportMembers(&context);
  for (const auto& request : requests) {
    v1::ImportMembersResponse response;
    if (!stream->Write(request) || !stream->Read(&response)) break;
    answer.message.push_back(response);
  }
  stream->WritesDone();
  answer.status = stream->Finish();
  return answer;
}

Answer<std::vector<v1::Member>> ServiceTest::Export(const v1::StreamMembersRequest& request,
                                                    std::int64_t* revision) {
  Answer<std::vector<v1::Member>> answer;
  grpc::ClientContext context;
  const auto stream = members_->StreamMembers(&context, request);
  v1::StreamMembersResponse response;
  while (stream->Read(&response)) {
    for (const v1::Member& member : response.members()) answer.message.push_back(member);
    if (revision != nullptr) *revision = response.revision();
  }
  answer.status = stream->Finish();
  return answer;
}

Answer<std::vector<v1::MemberChange>> ServiceTest::Changes(const std::string& parent,
                                                           std::int64_t after) {
  v1::WatchMembersRequest request;
  request.set_parent(parent);
  request.set_start_revision(after);
  request.set_until_present(true);
  Answer<std::vector<v1::MemberChange>> answer;
  grpc::ClientContext context;
  const auto stream = members_->WatchMembers(&context, request);
  v1::WatchMembersResponse response;
  while (stream->Read(&response)) {
    for (const v1::MemberChange& change : response.changes()) answer.message.push_back(change);
  }
  answer.status = stream->Finish();
  return answer;
}

Answer<v1::Alliance> ServiceTest::Send(const v1::CreateAllianceRequest& r) {
  return Call(*alliances_, &AllianceStub::CreateAlliance, r);
}
Answer<v1::Alliance> ServiceTest::Send(const v1::GetAllianceRequest& r) {
  return Call(*alliances_, &AllianceStub::GetAlliance, r);
}
Answer<v1::ListAlliancesResponse> ServiceTest::Send(const v1::ListAlliancesRequest& r) {
  return Call(*alliances_, &AllianceStub::ListAlliances, r);
}
Answer<v1::Alliance> ServiceTest::Send(const v1::UpdateAllianceRequest& r) {
  return Call(*alliances_, &AllianceStub::UpdateAlliance, r);
}
Answer<google::protobuf::Empty> ServiceTest::Send(const v1::DeleteAllianceRequest& r) {
  return Call(*alliances_, &AllianceStub::DeleteAlliance, r);
}
Answer<v1::ListTopicsResponse> ServiceTest::Send(const v1::ListTopicsRequest& r) {
  return Call(*alliances_, &AllianceStub::ListTopics, r);
}
Answer<v1::Member> ServiceTest::Send(const v1::CreateMemberRequest& r) {
  return Call(*members_, &MemberStub::CreateMember, r);
}
Answer<v1::Member> ServiceTest::Send(const v1::GetMemberRequest& r) {
  return Call(*members_, &MemberStub::GetMember, r);
}
Answer<v1::ListMembersResponse> ServiceTest::Send(const v1::ListMembersRequest& r) {
  return Call(*members_, &MemberStub::ListMembers, r);
}
Answer<v1::SearchMembersResponse> ServiceTest::Send(const v1::SearchMembersRequest& r) {
  return Call(*members_, &MemberStub::SearchMembers, r);
}
Answer<v1::Member> ServiceTest::Send(const v1::UpdateMemberRequest& r) {
  return Call(*members_, &MemberStub::UpdateMember, r);
}
Answer<google::protobuf::Empty> ServiceTest::Send(const v1::DeleteMemberRequest& r) {
  return Call(*members_, &MemberStub::DeleteMember, r);
}
Answer<v1::BatchCreateMembersResponse> ServiceTest::Send(const v1::BatchCreateMembersRequest& r) {
  return Call(*members_, &MemberStub::BatchCreateMembers, r);
}
Answer<v1::BatchGetMembersResponse> ServiceTest::Send(const v1::BatchGetMembersRequest& r) {
  return Call(*members_, &MemberStub::BatchGetMembers, r);
}
Answer<v1::RecommendPartnersResponse> ServiceTest::Send(const v1::RecommendPartnersRequest& r) {
  return Call(*matching_, &MatchingStub::RecommendPartners, r);
}
Answer<v1::MatchNeedResponse> ServiceTest::Send(const v1::MatchNeedRequest& r) {
  return Call(*matching_, &MatchingStub::MatchNeed, r);
}
Answer<v1::ListSimilarMembersResponse> ServiceTest::Send(const v1::ListSimilarMembersRequest& r) {
  return Call(*matching_, &MatchingStub::ListSimilarMembers, r);
}
Answer<v1::ExplainMatchResponse> ServiceTest::Send(const v1::ExplainMatchRequest& r) {
  return Call(*matching_, &MatchingStub::ExplainMatch, r);
}
Answer<v1::BatchRecordInteractionsResponse> ServiceTest::Send(
    const v1::BatchRecordInteractionsRequest& r) {
  return Call(*interactions_, &InteractionStub::BatchRecordInteractions, r);
}
Answer<v1::Interaction> ServiceTest::Send(const v1::GetInteractionRequest& r) {
  return Call(*interactions_, &InteractionStub::GetInteraction, r);
}
Answer<v1::ListInteractionsResponse> ServiceTest::Send(const v1::ListInteractionsRequest& r) {
  return Call(*interactions_, &InteractionStub::ListInteractions, r);
}
Answer<google::protobuf::Empty> ServiceTest::Send(const v1::DeleteInteractionRequest& r) {
  return Call(*interactions_, &InteractionStub::DeleteInteraction, r);
}
Answer<v1::WhyNotResponse> ServiceTest::Send(const v1::WhyNotRequest& r) {
  return Call(*matching_, &MatchingStub::WhyNot, r);
}
Answer<v1::Session> ServiceTest::Send(const v1::CreateSessionRequest& r) {
  return Call(*sessions_, &SessionStub::CreateSession, r);
}
Answer<v1::Session> ServiceTest::Send(const v1::GetSessionRequest& r) {
  return Call(*sessions_, &SessionStub::GetSession, r);
}
Answer<v1::ListSessionsResponse> ServiceTest::Send(const v1::ListSessionsRequest& r) {
  return Call(*sessions_, &SessionStub::ListSessions, r);
}
Answer<v1::Session> ServiceTest::Send(const v1::UpdateSessionRequest& r) {
  return Call(*sessions_, &SessionStub::UpdateSession, r);
}
Answer<google::protobuf::Empty> ServiceTest::Send(const v1::DeleteSessionRequest& r) {
  return Call(*sessions_, &SessionStub::DeleteSession, r);
}
Answer<v1::Session> ServiceTest::Send(const v1::CopySessionRequest& r) {
  return Call(*sessions_, &SessionStub::CopySession, r);
}
Answer<v1::Session> ServiceTest::Send(const v1::SetSessionStateRequest& r) {
  return Call(*sessions_, &SessionStub::SetSessionState, r);
}
Answer<v1::Participant> ServiceTest::Send(const v1::CreateParticipantRequest& r) {
  return Call(*sessions_, &SessionStub::CreateParticipant, r);
}
Answer<v1::BatchCreateParticipantsResponse> ServiceTest::Send(
    const v1::BatchCreateParticipantsRequest& r) {
  return Call(*sessions_, &SessionStub::BatchCreateParticipants, r);
}
Answer<v1::Participant> ServiceTest::Send(const v1::GetParticipantRequest& r) {
  return Call(*sessions_, &SessionStub::GetParticipant, r);
}
Answer<v1::ListParticipantsResponse> ServiceTest::Send(const v1::ListParticipantsRequest& r) {
  return Call(*sessions_, &SessionStub::ListParticipants, r);
}
Answer<v1::Participant> ServiceTest::Send(const v1::UpdateParticipantRequest& r) {
  return Call(*sessions_, &SessionStub::UpdateParticipant, r);
}
Answer<google::protobuf::Empty> ServiceTest::Send(const v1::DeleteParticipantRequest& r) {
  return Call(*sessions_, &SessionStub::DeleteParticipant, r);
}
Answer<v1::ExportAgendaResponse> ServiceTest::Send(const v1::ExportAgendaRequest& r) {
  return Call(*session_days_, &SessionDayStub::ExportAgenda, r);
}
Answer<v1::CheckInParticipantsResponse> ServiceTest::Send(const v1::CheckInParticipantsRequest& r) {
  return Call(*session_days_, &SessionDayStub::CheckInParticipants, r);
}
Answer<v1::RecordMeetingOutcomesResponse> ServiceTest::Send(
    const v1::RecordMeetingOutcomesRequest& r) {
  return Call(*session_days_, &SessionDayStub::RecordMeetingOutcomes, r);
}
Answer<v1::ListMeetingOutcomesResponse> ServiceTest::Send(const v1::ListMeetingOutcomesRequest& r) {
  return Call(*session_days_, &SessionDayStub::ListMeetingOutcomes, r);
}
Answer<v1::SessionReport> ServiceTest::Send(const v1::GetSessionReportRequest& r) {
  return Call(*session_days_, &SessionDayStub::GetSessionReport, r);
}
Answer<v1::StaffRule> ServiceTest::Send(const v1::CreateStaffRuleRequest& r) {
  return Call(*staff_rules_, &StaffRuleStub::CreateStaffRule, r);
}
Answer<v1::StaffRule> ServiceTest::Send(const v1::GetStaffRuleRequest& r) {
  return Call(*staff_rules_, &StaffRuleStub::GetStaffRule, r);
}
Answer<v1::ListStaffRulesResponse> ServiceTest::Send(const v1::ListStaffRulesRequest& r) {
  return Call(*staff_rules_, &StaffRuleStub::ListStaffRules, r);
}
Answer<v1::StaffRule> ServiceTest::Send(const v1::EndStaffRuleRequest& r) {
  return Call(*staff_rules_, &StaffRuleStub::EndStaffRule, r);
}

}  // namespace counterpoint::service

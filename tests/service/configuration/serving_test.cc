// Reloads and the end of a server, with the program itself.
#include <signal.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "counterpoint/rpc/status.pb.h"
#include "counterpoint/v1/alliance_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "tests/service/configuration/program.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ServingTest : public ::testing::Test {
 protected:
  std::string Configure(const std::string& settings) { return folder_.Write("config", settings); }
  void Serve() {
    server_ = std::make_unique<RunningServer>(
        folder_, std::vector<std::string>{"--data", folder_.Path("data"), "--config",
                                          folder_.Path("config")});
    ASSERT_NE(server_->address(), "") << server_->Log();
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
  }
  grpc::Status ListAlliances() const {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    v1::ListAlliancesResponse response;
    return v1::AllianceService::NewStub(channel_)->ListAlliances(&context, {}, &response);
  }
  void CreateAlliance() const {
    grpc::ClientContext context;
    v1::CreateAllianceRequest request;
    request.set_alliance_id("music");
    (*request.mutable_alliance()->mutable_display_name())["en"] = "Music";
    v1::Alliance response;
    const auto status =
        v1::AllianceService::NewStub(channel_)->CreateAlliance(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  const Folder folder_;
  std::unique_ptr<RunningServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(ServingTest, AReloadTakesOverWhatMayChangeAndNamesTheRest) {
  Configure("limits { max_streams: 5 } threads { writers: 4 }");
  Serve();
  EXPECT_TRUE(ListAlliances().ok());
  Configure(
      "caller_limits { units_per_second: 0.001 burst_units: 500 } threads { writers: 8 }"
      " logging { level: DEBUG }");
  server_->Signal(SIGHUP);
  const std::string log = server_->AwaitLog("event=reloaded");
  EXPECT_THAT(log, AllOf(HasSubstr("event=setting_changed setting=caller_limits.burst_units"),
                         HasSubstr("event=setting_changed setting=limits.max_streams"),
                         HasSubstr("event=restart_needed setting=threads.writers")));
  int taken = 0;
  while (taken < 1000 && ListAlliances().ok()) ++taken;
  EXPECT_LE(taken, 50) << "500 units are 50 such calls";
}

TEST_F(ServingTest, AChangeOfTheFileIsSeenWithoutASignal) {
  Configure("");
  Serve();
  Configure("shutdown { drain: '1s' }");
  server_->AwaitLog("event=setting_changed setting=shutdown.drain");
}

TEST_F(ServingTest, ABadFileIsRefusedAndTheOldOneGoesOnCounting) {
  Configure("caller_limits { units_per_second: 0.001 burst_units: 500 }");
  Serve();
  Configure("caller_limits { units_per_second: 0 burst_units: 1 }");
  server_->Signal(SIGHUP);
  EXPECT_THAT(server_->AwaitLog("event=reload_refused"),
              AllOf(HasSubstr("caller_limits.burst_units: must be"),
                    Not(HasSubstr("event=setting_changed"))));
  int taken = 0;
  while (taken < 1000 && ListAlliances().ok()) ++taken;
  EXPECT_LE(taken, 50);
}

TEST_F(ServingTest, WhoWatchesIsToldToComeBackWhenItDrains) {
  Configure("shutdown { drain: '60s' }");
  Serve();
  CreateAlliance();
  grpc::ClientContext context;
  v1::WatchMembersRequest request;
  request.set_parent("alliances/music");
  const auto members = v1::MemberService::NewStub(channel_);
  const auto watch = members->WatchMembers(&context, request);
  v1::CreateMemberRequest create;
  create.set_parent("alliances/music");
  create.mutable_member()->set_kind(v1::CREATOR);
  (*create.mutable_member()->mutable_display_name())["en"] = "North Wind";
  grpc::ClientContext create_context;
  v1::Member member;
  ASSERT_TRUE(members->CreateMember(&create_context, create, &member).ok());
  v1::WatchMembersResponse response;
  ASSERT_TRUE(watch->Read(&response));
  server_->Signal(SIGTERM);
  while (watch->Read(&response)) {
  }
  const grpc::Status ended = watch->Finish();
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::UNAVAILABLE);
  google::rpc::Status details;
  details.ParseFromString(ended.error_details());
  ASSERT_EQ(details.details_size(), 1);
  EXPECT_TRUE(details.details(0).Is<google::rpc::RetryInfo>());
  EXPECT_EQ(server_->AwaitEnd(), 0);
  EXPECT_THAT(server_->Log(), HasSubstr("event=stopped"));
}

TEST_F(ServingTest, ASecondSignalEndsItAtOnce) {
  Configure("shutdown { drain: '1h' }");
  Serve();
  CreateAlliance();
  grpc::ClientContext context;
  // Its side is never closed, so the drain would wait for the limit.
  const auto import = v1::MemberService::NewStub(channel_)->ImportMembers(&context);
  v1::ImportMembersRequest request;
  request.set_parent("alliances/music");
  request.add_members()->set_name("members/unfit");  // It gets a verdict.
  import->Write(request);
  v1::ImportMembersResponse response;
  ASSERT_TRUE(import->Read(&response));
  server_->Signal(SIGTERM);
  server_->AwaitLog("event=draining");
  server_->Signal(SIGINT);
  const int code = server_->AwaitEnd();
  EXPECT_TRUE(code == 0 || code == 1) << code;
  EXPECT_THAT(server_->Log(), HasSubstr("event=ended_at_once"));
  import->Finish();
}

}  // namespace
}  // namespace counterpoint::service

// Too much of everything, with a real server.
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "httplib.h"
#include "tests/service/access/guarded_service_fixture.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

absl::Duration RetryDelayOf(const grpc::Status& status) {
  const auto delay = DetailOf<google::rpc::RetryInfo>(status).retry_delay();
  return absl::Seconds(delay.seconds()) + absl::Nanoseconds(delay.nanos());
}

class CallerRateTest : public GuardedServiceTest {
 protected:
  grpc::Status GetAlliance(const std::string& token) const {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::GetAllianceRequest request;
    request.set_name("alliances/nobody");
    v1::Alliance response;
    return alliances_->GetAlliance(&context, request, &response);
  }
};

TEST_F(CallerRateTest, OneCallerUsesUpItsOwnUnitsAndIsToldWhenToComeBack) {
  const std::string hasty = Token(Role::kStaff, "");
  const std::string calm = Token(Role::kStaff, "");
  options_.calls.units_per_second = 0.5;
  options_.calls.burst_units = 500;
  server_->Reload(options_);
  grpc::Status status;
  int taken = 0;
  for (; taken <= 100'000; ++taken) {
    status = GetAlliance(hasty);
    if (status.error_code() != grpc::StatusCode::NOT_FOUND) break;
  }
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  // Less one unit that has come in since, and each call waits for one.
  EXPECT_GT(RetryDelayOf(status), absl::ZeroDuration());
  EXPECT_LE(RetryDelayOf(status), absl::Seconds(2));
  EXPECT_EQ(GetAlliance(calm).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CallerRateTest, AnAddressWhoseCallsAreRefusedIsSlowedDownAndNobodyElse) {
  const std::string known = Token(Role::kStaff, "");
  options_.calls.units_per_second = 0.5;
  options_.calls.burst_units = 500;
  server_->Reload(options_);
  grpc::Status status;
  for (int i = 0; i <= 100'000; ++i) {
    status = GetAlliance("cpt.nobody.guess");
    if (status.error_code() != grpc::StatusCode::UNAUTHENTICATED) break;
  }
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_GT(RetryDelayOf(status), absl::ZeroDuration());
  EXPECT_EQ(GetAlliance(known).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CallerRateTest, MessagesOfAStreamAreCharged) {
  const std::string hasty = Token(Role::kAdministrator, "");
  grpc::ClientContext create_context;
  create_context.AddMetadata("authorization", "Bearer " + hasty);
  v1::Alliance alliance;
  ASSERT_TRUE(alliances_
                  ->CreateAlliance(&create_context,
                                   Parse<v1::CreateAllianceRequest>(
                                       "alliance_id: 'music' alliance { display_name { key: 'en' "
                                       "value: 'Music' } }"),
                                   &alliance)
                  .ok());
  options_.calls.units_per_second = 0.001;
  options_.calls.burst_units = 500;
  server_->Reload(options_);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + hasty);
  const auto import = members_->ImportMembers(&context);
  v1::ImportMembersRequest request;
  request.set_parent("alliances/music");
  request.add_members()->set_name("members/unfit");  // It gets a verdict.
  v1::ImportMembersResponse response;
  int taken = 0;
  while (taken < 1000 && import->Write(request) && import->Read(&response)) ++taken;
  EXPECT_LE(taken, 50) << "500 units are 50 messages";
  EXPECT_GT(taken, 0);
  const grpc::Status ended = import->Finish();
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_GT(RetryDelayOf(ended), absl::ZeroDuration());
}

class CallLimitsTest : public ServiceTest {
 protected:
  void SetUp() override {
    options_.reader_threads = 1;
    // Metrics are served there too, and it ends at once: the server of metrics_listen takes
    // up to two seconds to.
    options_.gateway.listen = "127.0.0.1:0";
    ServiceTest::SetUp();
    CreateAlliance("music");
    CreateMember("north", kComposer);
    CreateMember("river", kGameStudio);
    AwaitIndex();
  }
  void TearDown() override {
    Unblock();
    for (std::thread& thread : threads_) thread.join();
    ServiceTest::TearDown();
  }

  // From now on the first who asks for the time waits: a call on the only reader.
  void BlockReader() {
    const auto clock = options_.clock;
    options_.clock = [this, clock] {
      if (blocking_ && !blocked_.exchange(true)) {
        entered_.Notify();
        go_on_.WaitForNotification();
      }
      return clock();
    };
    Restart();
    AwaitIndex();
    blocking_ = true;
  }
  void Unblock() {
    if (blocking_.exchange(false) && !go_on_.HasBeenNotified()) go_on_.Notify();
  }
  grpc::Status Recommend(absl::Duration timeout, grpc::ClientContext& context) const {
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    v1::RecommendPartnersRequest request;
    request.set_member("alliances/music/members/north");
    v1::RecommendPartnersResponse response;
    return matching_->RecommendPartners(&context, request, &response);
  }
  grpc::Status Recommend(absl::Duration timeout = absl::Seconds(60)) const {
    grpc::ClientContext context;
    return Recommend(timeout, context);
  }
  void RecommendElsewhere() {
    threads_.emplace_back([this] { Recommend(); });
  }
  grpc::StatusCode GetMember() {
    return Send<v1::GetMemberRequest>("name: 'alliances/music/members/north'").code();
  }

  // What it answers is in server_test.cc.
  bool AnswersHealth() const {
    grpc::ClientContext context;
    grpc::ByteBuffer answer;
    const grpc::Slice empty;
    const grpc::ByteBuffer request(&empty, 1);
    absl::Notification done;
    grpc::Status ended;
    grpc::GenericStub(channel_).UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request,
                                          &answer, [&](const grpc::Status& status) {
                                            ended = status;
                                            done.Notify();
                                          });
    done.WaitForNotification();
    return ended.ok();
  }

  std::string Scrape() const {
    const auto response = httplib::Client("127.0.0.1", server_->http_port()).Get("/metrics");
    return response && response->status == 200 ? response->body : "";
  }
  void AwaitLine(const std::string& line) const {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    std::string text = Scrape();
    while (!absl::StrContains(text, "\n" + line + "\n")) {
      ASSERT_LT(absl::Now(), deadline) << line << "\nis not in\n" << text;
      absl::SleepFor(absl::Milliseconds(20));
      text = Scrape();
    }
  }

  std::atomic<bool> blocking_ = false;
  std::atomic<bool> blocked_ = false;
  absl::Notification entered_;
  absl::Notification go_on_;
  std::vector<std::thread> threads_;
};

TEST_F(CallLimitsTest, HealthAndSingleReadsAreAnsweredWhileAllReadersAreBusy) {
  options_.calls.max_calls = 3;
  options_.calls.max_waiting_calls = 1;
  BlockReader();
  RecommendElsewhere();
  entered_.WaitForNotification();
  RecommendElsewhere();
  AwaitLine("counterpoint_jobs_queued{pool=\"readers\"} 1");
  // The queue is full, and then there are too many calls altogether.
  const grpc::Status refused = Recommend();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_GT(RetryDelayOf(refused), absl::ZeroDuration());
  EXPECT_EQ(GetMember(), grpc::StatusCode::OK);
  EXPECT_TRUE(AnswersHealth());
  AwaitLine("counterpoint_calls_shed_total{reason=\"queue\"} 1");
  AwaitLine("counterpoint_calls_under_way 2");
  options_.calls.max_calls = 2;
  server_->Reload(options_);
  EXPECT_THAT(Recommend().error_message(), HasSubstr("too many calls under way"));
  AwaitLine("counterpoint_calls_shed_total{reason=\"calls\"} 1");
  EXPECT_EQ(GetMember(), grpc::StatusCode::OK);
}

TEST_F(CallLimitsTest, CallsOfOneCallerAreBounded) {
  options_.calls.max_calls_of_caller = 1;
  BlockReader();
  RecommendElsewhere();
  entered_.WaitForNotification();
  const grpc::Status refused = Recommend();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(refused.error_message(), HasSubstr("this caller"));
  EXPECT_EQ(GetMember(), grpc::StatusCode::OK);
}

TEST_F(CallLimitsTest, NobodyWorksForCallersWhoHaveGone) {
  BlockReader();
  // One that has begun, and is over before it scans; three that wait behind it.
  threads_.emplace_back([this] {
    EXPECT_EQ(Recommend(absl::Milliseconds(300)).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  });
  entered_.WaitForNotification();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Recommend(absl::Milliseconds(50)).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  threads_.back().join();
  threads_.pop_back();
  // The server hears of it by itself, at the deadline that it was told.
  absl::SleepFor(absl::Milliseconds(200));
  Unblock();
  AwaitLine("counterpoint_calls_shed_total{reason=\"expired\"} 3");
  AwaitLine("counterpoint_calls_shed_total{reason=\"abandoned\"} 1");
  AwaitLine("counterpoint_scan_parts_total{outcome=\"left_out\"} 1");
  AwaitLine("counterpoint_scan_parts_total{outcome=\"done\"} 0");
  EXPECT_TRUE(Recommend().ok());
  AwaitLine("counterpoint_scan_parts_total{outcome=\"done\"} 1");
}

TEST_F(CallLimitsTest, AClientThatStopsReadingIsDroppedAndHoldsNoThread) {
  options_.calls.stalled_stream = absl::Milliseconds(100);
  Restart();
  // More than all windows and buffers of a connection take.
  const std::string text(15'000, 'x');
  for (int i = 0; i < 10; ++i) {
    v1::BatchCreateMembersRequest batch;
    batch.set_parent("alliances/music");
    for (int j = 0; j < 80; ++j) {
      v1::CreateMemberRequest& request = *batch.add_requests();
      request.set_member_id(absl::StrCat("m", i, "-", j));
      request.mutable_member()->set_kind(v1::CREATOR);
      (*request.mutable_member()->mutable_display_name())["en"] = "M";
      (*request.mutable_member()->mutable_description())["en"] = text;
    }
    ASSERT_TRUE(Send(batch).ok());
  }
  grpc::ClientContext context;
  v1::StreamMembersRequest request;
  request.set_parent("alliances/music");
  const auto stream = members_->StreamMembers(&context, request);
  AwaitLine("counterpoint_streams_open 1");
  const std::string ended = "\ncounterpoint_calls_shed_total{reason=\"stalled\"} 1\n";
  while (!absl::StrContains(Scrape(), ended)) ASSERT_TRUE(server_->Sweep().ok());
  AwaitLine("counterpoint_streams_open 0");
  v1::StreamMembersResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(CallLimitsTest, ASlowCallTellsItsStagesAndTheRequestIdThatTheCallerKnows) {
  options_.calls.slow_call = absl::Nanoseconds(1);
  server_->Reload(options_);
  server_->TakeSlowCalls();
  grpc::ClientContext context;
  context.AddMetadata("x-request-id", "portal-7");
  context.AddMetadata("authorization", "Bearer cpt.a.SECRET");
  ASSERT_TRUE(Recommend(absl::Seconds(60), context).ok());
  const auto lines = server_->TakeSlowCalls();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0],
              AllOf(HasSubstr("method=counterpoint.v1.MatchingService.RecommendPartners code=OK "
                              "caller=\"local\" alliance=\"music\" request_id=portal-7 total_ms="),
                    HasSubstr(" queue_ms="), HasSubstr(" rank_ms="), HasSubstr(" evidence_ms="),
                    Not(HasSubstr("SECRET"))));
  const auto& trailing = context.GetServerTrailingMetadata();
  ASSERT_EQ(trailing.count("x-request-id"), 1U);
  EXPECT_EQ(trailing.find("x-request-id")->second, "portal-7");
  CreateMember("east", kComposer);
  EXPECT_THAT(server_->TakeSlowCalls().back(), HasSubstr(" commit_ms="));
  AwaitLine("counterpoint_slow_calls_total 2");
}

TEST_F(CallLimitsTest, ASlowStreamTellsItsStagesAndOneThatWaitsIsNotSlow) {
  options_.calls.slow_call = absl::Nanoseconds(1);
  server_->Reload(options_);
  grpc::ClientContext context;
  const auto import = members_->ImportMembers(&context);
  v1::ImportMembersRequest request;
  request.set_parent("alliances/music");
  *request.add_members() = Parse<v1::Member>(kComposer);
  request.mutable_members(0)->set_name("alliances/music/members/east");
  v1::ImportMembersResponse response;
  ASSERT_TRUE(import->Write(request) && import->Read(&response));
  import->WritesDone();
  ASSERT_TRUE(import->Finish().ok());
  // Those before it, of the fixture, are there too.
  EXPECT_THAT(server_->TakeSlowCalls().back(),
              AllOf(HasSubstr("method=counterpoint.v1.MemberService.ImportMembers code=OK"),
                    HasSubstr("alliance=\"music\""), HasSubstr(" longest_ms="),
                    HasSubstr(" commit_ms="), HasSubstr(" write_ms="), HasSubstr(" wait_ms=")));

  // A watch is open for longer than this, and never at work for as long.
  options_.calls.slow_call = absl::Milliseconds(500);
  server_->Reload(options_);
  grpc::ClientContext watch_context;
  watch_context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(700)));
  v1::WatchMembersRequest watch_request;
  watch_request.set_parent("alliances/music");
  const auto watch = members_->WatchMembers(&watch_context, watch_request);
  v1::WatchMembersResponse changes;
  while (watch->Read(&changes)) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  AwaitLine("counterpoint_streams_open 0");
  EXPECT_THAT(server_->TakeSlowCalls(), SizeIs(0));
}

}  // namespace
}  // namespace counterpoint::service

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/operations.h"
#include "clients/cpp/plans.h"
#include "tests/clients/scripted_service.h"

namespace counterpoint::client {
namespace {

using testing::ElementsAre;

constexpr char kName[] = "alliances/a/operations/1";

v1::Operation In(v1::Operation::State state, const std::string& phase = "") {
  v1::Operation operation;
  operation.set_name(kName);
  operation.set_state(state);
  operation.set_phase(phase);
  return operation;
}

class ClientOperationsTest : public testing::Test {
 protected:
  // Waits answer with these, one after the other, the last one for good.
  void ServeWaits(std::vector<v1::Operation> answers) {
    server_.operations().wait = [answers = std::move(answers)](int call, const auto&,
                                                               v1::Operation* response) {
      const auto last = static_cast<int>(answers.size());
      *response = answers[static_cast<size_t>(std::min(call, last) - 1)];
      return grpc::Status::OK;
    };
  }
  AwaitOptions Recording() {
    return {.on_change = [this](const v1::Operation& now) { seen_.push_back(now.phase()); }};
  }

  ScriptedServer server_;
  std::vector<std::string> seen_;
};

TEST_F(ClientOperationsTest, EndIsAwaitedAndEachChangeTold) {
  ServeWaits({In(v1::Operation::RUNNING, "waiting"), In(v1::Operation::RUNNING, "waiting"),
              In(v1::Operation::RUNNING, "placing"), In(v1::Operation::SUCCEEDED)});
  const auto ended = server_.client().operations().AwaitEnd(kName, Recording());
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->state(), v1::Operation::SUCCEEDED);
  EXPECT_THAT(seen_, ElementsAre("waiting", "placing", ""));
}

TEST_F(ClientOperationsTest, WaitingGoesOnWhileTheServerIsAway) {
  server_.operations().wait = [](int call, const auto&, v1::Operation* response) {
    // More often than a call is repeated.
    if (call >= 2 && call <= 12) return Unavailable();
    *response = In(call < 14 ? v1::Operation::RUNNING : v1::Operation::SUCCEEDED);
    return grpc::Status::OK;
  };
  const auto ended = server_.client().operations().AwaitEnd(kName);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(server_.operations().calls(), 14);
}

TEST_F(ClientOperationsTest, WaitingIsGivenUpWhenTheServerStaysAway) {
  server_.options().stall_limit = absl::Milliseconds(1);
  server_.Connect();
  server_.operations().wait = [](int, const auto&, auto*) { return Unavailable(); };
  const auto ended = server_.client().operations().AwaitEnd(kName);
  EXPECT_TRUE(absl::IsUnavailable(ended.status())) << ended.status();
}

TEST_F(ClientOperationsTest, IsCancelledWhenAsked) {
  ServeWaits({In(v1::Operation::RUNNING)});
  server_.operations().cancel = [](int, const v1::CancelOperationRequest& request,
                                   v1::Operation* response) {
    EXPECT_EQ(request.name(), kName);
    *response = In(v1::Operation::CANCELLED);
    return grpc::Status::OK;
  };
  int asked = 0;
  const auto ended =
      server_.client().operations().AwaitEnd(kName, {.cancel = [&] { return ++asked == 3; }});
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->state(), v1::Operation::CANCELLED);
  EXPECT_EQ(server_.operations().calls(), 3) << "two waits and a cancellation";
}

TEST_F(ClientOperationsTest, WaitingEndsAtTheDeadline) {
  ServeWaits({In(v1::Operation::RUNNING)});
  const auto ended = server_.client().operations().AwaitEnd(kName, {.deadline = absl::Now()});
  EXPECT_TRUE(absl::IsDeadlineExceeded(ended.status())) << ended.status();
  EXPECT_EQ(server_.operations().calls(), 1) << "it may have ended by then";
}

TEST_F(ClientOperationsTest, WatchGoesOnAfterABreak) {
  server_.operations().watch = [](int call, const auto&, auto* writer) {
    writer->Write(In(v1::Operation::RUNNING, absl::StrCat("phase ", call)));
    if (call < 3) return Unavailable();
    writer->Write(In(v1::Operation::SUCCEEDED));
    return grpc::Status::OK;
  };
  v1::WatchOperationRequest request;
  request.set_name(kName);
  const auto watch = server_.client().operations().Watch(request);
  for (;;) {
    const auto now = watch->Next();
    ASSERT_TRUE(now.ok()) << now.status();
    if (!now->has_value()) break;
    seen_.push_back((*now)->phase());
  }
  EXPECT_THAT(seen_, ElementsAre("phase 1", "phase 2", "phase 3", ""));
}

TEST_F(ClientOperationsTest, PlanIsAwaitedAndGotInTheLanguageOfTheRequest) {
  std::vector<std::string> request_ids;
  server_.plans().plan = [&](int call, const v1::PlanSessionRequest& request,
                             v1::Operation* response) {
    request_ids.push_back(request.request_id());
    if (call == 1) return Unavailable();
    *response = In(v1::Operation::RUNNING);
    return grpc::Status::OK;
  };
  v1::Operation ended = In(v1::Operation::SUCCEEDED);
  ended.set_result("alliances/a/sessions/s/plans/1");
  ServeWaits({In(v1::Operation::RUNNING), ended});
  server_.plans().get = [](int, const v1::GetPlanRequest& request, v1::SessionPlan* response) {
    EXPECT_EQ(request.language(), "zh");
    response->set_name(request.name());
    return grpc::Status::OK;
  };
  v1::PlanSessionRequest request;
  request.set_language("zh");
  const auto plan = server_.client().plans().PlanAndAwait(request);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->name(), "alliances/a/sessions/s/plans/1");
  ASSERT_EQ(request_ids.size(), 2U);
  EXPECT_EQ(request_ids[0], request_ids[1]);
  EXPECT_NE(request_ids[0], "");
}

TEST_F(ClientOperationsTest, ErrorOfTheOperationIsThatOfThePlan) {
  server_.plans().plan = [](int, const auto&, v1::Operation* response) {
    *response = In(v1::Operation::RUNNING);
    return grpc::Status::OK;
  };
  v1::Operation failed = In(v1::Operation::FAILED);
  failed.mutable_error()->set_code(9);
  failed.mutable_error()->set_message("no participants");
  ServeWaits({failed});
  const auto plan = server_.client().plans().PlanAndAwait({});
  EXPECT_EQ(plan.status(), absl::FailedPreconditionError("no participants"));
  ServeWaits({In(v1::Operation::CANCELLED)});
  EXPECT_TRUE(absl::IsCancelled(server_.client().plans().PlanAndAwait({}).status()));
}

TEST_F(ClientOperationsTest, ChangeIsRepeatedUnderOneRequestId) {
  std::vector<std::string> request_ids;
  server_.plans().edit = [&](int call, const auto& request, v1::SessionPlan* response) {
    request_ids.push_back(request.request_id());
    if (call == 1) return Unavailable();
    response->set_name("alliances/a/sessions/s/plans/2");
    return grpc::Status::OK;
  };
  const auto plan = server_.client().plans().Edit({});
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->name(), "alliances/a/sessions/s/plans/2");
  ASSERT_EQ(request_ids.size(), 2U);
  EXPECT_EQ(request_ids[0], request_ids[1]);
  EXPECT_NE(request_ids[0], "");
}

}  // namespace
}  // namespace counterpoint::client

#include "service/operations/operations.h"

#include "counterpoint/rpc/status.pb.h"
#include "service/errors/resource_errors.h"
#include "tests/service/operations/operations_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(OperationsTest, BegunOperationSaysWhatItIs) {
  const v1::Operation operation = Begin();
  EXPECT_TRUE(conversion::ParseOperationName(operation.name()).has_value()) << operation.name();
  EXPECT_EQ(operation.method(), "Plan");
  EXPECT_EQ(operation.target(), "alliances/music/sessions/spring");
  EXPECT_EQ(operation.state(), v1::Operation::RUNNING);
  EXPECT_EQ(operation.phase(), "waiting");
  EXPECT_EQ(operation.create_time().seconds(), 1'800'000'000);
  EXPECT_FALSE(operation.has_end_time());
  EXPECT_THAT(work_->AwaitBegun(1), ElementsAre("how"));
  EXPECT_EQ(Get(operation).phase(), "starting");
}

TEST_F(OperationsTest, ResultAndEndOfTheOperationAreOneCommit) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  now_ += absl::Seconds(5);
  work_->Succeed();
  const v1::Operation ended = AwaitEnd(operation);
  EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(ended.result(), "result");
  EXPECT_EQ(ended.end_time().seconds(), 1'800'000'005);
  EXPECT_EQ(ended.create_time().seconds(), 1'800'000'000);
  EXPECT_EQ(ended.phase(), "");
  const auto view = store_->View();
  const auto plan = view->Get("music", storage::Collection::kPlan, "p");
  const auto record =
      view->Get("music", storage::Collection::kOperation, NameOf(operation).operation);
  ASSERT_TRUE(plan.ok() && record.ok());
  EXPECT_EQ(plan->revision, record->revision);
}

TEST_F(OperationsTest, ProgressIsSeenByThoseWhoWait) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  auto seen = operations_->AwaitAfter(NameOf(operation), 0, absl::Seconds(60));
  ASSERT_TRUE(seen.ok());
  v1::PlanProgress progress;
  progress.set_bound(3);
  progress.set_unplaced(0);
  work_->Tell("placing", progress);
  const auto next = operations_->AwaitAfter(NameOf(operation), seen->version, absl::Seconds(60));
  ASSERT_TRUE(next.ok());
  EXPECT_GT(next->version, seen->version);
  EXPECT_EQ(next->operation.phase(), "placing");
  EXPECT_EQ(next->operation.plan_progress().bound(), 3);
  EXPECT_TRUE(next->operation.plan_progress().has_unplaced());
  work_->Succeed();
  EXPECT_FALSE(AwaitEnd(operation).has_plan_progress());
}

TEST_F(OperationsTest, WorkDoneByThePieceHasARateAndAnEstimatedEnd) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  work_->TellWork("judging", "members", 400, 1000);
  EXPECT_EQ(Get(operation).work_progress().rate(), 0);
  EXPECT_FALSE(Get(operation).work_progress().has_estimated_end_time());
  now_ += absl::Seconds(2);
  work_->TellWork("judging", "members", 500, 1000);
  const v1::Operation told = Get(operation);
  EXPECT_EQ(told.phase(), "judging");
  EXPECT_EQ(told.work_progress().unit(), "members");
  EXPECT_EQ(told.work_progress().done(), 500);
  EXPECT_EQ(told.work_progress().total(), 1000);
  EXPECT_DOUBLE_EQ(told.work_progress().rate(), 50);
  EXPECT_EQ(told.work_progress().estimated_end_time().seconds(), 1'800'000'012);

  work_->Tell("writing", {});
  EXPECT_FALSE(Get(operation).has_work_progress());
  work_->Succeed();
  EXPECT_FALSE(AwaitEnd(operation).has_work_progress());
}

TEST_F(OperationsTest, WhatIsSavedStaysAndTheOperationGoesOn) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  EXPECT_TRUE(work_->Save({LedWork::PlanWrite()}).ok());
  EXPECT_TRUE(PlanIsThere());
  EXPECT_TRUE(work_->Save({}).ok());
  EXPECT_EQ(Get(operation).state(), v1::Operation::RUNNING);
  work_->Succeed();
  EXPECT_EQ(AwaitEnd(operation).state(), v1::Operation::SUCCEEDED);
}

TEST_F(OperationsTest, WhatHasSavedCanBeCancelledAndSavesNothingMore) {
  work_->BeStubborn();
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  ASSERT_TRUE(work_->Save({}).ok());
  ASSERT_TRUE(operations_->Cancel(NameOf(operation)).ok());
  EXPECT_TRUE(absl::IsCancelled(work_->Save({LedWork::PlanWrite()})));
  EXPECT_FALSE(PlanIsThere());
  work_->Succeed();
  EXPECT_THAT(work_->AwaitEnds(1), ElementsAre(absl::StatusCode::kCancelled));
}

TEST_F(OperationsTest, WhatCannotBeSavedLeavesTheOperationUnderWay) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  storage::Write write = LedWork::PlanWrite();
  write.precondition = storage::Precondition::MustExist();
  EXPECT_TRUE(absl::IsNotFound(work_->Save({write})));
  EXPECT_TRUE(work_->Save({LedWork::PlanWrite()}).ok());
  work_->Succeed();
  EXPECT_EQ(AwaitEnd(operation).state(), v1::Operation::SUCCEEDED);
}

TEST_F(OperationsTest, WhoJoinsGetsTheOperationThatIsUnderWay) {
  OperationRequest request = Request();
  request.join = true;
  const v1::Operation first = Begin(request);
  work_->AwaitBegun(1);
  work_->TellWork("judging", "members", 1, 2);
  const v1::Operation joined = Begin(request);
  EXPECT_EQ(joined.name(), first.name());
  EXPECT_EQ(joined.phase(), "judging");
  EXPECT_EQ(work_->times_begun(), 1U);
}

TEST_F(OperationsTest, MethodsDoNotWaitForEachOther) {
  works_["Learn"] = std::make_shared<LedWork>();
  Reopen();
  Begin();
  OperationRequest other = Request();
  other.method = "Learn";
  Begin(other);
  works_["Learn"]->AwaitBegun(1);
  work_->AwaitBegun(1);
}

TEST_F(OperationsTest, EndsAreCountedByMethodAndState) {
  EXPECT_EQ(operations_->CurrentTotals().running.at("Plan"), 0);
  const v1::Operation cancelled = Begin(Request("a"));
  EXPECT_EQ(operations_->CurrentTotals().running.at("Plan"), 1);
  ASSERT_TRUE(operations_->Cancel(NameOf(cancelled)).ok());
  work_->Succeed();
  AwaitEnd(Begin(Request("b")));
  const Operations::Totals totals = operations_->CurrentTotals();
  EXPECT_EQ(totals.running.at("Plan"), 0);
  EXPECT_EQ(totals.ended.at({"Plan", v1::Operation::CANCELLED}), 1);
  EXPECT_EQ(totals.ended.at({"Plan", v1::Operation::SUCCEEDED}), 1);
}

TEST_F(OperationsTest, WaitEndsAtTheTimeoutWithTheOperationAsItIs) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  const auto seen = operations_->AwaitAfter(NameOf(operation), Operations::Seen::kEnd - 1,
                                            absl::Milliseconds(10));
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->operation.state(), v1::Operation::RUNNING);
}

TEST_F(OperationsTest, ErrorOfTheWorkIsThatOfTheOperationWithItsDetails) {
  const v1::Operation operation = Begin();
  work_->EndWith([](OperationControl&) { return MemberNotFound("music", "north"); });
  const v1::Operation ended = AwaitEnd(operation);
  EXPECT_EQ(ended.state(), v1::Operation::FAILED);
  EXPECT_EQ(ended.error().code(), static_cast<int>(absl::StatusCode::kNotFound));
  ASSERT_EQ(ended.error().details_size(), 1);
  google::rpc::ResourceInfo info;
  ASSERT_TRUE(ended.error().details(0).UnpackTo(&info));
  EXPECT_EQ(info.resource_name(), "alliances/music/members/north");
  EXPECT_EQ(ended.result(), "");
}

TEST_F(OperationsTest, WorkThatComesToNothingFails) {
  const v1::Operation operation = Begin();
  work_->EndWith([](OperationControl&) { return absl::OkStatus(); });
  EXPECT_EQ(AwaitEnd(operation).error().code(), static_cast<int>(absl::StatusCode::kInternal));
}

TEST_F(OperationsTest, WritesThatTheStoreRefusesFailTheOperation) {
  const v1::Operation operation = Begin();
  work_->EndWith([](OperationControl& control) {
    storage::Write write = LedWork::PlanWrite();
    write.precondition = storage::Precondition::MustExist();
    return control.Succeed("result", {write});
  });
  const v1::Operation ended = AwaitEnd(operation);
  EXPECT_EQ(ended.state(), v1::Operation::FAILED);
  EXPECT_EQ(ended.error().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_FALSE(PlanIsThere());
}

TEST_F(OperationsTest, TargetHasOneOperationAtATime) {
  const v1::Operation first = Begin();
  const auto second = operations_->Begin(Request());
  ASSERT_TRUE(absl::IsAborted(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(first.name()));
  google::rpc::ResourceInfo info;
  const auto detail = second.status().GetPayload(kResourceInfoUrl);
  ASSERT_TRUE(detail.has_value());
  ASSERT_TRUE(info.ParseFromString(std::string(*detail)));
  EXPECT_EQ(info.resource_name(), first.name());
  EXPECT_EQ(info.resource_type(), "counterpoint.v1/Operation");

  Begin(Request("alliances/music/sessions/autumn"));
  work_->AwaitBegun(2);
  work_->Succeed();
  AwaitEnd(first);
  Begin();
}

TEST_F(OperationsTest, OfCallsAtTheSameTimeOneBegins) {
  std::atomic<int> begun = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const auto operation = operations_->Begin(Request());
      if (operation.ok()) ++begun;
      EXPECT_TRUE(operation.ok() || absl::IsAborted(operation.status())) << operation.status();
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(begun, 1);
}

TEST_F(OperationsTest, RepeatedRequestGivesTheFirstOperationAsItIsNow) {
  const v1::Operation first = Begin(Request("spring", "r"));
  work_->AwaitBegun(1);
  EXPECT_EQ(Begin(Request("spring", "r")).name(), first.name());
  work_->Succeed();
  AwaitEnd(first);
  const v1::Operation repeated = Begin(Request("spring", "r"));
  EXPECT_EQ(repeated.name(), first.name());
  EXPECT_EQ(repeated.state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(work_->times_begun(), 1U);
  EXPECT_TRUE(absl::IsInvalidArgument(operations_->Begin(Request("autumn", "r")).status()));
  const auto found = operations_->FindRepeated(Request("spring", "r"));
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->name(), first.name());
  const auto unknown = operations_->FindRepeated(Request("spring", "s"));
  EXPECT_TRUE(unknown.ok() && !unknown->has_value());
}

TEST_F(OperationsTest, AllianceHasToBeThere) {
  OperationRequest request = Request();
  request.alliance = "games";
  EXPECT_TRUE(absl::IsNotFound(operations_->Begin(request).status()));
  EXPECT_TRUE(absl::IsNotFound(operations_->Get({"music", "none"}).status()));
}

TEST_F(OperationsTest, WhatIsBeyondTheThreadsWaits) {
  operation_options_.threads = 1;
  operation_options_.max_running = 2;
  Reopen();
  const v1::Operation first = Begin(Request("a"));
  work_->AwaitBegun(1);
  const v1::Operation second = Begin(Request("b"));
  EXPECT_EQ(Get(second).phase(), "waiting");
  EXPECT_EQ(Get(second).state(), v1::Operation::RUNNING);
  EXPECT_TRUE(absl::IsUnavailable(operations_->Begin(Request("c")).status()));
  work_->Succeed();
  AwaitEnd(first);
  EXPECT_EQ(AwaitEnd(second).state(), v1::Operation::SUCCEEDED);
}

TEST_F(OperationsTest, NewestComesFirstInOrderOfId) {
  const v1::Operation a = Begin(Request("a"));
  const v1::Operation b = Begin(Request("b"));
  const v1::Operation c = Begin(Request("c"));
  EXPECT_LT(b.name(), a.name());
  EXPECT_LT(c.name(), b.name());
}

TEST_F(OperationsTest, CancelledOperationHasNoResult) {
  work_->BeStubborn();
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  const auto cancelled = operations_->Cancel(NameOf(operation));
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), v1::Operation::CANCELLED);
  EXPECT_TRUE(cancelled->has_end_time());
  work_->Succeed();
  EXPECT_THAT(work_->AwaitEnds(1), ElementsAre(absl::StatusCode::kCancelled));
  EXPECT_FALSE(PlanIsThere());
  EXPECT_EQ(Get(operation).state(), v1::Operation::CANCELLED);
}

TEST_F(OperationsTest, TargetIsFreeAsSoonAsItsOperationIsCancelled) {
  work_->BeStubborn();
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  ASSERT_TRUE(operations_->Cancel(NameOf(operation)).ok());
  const v1::Operation next = Begin();
  work_->AwaitBegun(2);
  work_->Succeed();
  EXPECT_EQ(AwaitEnd(next).state(), v1::Operation::SUCCEEDED);
}

TEST_F(OperationsTest, CancellationIsSeenByTheWork) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  ASSERT_TRUE(operations_->Cancel(NameOf(operation)).ok());
  operations_->Stop();  // Waits for the work, which ends because it asks.
  EXPECT_EQ(Get(operation).state(), v1::Operation::CANCELLED);
}

TEST_F(OperationsTest, WhatIsCancelledWhileItWaitsIsNeverBegun) {
  operation_options_.threads = 1;
  Reopen();
  const v1::Operation first = Begin(Request("a"));
  work_->AwaitBegun(1);
  const v1::Operation second = Begin(Request("b"));
  ASSERT_TRUE(operations_->Cancel(NameOf(second)).ok());
  const v1::Operation third = Begin(Request("c"));
  work_->Succeed();
  AwaitEnd(first);
  AwaitEnd(third);
  EXPECT_EQ(work_->times_begun(), 2U);
}

TEST_F(OperationsTest, WhatHasEndedIsNotCancelled) {
  work_->Succeed();
  const v1::Operation operation = Begin();
  AwaitEnd(operation);
  const auto cancelled = operations_->Cancel(NameOf(operation));
  ASSERT_TRUE(cancelled.ok());
  EXPECT_EQ(cancelled->state(), v1::Operation::SUCCEEDED);
  EXPECT_TRUE(absl::IsNotFound(operations_->Cancel({"music", "none"}).status()));
}

// Success and two cancellations at the same time: what the operation says, what
// the work was told and what is in the store agree.
TEST_F(OperationsTest, OfSuccessAndCancellationExactlyOneTakesPlace) {
  constexpr std::size_t kRounds = 300;
  work_->BeStubborn();
  for (std::size_t round = 0; round < kRounds; ++round) {
    work_->EndWith(nullptr);
    const v1::Operation operation = Begin();
    work_->AwaitBegun(round + 1);
    std::vector<std::thread> callers;
    for (std::size_t i = 0; i < 2; ++i) {
      callers.emplace_back([&, i] {
        absl::SleepFor(absl::Microseconds(20 * ((round + i) % 10)));
        EXPECT_TRUE(operations_->Cancel(NameOf(operation)).ok());
      });
    }
    const std::string id = absl::StrCat("p", round);
    work_->EndWith([&id](OperationControl& control) {
      storage::Write write = LedWork::PlanWrite();
      write.id = id;
      return control.Succeed(id, {write});
    });
    for (std::thread& caller : callers) caller.join();
    const absl::StatusCode end = work_->AwaitEnds(round + 1).back();
    const bool is_there = store_->View()->Get("music", storage::Collection::kPlan, id).ok();
    ASSERT_EQ(end, is_there ? absl::StatusCode::kOk : absl::StatusCode::kCancelled) << round;
    ASSERT_EQ(Get(operation).state(),
              is_there ? v1::Operation::SUCCEEDED : v1::Operation::CANCELLED)
        << round;
  }
}

}  // namespace
}  // namespace counterpoint::service

#include "service/operations/operations.h"
#include "tests/service/operations/operations_fixture.h"
#include "tests/storage/failing_disk.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

class OperationsRestartTest : public OperationsTest {};

TEST_F(OperationsRestartTest, WhatWasUnderWayBeginsAnew) {
  const v1::Operation first = Begin(Request("a"));
  work_->AwaitBegun(1);
  OperationRequest other = Request("b");
  other.request = "otherwise";
  operation_options_.threads = 1;
  const v1::Operation second = Begin(other);
  work_->AwaitBegun(2);
  Reopen();
  EXPECT_EQ(Get(first).state(), v1::Operation::RUNNING);
  EXPECT_EQ(Get(first).target(), "a");
  work_->Succeed();
  EXPECT_EQ(AwaitEnd(first).state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(AwaitEnd(second).state(), v1::Operation::SUCCEEDED);
  const auto begun = work_->AwaitBegun(4);
  EXPECT_EQ(std::vector<std::string>(begun.end() - 2, begun.end()),
            std::vector<std::string>({"how", "otherwise"}))
      << "the oldest first";
  EXPECT_TRUE(PlanIsThere());
}

TEST_F(OperationsRestartTest, WorkWaitsUntilItIsStarted) {
  const v1::Operation old = Begin(Request("a"));
  starts_work_ = false;
  Reopen();
  const std::size_t begun = work_->times_begun();
  work_->Succeed();
  const v1::Operation fresh = Begin(Request("b"));
  EXPECT_EQ(Get(old).phase(), "waiting");
  EXPECT_EQ(Get(fresh).phase(), "waiting");
  EXPECT_EQ(work_->times_begun(), begun);
  operations_->StartWork();
  EXPECT_EQ(AwaitEnd(old).state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(AwaitEnd(fresh).state(), v1::Operation::SUCCEEDED);
}

TEST_F(OperationsRestartTest, TargetIsStillTakenAfterARestart) {
  const v1::Operation operation = Begin();
  Reopen();
  EXPECT_TRUE(absl::IsAborted(operations_->Begin(Request()).status()));
  EXPECT_EQ(operations_->Cancel(NameOf(operation))->state(), v1::Operation::CANCELLED);
  Begin();
}

TEST_F(OperationsRestartTest, RequestIdIsKnownAfterARestart) {
  const v1::Operation operation = Begin(Request("a", "r"));
  Reopen();
  EXPECT_EQ(Begin(Request("a", "r")).name(), operation.name());
}

TEST_F(OperationsRestartTest, WhatHasEndedStaysAsItIs) {
  work_->Succeed();
  const v1::Operation ended = AwaitEnd(Begin());
  Reopen();
  EXPECT_EQ(Get(ended).SerializeAsString(), ended.SerializeAsString());
  operations_->Stop();
  EXPECT_EQ(work_->times_begun(), 1U);
}

TEST_F(OperationsRestartTest, WorkThatNobodyKnowsAnyMoreFails) {
  const v1::Operation operation = Begin();
  works_.clear();
  Reopen();
  const v1::Operation ended = AwaitEnd(operation);
  EXPECT_EQ(ended.state(), v1::Operation::FAILED);
  EXPECT_EQ(ended.error().code(), static_cast<int>(absl::StatusCode::kUnimplemented));
}

TEST_F(OperationsRestartTest, EndOfTheServiceWakesThoseWhoWait) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  absl::Status told;
  std::thread waiting([&] {
    told = operations_->AwaitAfter(NameOf(operation), Operations::Seen::kEnd - 1, absl::Seconds(60))
               .status();
  });
  operations_->Stop();
  waiting.join();
  EXPECT_TRUE(absl::IsUnavailable(told)) << told;
  EXPECT_TRUE(absl::IsUnavailable(operations_->Begin(Request("b")).status()));
  EXPECT_EQ(Get(operation).state(), v1::Operation::RUNNING);
}

TEST_F(OperationsRestartTest, OperationsAreKeptForAWeekAfterTheirEnd) {
  const v1::Operation operation = Begin();
  now_ += absl::Hours(24 * 30);
  ASSERT_TRUE(store_->Sweep().ok());
  EXPECT_EQ(Get(operation).state(), v1::Operation::RUNNING);
  work_->Succeed();
  AwaitEnd(operation);
  now_ += absl::Hours(24 * 7) - absl::Seconds(1);
  ASSERT_TRUE(store_->Sweep().ok());
  EXPECT_EQ(Get(operation).state(), v1::Operation::SUCCEEDED);
  now_ += absl::Seconds(1);
  ASSERT_TRUE(store_->Sweep().ok());
  EXPECT_TRUE(absl::IsNotFound(operations_->Get(NameOf(operation)).status()));
}

TEST_F(OperationsRestartTest, WorkForADeletedAllianceIsStopped) {
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  DropAlliance("music");
  operations_->Forget("music");
  const auto seen =
      operations_->AwaitAfter(NameOf(operation), Operations::Seen::kEnd - 1, absl::Seconds(60));
  EXPECT_TRUE(absl::IsNotFound(seen.status())) << seen.status();
  PutAlliance("music");
  Begin();
  work_->AwaitBegun(2);
}

TEST_F(OperationsRestartTest, WorkForADeletedAllianceWritesNothingIntoItsSuccessor) {
  work_->BeStubborn();
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  DropAlliance("music");
  PutAlliance("music");
  work_->Succeed();
  operations_->Stop();
  EXPECT_THAT(work_->AwaitEnds(1), ElementsAre(absl::StatusCode::kCancelled));
  EXPECT_FALSE(PlanIsThere());
  EXPECT_TRUE(absl::IsNotFound(operations_->Get(NameOf(operation)).status()));
}

TEST_F(OperationsRestartTest, EndIsWrittenDownOnceTheDiskHasRoomAgain) {
  storage::FailingDisk disk;
  store_options_.env = disk.env();
  Reopen();
  const v1::Operation operation = Begin();
  work_->AwaitBegun(1);
  disk.Fail(storage::FailingDisk::Failure::kLittleRoom);
  work_->Succeed();
  EXPECT_THAT(work_->AwaitEnds(1), ElementsAre(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(Get(operation).state(), v1::Operation::RUNNING);
  disk.Fail(storage::FailingDisk::Failure::kNone);
  const v1::Operation ended = AwaitEnd(operation);
  EXPECT_EQ(ended.state(), v1::Operation::FAILED);
  EXPECT_EQ(ended.error().code(), static_cast<int>(absl::StatusCode::kResourceExhausted));
  EXPECT_FALSE(PlanIsThere());
  Close();  // Before the disk goes.
}

}  // namespace
}  // namespace counterpoint::service

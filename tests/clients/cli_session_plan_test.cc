// Planning at the command line, against a real server.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "counterpoint/v1/operation_service.pb.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "tests/clients/session_maker.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

class SessionPlanTest : public SharedServerTest {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(NameAlliance());
    maker_ = std::make_unique<SessionMaker>(server_->address(), alliance_);
  }

  std::unique_ptr<SessionMaker> maker_;
};

// "A,B" of the first meeting of a plan.
std::string FirstMeeting(const v1::SessionPlan& plan) {
  const v1::MeetingPair& pair = plan.meetings(0).pair();
  const auto id = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  return absl::StrCat(id(pair.participant()), ",", id(pair.partner()));
}

TEST_F(SessionPlanTest, SessionIsPlannedShownAndPublished) {
  maker_->Make("spring", {});
  ASSERT_EQ(Run({"session", "plan", "spring"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Unplaced"));
  EXPECT_THAT(err(), HasSubstr("counterpoint session show alliances/"));
  ASSERT_EQ(Run({"session", "show", "spring"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("SLOT"));
  EXPECT_THAT(out(), HasSubstr("09:20"));
  EXPECT_THAT(out(), HasSubstr("Member 1 - Member"));
  ASSERT_EQ(Run({"session", "show", "spring/1", "--participant", "m1"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("PARTNER"));
  ASSERT_EQ(Run({"session", "show", "spring/1", "--loads"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Member 8"));
  ASSERT_EQ(Run({"session", "publish", "spring"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"session", "plans", "spring"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("published"));
}

TEST_F(SessionPlanTest, PlanThatLeavesMeetingsOutExitsWithItsOwnCodeAndSaysWhy) {
  maker_->Make("tight", {.participants = 4, .slots = 1, .tables = 2});
  maker_->AddMust("tight", "m1", "m2");
  maker_->AddMust("tight", "m3", "m2");
  EXPECT_EQ(Run({"session", "plan", "tight"}), ExitCode::kUnplaced) << err();
  EXPECT_THAT(out(), HasSubstr("UNPLACED"));
  EXPECT_THAT(out(), HasSubstr("must"));
}

TEST_F(SessionPlanTest, OlderPlanIsTheWayBack) {
  maker_->Make("spring", {});
  ASSERT_EQ(Run({"session", "plan", "spring"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"session", "plan", "spring", "--seed", "2"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"session", "publish", "spring"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Published plan  2"));
  ASSERT_EQ(Run({"session", "publish", "spring/1"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Published plan  1"));
  EXPECT_EQ(Run({"session", "delete-plan", "spring/1"}), ExitCode::kError);
  EXPECT_EQ(Run({"session", "delete-plan", "spring/2"}), ExitCode::kOk) << err();
  EXPECT_EQ(Run({"session", "show", "spring/2"}), ExitCode::kNotFound);
  EXPECT_THAT(err(), HasSubstr("counterpoint session plans SESSION"));
}

TEST_F(SessionPlanTest, OperationIsFollowedAfterwards) {
  maker_->Make("spring", {});
  const auto begun = Read<v1::Operation>({"session", "plan", "spring", "--no-wait"});
  ASSERT_EQ(Run({"operation", "wait", begun.name()}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("succeeded"));
  const auto list = Read<v1::ListOperationsResponse>({"operation", "list"});
  ASSERT_EQ(list.operations_size(), 1);
  EXPECT_EQ(list.operations(0).name(), begun.name());
  EXPECT_THAT(list.operations(0).result(), HasSubstr("/plans/1"));
  ASSERT_EQ(Run({"operation", "cancel", begun.name()}), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("It had ended already"));
  EXPECT_EQ(Run({"operation", "get", "none"}), ExitCode::kNotFound);
  EXPECT_THAT(err(), HasSubstr("counterpoint operation list"));
}

TEST_F(SessionPlanTest, RepairKeepsWhatItCanAndComparisonShowsIt) {
  maker_->Make("spring", {});
  ASSERT_EQ(Run({"session", "plan", "spring"}), ExitCode::kOk) << err();
  Run({"session", "repair", "spring", "--no-show", "m1", "--dry-run"});
  EXPECT_THAT(out(), HasSubstr("-  Member 1 - "));
  EXPECT_THAT(err(), HasSubstr("Nothing was kept."));
  Run({"session", "repair", "spring", "--no-show", "m1", "--late", "m2=09:20"});
  EXPECT_THAT(out(), HasSubstr("repaired (1)"));
  ASSERT_EQ(Run({"session", "compare", "spring/1", "spring/2"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("OLD"));
  EXPECT_THAT(err(), HasSubstr("As before: "));
  EXPECT_EQ(Run({"session", "repair", "spring", "--late", "m2=19:00"}), ExitCode::kUsage);
}

TEST_F(SessionPlanTest, PlanIsEditedByHand) {
  maker_->Make("spring", {});
  ASSERT_EQ(Run({"session", "plan", "spring"}), ExitCode::kOk) << err();
  const auto plan = Read<v1::SessionPlan>({"session", "show", "spring"});
  ASSERT_GT(plan.meetings_size(), 0);
  const std::string pair = FirstMeeting(plan);
  ASSERT_EQ(Run({"session", "edit", "spring", "--remove", pair, "--add",
                 absl::StrCat(pair, "=10:40@t4"), "--dry-run"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("edited (1)"));
  EXPECT_THAT(out(), HasSubstr("not kept"));
  const auto edited = Read<v1::SessionPlan>({"session", "edit", "spring/1", "--remove", pair});
  EXPECT_EQ(edited.meetings_size(), plan.meetings_size() - 1);
  EXPECT_EQ(Run({"session", "edit", "spring"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--swap"));
}

TEST_F(SessionPlanTest, ChangesOfTheSessionAreJudged) {
  maker_->Make("tight", {.participants = 8, .slots = 2, .tables = 1});
  ASSERT_EQ(Run({"session", "what-if", "tight", "--tables", "1", "--slots", "1"}), ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("CHANGE"));
  EXPECT_THAT(err(), HasSubstr("As it is: 2 meetings"));
}

// A session whose plan is searched for until the effort is used up.
constexpr SessionShape kLarge = {.participants = 60, .slots = 12, .tables = 24, .most_meetings = 8};

TEST_F(SessionPlanTest, InterruptCancelsTheOperation) {
  maker_->Make("large", kLarge);
  // The test must not die of what comes too late.
  struct sigaction ignore {};
  struct sigaction before {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGINT, &ignore, &before);
  std::thread interrupting([] {
    absl::SleepFor(absl::Milliseconds(400));
    kill(getpid(), SIGINT);
  });
  const ExitCode code = Run({"session", "plan", "large", "--effort", "100"});
  interrupting.join();
  sigaction(SIGINT, &before, nullptr);
  EXPECT_EQ(code, ExitCode::kCancelled) << err();
  EXPECT_THAT(err(), HasSubstr("was cancelled"));
  const auto list = Read<v1::ListOperationsResponse>({"operation", "list"});
  EXPECT_EQ(list.operations(0).state(), v1::Operation::CANCELLED);
  EXPECT_EQ(Read<v1::ListPlansResponse>({"session", "plans", "large"}).plans_size(), 0);
}

TEST_F(SessionPlanTest, SecondPlanningSaysWhichOneIsUnderWay) {
  maker_->Make("large", kLarge);
  const auto begun =
      Read<v1::Operation>({"session", "plan", "large", "--effort", "100", "--no-wait"});
  EXPECT_EQ(Run({"session", "plan", "large"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("counterpoint operation wait " + begun.name()));
  ASSERT_EQ(Run({"operation", "cancel", begun.name()}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("cancelled"));
}

TEST_F(SessionPlanTest, PlanningBeginsAnewAfterTheServerWasKilled) {
  maker_->Make("large", kLarge);
  const auto begun =
      Read<v1::Operation>({"session", "plan", "large", "--effort", "0.5", "--no-wait"});
  server_->Kill();
  server_->Restart();
  Run({"operation", "wait", begun.name()});
  EXPECT_THAT(out(), HasSubstr("succeeded")) << err();
  const auto list = Read<v1::ListPlansResponse>({"session", "plans", "large"});
  EXPECT_EQ(list.plans_size(), 1);
}

}  // namespace
}  // namespace counterpoint::cli

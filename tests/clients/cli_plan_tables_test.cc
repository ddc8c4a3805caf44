#include <gmock/gmock.h>

#include <sstream>

#include "clients/cli/operation_tables.h"
#include "clients/cli/plan_progress.h"
#include "clients/cli/plan_tables.h"
#include "tests/clients/spring_session.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Printed(const Table& table) {
  std::ostringstream out;
  table.Print(out, {});
  return out.str();
}

v1::SessionPlan SpringPlan() {
  return FromText<v1::SessionPlan>(R"(
      name: 'alliances/a/sessions/spring/plans/3' origin: REPAIRED
      base_plan: 'alliances/a/sessions/spring/plans/2'
      meetings { pair { participant: 'alliances/a/members/studio'
                        partner: 'alliances/a/members/school' }
                 slot: '2027-03-02T09:00' table: 't1' score: 0.5 }
      unplaced { pair { participant: 'alliances/a/members/museum'
                        partner: 'alliances/a/members/school' }
                 score: 0.25 must: true message: 'both are busy' }
      quality { proof: OPEN meetings: 1 unplaced: 1 score: 0.5 score_proved: true
                breaks: 7 breaks_bound: 5 cut_short: true }
      loads { participant: 'alliances/a/members/studio' meetings: 1 }
      loads { participant: 'alliances/a/members/museum' missing: 1 }
      relaxations { message: 'one table more' meetings: 1 unplaced: -1 score: 0.25 proved: true }
      create_time { seconds: 1800000000 })");
}

TEST(PlanTablesTest, SummaryHasTheFiguresThatMatter) {
  const std::string text = Printed(PlanSummary(SpringPlan(), "en"));
  for (const char* line :
       {"Plan ", "Origin                                 repaired (2)", "7 (at least 5)",
        "0.50 (the best)", "open (cut short)", "Participants below their least number  1"}) {
    EXPECT_THAT(text, HasSubstr(line)) << text;
  }
  EXPECT_THAT(text, Not(HasSubstr("Unfair"))) << "what is zero is not worth a line";
}

TEST(PlanTablesTest, SummaryInChinese) {
  const std::string text = Printed(PlanSummary(SpringPlan(), "zh"));
  for (const char* words :
       {"方案", "修复 (2)", "7 (至少 5)", "0.50 （最优）", "未证明 （提前结束）"}) {
    EXPECT_THAT(text, HasSubstr(words)) << text;
  }
}

TEST(PlanTablesTest, UnplacedMeetingsHaveTheirReasons) {
  EXPECT_EQ(Printed(UnplacedList(SpringPlan(), SpringSession())),
            "UNPLACED           SCORE        REASON\n"
            "museum - 音乐学院  0.250  must  both are busy\n");
}

TEST(PlanTablesTest, ChangesHaveTheirWorth) {
  EXPECT_EQ(Printed(WorthList(SpringPlan().relaxations(), "en")),
            "MEETINGS  SCORE  UNPLACED  MISSING  BREAKS          CHANGE\n"
            "      +1  +0.25        -1       +0      +0  proved  one table more\n");
}

TEST(PlanTablesTest, DayOfAParticipantIsTheSameFromBothSides) {
  EXPECT_EQ(Printed(ParticipantDay(SpringPlan(), SpringSession(), "alliances/a/members/school")),
            "SLOT   TABLE   PARTNER     SCORE\n"
            "09:00  Window  Studio One  0.500\n");
  EXPECT_EQ(Printed(ParticipantDay(SpringPlan(), SpringSession(), "alliances/a/members/studio")),
            "SLOT   TABLE   PARTNER   SCORE\n"
            "09:00  Window  音乐学院  0.500\n");
  EXPECT_TRUE(ParticipantDay(SpringPlan(), SpringSession(), "alliances/a/members/museum").empty());
}

TEST(PlanTablesTest, ListMarksThePublishedPlan) {
  Table table = PlanList("en");
  AddPlanRow(SpringPlan(), "en", SpringPlan().name(), &table);
  AddPlanRow(SpringPlan(), "en", "", &table);
  const std::string text = Printed(table);
  EXPECT_EQ(text.find("published"), text.rfind("published")) << text;
}

TEST(PlanTablesTest, DifferenceTellsWhatBecameOfEachMeeting) {
  const auto difference = FromText<v1::PlanDifference>(R"(
      added { pair { participant: 'alliances/a/members/museum'
                     partner: 'alliances/a/members/school' }
              slot: '2027-03-02T09:30' table: 't2' }
      moved { from { slot: '2027-03-02T09:00' table: 't1' }
              to { pair { participant: 'alliances/a/members/studio'
                          partner: 'alliances/a/members/school' }
                   slot: '2027-03-02T09:30' table: 't3' } })");
  EXPECT_EQ(Printed(DifferenceList(difference, SpringSession())),
            "+  museum - 音乐学院                      09:30 @ t2\n"
            ">  Studio One - 音乐学院  09:00 @ Window  09:30 @ t3\n");
}

TEST(PlanTablesTest, ComparisonHasBothPlansSideBySide) {
  const auto comparison = FromText<v1::ComparePlansResponse>(
      "quality { meetings: 4 breaks: 2 } other_quality { meetings: 5 breaks: 1 }");
  const std::string text = Printed(QualityComparison(comparison, "en"));
  EXPECT_THAT(text, HasSubstr("Meetings          4     5")) << text;
}

v1::Operation Placing() {
  return FromText<v1::Operation>(R"(
      name: 'alliances/a/operations/7' state: RUNNING phase: 'placing'
      plan_progress { unplaced: 0 breaks: 7 bound: 5 })");
}

TEST(PlanProgressTest, TellsTheBestSoFarAndTheGap) {
  EXPECT_EQ(ProgressText(Placing(), "en"), "placing, unplaced: 0, breaks: 7, at least: 5, gap: 2");
  EXPECT_EQ(ProgressText(Placing(), "zh"), "安排时段，未排：0，空档：7，至少：5，差距：2");
  v1::Operation waiting;
  waiting.set_phase("waiting");
  EXPECT_EQ(ProgressText(waiting, "en"), "waiting");
}

TEST(PlanProgressTest, TellsWhatIsDoneOfAllAndTheTimeThatIsLeft) {
  auto operation = FromText<v1::Operation>(R"(
    state: RUNNING phase: "judging" work_progress { unit: "members" done: 1200 total: 5000 })");
  EXPECT_EQ(ProgressText(operation, "en"), "judging, 1200/5000 members");
  operation.mutable_work_progress()->set_rate(230);
  EXPECT_EQ(ProgressText(operation, "en"), "judging, 1200/5000 members, 230/s, 17 s left");
  EXPECT_EQ(ProgressText(operation, "zh"), "逐对评分，1200/5000 名成员，230/s，还需 17 秒");
}

TEST(PlanProgressTest, LineOnATerminalIsWrittenOverAndTakenAway) {
  std::ostringstream out;
  PlanProgressLine line(&out, {.form = PlanProgressLine::Form::kRedrawn, .width = 12});
  line.Update(Placing(), absl::UnixEpoch());
  line.Update(Placing(), absl::UnixEpoch());
  line.Clear();
  EXPECT_EQ(out.str(), "\r\033[Kplacing, u…\r\033[K");
}

TEST(PlanProgressTest, ElsewhereThereIsALineNowAndThen) {
  std::ostringstream out;
  PlanProgressLine line(&out, {.form = PlanProgressLine::Form::kLines});
  v1::Operation operation;
  operation.set_state(v1::Operation::RUNNING);
  for (int second = 0; second <= 20; ++second) {
    operation.set_phase(std::string(1, static_cast<char>('a' + second)));
    line.Update(operation, absl::FromUnixSeconds(second));
  }
  line.Clear();
  EXPECT_EQ(out.str(), "a\nk\nu\n");
}

TEST(OperationTablesTest, RowSaysHowFarItIsOrWhatCameOfIt) {
  Table table = OperationList("en");
  AddOperationRow(Placing(), "en", &table);
  v1::Operation failed = Placing();
  failed.set_state(v1::Operation::FAILED);
  failed.mutable_error()->set_message("no participants");
  AddOperationRow(failed, "en", &table);
  const std::string text = Printed(table);
  EXPECT_THAT(text, HasSubstr("placing, unplaced: 0"));
  EXPECT_THAT(text, HasSubstr("failed"));
  EXPECT_THAT(text, HasSubstr("no participants"));
}

}  // namespace
}  // namespace counterpoint::cli

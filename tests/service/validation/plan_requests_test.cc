#include "service/validation/plan_requests.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename Request>
std::vector<std::string> WrongIn(const std::string& text) {
  Request request;
  MergeText(text, request);
  Violations violations;
  Check(request, violations);
  return FieldsOf(violations);
}

constexpr char kPlan[] = "'alliances/a/sessions/s/plans/1' ";
constexpr char kTwo[] = "participant: 'alliances/a/members/m' partner: 'alliances/a/members/n' ";

TEST(PlanRequestsTest, PlanningNamesEveryBadField) {
  EXPECT_THAT(WrongIn<v1::PlanSessionRequest>(
                  "session: 'alliances/a/sessions/s' seed: 2 effort: 0.1 time_limit { seconds: 5 } "
                  "language: 'zh'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::PlanSessionRequest>(
                  "session: 's' seed: -1 effort: nan time_limit { seconds: -1 } language: 'fr'"),
              ElementsAre("session", "seed", "effort", "time_limit", "language"));
}

TEST(PlanRequestsTest, ARepairNamesEveryBadField) {
  const std::string two = kTwo;
  EXPECT_THAT(WrongIn<v1::RepairPlanRequest>(absl::StrCat(
                  "plan: ", kPlan, "no_shows: 'alliances/a/members/m' longer_meetings { pair { ",
                  two, " } more_slots: 1 } most_moved: 0")),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::RepairPlanRequest>(absl::StrCat(
                  "plan: ", kPlan,
                  "no_shows: 'alliances/b/members/m' late_arrivals { participant: 'm' } "
                  "longer_meetings { pair { participant: 'alliances/a/members/m' partner: "
                  "'alliances/a/members/m' } } most_moved: -1")),
              ElementsAre("no_shows[0]", "late_arrivals[0].participant",
                          "late_arrivals[0].from_slot", "longer_meetings[0].pair.partner",
                          "longer_meetings[0].more_slots", "most_moved"));
}

TEST(PlanRequestsTest, EditsHaveToSayWhatAndWhere) {
  EXPECT_THAT(WrongIn<v1::EditPlanRequest>(absl::StrCat("plan: ", kPlan)), ElementsAre("edits"));
  EXPECT_THAT(
      WrongIn<v1::EditPlanRequest>(absl::StrCat(
          "plan: ", kPlan, "edits { } edits { place { pair { ", kTwo,
          " } } } edits { exchange { pair { ", kTwo, " } } } edits { remove { ", kTwo, " } }")),
      ElementsAre("edits[0]", "edits[1].place.slot", "edits[2].exchange.other.participant",
                  "edits[2].exchange.other.partner"));
}

TEST(PlanRequestsTest, ChangesHaveToBeSome) {
  EXPECT_THAT(WrongIn<v1::JudgeSessionChangesRequest>(
                  "session: 'alliances/a/sessions/s' effort: 0.01 changes { more_tables: 0 } "
                  "changes { free_breaks: false } changes { more_time { participant: "
                  "'alliances/a/members/m' } } changes { }"),
              ElementsAre("effort", "changes[0].more_tables", "changes[1].free_breaks",
                          "changes[2].more_time.slots", "changes[3]"));
}

TEST(PlanRequestsTest, PlansAreNamedByNumbersOfOneSession) {
  EXPECT_THAT(WrongIn<v1::GetPlanRequest>("name: 'alliances/a/sessions/s/plans/0'"),
              ElementsAre("name"));
  EXPECT_THAT(WrongIn<v1::ComparePlansRequest>(
                  absl::StrCat("plan: ", kPlan, "other_plan: 'alliances/a/sessions/t/plans/1'")),
              ElementsAre("other_plan"));
  EXPECT_THAT(WrongIn<v1::PublishPlanRequest>("name: 'p'"), ElementsAre("name"));
  EXPECT_THAT(WrongIn<v1::DeletePlanRequest>(""), ElementsAre("name"));
  EXPECT_THAT(WrongIn<v1::ListPlansRequest>("parent: 'alliances/a' page_size: -1"),
              ElementsAre("parent", "page_size"));
}

}  // namespace
}  // namespace counterpoint::validation

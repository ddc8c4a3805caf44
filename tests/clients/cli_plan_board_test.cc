#include <gmock/gmock.h>

#include <sstream>

#include "clients/cli/plan_board.h"
#include "clients/cli/text_width.h"
#include "tests/clients/spring_session.h"

namespace counterpoint::cli {
namespace {

constexpr char kPlan[] = R"(
    meetings { pair { participant: 'alliances/a/members/studio'
                      partner: 'alliances/a/members/school' }
               slot: '2027-03-02T09:00' table: 't1' }
    meetings { pair { participant: 'alliances/a/members/museum'
                      partner: 'alliances/a/members/school' }
               slot: '2027-03-02T09:30' table: 't3' })";

std::string Printed(const v1::SessionPlan& plan, const PlanSetting& setting, int width) {
  std::ostringstream out;
  for (const Table& board : PlanBoards(plan, setting, width)) {
    board.Print(out, {.width = width});
    out << "--\n";
  }
  return out.str();
}

TEST(TwoNamesTest, AreCutSoThatSomethingOfBothIsLeft) {
  EXPECT_EQ(TwoNames("Studio One", "Museum", 30), "Studio One - Museum");
  EXPECT_EQ(TwoNames("Studio One", "Museum of Art", 17), "Studio… - Museum…");
  EXPECT_EQ(TwoNames("Studio One of the North", "Art", 17), "Studio One… - Art");
  EXPECT_EQ(TwoNames("Art", "Studio One of the North", 17), "Art - Studio One…");
}

TEST(TwoNamesTest, NeverTakeMoreThanTheirWidth) {
  const std::vector<std::string> names = {"A", "Studio One", "上海音乐学院",
                                          "数字 Music 联盟 North", ""};
  for (const std::string& first : names) {
    for (const std::string& second : names) {
      for (int width = 9; width < 50; ++width) {
        const std::string cell = TwoNames(first, second, width);
        EXPECT_LE(DisplayWidth(cell), width) << cell;
      }
    }
  }
}

TEST(PlanBoardsTest, AreSlotsByTables) {
  EXPECT_EQ(Printed(FromText<v1::SessionPlan>(kPlan), SpringSession(), 0),
            "SLOT   Window                 t2  t3\n"
            "09:00  Studio One - 音乐学院\n"
            "09:30                             museum - 音乐学院\n"
            "--\n");
}

TEST(PlanBoardsTest, ShowSomeTablesAfterTheOthersWhereTheTerminalIsNarrow) {
  const std::string text = Printed(FromText<v1::SessionPlan>(kPlan), SpringSession(), 50);
  EXPECT_EQ(text,
            "SLOT   Window                 t2\n"
            "09:00  Studio One - 音乐学院\n"
            "09:30\n"
            "--\n"
            "SLOT   t3\n"
            "09:00\n"
            "09:30  museum - 音乐学院\n"
            "--\n");
}

TEST(PlanBoardsTest, FitAnyTerminal) {
  for (int width = 24; width < 120; ++width) {
    std::istringstream lines(Printed(FromText<v1::SessionPlan>(kPlan), TwoDays(), width));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(DisplayWidth(line), std::max(width, 35)) << line;
    }
  }
}

TEST(PlanBoardsTest, KeepMeetingsWhoseSlotOrTableTheSessionHasNoMore) {
  const std::string text = Printed(FromText<v1::SessionPlan>(R"(
                  meetings { pair { participant: 'alliances/a/members/studio'
                                    partner: 'alliances/a/members/gone' }
                             slot: '2027-03-02T18:00' table: 't9' })"),
                                   SpringSession(), 0);
  EXPECT_EQ(text,
            "SLOT   Window  t2  t3  t9\n"
            "09:00\n"
            "09:30\n"
            "18:00                  Studio One - gone\n"
            "--\n");
}

}  // namespace
}  // namespace counterpoint::cli

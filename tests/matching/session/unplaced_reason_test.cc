#include "matching/session/unplaced_reason.h"

#include <gtest/gtest.h>

#include "tests/matching/session/small_cases.h"

namespace counterpoint::matching {
namespace {

TEST(UnplacedReasonTest, EachSlotHasTheFirstReasonThatApplies) {
  SessionCase session = OpenCase(6, 8, 1);
  SessionPair& wanted = AddPair(session, 0, 1);
  wanted.window.Remove(0);
  session.participants[0].available = SlotSet::Range(0, 8) - SlotSet::Range(0, 2);
  session.participants[1].available = SlotSet::Range(0, 8) - SlotSet::Range(1, 3);
  AddPair(session, 0, 2);
  AddPair(session, 1, 2);
  AddPair(session, 3, 4);
  AddPair(session, 3, 5);
  session.pairs[0].after = {4};
  session.tables[0].open.Remove(6);
  const std::vector<PlacedMeeting> placed = {
      {.pair = 1, .slot = 3, .table = 0},  // First busy.
      {.pair = 2, .slot = 4, .table = 0},  // Second busy.
      {.pair = 4, .slot = 5, .table = 0},  // No table, here and in 6, which is closed.
  };
  EXPECT_EQ(ReasonFor(session, placed, 0), (UnplacedReason{.outside_window = 1,
                                                           .first_away = 1,
                                                           .second_away = 1,
                                                           .first_busy = 1,
                                                           .second_busy = 1,
                                                           .no_table = 2,
                                                           .open = 1}));
}

TEST(UnplacedReasonTest, SlotsBeforeAnEarlierOrAfterALaterMeetingAreInWrongOrder) {
  SessionCase session = OpenCase(6, 4, 2);
  AddPair(session, 0, 1).after = {1};
  AddPair(session, 2, 3);
  AddPair(session, 4, 5).after = {0};
  EXPECT_EQ(ReasonFor(session, {{.pair = 1, .slot = 1, .table = 0}}, 0),
            (UnplacedReason{.wrong_order = 2, .open = 2}));
  EXPECT_EQ(ReasonFor(session, {{.pair = 2, .slot = 1, .table = 0}}, 0),
            (UnplacedReason{.wrong_order = 3, .open = 1}));
}

TEST(UnplacedReasonTest, OutsideItsFixedSlotItIsOutsideItsWindow) {
  SessionCase session = OpenCase(2, 3, 1);
  AddPair(session, 0, 1).fixed_slot = 1;
  EXPECT_EQ(ReasonFor(session, {}, 0), (UnplacedReason{.outside_window = 2, .open = 1}));
}

TEST(UnplacedReasonTest, ATableThatOthersCanLeaveIsFree) {
  SessionCase session = OpenCase(4, 1, 2);
  session.tables[0].features = 1;
  AddPair(session, 0, 1).features = 1;
  AddPair(session, 2, 3);
  const std::vector<PlacedMeeting> placed = {{.pair = 1, .slot = 0, .table = 0}};
  EXPECT_EQ(ReasonFor(session, placed, 0), (UnplacedReason{.open = 1}));
  session.pairs[1].fixed_table = 0;
  EXPECT_EQ(ReasonFor(session, placed, 0), (UnplacedReason{.no_table = 1}));
}

}  // namespace
}  // namespace counterpoint::matching

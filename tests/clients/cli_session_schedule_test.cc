#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/participant_source.h"
#include "clients/cli/session_schedule.h"
#include "clients/cli/slot_range.h"

namespace counterpoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Starts(const DaySchedule& schedule) {
  v1::Session session;
  const absl::Status filled = FillDays({"2027-03-02"}, schedule, &session);
  EXPECT_TRUE(filled.ok()) << filled;
  std::vector<std::string> starts;
  for (const auto& slot : session.days(0).slots()) starts.push_back(slot.start());
  return starts;
}

std::string Wrong(const DaySchedule& schedule) {
  v1::Session session;
  return std::string(FillDays({"2027-03-02"}, schedule, &session).message());
}

// Two days of 09:00, 09:30 and 14:00, 20 minutes each.
v1::Session TwoDays() {
  v1::Session session;
  for (const char* date : {"2027-03-02", "2027-03-03"}) {
    v1::SessionDay& day = *session.add_days();
    day.set_date(date);
    for (const char* start : {"09:00", "09:30", "14:00"}) {
      v1::SessionSlot& slot = *day.add_slots();
      slot.set_start(start);
      slot.set_minutes(20);
      slot.set_slot(absl::StrCat(date, "T", start));
    }
  }
  return session;
}

TEST(CliSessionScheduleTest, SlotsFollowEachOtherUntilTheEnd) {
  EXPECT_THAT(Starts({.from = "09:00", .until = "10:15"}), ElementsAre("09:00", "09:25", "09:50"));
  EXPECT_THAT(Starts({.from = "09:00", .until = "10:09"}), ElementsAre("09:00", "09:25"));
  EXPECT_THAT(Starts({.from = "09:00", .until = "09:40", .move = 0}),
              ElementsAre("09:00", "09:20"));
}

TEST(CliSessionScheduleTest, NoSlotReachesIntoAPause) {
  EXPECT_THAT(Starts({.from = "11:00",
                      .until = "14:00",
                      .length = 30,
                      .move = 0,
                      .pauses = {"13:30-13:45", "11:45-13:00"}}),
              ElementsAre("11:00", "13:00"));
}

TEST(CliSessionScheduleTest, WhatCannotBeReadIsNamed) {
  EXPECT_THAT(Wrong({.from = "9"}), HasSubstr("--from"));
  EXPECT_THAT(Wrong({.until = "25:00"}), HasSubstr("--until"));
  EXPECT_THAT(Wrong({.length = 0}), HasSubstr("--length"));
  EXPECT_THAT(Wrong({.move = -1}), HasSubstr("--move"));
  EXPECT_THAT(Wrong({.pauses = {"12:00"}}), HasSubstr("--pause"));
  EXPECT_THAT(Wrong({.pauses = {"13:00-12:00"}}), HasSubstr("ends before it begins"));
  EXPECT_THAT(Wrong({.from = "17:00"}), HasSubstr("no room"));
}

TEST(CliSessionScheduleTest, TablesAreNumberedAndHaveTheirFeatures) {
  v1::Session session;
  ASSERT_TRUE(FillTables(3, {"t1=screen,link", "t3=screen", "t1=piano"}, &session).ok());
  ASSERT_EQ(session.tables_size(), 3);
  EXPECT_THAT(session.tables(0).features(), ElementsAre("screen", "link", "piano"));
  EXPECT_THAT(session.tables(1).features(), IsEmpty());
  EXPECT_EQ(session.tables(2).id(), "t3");
  for (const char* wrong : {"t4=screen", "t1", "=screen", "t1="}) {
    EXPECT_FALSE(FillTables(3, {wrong}, &session).ok()) << wrong;
  }
}

TEST(CliSlotRangeTest, TextsMeanSlotsRangesAndDays) {
  const v1::Session session = TwoDays();
  EXPECT_THAT(*SlotsOf(session, "2027-03-02T09:00"), ElementsAre("2027-03-02T09:00"));
  EXPECT_THAT(*SlotsOf(session, "2027-03-03T09:10-09:31"),
              ElementsAre("2027-03-03T09:00", "2027-03-03T09:30"));
  EXPECT_THAT(*SlotsOf(session, "09:20-09:31"),
              ElementsAre("2027-03-02T09:30", "2027-03-03T09:30"));
  EXPECT_EQ(SlotsOf(session, "2027-03-02")->size(), 3u);
  EXPECT_THAT(*SlotsOf(session, std::vector<std::string>{"2027-03-03T14:00", "14:00-15:00"}),
              ElementsAre("2027-03-02T14:00", "2027-03-03T14:00"));
}

TEST(CliSlotRangeTest, OtherTextsAndEmptyRangesAreErrors) {
  for (const char* wrong : {"", "09:00", "noon", "2027-03-02T", "2027-03-02 09:00", "10:00-09:00",
                            "2027-03-04", "2027-03-02T09:01", "09:20-09:30", "1:00-2:00",
                            "2027-03-02T+9:00", "2027-03-02T09: 0", " 9:00-+9:59"}) {
    EXPECT_FALSE(SlotsOf(TwoDays(), wrong).ok()) << wrong;
  }
}

TEST(CliParticipantSourceTest, RowsBecomeFields) {
  std::istringstream in(
      "member,away,least,most,prefers,languages,needs,must,wants,wont\n"
      "m1,09:00-10:00; 2027-03-02,1,3,morning,zh;en,screen,a;b,c,\n"
      "m2,,,,,,,,,\n");
  auto source = ParticipantSource::Open(&in);
  ASSERT_TRUE(source.ok()) << source.status();
  const auto first = source->Next();
  ASSERT_TRUE((*first)->row.ok()) << (*first)->row.status();
  const ParticipantFields& fields = (*first)->row->fields;
  EXPECT_EQ((*first)->line, 2);
  EXPECT_EQ((*first)->row->member, "m1");
  EXPECT_THAT(fields.away, ElementsAre("09:00-10:00", "2027-03-02"));
  EXPECT_EQ(fields.least, 1);
  EXPECT_EQ(fields.most, 3);
  EXPECT_THAT(fields.prefers, ElementsAre(v1::Participant::MORNING));
  EXPECT_THAT(fields.must, ElementsAre("a", "b"));
  EXPECT_THAT(fields.wont, IsEmpty());
  EXPECT_EQ((*source->Next())->row->fields.least, -1);
  EXPECT_FALSE(source->Next()->has_value());
}

TEST(CliParticipantSourceTest, BadRowsAreRejectedOnTheirOwn) {
  std::istringstream in("member,least,prefers\nm1,x,\nm2,1\n,1,\nm3,,noon\nm4,1,afternoon\n");
  auto source = ParticipantSource::Open(&in);
  ASSERT_TRUE(source.ok());
  EXPECT_THAT((*source->Next())->row.status().message(), HasSubstr("least: \"x\""));
  EXPECT_THAT((*source->Next())->row.status().message(), HasSubstr("has 2 cells"));
  EXPECT_THAT((*source->Next())->row.status().message(), HasSubstr("member: is required"));
  EXPECT_THAT((*source->Next())->row.status().message(), HasSubstr("prefers: "));
  EXPECT_TRUE((*source->Next())->row.ok());
}

TEST(CliParticipantSourceTest, HeadersThatDoNotFitAreErrors) {
  for (const char* header : {"", "away,least\n", "member,colour\n", "member,away,away\n"}) {
    std::istringstream in(header);
    EXPECT_FALSE(ParticipantSource::Open(&in).ok()) << header;
  }
}

TEST(CliParticipantFieldsTest, AWishTakesThePlaceOfAnOlderOneAboutTheSamePartner) {
  ParticipantFields first;
  first.must = {"x"};
  first.wants = {"y"};
  ParticipantFields second;
  second.wont = {"alliances/a/members/x"};
  v1::Participant participant;
  ASSERT_TRUE(first.Fill({}, "alliances/a", &participant).ok());
  ASSERT_TRUE(second.Fill({}, "alliances/a", &participant).ok());
  ASSERT_EQ(participant.wishes_size(), 2);
  EXPECT_EQ(participant.wishes(0).partner(), "alliances/a/members/x");
  EXPECT_EQ(participant.wishes(0).kind(), v1::MeetingWish::WONT_MEET);
  EXPECT_EQ(participant.wishes(1).kind(), v1::MeetingWish::WANTS_TO_MEET);
}

}  // namespace
}  // namespace counterpoint::cli

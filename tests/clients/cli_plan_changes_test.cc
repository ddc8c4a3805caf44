#include <gmock/gmock.h>

#include "clients/cli/plan_changes.h"
#include "tests/clients/spring_session.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

constexpr char kStudio[] = "alliances/a/members/studio";
constexpr char kSchool[] = "alliances/a/members/school";

// The message of a usage error; empty where there is none.
template <typename Result>
std::string Complaint(const Result& result) {
  if (result.ok()) return "";
  EXPECT_EQ(ExitCodeOf(result.status()), ExitCode::kUsage);
  return std::string(result.status().message());
}

TEST(PlanSettingTest, SlotIsFoundByItsStartWhereOneDayHasIt) {
  EXPECT_EQ(*SpringSession().FindSlot("09:30"), "2027-03-02T09:30");
  EXPECT_EQ(*TwoDays().FindSlot("09:30"), "2027-03-02T09:30");
  EXPECT_EQ(*TwoDays().FindSlot("2027-03-03T09:00"), "2027-03-03T09:00");
  EXPECT_THAT(Complaint(TwoDays().FindSlot("09:00")),
              HasSubstr("2027-03-02T09:00 or 2027-03-03T09:00"));
  EXPECT_THAT(Complaint(SpringSession().FindSlot("10:00")), HasSubstr("2027-03-02T09:30"));
}

TEST(PlanSettingTest, SlotsHaveDatesWhereThereAreSeveralDays) {
  EXPECT_EQ(SpringSession().Slot("2027-03-02T09:00"), "09:00");
  EXPECT_EQ(TwoDays().Slot("2027-03-02T09:00"), "2027-03-02 09:00");
}

TEST(PlanSettingTest, WhatHasNoNameIsShownById) {
  const PlanSetting setting = SpringSession();
  EXPECT_EQ(setting.Participant(kStudio), "Studio One");
  EXPECT_EQ(setting.Participant("alliances/a/members/museum"), "museum");
  EXPECT_EQ(setting.Participant("alliances/a/members/gone"), "gone");
  EXPECT_EQ(setting.Table("t1"), "Window");
  EXPECT_EQ(setting.Table("t2"), "t2");
  EXPECT_EQ(setting.Table("t9"), "t9");
}

TEST(PlanChangesTest, PlaceNamesPairSlotAndPerhapsTable) {
  auto edit = ParsePlace(SpringSession(), "studio,school=09:30@t2");
  ASSERT_TRUE(edit.ok()) << edit.status();
  EXPECT_EQ(edit->place().pair().participant(), kStudio);
  EXPECT_EQ(edit->place().pair().partner(), kSchool);
  EXPECT_EQ(edit->place().slot(), "2027-03-02T09:30");
  EXPECT_EQ(edit->place().table(), "t2");
  edit = ParsePlace(SpringSession(), "alliances/a/members/studio,school=2027-03-02T09:00");
  ASSERT_TRUE(edit.ok()) << edit.status();
  EXPECT_EQ(edit->place().pair().participant(), kStudio);
  EXPECT_EQ(edit->place().table(), "");
  for (const char* typed :
       {"studio,school", "studio=09:00", "studio,a/b=09:00", ",school=09:00", "studio,=09:00"}) {
    EXPECT_THAT(Complaint(ParsePlace(SpringSession(), typed)), HasSubstr("not of the form"));
  }
  EXPECT_THAT(Complaint(ParsePlace(SpringSession(), "studio,school=11:00")),
              HasSubstr("no slot of"));
}

TEST(PlanChangesTest, ExchangeIsOfTwoPairsAlsoByFullNames) {
  for (const char* typed :
       {"studio,school/museum,school", "alliances/a/members/studio,school/museum,school",
        "studio,alliances/a/members/school/museum,school",
        "studio,school/alliances/a/members/museum,members/school"}) {
    const auto edit = ParseExchange(SpringSession(), typed);
    ASSERT_TRUE(edit.ok()) << typed << edit.status();
    EXPECT_EQ(edit->exchange().pair().participant(), kStudio) << typed;
    EXPECT_EQ(edit->exchange().pair().partner(), kSchool) << typed;
    EXPECT_EQ(edit->exchange().other().participant(), "alliances/a/members/museum") << typed;
    EXPECT_EQ(edit->exchange().other().partner(), kSchool) << typed;
  }
  EXPECT_THAT(Complaint(ParseExchange(SpringSession(), "studio,school")),
              HasSubstr("not of the form"));
}

TEST(PlanChangesTest, LateArrivalAndLongerMeetingForRepairs) {
  const auto late = ParseLateArrival(SpringSession(), "studio=09:30");
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_EQ(late->participant(), kStudio);
  EXPECT_EQ(late->from_slot(), "2027-03-02T09:30");
  EXPECT_THAT(Complaint(ParseLateArrival(SpringSession(), "studio")), HasSubstr("MEMBER=SLOT"));
  EXPECT_EQ(ParseLongerMeeting(SpringSession(), "studio,school")->more_slots(), 1);
  EXPECT_EQ(ParseLongerMeeting(SpringSession(), "studio,school=3")->more_slots(), 3);
  for (const char* typed : {"studio", "studio,school=0", "studio,school=x"}) {
    EXPECT_THAT(Complaint(ParseLongerMeeting(SpringSession(), typed)),
                HasSubstr("not of the form"));
  }
}

TEST(PlanChangesTest, ChangesOfASession) {
  const auto time = ParseMoreTime(SpringSession(), "studio=09:00,09:30");
  ASSERT_TRUE(time.ok()) << time.status();
  EXPECT_EQ(time->more_time().participant(), kStudio);
  ASSERT_EQ(time->more_time().slots_size(), 2);
  EXPECT_EQ(time->more_time().slots(1), "2027-03-02T09:30");
  EXPECT_EQ(ParseMoreMeetings(SpringSession(), "studio=2")->more_meetings().amount(), 2);
  EXPECT_THAT(Complaint(ParseMoreMeetings(SpringSession(), "studio")), HasSubstr("MEMBER=NUMBER"));
  EXPECT_THAT(Complaint(ParseMoreTime(SpringSession(), "=09:00")), HasSubstr("MEMBER=SLOT"));
}

}  // namespace
}  // namespace counterpoint::cli

#include "service/agenda/agenda.h"

#include "gmock/gmock.h"
#include "tests/service/agenda/sample_agenda.h"

namespace counterpoint::agenda {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Each entry as "date start-end partner table", or "date start-end free".
std::vector<std::string> Entries(const Agenda& agenda, const Sheet& sheet) {
  std::vector<std::string> entries;
  for (const Day& day : sheet.days) {
    for (const Entry& entry : day.entries) {
      std::string text = absl::StrCat(absl::FormatCivilTime(entry.period.start).substr(5), "-",
                                      absl::FormatCivilTime(entry.period.end).substr(11), " ");
      EXPECT_EQ(day.date, absl::CivilDay(entry.period.start));
      if (entry.meeting < 0) {
        entries.push_back(text + "free");
        continue;
      }
      const Meeting& meeting = agenda.meetings[entry.meeting];
      for (const int party : meeting.parties) {
        if (party != sheet.party) absl::StrAppend(&text, agenda.parties[party].name, " ");
      }
      entries.push_back(text + agenda.tables[meeting.table].name);
    }
  }
  return entries;
}

std::vector<std::string> Members(const Agenda& agenda) {
  std::vector<std::string> members;
  for (const Sheet& sheet : agenda.sheets) members.push_back(agenda.parties[sheet.party].member);
  return members;
}

TEST(AgendaTest, EachParticipantHasASheetInOrderOfId) {
  const Agenda agenda = SampleAgenda({});
  EXPECT_EQ(agenda.name, "Spring Session");
  EXPECT_EQ(agenda.location, "Hall 3, West Bund");
  EXPECT_EQ(agenda.plan, 3);
  EXPECT_THAT(Members(agenda), ElementsAre("conservatory", "museum", "orchard", "studio"));
  EXPECT_THAT(Entries(agenda, agenda.sheets[0]), ElementsAre("03-02T09:00-09:20 Studio One Window",
                                                             "03-03T09:00-09:20 Museum Window"));
  EXPECT_THAT(agenda.sheets[2].days, IsEmpty());
}

TEST(AgendaTest, GapThatASlotFitsIntoIsFreeTimeAndTimeToMoveIsNot) {
  v1::SessionPlan plan = SamplePlan();
  AddMeeting("studio", "orchard", "2027-03-02T14:00", "t1", &plan);
  AddMeeting("museum", "orchard", "2027-03-02T09:25", "t1", &plan);
  const auto agenda = MakeAgenda(SampleSession(), plan, SampleParticipants(), {});
  ASSERT_TRUE(agenda.ok()) << agenda.status();
  EXPECT_THAT(Entries(*agenda, agenda->sheets[3]),
              ElementsAre("03-02T09:00-09:20 音乐学院 Window", "03-02T09:20-09:50 free",
                          "03-02T09:50-10:10 Museum t2", "03-02T10:10-14:00 free",
                          "03-02T14:00-14:20 Orchard Window"));
  EXPECT_THAT(Entries(*agenda, agenda->sheets[1]),
              ElementsAre("03-02T09:25-09:45 Orchard Window", "03-02T09:50-10:10 Studio One t2",
                          "03-03T09:00-09:20 音乐学院 Window"));
}

TEST(AgendaTest, SelectionLeavesTheMeetingsOfOthersOut) {
  const Agenda agenda = SampleAgenda({.only = {"studio"}});
  EXPECT_THAT(Members(agenda), ElementsAre("studio"));
  EXPECT_EQ(agenda.meetings.size(), 2U);
}

TEST(AgendaTest, ByTableHasTablesWithMeetingsAndThoseThatAreNamed) {
  const Agenda agenda = SampleAgenda({.by_table = true});
  ASSERT_EQ(agenda.sheets.size(), 2U);
  EXPECT_THAT(Entries(agenda, agenda.sheets[0]),
              ElementsAre("03-02T09:00-09:20 音乐学院 Studio One Window",
                          "03-03T09:00-09:20 音乐学院 Museum Window"));
  const Agenda named = SampleAgenda({.by_table = true, .only = {"t2", "t3"}});
  ASSERT_EQ(named.sheets.size(), 2U);
  EXPECT_EQ(named.tables[named.sheets[1].table].id, "t3");
  EXPECT_THAT(named.sheets[1].days, IsEmpty());
  EXPECT_EQ(named.meetings.size(), 1U);
}

TEST(AgendaTest, TextsAreInTheLanguageOrTheNextBest) {
  const Agenda agenda = SampleAgenda({.language = Language::kChinese});
  EXPECT_EQ(agenda.name, "春季对接会");
  EXPECT_EQ(agenda.location, "Hall 3, West Bund");
  EXPECT_EQ(agenda.parties[3].name, "一号工作室");
  EXPECT_EQ(agenda.parties[1].name, "Museum");
  EXPECT_EQ(agenda.tables[0].name, "一号桌");
  EXPECT_EQ(agenda.tables[1].name, "t2");
}

TEST(AgendaTest, LanguagesOfDelegatesAreThoseOfTheirParty) {
  const Agenda agenda = SampleAgenda({});
  EXPECT_THAT(agenda.parties[3].languages, ElementsAre("zh", "en"));
  ASSERT_EQ(agenda.parties[3].delegates.size(), 1U);
  EXPECT_EQ(agenda.parties[3].delegates[0].role, "Head of sound");
}

TEST(AgendaTest, MomentsFollowTheZoneOfTheSession) {
  const Agenda agenda = SampleAgenda({});
  EXPECT_EQ(absl::FormatTime(absl::RFC3339_full, agenda.meetings[0].period.start_time,
                             absl::UTCTimeZone()),
            "2027-03-02T01:00:00+00:00");
}

TEST(AgendaTest, SlotLastsItsMinutesWhileClocksAreChanged) {
  v1::Session session = SampleSession();
  session.set_time_zone("Europe/Berlin");
  auto& slot = *session.mutable_days(0)->mutable_slots(0);
  slot.set_slot("2027-03-28T01:50");  // Clocks go from 02:00 to 03:00.
  v1::SessionPlan plan;
  AddMeeting("studio", "museum", "2027-03-28T01:50", "t1", &plan);
  const auto agenda = MakeAgenda(session, plan, {}, {});
  ASSERT_TRUE(agenda.ok()) << agenda.status();
  const Period& period = agenda->meetings[0].period;
  EXPECT_EQ(period.end_time - period.start_time, absl::Minutes(20));
  EXPECT_EQ(absl::FormatCivilTime(period.end), "2027-03-28T03:10");
}

TEST(AgendaTest, WhoHasLeftIsShownByIdAndATableThatIsGoneToo) {
  v1::SessionPlan plan = SamplePlan();
  AddMeeting("studio", "gone", "2027-03-02T14:00", "t9", &plan);
  const auto agenda = MakeAgenda(SampleSession(), plan, SampleParticipants(), {.only = {"gone"}});
  ASSERT_TRUE(agenda.ok()) << agenda.status();
  ASSERT_THAT(Members(*agenda), ElementsAre("gone"));
  EXPECT_THAT(Entries(*agenda, agenda->sheets[0]), ElementsAre("03-02T14:00-14:20 Studio One t9"));
}

TEST(AgendaTest, SlotsThatAreGoneAndUnknownZonesAreFailedPreconditions) {
  v1::SessionPlan plan = SamplePlan();
  AddMeeting("studio", "orchard", "2027-03-04T09:00", "t1", &plan);
  const auto gone = MakeAgenda(SampleSession(), plan, SampleParticipants(), {});
  EXPECT_EQ(gone.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(gone.status().message()), HasSubstr("2027-03-04T09:00"));
  v1::Session session = SampleSession();
  session.set_time_zone("Mars/Olympus");
  const auto unknown = MakeAgenda(session, SamplePlan(), SampleParticipants(), {});
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(unknown.status().message()), HasSubstr("Mars/Olympus"));
}

TEST(AgendaTest, TextsAreOnOneLine) {
  auto participants = SampleParticipants();
  (*participants[0].mutable_display_name())["en"] = "Studio\r\n\tOne\x7f ";
  const auto agenda = MakeAgenda(SampleSession(), SamplePlan(), participants, {});
  ASSERT_TRUE(agenda.ok());
  EXPECT_EQ(agenda->parties[3].name, "Studio One");
}

}  // namespace
}  // namespace counterpoint::agenda

#include "service/agenda/icalendar.h"

#include <map>
#include <memory>
#include <set>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "libical/ical.h"
#include "tests/service/agenda/sample_agenda.h"

namespace counterpoint::agenda {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

// A calendar as another program reads it.
class ReadCalendar {
 public:
  explicit ReadCalendar(const std::string& text) : root_(icalparser_parse_string(text.c_str())) {
    EXPECT_NE(root_, nullptr) << text;
    EXPECT_NE(icalrestriction_check(root_.get()), 0);
    EXPECT_EQ(icalcomponent_count_errors(root_.get()), 0);
    for (auto* event = icalcomponent_get_first_component(root_.get(), ICAL_VEVENT_COMPONENT);
         event != nullptr;
         event = icalcomponent_get_next_component(root_.get(), ICAL_VEVENT_COMPONENT)) {
      events_.push_back(event);
    }
  }

  const std::vector<icalcomponent*>& events() const { return events_; }
  icalproperty_method method() const { return icalcomponent_get_method(root_.get()); }

  // "summary start-end location".
  std::vector<std::string> Shown() const {
    std::vector<std::string> shown;
    for (icalcomponent* event : events_) {
      const auto time = [](icaltimetype t) { return std::string(icaltime_as_ical_string(t)); };
      shown.push_back(absl::StrCat(
          icalcomponent_get_summary(event), " ", time(icalcomponent_get_dtstart(event)), "-",
          time(icalcomponent_get_dtend(event)), " ", icalcomponent_get_location(event)));
    }
    return shown;
  }
  std::vector<std::string> Uids() const {
    std::vector<std::string> uids;
    for (icalcomponent* event : events_) uids.emplace_back(icalcomponent_get_uid(event));
    return uids;
  }

 private:
  std::unique_ptr<icalcomponent, FreeComponent> root_;
  std::vector<icalcomponent*> events_;
};

TEST(ICalendarTest, ParticipantsCalendarNamesThePartners) {
  const ReadCalendar calendar(ToICalendar(SampleAgenda({.only = {"studio"}})));
  EXPECT_EQ(calendar.method(), ICAL_METHOD_PUBLISH);
  EXPECT_THAT(calendar.Shown(),
              ElementsAre("音乐学院 20270302T010000Z-20270302T012000Z "
                          "Table Window, Hall 3, West Bund",
                          "Museum 20270302T015000Z-20270302T021000Z Table t2, Hall 3, West Bund"));
  EXPECT_THAT(icalcomponent_get_description(calendar.events()[0]),
              testing::StrEq("音乐学院, Research institution\nLanguages: Chinese"));
}

TEST(ICalendarTest, CalendarOfAllHasEachMeetingOnceAndNamesBoth) {
  const ReadCalendar calendar(ToICalendar(SampleAgenda({.language = Language::kChinese})));
  ASSERT_EQ(calendar.events().size(), 3U);
  EXPECT_THAT(calendar.Shown()[0], StartsWith("音乐学院 – 一号工作室 "));
  EXPECT_THAT(icalcomponent_get_description(calendar.events()[0]),
              HasSubstr("代表：Delegate A (Head of sound)\n语言：中文、英语"));
  const auto uids = calendar.Uids();
  EXPECT_EQ(std::set<std::string>(uids.begin(), uids.end()).size(), 3U);
}

TEST(ICalendarTest, NextPlanMovesTheEventsThatCalendarsHave) {
  const ReadCalendar before(ToICalendar(SampleAgenda({.only = {"studio"}})));
  v1::SessionPlan plan = SamplePlan();
  plan.set_name("alliances/music/sessions/spring/plans/4");
  plan.mutable_meetings(0)->set_slot("2027-03-02T09:25");
  const auto moved = MakeAgenda(SampleSession(), plan, SampleParticipants(), {.only = {"studio"}});
  ASSERT_TRUE(moved.ok());
  const ReadCalendar after(ToICalendar(*moved));
  EXPECT_EQ(before.Uids(), after.Uids());
  EXPECT_THAT(after.Shown()[0], HasSubstr("20270302T012500Z"));
  EXPECT_EQ(icalcomponent_get_sequence(before.events()[0]), 3);
  EXPECT_EQ(icalcomponent_get_sequence(after.events()[0]), 4);
}

TEST(ICalendarTest, SameMeetingHasTheSameUidInEveryDocumentAndAnotherInAnotherSession) {
  const ReadCalendar one(ToICalendar(SampleAgenda({.only = {"conservatory"}})));
  const ReadCalendar tables(ToICalendar(SampleAgenda({.by_table = true, .only = {"t1"}})));
  EXPECT_EQ(one.Uids(), tables.Uids());
  v1::Session session = SampleSession();
  session.set_name("alliances/music/sessions/autumn");
  const auto autumn =
      MakeAgenda(session, SamplePlan(), SampleParticipants(), {.only = {"conservatory"}});
  ASSERT_TRUE(autumn.ok());
  EXPECT_NE(ReadCalendar(ToICalendar(*autumn)).Uids()[0], one.Uids()[0]);
}

TEST(ICalendarTest, TextsComeBackWhateverIsInThem) {
  const std::string name = "A; B, C\\n \"D\" : BEGIN:VEVENT é 联盟 " + std::string(40, 'x') +
                           "数字音乐产业专业联盟数字音乐产业";
  auto participants = SampleParticipants();
  (*participants[1].mutable_display_name())["en"] = name;
  participants[1].mutable_display_name()->erase("zh");
  v1::Session session = SampleSession();
  (*session.mutable_display_name())["en"] = name;
  const auto agenda = MakeAgenda(session, SamplePlan(), participants, {.only = {"studio"}});
  ASSERT_TRUE(agenda.ok());
  const ReadCalendar calendar(ToICalendar(*agenda));
  ASSERT_EQ(calendar.events().size(), 2U);
  icalproperty* organizer =
      icalcomponent_get_first_property(calendar.events()[0], ICAL_ORGANIZER_PROPERTY);
  ASSERT_NE(organizer, nullptr);
  EXPECT_EQ(std::string(icalparameter_get_cn(
                icalproperty_get_first_parameter(organizer, ICAL_CN_PARAMETER))),
            name);
  EXPECT_EQ(std::string(icalcomponent_get_summary(calendar.events()[1])), name);
}

TEST(ICalendarTest, LinesEndInCrLfAreFoldedAt75OctetsAndCutNoCharacter) {
  auto participants = SampleParticipants();
  for (int length = 0; length < 30; ++length) {
    std::string name(length, 'x');
    for (int i = 0; i < 60; ++i) name += "乐";
    (*participants[1].mutable_display_name())["en"] = name;
    const auto agenda =
        MakeAgenda(SampleSession(), SamplePlan(), participants, {.only = {"studio"}});
    ASSERT_TRUE(agenda.ok());
    const std::string text = ToICalendar(*agenda);
    EXPECT_THAT(text, testing::EndsWith("\r\n"));
    std::vector<std::string> lines = absl::StrSplit(text, "\r\n");
    for (const std::string& line : lines) {
      ASSERT_LE(line.size(), 75U) << line;
      ASSERT_THAT(line, Not(HasSubstr("\n")));
      // A cut character would begin the next line with one of its later bytes.
      const std::size_t first = line.starts_with(' ') || line.starts_with('\t') ? 1 : 0;
      if (line.size() > first) {
        ASSERT_NE(line[first] & 0xC0, 0x80) << line;
      }
    }
  }
}

TEST(ICalendarTest, NamesOfAnyLengthAreOnLinesThatEndOnce) {
  v1::Session session = SampleSession();
  for (std::size_t length = 1; length < 230; ++length) {
    const std::string name(length, 'x');
    (*session.mutable_display_name())["en"] = name;
    const auto agenda = MakeAgenda(session, SamplePlan(), SampleParticipants(), {});
    ASSERT_TRUE(agenda.ok());
    const std::string text = ToICalendar(*agenda);
    for (const absl::string_view line : absl::StrSplit(text, "\r\n")) {
      ASSERT_EQ(line.find_first_of("\r\n"), absl::string_view::npos) << "length " << length;
    }
    EXPECT_THAT(absl::StrReplaceAll(text, {{"\r\n ", ""}}),
                HasSubstr(absl::StrCat("\r\nNAME:", name, "\r\n")));
  }
}

TEST(ICalendarTest, CalendarHasANameInItsOldAndItsNewProperty) {
  v1::Session session = SampleSession();
  (*session.mutable_display_name())["en"] = "Spring, or; so";
  const auto agenda = MakeAgenda(session, SamplePlan(), SampleParticipants(), {});
  ASSERT_TRUE(agenda.ok());
  EXPECT_THAT(ToICalendar(*agenda),
              HasSubstr("\r\nNAME:Spring\\, or\\; so\r\nX-WR-CALNAME:Spring"));
}

TEST(ICalendarTest, EmptyAgendaIsACalendarWithoutEvents) {
  const ReadCalendar calendar(ToICalendar(SampleAgenda({.only = {"orchard"}})));
  EXPECT_TRUE(calendar.events().empty());
}

TEST(ICalendarTest, EqualInputGivesEqualBytes) {
  EXPECT_EQ(ToICalendar(SampleAgenda({})), ToICalendar(SampleAgenda({})));
}

}  // namespace
}  // namespace counterpoint::agenda

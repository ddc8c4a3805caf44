// Times of slots, against a plain twin that knows of every minute whose it is.
#include "service/validation/session_time_check.h"

#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "service/conversion/session_time.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Slot {
  std::string start;
  int minutes;
};

v1::Session SessionOf(const std::string& zone,
                      const std::vector<std::pair<std::string, std::vector<Slot>>>& days) {
  v1::Session session;
  session.set_time_zone(zone);
  for (const auto& [date, slots] : days) {
    v1::SessionDay& day = *session.add_days();
    day.set_date(date);
    for (const Slot& slot : slots) {
      v1::SessionSlot& added = *day.add_slots();
      added.set_start(slot.start);
      added.set_minutes(slot.minutes);
    }
  }
  return session;
}

Violations Wrong(const v1::Session& session) {
  Violations violations;
  const FieldPath root;
  CheckSessionTimes(root, session, violations);
  return violations;
}

std::vector<std::string> WrongIn(
    const std::string& zone, const std::vector<std::pair<std::string, std::vector<Slot>>>& days) {
  return FieldsOf(Wrong(SessionOf(zone, days)));
}

TEST(SessionTimeCheckTest, TimeZonesAreThoseOfTheDatabase) {
  for (const char* zone : {"Asia/Shanghai", "Europe/Berlin", "UTC", "Etc/GMT+5"}) {
    EXPECT_THAT(WrongIn(zone, {{"2027-03-02", {{"09:00", 20}}}}), IsEmpty()) << zone;
  }
  for (const char* zone : {"", "Asia/Nowhere", "/etc/passwd", "../UTC", "file:UTC", "localtime",
                           "Fixed/UTC+08:00:00", "asia/shanghai", "Asia"}) {
    EXPECT_THAT(WrongIn(zone, {{"2027-03-02", {{"09:00", 20}}}}), ElementsAre("time_zone")) << zone;
  }
}

TEST(SessionTimeCheckTest, DaysAndTimesAreWrittenInOneForm) {
  for (const char* date : {"", "2027-3-2", "2027-02-29", "2027-13-01", "2027-00-10", "1969-12-31",
                           "2201-01-01", "2027/03/02", "2027-03-02T", "+027-03-02"}) {
    EXPECT_THAT(WrongIn("UTC", {{date, {{"09:00", 20}}}}), ElementsAre("days[0].date")) << date;
  }
  for (const char* start : {"", "9:00", "24:00", "09:60", "09.00", "09:0a", "-9:00", "09:00:00"}) {
    EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", {{start, 20}}}}),
                ElementsAre("days[0].slots[0].start"))
        << start;
  }
  for (const int minutes : {-5, 0, 721}) {
    EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", {{"09:00", minutes}}}}),
                ElementsAre("days[0].slots[0].minutes"));
  }
}

TEST(SessionTimeCheckTest, SlotsFollowEachOtherAlsoOverMidnight) {
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", {{"09:00", 20}, {"09:20", 20}, {"23:00", 120}}},
                              {"2027-03-03", {{"01:00", 20}}}}),
              IsEmpty());
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", {{"09:00", 20}, {"09:19", 20}, {"09:00", 20}}}}),
              ElementsAre("days[0].slots[1].start", "days[0].slots[2].start"));
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", {{"23:00", 121}}}, {"2027-03-03", {{"01:00", 20}}}}),
              ElementsAre("days[1].slots[0].start"));
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-03", {{"09:00", 20}}}, {"2027-03-02", {{"09:00", 20}}}}),
              ElementsAre("days[1].date"));
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-03", {{"09:00", 20}}}, {"2027-03-03", {{"10:00", 20}}}}),
              ElementsAre("days[1].date"));
}

TEST(SessionTimeCheckTest, LocalTimesThatDoNotExistOrComeTwiceAreTold) {
  // On 28 March 2027 the clocks of Berlin go from 02:00 to 03:00.
  const Violations gone =
      Wrong(SessionOf("Europe/Berlin", {{"2027-03-28", {{"01:00", 60}, {"02:30", 20}}}}));
  ASSERT_THAT(FieldsOf(gone), ElementsAre("days[0].slots[1].start"));
  EXPECT_THAT(gone.kept()[0].text, HasSubstr("does not exist"));
  // On 31 October they go back from 03:00 to 02:00.
  const Violations twice = Wrong(SessionOf("Europe/Berlin", {{"2027-10-31", {{"02:30", 20}}}}));
  ASSERT_THAT(FieldsOf(twice), ElementsAre("days[0].slots[0].start"));
  EXPECT_THAT(twice.kept()[0].text, HasSubstr("twice"));
  EXPECT_THAT(WrongIn("Asia/Shanghai", {{"2027-03-28", {{"02:30", 20}}}}), IsEmpty());
}

TEST(SessionTimeCheckTest, OverlapIsJudgedInRealTime) {
  // From 01:30 to 03:15 are 45 minutes when the clocks go forward, and 165 when
  // they go back.
  EXPECT_THAT(WrongIn("Europe/Berlin", {{"2027-03-28", {{"01:30", 45}, {"03:15", 20}}}}),
              IsEmpty());
  EXPECT_THAT(WrongIn("Europe/Berlin", {{"2027-03-28", {{"01:30", 46}, {"03:15", 20}}}}),
              ElementsAre("days[0].slots[1].start"));
  EXPECT_THAT(WrongIn("Europe/Berlin", {{"2027-10-31", {{"01:30", 165}, {"03:15", 20}}}}),
              IsEmpty());
}

TEST(SessionTimeCheckTest, ListsAreLimited) {
  std::vector<Slot> slots;
  for (int i = 0; i < 257; ++i) slots.push_back({absl::StrFormat("%02d:%02d", i / 60, i % 60), 1});
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", slots}}), ElementsAre("days"));
  slots.pop_back();
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", slots}}), IsEmpty());
  v1::Session session;
  session.set_time_zone("UTC");
  for (int i = 0; i < 32; ++i) session.add_days();
  EXPECT_THAT(FieldsOf(Wrong(session)), ElementsAre("days"));
  EXPECT_THAT(WrongIn("UTC", {{"2027-03-02", {}}}), ElementsAre("days[0].slots"));
}

// Whether the slots of a day are right: every minute of real time belongs to one
// slot at most, the starts are local times that one minute alone has, and come in
// order.
bool IsRight(const std::vector<Slot>& slots, absl::CivilDay date, absl::TimeZone zone) {
  std::set<std::int64_t> taken;
  std::int64_t last_start = -1;
  for (const Slot& slot : slots) {
    std::vector<std::int64_t> starts;
    const std::int64_t noon = absl::ToUnixSeconds(absl::FromCivil(date, zone)) / 60;
    for (std::int64_t minute = noon - 36 * 60; minute < noon + 36 * 60; ++minute) {
      const auto civil = absl::ToCivilMinute(absl::FromUnixSeconds(minute * 60), zone);
      if (civil == absl::CivilMinute(date) + *conversion::ParseTimeOfDay(slot.start)) {
        starts.push_back(minute);
      }
    }
    if (starts.size() != 1 || starts[0] <= last_start) return false;
    last_start = starts[0];
    for (int i = 0; i < slot.minutes; ++i) {
      if (!taken.insert(starts[0] + i).second) return false;
    }
  }
  return true;
}

TEST(SessionTimeCheckTest, AgreesWithATwinThatCountsMinutes) {
  std::mt19937 random(20'270'302);
  const std::vector<std::pair<const char*, absl::CivilDay>> changes = {
      {"Europe/Berlin", absl::CivilDay(2027, 3, 28)},
      {"Europe/Berlin", absl::CivilDay(2027, 10, 31)},
      {"Australia/Lord_Howe", absl::CivilDay(2027, 4, 4)},
      {"Asia/Shanghai", absl::CivilDay(2027, 3, 2)}};
  int right = 0;
  constexpr int kRounds = 120;
  for (int round = 0; round < kRounds; ++round) {
    const auto& [name, date] = changes[random() % changes.size()];
    std::vector<Slot> slots;
    int at = static_cast<int>(random() % 60);
    for (int i = 0; i < 4; ++i) {
      const int length = 15 + static_cast<int>(random() % 60);
      slots.push_back({absl::StrFormat("%02d:%02d", at / 60, at % 60), length});
      // Mostly after the slot, now and then into it.
      at += length + static_cast<int>(random() % 70) - 8;
    }
    const bool expected = IsRight(slots, date, *conversion::FindTimeZone(name));
    const auto wrong = WrongIn(name, {{conversion::FormatDate(date), slots}});
    EXPECT_EQ(wrong.empty(), expected) << "round " << round << " in " << name;
    right += expected ? 1 : 0;
  }
  EXPECT_GT(right, kRounds / 10);
  EXPECT_LT(right, kRounds - kRounds / 10);
}

}  // namespace
}  // namespace counterpoint::validation

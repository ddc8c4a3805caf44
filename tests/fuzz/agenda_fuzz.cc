// Agendas of sessions as they might be kept: whatever names, days and time zones say, the
// table reads back, the calendar keeps its lines and the page has no element of others'.
// Dates, times of day and names of zones as callers send them, too.
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/csv_reader.h"
#include "google/protobuf/stubs/common.h"
#include "service/agenda/agenda.h"
#include "service/agenda/agenda_csv.h"
#include "service/agenda/agenda_page.h"
#include "service/agenda/icalendar.h"
#include "service/conversion/session_record.h"
#include "service/conversion/session_time.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::agenda {
namespace {

using fuzz::ByteSource;
using fuzz::Require;
using fuzz::RequireNamed;

constexpr char kSession[] = "alliances/music/sessions/spring";
constexpr const char* kMembers[] = {"ane", "bo", "cy", "dee"};

// Texts of messages are UTF-8: a byte of 0xXY becomes a character that may do harm.
std::string AsUtf8(const std::string& bytes) {
  static constexpr const char* kHarmful[] = {
      "<script>",         "\"",           "\n", "\r\n", ",", ";", "\\",   "\xe9\xb8\xad",
      "\xf0\x9f\x8e\xbb", "\xe2\x80\xa8", "&",  "=",    "+", "@", "\x01", "'"};
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text.push_back(c);
    } else {
      text += kHarmful[byte % 16];
    }
  }
  return text;
}

void CheckTyped(const std::string& text) {
  if (const auto day = conversion::ParseDate(text)) {
    Require(conversion::FormatDate(*day) == text, "a date is written as it was");
  }
  const auto minutes = conversion::ParseTimeOfDay(text);
  if (minutes) Require(*minutes >= 0 && *minutes < 1440, "a time is one of a day");
  const auto zone = conversion::FindTimeZone(text);
  if (zone) Require(!absl::StrContains(text, ".") && text.front() != '/', "a zone is no file");
  conversion::MovedSlotName(text, 3);
}

v1::Session MakeSession(ByteSource& source) {
  static constexpr const char* kZones[] = {"Asia/Shanghai", "America/New_York", "UTC",
                                           "Australia/Lord_Howe"};
  v1::Session session;
  session.set_name(kSession);
  (*session.mutable_display_name())["en"] = AsUtf8(source.Text());
  (*session.mutable_location())["zh"] = AsUtf8(source.Text());
  session.set_time_zone(source.Coin() ? kZones[source.Below(4)] : AsUtf8(source.Text()));
  for (std::size_t day = source.Below(4); day > 0; --day) {
    v1::SessionDay& added = *session.add_days();
    const auto date = absl::CivilDay(1970, 1, 1) + source.Number<std::uint16_t>();
    added.set_date(conversion::FormatDate(date));
    for (std::size_t slot = source.Below(4); slot > 0; --slot) {
      v1::SessionSlot& at = *added.add_slots();
      const int start = static_cast<int>(source.Number<std::uint16_t>() % 1440);
      at.set_start(absl::StrCat(start / 60 < 10 ? "0" : "", start / 60,
                                start % 60 < 10 ? ":0" : ":", start % 60));
      at.set_minutes(1 + source.Byte());
    }
  }
  for (std::size_t table = source.Below(3); table > 0; --table) {
    v1::SessionTable& added = *session.add_tables();
    added.set_id(absl::StrCat("t", table));
    (*added.mutable_display_name())["en"] = AsUtf8(source.Text());
  }
  conversion::NameSlots(session);
  return session;
}

v1::SessionPlan MakePlan(ByteSource& source, const v1::Session& session) {
  std::vector<std::string> slots = {"2027-03-02T09:00"};
  for (const auto& day : session.days()) {
    for (const auto& slot : day.slots()) slots.push_back(slot.slot());
  }
  v1::SessionPlan plan;
  plan.set_name(absl::StrCat(kSession, "/plans/1"));
  for (std::size_t meeting = source.Below(8); meeting > 0; --meeting) {
    v1::PlannedMeeting& added = *plan.add_meetings();
    const std::size_t first = source.Below(3);
    v1::MeetingPair& pair = *added.mutable_pair();
    pair.set_participant(absl::StrCat("alliances/music/members/", kMembers[first]));
    pair.set_partner(
        absl::StrCat("alliances/music/members/", kMembers[first + 1 + source.Below(3 - first)]));
    added.set_slot(slots[source.Below(slots.size())]);
    added.set_table(absl::StrCat("t", 1 + source.Below(3)));
  }
  return plan;
}

std::vector<v1::Participant> MakeParticipants(ByteSource& source) {
  std::vector<v1::Participant> participants;
  for (const char* member : kMembers) {
    if (source.Coin()) continue;  // Gone.
    v1::Participant& added = participants.emplace_back();
    added.set_name(absl::StrCat(kSession, "/participants/", member));
    (*added.mutable_display_name())[source.Coin() ? "en" : "zh"] = AsUtf8(source.Text());
    added.add_languages(AsUtf8(source.Text()));
    v1::Delegate& delegate = *added.add_delegates();
    delegate.set_display_name(AsUtf8(source.Text()));
    delegate.set_role(AsUtf8(source.Text()));
  }
  return participants;
}

void CheckTable(const std::string& csv) {
  std::istringstream in(csv);
  cli::CsvReader reader(&in);
  std::size_t columns = 0;
  for (;;) {
    const auto record = reader.Next();
    Require(record.ok(), "a table reads back");
    if (!record->has_value()) break;
    if (columns == 0) columns = (*record)->fields.size();
    Require((*record)->fields.size() == columns, "every row has all columns");
    for (const std::string& cell : (*record)->fields) {
      Require(cell.empty() || std::string("=+-@\t\r").find(cell.front()) == std::string::npos,
              "no cell is a formula");
      Require(cell.find_first_of("\r\n") == std::string::npos, "texts are on one line");
    }
  }
  Require(columns > 0, "a table has a header");
}

void CheckCalendar(const std::string& calendar) {
  Require(absl::EndsWith(calendar, "END:VCALENDAR\r\n"), "a calendar is whole");
  for (const absl::string_view line : absl::StrSplit(calendar, "\r\n")) {
    Require(line.size() <= 75, "lines have 75 octets at most");
    Require(line.find_first_of("\r\n") == absl::string_view::npos, "no line ends within");
  }
}

void CheckPage(const std::string& page) {
  Require(!absl::StrContains(page, "<script"), "a page has no scripts");
  Require(google::protobuf::internal::IsStructurallyValidUTF8(page.data(),
                                                              static_cast<int>(page.size())),
          "a page is UTF-8");
}

void CheckAgenda(ByteSource& source) {
  const v1::Session session = MakeSession(source);
  const v1::SessionPlan plan = MakePlan(source, session);
  const auto participants = MakeParticipants(source);
  Selection selection;
  selection.language = source.Coin() ? Language::kChinese : Language::kEnglish;
  selection.by_table = source.Coin();
  const auto agenda = MakeAgenda(session, plan, participants, selection);
  if (!agenda.ok()) {
    return RequireNamed(agenda.status(), absl::StatusCode::kFailedPrecondition, "no agenda");
  }
  for (const Sheet& sheet : agenda->sheets) {
    for (const Day& day : sheet.days) {
      for (const Entry& entry : day.entries) {
        Require(entry.period.start_time <= entry.period.end_time, "time goes on");
      }
    }
  }
  CheckTable(ToCsv(*agenda));
  CheckCalendar(ToICalendar(*agenda));
  CheckPage(ToPage(*agenda));
}

}  // namespace
}  // namespace counterpoint::agenda

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::agenda;
  CheckTyped(std::string(reinterpret_cast<const char*>(data), size));
  counterpoint::fuzz::ByteSource source(data, size);
  CheckAgenda(source);
  return 0;
}

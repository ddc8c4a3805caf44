// Who meets whom, when and where, as documents show it.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::agenda {

enum class Language { kEnglish, kChinese };

// From `start` to `end`, both as the clocks at the session show them and as
// moments.
struct Period {
  absl::CivilMinute start;
  absl::CivilMinute end;
  absl::Time start_time;
  absl::Time end_time;
};

struct Delegate {
  std::string name;
  std::string role;
  std::vector<std::string> languages;
};

// One side of a meeting.
struct Party {
  std::string member;  // Id.
  std::string name;    // In the agenda's language as far as there is one; else the id.
  v1::MemberKind kind = v1::MEMBER_KIND_UNSPECIFIED;  // Where the member is gone.
  std::vector<Delegate> delegates;
  std::vector<std::string> languages;  // Its own, then its delegates', each once.
};

struct Table {
  std::string id;
  std::string name;  // As a party's.
};

struct Meeting {
  Period period;
  std::string slot;
  int table = 0;               // In Agenda::tables.
  std::array<int, 2> parties;  // In Agenda::parties, in order of member id.
};

// A meeting, or the time until the next one.
struct Entry {
  Period period;
  int meeting = -1;  // In Agenda::meetings; -1: free time.
};

struct Day {
  absl::CivilDay date;
  std::vector<Entry> entries;  // In order of time.
};

// What one participant, or whoever looks after one table, needs.
struct Sheet {
  int party = -1;         // In Agenda::parties; -1: it is a table's.
  int table = -1;         // In Agenda::tables; -1: it is a participant's.
  std::vector<Day> days;  // Those with meetings, in order.
};

// All texts are without control characters, on one line.
struct Agenda {
  std::string session;  // `alliances/{alliance}/sessions/{session}`.
  std::string name;
  std::string location;  // May be empty.
  std::string time_zone;
  absl::TimeZone zone;
  int plan = 0;     // Its number.
  absl::Time made;  // When the plan was.
  Language language = Language::kEnglish;
  std::vector<Party> parties;
  std::vector<Table> tables;
  std::vector<Meeting> meetings;  // Those on any sheet, by time, table and parties.
  // In order of member id, or as the session has its tables.
  std::vector<Sheet> sheets;
};

// Of whom an agenda is wanted.
struct Selection {
  Language language = Language::kEnglish;
  bool by_table = false;
  // Ids of members, or of tables; everybody where empty, and by table all that
  // have meetings.
  std::vector<std::string> only = {};
};

// A gap between two meetings is free time where a slot fits into it, or from so
// many minutes on; a shorter one is time to move.
inline constexpr int kFreeMinutes = 15;

// `participants` have display names and kinds; others that meet in the plan are
// shown by their ids. REQUIRES: `selection.only` names such members, or tables of the
// session or the plan. Errors: FAILED_PRECONDITION where the plan has meetings in
// slots that the session no longer has, or its time zone is not known to this
// machine.
absl::StatusOr<Agenda> MakeAgenda(const v1::Session& session, const v1::SessionPlan& plan,
                                  const std::vector<v1::Participant>& participants,
                                  const Selection& selection);

}  // namespace counterpoint::agenda

// The words of agendas in both languages.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "counterpoint/v1/vocabulary.pb.h"
#include "service/agenda/agenda.h"

namespace counterpoint::agenda {

struct Words {
  const char* agenda;
  const char* table_agenda;
  const char* time;
  const char* partner;
  const char* participants;
  const char* table;
  const char* delegates;
  const char* languages;
  const char* free_time;
  const char* no_meetings;     // On a sheet.
  const char* empty_agenda;    // In a document without a sheet.
  const char* local_times;     // Followed by the time zone.
  const char* plan;            // Followed by its number.
  const char* list_separator;  // Between names in a row.
  const char* colon;
};

const Words& WordsIn(Language language);

// "Creator", "创作者"; empty for the unspecified kind.
std::string KindIn(v1::MemberKind kind, Language language);

// What a language tag stands for, "Chinese" or "中文"; the tag itself where it
// is not known.
std::string LanguageName(const std::string& tag, Language language);
std::string LanguageNames(const std::vector<std::string>& tags, Language language);

// "Tuesday, 2 March 2027", "2027年3月2日 星期二".
std::string DateIn(absl::CivilDay date, Language language);

// "09:00".
std::string ClockTime(absl::CivilMinute time);

// "UTC+08:00", of the zone at a moment.
std::string OffsetOf(const absl::TimeZone& zone, absl::Time moment);

// "3 meetings", "3 场会谈".
std::string MeetingCount(int meetings, Language language);

}  // namespace counterpoint::agenda

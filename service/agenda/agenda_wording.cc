#include "service/agenda/agenda_wording.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "unicode/locid.h"
#include "unicode/unistr.h"

namespace counterpoint::agenda {
namespace {

constexpr Words kEnglishWords{
    .agenda = "Agenda",
    .table_agenda = "Table agenda",
    .time = "Time",
    .partner = "Meeting with",
    .participants = "Participants",
    .table = "Table",
    .delegates = "Delegates",
    .languages = "Languages",
    .free_time = "Free time",
    .no_meetings = "No meetings are planned.",
    .empty_agenda = "This plan has no meetings.",
    .local_times = "All times are local times",
    .plan = "Plan ",
    .list_separator = ", ",
    .colon = ": ",
};

constexpr Words kChineseWords{
    .agenda = "会谈日程",
    .table_agenda = "桌位日程",
    .time = "时间",
    .partner = "会谈对象",
    .participants = "参会双方",
    .table = "桌位",
    .delegates = "代表",
    .languages = "语言",
    .free_time = "空闲时间",
    .no_meetings = "暂无会谈安排。",
    .empty_agenda = "本方案没有会谈。",
    .local_times = "时间均为当地时间",
    .plan = "方案 ",
    .list_separator = "、",
    .colon = "：",
};

constexpr const char* kEnglishMonths[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
constexpr const char* kEnglishDays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
constexpr const char* kChineseDays[] = {"星期一", "星期二", "星期三", "星期四",
                                        "星期五", "星期六", "星期日"};

}  // namespace

const Words& WordsIn(Language language) {
  return language == Language::kChinese ? kChineseWords : kEnglishWords;
}

std::string KindIn(v1::MemberKind kind, Language language) {
  const bool chinese = language == Language::kChinese;
  switch (kind) {
    case v1::TECHNOLOGY_SUPPLIER:
      return chinese ? "技术供应商" : "Technology supplier";
    case v1::SCENE_UNIT:
      return chinese ? "应用场景单位" : "Scene unit";
    case v1::RESEARCH_INSTITUTION:
      return chinese ? "科研院校" : "Research institution";
    case v1::PUBLIC_SERVICE_PLATFORM:
      return chinese ? "公共服务平台" : "Public service platform";
    case v1::CREATOR:
      return chinese ? "创作者" : "Creator";
    case v1::INVESTOR:
      return chinese ? "投资机构" : "Investor";
    default:
      return "";
  }
}

std::string LanguageName(const std::string& tag, Language language) {
  const icu::Locale named(tag.c_str());
  icu::UnicodeString name;
  named.getDisplayName(language == Language::kChinese ? icu::Locale::getSimplifiedChinese()
                                                      : icu::Locale::getEnglish(),
                       name);
  std::string text;
  name.toUTF8String(text);
  return text.empty() ? tag : text;
}

std::string LanguageNames(const std::vector<std::string>& tags, Language language) {
  return absl::StrJoin(tags, WordsIn(language).list_separator,
                       [&](std::string* out, const std::string& tag) {
                         absl::StrAppend(out, LanguageName(tag, language));
                       });
}

std::string DateIn(absl::CivilDay date, Language language) {
  const int weekday = static_cast<int>(absl::GetWeekday(date));
  if (language == Language::kChinese) {
    return absl::StrCat(date.year(), "年", date.month(), "月", date.day(), "日 ",
                        kChineseDays[weekday]);
  }
  return absl::StrCat(kEnglishDays[weekday], ", ", date.day(), " ",
                      kEnglishMonths[date.month() - 1], " ", date.year());
}

std::string ClockTime(absl::CivilMinute time) {
  return absl::StrFormat("%02d:%02d", time.hour(), time.minute());
}

std::string OffsetOf(const absl::TimeZone& zone, absl::Time moment) {
  return absl::FormatTime("UTC%Ez", moment, zone);
}

std::string MeetingCount(int meetings, Language language) {
  if (language == Language::kChinese) return absl::StrCat(meetings, " 场会谈");
  return absl::StrCat(meetings, meetings == 1 ? " meeting" : " meetings");
}

}  // namespace counterpoint::agenda

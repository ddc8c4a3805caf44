#include "service/conversion/session_time.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/conversion/session_record.h"

namespace counterpoint::conversion {
namespace {

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2200;
constexpr int kMinutesOfHour = 60;
constexpr int kHoursOfDay = 24;
constexpr std::size_t kDateBytes = 10;
constexpr std::size_t kTimeBytes = 5;
constexpr std::size_t kLongestZone = 64;

// The number that the digits write; nothing where some are none.
std::optional<int> Digits(absl::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return std::nullopt;
    number = 10 * number + (c - '0');
  }
  return number;
}

}  // namespace

std::optional<absl::CivilDay> ParseDate(absl::string_view text) {
  if (text.size() != kDateBytes || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text.substr(0, 4));
  const auto month = Digits(text.substr(5, 2));
  const auto day = Digits(text.substr(8, 2));
  if (!year || !month || !day || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  const absl::CivilDay date(*year, *month, *day);
  // Days that do not exist are taken for later ones.
  if (date.month() != *month || date.day() != *day) return std::nullopt;
  return date;
}

std::string FormatDate(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::optional<int> ParseTimeOfDay(absl::string_view text) {
  if (text.size() != kTimeBytes || text[2] != ':') return std::nullopt;
  const auto hour = Digits(text.substr(0, 2));
  const auto minute = Digits(text.substr(3, 2));
  if (!hour || !minute || *hour >= kHoursOfDay || *minute >= kMinutesOfHour) return std::nullopt;
  return *hour * kMinutesOfHour + *minute;
}

std::optional<absl::TimeZone> FindTimeZone(absl::string_view name) {
  // The name becomes that of a file: nothing may lead out of the database, and
  // links of this machine ("localtime") are no zones.
  const bool is_name =
      !name.empty() && name.size() <= kLongestZone &&
      absl::ascii_isupper(static_cast<unsigned char>(name.front())) &&
      std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) || c == '/' || c == '_' || c == '+' || c == '-';
      });
  absl::TimeZone zone;
  if (!is_name || !absl::LoadTimeZone(name, &zone)) return std::nullopt;
  return zone;
}

std::string MovedSlotName(absl::string_view slot, absl::civil_diff_t days) {
  const auto date = ParseDate(slot.substr(0, kDateBytes));
  if (!date || slot.size() <= kDateBytes) return std::string(slot);
  return SlotName(FormatDate(*date + days), slot.substr(kDateBytes + 1));
}

}  // namespace counterpoint::conversion

#include "service/validation/code_check.h"

#include <unicode/ucurr.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/conversion/resource_name.h"
#include "service/validation/list_check.h"

namespace counterpoint::validation {
namespace {

constexpr std::size_t kLongestRegion = 63;
constexpr std::size_t kCurrencyLetters = 3;

bool IsUpper(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isupper(c); });
}

bool IsLevel(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c);
  });
}

bool IsRegion(absl::string_view region) {
  if (region.size() > kLongestRegion) return false;
  const std::vector<absl::string_view> levels = absl::StrSplit(region, '-');
  return levels[0].size() == 2 && IsUpper(levels[0]) &&
         std::all_of(levels.begin() + 1, levels.end(), IsLevel);
}

bool IsCurrency(absl::string_view code) {
  if (code.size() != kCurrencyLetters || !IsUpper(code)) return false;
  UChar wide[kCurrencyLetters + 1] = {};
  u_charsToUChars(code.data(), wide, kCurrencyLetters);
  return ucurr_getNumericCode(wide) != 0;
}

}  // namespace

void CheckRegion(const FieldPath& path, absl::string_view region, Violations& violations) {
  if (IsRegion(region)) return;
  violations.Add(path, absl::StrCat("is ", Quoted(region),
                                    "; must be a country code, deeper levels after hyphens, as "
                                    "\"CN\" or \"CN-SH\""));
}

void CheckRegions(const FieldPath& parent, absl::string_view name, const Strings& regions, int most,
                  Violations& violations) {
  if (!CheckLength(parent.Field(name), regions.size(), most, violations)) return;
  for (int i = 0; i < regions.size(); ++i) {
    CheckRegion(parent.Item(name, i), regions[i], violations);
  }
  CheckDistinct<absl::string_view>(parent, name, regions, violations);
}

void CheckCurrency(const FieldPath& path, absl::string_view code, Violations& violations) {
  if (IsCurrency(code)) return;
  violations.Add(
      path, absl::StrCat("is ", Quoted(code), "; must be a currency code of ISO 4217, as \"CNY\""));
}

void CheckTopic(const FieldPath& path, absl::string_view topic, const Setting& setting,
                Violations& violations) {
  if (!conversion::IsResourceId(topic)) {
    violations.Add(path, absl::StrCat("is ", Quoted(topic), "; must be the id of a topic"));
  } else if (setting.thesaurus != nullptr && !setting.thesaurus->Find(topic).has_value()) {
    violations.Add(path, absl::StrCat("is the unknown topic ", Quoted(topic)));
  }
}

void CheckTopics(const FieldPath& parent, absl::string_view name, const Strings& topics, int most,
                 const Setting& setting, Violations& violations) {
  if (!CheckLength(parent.Field(name), topics.size(), most, violations)) return;
  for (int i = 0; i < topics.size(); ++i) {
    CheckTopic(parent.Item(name, i), topics[i], setting, violations);
  }
  CheckDistinct<absl::string_view>(parent, name, topics, violations);
}

void CheckLanguageCode(absl::string_view code, Violations& violations) {
  if (code.empty() || code == "zh" || code == "en") return;
  violations.Add(FieldPath("language_code"),
                 absl::StrCat("is ", Quoted(code), "; must be \"zh\" or \"en\""));
}

}  // namespace counterpoint::validation

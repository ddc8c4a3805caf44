#include "service/validation/text_check.h"

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/validation/list_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostLanguages = 32;
constexpr std::size_t kLongestTag = 35;

struct TextTraits {
  bool well_formed = true;
  bool has_control = false;  // Other than line end and tab.
  bool has_line_or_tab = false;
  bool blank = true;
};

TextTraits TraitsOf(absl::string_view text) {
  TextTraits traits;
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    UChar32 code;
    U8_NEXT(text.data(), at, size, code);
    if (code < 0) {
      traits.well_formed = false;
    } else if (code == '\n' || code == '\r' || code == '\t') {
      traits.has_line_or_tab = true;
    } else if (u_charType(code) == U_CONTROL_CHAR) {
      traits.has_control = true;
    } else if (!u_isUWhiteSpace(code)) {
      traits.blank = false;
    }
  }
  return traits;
}

// The shape of BCP 47: a language of 2 to 8 letters, then subtags.
bool IsLanguageTag(const std::string& tag) {
  const std::size_t language = std::min(tag.find('-'), tag.size());
  const auto is_letter = [](unsigned char c) { return absl::ascii_isalpha(c); };
  if (language < 2 || tag.size() > kLongestTag ||
      !std::all_of(tag.begin(), tag.begin() + static_cast<std::ptrdiff_t>(language), is_letter)) {
    return false;
  }
  char locale[ULOC_FULLNAME_CAPACITY];
  int32_t parsed = 0;
  UErrorCode error = U_ZERO_ERROR;
  uloc_forLanguageTag(tag.c_str(), locale, sizeof locale, &parsed, &error);
  return U_SUCCESS(error) && parsed == static_cast<int32_t>(tag.size());
}

}  // namespace

void CheckText(const FieldPath& path, absl::string_view text, const TextForm& form,
               Violations& violations) {
  if (text.size() > form.max_bytes) {
    violations.Add(path, absl::StrCat("has ", text.size(), " bytes; at most ", form.max_bytes,
                                      " are allowed"));
    return;
  }
  const TextTraits traits = TraitsOf(text);
  if (!traits.well_formed) {
    violations.Add(path, "must be valid UTF-8");
  } else if (traits.has_control || (traits.has_line_or_tab && !form.lines)) {
    violations.Add(path, form.lines ? "must not have control characters but line ends and tabs"
                                    : "must not have control characters");
  } else if (traits.blank && form.required) {
    violations.Add(path, "must not be empty");
  }
}

bool IsBlank(absl::string_view text) { return TraitsOf(text).blank; }

void CheckTexts(const FieldPath& parent, absl::string_view name, const LanguageMap& texts,
                const TextForm& form, Violations& violations) {
  const FieldPath path = parent.Field(name);
  if (texts.empty()) {
    if (form.required) violations.Add(path, "must not be empty");
    return;
  }
  if (!CheckLength(path, static_cast<int>(texts.size()), kMostLanguages, violations)) return;
  std::vector<const LanguageMap::value_type*> entries;
  for (const auto& entry : texts) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* entry : entries) {
    const FieldPath at = parent.Entry(name, entry->first);
    if (!IsLanguageTag(entry->first)) {
      violations.Add(at, "has to have a language tag of BCP 47 as its key, as \"zh\" or \"en\"");
    }
    CheckText(at, entry->second, form, violations);
  }
}

void CheckLanguageTags(const FieldPath& parent, absl::string_view name,
                       const google::protobuf::RepeatedPtrField<std::string>& tags,
                       Violations& violations) {
  if (!CheckLength(parent.Field(name), tags.size(), kMostLanguages, violations)) return;
  for (int i = 0; i < tags.size(); ++i) {
    if (IsLanguageTag(tags[i])) continue;
    violations.Add(parent.Item(name, i),
                   absl::StrCat("is ", Quoted(tags[i]),
                                "; must be a language tag of BCP 47, as \"zh\" or \"en\""));
  }
  CheckDistinct<absl::string_view>(parent, name, tags, violations);
}

}  // namespace counterpoint::validation

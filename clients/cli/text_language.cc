#include "clients/cli/text_language.h"

#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace counterpoint::cli {

std::string LanguageOf(const std::string& text) {
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 character;
    U8_NEXT(text.data(), i, size, character);
    UErrorCode error = U_ZERO_ERROR;
    if (character >= 0 && uscript_getScript(character, &error) == USCRIPT_HAN) return "zh";
  }
  return "en";
}

void AddTagged(const std::string& tagged, google::protobuf::Map<std::string, std::string>* texts) {
  if (tagged.starts_with("zh:") || tagged.starts_with("en:")) {
    (*texts)[tagged.substr(0, 2)] = tagged.substr(3);
  } else {
    (*texts)[LanguageOf(tagged)] = tagged;
  }
}

std::string TextIn(const google::protobuf::Map<std::string, std::string>& texts,
                   const std::string& language) {
  for (const std::string& wanted : {language, std::string("en")}) {
    if (const auto it = texts.find(wanted); it != texts.end()) return it->second;
  }
  const auto first = std::min_element(
      texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return first == texts.end() ? "" : first->second;
}

}  // namespace counterpoint::cli

// The language of a text, as far as profiles need it.
#pragma once

#include <string>

#include "google/protobuf/map.h"

namespace counterpoint::cli {

// "zh" where the text has a Han character, else "en". Bytes that are no UTF-8
// count as other characters.
std::string LanguageOf(const std::string& text);

// Files texts of the form "TEXT", "zh:TEXT" or "en:TEXT" under their language;
// without a tag LanguageOf() decides. A later text replaces an earlier one.
void AddTagged(const std::string& tagged, google::protobuf::Map<std::string, std::string>* texts);

// The text in `language`, else in English, else the first by language tag;
// empty for an empty map.
std::string TextIn(const google::protobuf::Map<std::string, std::string>& texts,
                   const std::string& language);

}  // namespace counterpoint::cli

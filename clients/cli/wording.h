// Headings and short texts in the user's language.
#pragma once

#include <string>

namespace counterpoint::cli {

// `english` in Chinese where `language` is "zh" and there is a translation,
// else as it is.
std::string Wording(const std::string& english, const std::string& language);

}  // namespace counterpoint::cli

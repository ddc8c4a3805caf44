// Words that say nothing about a field.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::matching {

// Function words, and words of form that stand in any profile ("we", "company",
// "looking for", 我们, 公司, 寻求), but none that names a field. `word` is
// folded, and Chinese or the surface of an English word, not its stem; English
// words of form count in all their inflections.
bool IsStopWord(const std::string& word);

// Whether a folded English word is an ordinary one although its capitals make
// an acronym: "led", "it".
bool IsOrdinaryWord(const std::string& word);

}  // namespace counterpoint::matching

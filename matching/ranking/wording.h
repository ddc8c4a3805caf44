// Evidence and exclusions as sentences.
#pragma once

#include <string>

#include "matching/ranking/evidence.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

enum class Language { kEnglish, kChinese };

// One sentence without a full stop, e.g. "shared topics: game music, sound
// design". The label of a topic is its preferred one in the language, or in
// the other where it has none.
std::string Describe(const Evidence& evidence, const Thesaurus& thesaurus, Language language);
std::string Describe(const ExclusionReason& exclusion, Language language);

// The label of a topic as Describe chooses it.
const std::string& TopicLabel(const Topic& topic, Language language);

}  // namespace counterpoint::matching

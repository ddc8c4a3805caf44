// Evidence and exclusions as sentences.
#pragma once

#include <functional>
#include <string>

#include "matching/ranking/evidence.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

enum class Language { kEnglish, kChinese };

// What to call the member with an id.
using NameOf = std::function<std::string(const std::string& id)>;
inline std::string ById(const std::string& id) { return id; }

// One sentence without a full stop, e.g. "shared topics: game music, sound
// design". The label of a topic is its preferred one in the language, or in
// the other where it has none; members are called as `name_of` says.
std::string Describe(const Evidence& evidence, const Thesaurus& thesaurus, Language language,
                     const NameOf& name_of = ById);
std::string Describe(const ExclusionReason& exclusion, Language language);

// The label of a topic as Describe chooses it.
const std::string& TopicLabel(const Topic& topic, Language language);

}  // namespace counterpoint::matching

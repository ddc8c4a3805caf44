// Topics that a profile names itself.
#pragma once

#include "matching/features/text_features.h"

namespace counterpoint::matching {

// Topics that a person chose count more than one that is found in the text.
inline constexpr float kStatedTopicWeight = 2;

// The features of a text as they are once its profile states a further topic:
// what analysing it anew would give.
void StateTopic(TopicIndex topic, TextFeatures& text);

}  // namespace counterpoint::matching

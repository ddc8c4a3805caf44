#include "matching/features/stated_topics.h"

#include <algorithm>

namespace counterpoint::matching {

void StateTopic(TopicIndex topic, TextFeatures& text) {
  const auto at = std::lower_bound(
      text.topics.begin(), text.topics.end(), topic,
      [](const TopicWeight& present, TopicIndex wanted) { return present.topic < wanted; });
  if (at != text.topics.end() && at->topic == topic) {
    at->weight += kStatedTopicWeight;
  } else {
    text.topics.insert(at, {topic, kStatedTopicWeight});
  }
}

}  // namespace counterpoint::matching

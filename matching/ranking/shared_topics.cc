#include "matching/ranking/shared_topics.h"

#include "absl/algorithm/container.h"

namespace counterpoint::matching {
namespace {

// The shared topics with their products of weights, in order of topic.
std::vector<SharedTopic> Products(const WeightedText& a, const WeightedText& b) {
  std::vector<SharedTopic> shared;
  auto y = b.topics.begin();
  for (const TopicWeight& x : a.topics) {
    while (y != b.topics.end() && y->topic < x.topic) ++y;
    if (y == b.topics.end()) break;
    if (y->topic == x.topic) shared.push_back({x.topic, double{x.weight} * y->weight});
  }
  return shared;
}

bool Names(const TextFeatures& text, TopicIndex topic) {
  const auto at = absl::c_lower_bound(
      text.topics, topic, [](const TopicWeight& w, TopicIndex t) { return w.topic < t; });
  return at != text.topics.end() && at->topic == topic;
}

bool IsTold(const Thesaurus& thesaurus, const std::vector<SharedTopic>& shared, TopicIndex topic,
            const ComparedText& a, const ComparedText& b) {
  if (Names(a.features, topic) && Names(b.features, topic)) return true;
  return absl::c_none_of(shared, [&](const SharedTopic& other) {
    return other.topic != topic && thesaurus.Covers(topic, other.topic);
  });
}

}  // namespace

std::vector<SharedTopic> ShareTopics(const Thesaurus& thesaurus, const ComparedText& a,
                                     const ComparedText& b, double contribution) {
  const std::vector<SharedTopic> shared = Products(a.weighted, b.weighted);
  double sum = 0;
  std::vector<SharedTopic> told;  // With their own products.
  std::vector<SharedTopic> implied;
  for (const SharedTopic& topic : shared) {
    sum += topic.contribution;
    (IsTold(thesaurus, shared, topic.topic, a, b) ? told : implied).push_back(topic);
  }
  if (sum <= 0) return {};
  std::vector<SharedTopic> parts = told;
  for (const SharedTopic& broader : implied) {
    std::size_t heaviest = told.size();
    for (std::size_t i = 0; i < told.size(); ++i) {
      if (!thesaurus.Covers(broader.topic, told[i].topic)) continue;
      if (heaviest == told.size() || told[i].contribution > told[heaviest].contribution) {
        heaviest = i;
      }
    }
    parts[heaviest].contribution += broader.contribution;
  }
  for (SharedTopic& part : parts) part.contribution *= contribution / sum;
  absl::c_stable_sort(parts, [](const SharedTopic& p, const SharedTopic& q) {
    return p.contribution > q.contribution;
  });
  return parts;
}

}  // namespace counterpoint::matching

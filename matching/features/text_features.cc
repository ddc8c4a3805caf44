#include "matching/features/text_features.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/string_view.h"
#include "matching/features/stable_hash.h"

namespace counterpoint::matching {
namespace {

struct Counted {
  float count = 0;
  std::string surface;
};

TextFeatures Pack(const std::map<TermId, Counted>& terms,
                  const std::map<TopicIndex, float>& topics) {
  TextFeatures features;
  features.terms.reserve(terms.size());
  features.counts.reserve(terms.size());
  features.surface_ends.reserve(terms.size());
  for (const auto& [id, counted] : terms) {
    features.terms.push_back(id);
    features.counts.push_back(std::max(1.0F, counted.count));
    features.surfaces += counted.surface;
    features.surface_ends.push_back(static_cast<std::uint32_t>(features.surfaces.size()));
  }
  for (const auto& [topic, weight] : topics) features.topics.push_back({topic, weight});
  return features;
}

}  // namespace

TermId MakeTermId(TermKind kind, absl::string_view term) {
  return (static_cast<TermId>(kind) << 62) | (StableHash(term) >> 2);
}

absl::string_view TextFeatures::surface(std::size_t term) const {
  const std::uint32_t begin = term == 0 ? 0 : surface_ends[term - 1];
  return absl::string_view(surfaces).substr(begin, surface_ends[term] - begin);
}

TextFeatures ExtractText(const Analyzer& analyzer, const std::vector<TextSource>& sources,
                         const std::vector<TopicIndex>& stated, float stated_weight) {
  std::map<TermId, Counted> terms;
  std::map<TopicIndex, float> topics;
  std::vector<absl::string_view> texts;
  for (const TextSource& source : sources) texts.push_back(source.text);
  const std::vector<AnalyzedText> analysed = analyzer.AnalyzeTogether(texts);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const TextSource& source = sources[i];
    const AnalyzedText& analyzed = analysed[i];
    for (const TermOccurrence& occurrence : analyzed.terms) {
      Counted& counted = terms[MakeTermId(occurrence.kind, occurrence.term)];
      counted.count += source.weight;
      if (counted.surface.empty()) {
        counted.surface =
            std::string(source.text.substr(occurrence.begin, occurrence.end - occurrence.begin));
      }
    }
    for (const TopicOccurrence& occurrence : analyzed.topics) {
      topics[occurrence.topic] += source.weight;
    }
  }
  for (const TopicIndex topic : stated) topics[topic] += stated_weight;
  return Pack(terms, topics);
}

TextFeatures Pooled(const std::vector<const TextFeatures*>& parts) {
  std::map<TermId, Counted> terms;
  std::map<TopicIndex, float> topics;
  for (const TextFeatures* part : parts) {
    for (std::size_t i = 0; i < part->terms.size(); ++i) {
      Counted& counted = terms[part->terms[i]];
      counted.count += part->counts[i];
      if (counted.surface.empty()) counted.surface = std::string(part->surface(i));
    }
    for (const TopicWeight& topic : part->topics) topics[topic.topic] += topic.weight;
  }
  return Pack(terms, topics);
}

}  // namespace counterpoint::matching

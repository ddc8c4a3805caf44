// What is kept of a text: how often each term and topic occurs in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/text/analyzer.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

// A term's identity: its kind in the two highest bits, above a hash of its
// text. Among a billion terms a collision has a chance of about one in ten.
using TermId = std::uint64_t;
TermId MakeTermId(TermKind kind, absl::string_view term);
inline TermKind KindOf(TermId id) { return static_cast<TermKind>(id >> 62); }

struct TopicWeight {
  TopicIndex topic;
  float weight;
};

// Independent of every other text, so it is computed once when a text changes.
struct TextFeatures {
  std::vector<TermId> terms;  // Ascending.
  std::vector<float> counts;  // Of each term, weighted by where it stands; 1 or more.
  // The term as it first stands in the text, to be shown to people: the end
  // of each within `surfaces`.
  std::vector<std::uint32_t> surface_ends;
  std::string surfaces;
  std::vector<TopicWeight> topics;  // In order of topic; without broader ones.

  bool empty() const { return terms.empty() && topics.empty(); }
  absl::string_view surface(std::size_t term) const;
};

// A text, or a topic that the profile states, and how much it counts.
struct TextSource {
  absl::string_view text;
  float weight = 1;
};

// The features of several texts taken as one. `stated` are topics that the
// profile names itself; each counts as `stated_weight` occurrences.
TextFeatures ExtractText(const Analyzer& analyzer, const std::vector<TextSource>& sources,
                         const std::vector<TopicIndex>& stated, float stated_weight);

// The sum of several texts' features.
TextFeatures Pooled(const std::vector<const TextFeatures*>& parts);

}  // namespace counterpoint::matching

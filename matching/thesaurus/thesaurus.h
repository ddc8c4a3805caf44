// The topics of the field, each with labels in Chinese and English and a
// broader topic.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace counterpoint::matching {

// Number of a topic within one thesaurus, from 0, in order of id. Of use only
// with the thesaurus that gave it; ids are what is kept.
using TopicIndex = std::int32_t;

// A label that names its topic only where the text speaks of the topic's field:
// one that is an ordinary word too ("track"), or means something else in other
// fields (轨道).
struct AmbiguousLabel {
  std::string label;
  // Ids of topics of other fields that also speak for the meaning, as do all
  // topics below them.
  std::vector<std::string> cues;
};

struct Topic {
  std::string id;
  std::vector<std::string> zh;  // The first label is the preferred one.
  std::vector<std::string> en;
  std::string broader;                         // Empty for a root.
  std::vector<AmbiguousLabel> ambiguous = {};  // Of either language.
};

// Immutable and thread-safe.
class Thesaurus {
 public:
  // A forest of topics. Errors: INVALID_ARGUMENT naming every topic with an id
  // that is empty or taken, an unknown broader topic or cue, a cycle, no label at
  // all but ambiguous ones, a label without letter or digit, or a label that
  // already names another topic. An ambiguous label may have other meanings: as
  // an ambiguous label of other topics, and as a label of one, which is then its
  // usual meaning. Labels are compared as texts are searched for them, by
  // LabelForm: case, width, hyphens, traditional characters and English plurals
  // make no difference.
  static absl::StatusOr<std::shared_ptr<const Thesaurus>> Make(std::vector<Topic> topics);

  // The topics that come with the program. The first call costs some 0.1
  // seconds; a fault in them, which a test rules out, ends the program.
  static std::shared_ptr<const Thesaurus> BuiltIn();

  // These topics and further ones. Errors: as Make.
  absl::StatusOr<std::shared_ptr<const Thesaurus>> Extend(std::vector<Topic> further) const;

  std::size_t size() const { return topics_.size(); }
  const Topic& topic(TopicIndex index) const { return topics_[static_cast<std::size_t>(index)]; }
  absl::optional<TopicIndex> Find(absl::string_view id) const;

  // The broader topic, or -1 for a root.
  TopicIndex broader(TopicIndex index) const { return broader_[static_cast<std::size_t>(index)]; }
  // True where `narrow` is `broad` or lies somewhere below it. Cost grows with
  // the depth of `narrow`.
  bool Covers(TopicIndex broad, TopicIndex narrow) const;

 private:
  Thesaurus() = default;

  std::vector<Topic> topics_;  // In order of id.
  std::vector<TopicIndex> broader_;
  absl::flat_hash_map<std::string, TopicIndex> by_id_;
};

}  // namespace counterpoint::matching

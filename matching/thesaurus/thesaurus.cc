#include "matching/thesaurus/thesaurus.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matching/thesaurus/tokens.h"
#include "matching/thesaurus/topic_table.h"

namespace counterpoint::matching {
namespace {

constexpr TopicIndex kNoTopic = -1;

// Adds a problem for each label that names nothing or names two topics.
void CheckLabels(const std::vector<Topic>& topics, std::vector<std::string>& problems) {
  absl::flat_hash_map<std::string, const Topic*> named;
  for (const Topic& topic : topics) {
    if (topic.zh.empty() && topic.en.empty()) {
      problems.push_back(absl::StrCat(topic.id, ": no label"));
    }
    for (const auto* labels : {&topic.zh, &topic.en}) {
      for (const std::string& label : *labels) {
        std::string form = LabelForm(label);
        if (form.empty()) {
          problems.push_back(
              absl::StrCat(topic.id, ": label '", label, "' has neither letter nor digit"));
          continue;
        }
        const Topic* other = named.try_emplace(std::move(form), &topic).first->second;
        if (other != &topic) {
          problems.push_back(
              absl::StrCat(topic.id, ": label '", label, "' already names ", other->id));
        }
      }
    }
  }
}

// Adds a problem for each ambiguous label that names nothing, or has a cue that
// is no topic.
void CheckAmbiguousLabels(const Thesaurus& thesaurus, const std::vector<Topic>& topics,
                          std::vector<std::string>& problems) {
  for (const Topic& topic : topics) {
    for (const AmbiguousLabel& ambiguous : topic.ambiguous) {
      if (LabelForm(ambiguous.label).empty()) {
        problems.push_back(
            absl::StrCat(topic.id, ": label '", ambiguous.label, "' has neither letter nor digit"));
      }
      for (const std::string& cue : ambiguous.cues) {
        if (thesaurus.Find(cue).has_value()) continue;
        problems.push_back(absl::StrCat(topic.id, ": label '", ambiguous.label,
                                        "' has an unknown cue '", cue, "'"));
      }
    }
  }
}

// Adds a problem for each topic on a cycle. Walks up from every topic once:
// each walk ends where an earlier one has been.
void CheckCycles(const std::vector<Topic>& topics, const std::vector<TopicIndex>& broader,
                 std::vector<std::string>& problems) {
  constexpr TopicIndex kUnseen = -1;
  std::vector<TopicIndex> walk_of(topics.size(), kUnseen);
  for (std::size_t start = 0; start < topics.size(); ++start) {
    const auto walk = static_cast<TopicIndex>(start);
    TopicIndex at = walk;
    while (at != kNoTopic && walk_of[static_cast<std::size_t>(at)] == kUnseen) {
      walk_of[static_cast<std::size_t>(at)] = walk;
      at = broader[static_cast<std::size_t>(at)];
    }
    if (at == kNoTopic || walk_of[static_cast<std::size_t>(at)] != walk) continue;
    TopicIndex member = at;
    do {
      const auto index = static_cast<std::size_t>(member);
      problems.push_back(absl::StrCat(topics[index].id, ": lies below itself"));
      member = broader[index];
    } while (member != at);
  }
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Thesaurus>> Thesaurus::Make(std::vector<Topic> topics) {
  std::stable_sort(topics.begin(), topics.end(),
                   [](const Topic& a, const Topic& b) { return a.id < b.id; });
  std::vector<std::string> problems;
  std::shared_ptr<Thesaurus> made(new Thesaurus);
  made->topics_ = std::move(topics);
  for (std::size_t i = 0; i < made->topics_.size(); ++i) {
    const std::string& id = made->topics_[i].id;
    if (id.empty()) problems.push_back("a topic without id");
    if (!made->by_id_.emplace(id, static_cast<TopicIndex>(i)).second) {
      problems.push_back(absl::StrCat(id, ": id is taken"));
    }
  }
  for (const Topic& topic : made->topics_) {
    const absl::optional<TopicIndex> broader =
        topic.broader.empty() ? kNoTopic : made->Find(topic.broader);
    if (!broader.has_value()) {
      problems.push_back(absl::StrCat(topic.id, ": unknown broader topic '", topic.broader, "'"));
    }
    made->broader_.push_back(broader.value_or(kNoTopic));
  }
  CheckCycles(made->topics_, made->broader_, problems);
  CheckLabels(made->topics_, problems);
  CheckAmbiguousLabels(*made, made->topics_, problems);
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "; "));
  return std::shared_ptr<const Thesaurus>(std::move(made));
}

std::shared_ptr<const Thesaurus> Thesaurus::BuiltIn() {
  // A test makes sure that these topics are sound, hence the unchecked values:
  // with any fault the program ends here, naming it.
  static const auto* const built_in =
      new std::shared_ptr<const Thesaurus>(*Make(*ParseTopicFiles(BuiltInTopicFiles())));
  return *built_in;
}

absl::StatusOr<std::shared_ptr<const Thesaurus>> Thesaurus::Extend(
    std::vector<Topic> further) const {
  std::vector<Topic> topics = topics_;
  topics.insert(topics.end(), std::make_move_iterator(further.begin()),
                std::make_move_iterator(further.end()));
  return Make(std::move(topics));
}

absl::optional<TopicIndex> Thesaurus::Find(absl::string_view id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return absl::nullopt;
  return found->second;
}

bool Thesaurus::Covers(TopicIndex broad, TopicIndex narrow) const {
  TopicIndex at = narrow;
  while (at != broad && at != kNoTopic) at = broader(at);
  return at == broad;
}

}  // namespace counterpoint::matching

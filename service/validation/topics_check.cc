#include "service/validation/topics_check.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "matching/thesaurus/thesaurus.h"
#include "matching/thesaurus/tokens.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostTopics = 2000;
constexpr int kMostLabels = 64;
constexpr TextForm kTopicLabel{200, false, true};

// What each label stands for: its form to the id of the topic.
using NamedTopics = absl::flat_hash_map<std::string, std::string>;

const NamedTopics& BuiltInNames() {
  static const NamedTopics* const names = [] {
    auto* made = new NamedTopics;
    const auto thesaurus = matching::Thesaurus::BuiltIn();
    for (std::size_t i = 0; i < thesaurus->size(); ++i) {
      const matching::Topic& topic = thesaurus->topic(static_cast<matching::TopicIndex>(i));
      for (const auto* labels : {&topic.zh, &topic.en}) {
        for (const std::string& label : *labels) {
          made->try_emplace(matching::LabelForm(label), topic.id);
        }
      }
    }
    return made;
  }();
  return *names;
}

// Checks the topics of one alliance, one after another.
class TopicsCheck {
 public:
  TopicsCheck(const FieldPath& path, const v1::Alliance& alliance, Violations& violations)
      : path_(path), topics_(alliance.topics()), violations_(violations) {}

  void Run() {
    for (int i = 0; i < topics_.size(); ++i) CheckId(i);
    for (int i = 0; i < topics_.size(); ++i) CheckBroader(i);
    CheckCycles();
    for (int i = 0; i < topics_.size(); ++i) CheckLabels(i);
  }

 private:
  void CheckId(int i) {
    const FieldPath topic = path_.Item("topics", i);
    const FieldPath id = topic.Field("id");
    const std::string& text = topics_[i].id();
    CheckResourceId(id, text, violations_);
    if (built_in_->Find(text).has_value()) violations_.Add(id, "is the id of a built-in topic");
    const auto [earlier, is_new] = by_id_.try_emplace(text, i);
    if (!is_new) {
      violations_.Add(id, absl::StrCat("is the same as that of topics[", earlier->second, "]"));
    }
  }

  void CheckBroader(int i) {
    const std::string& broader = topics_[i].broader();
    if (broader.empty() || by_id_.contains(broader) || built_in_->Find(broader).has_value()) return;
    const FieldPath topic = path_.Item("topics", i);
    violations_.Add(topic.Field("broader"), absl::StrCat("is the unknown topic ", Quoted(broader)));
  }

  // Walks up from every topic; each walk ends where an earlier one has been.
  void CheckCycles() {
    constexpr int kUnseen = -1;
    std::vector<int> walk_of(static_cast<std::size_t>(topics_.size()), kUnseen);
    for (int start = 0; start < topics_.size(); ++start) {
      int at = start;
      while (at >= 0 && walk_of[static_cast<std::size_t>(at)] == kUnseen) {
        walk_of[static_cast<std::size_t>(at)] = start;
        at = Above(at);
      }
      if (at < 0 || walk_of[static_cast<std::size_t>(at)] != start) continue;
      int member = at;
      do {
        const FieldPath topic = path_.Item("topics", member);
        violations_.Add(topic.Field("broader"), "makes the topic lie below itself");
        member = Above(member);
      } while (member != at);
    }
  }

  // The alliance's topic that is the broader one of this; -1 where none is.
  int Above(int i) const {
    const std::string& broader = topics_[i].broader();
    const auto found = broader.empty() ? by_id_.end() : by_id_.find(broader);
    return found == by_id_.end() ? -1 : found->second;
  }

  void CheckLabels(int i) {
    const FieldPath topic = path_.Item("topics", i);
    // In order of language, whatever the order of the map.
    std::map<std::string, const v1::TopicLabels*> by_language;
    for (const auto& [language, labels] : topics_[i].labels()) {
      by_language.emplace(language, &labels);
    }
    if (by_language.empty()) violations_.Add(topic.Field("labels"), "must not be empty");
    for (const auto& [language, labels] : by_language) {
      const FieldPath entry = topic.Entry("labels", language);
      const FieldPath list = entry.Field("labels");
      if (language != "zh" && language != "en") {
        violations_.Add(entry, "has to have \"zh\" or \"en\" as its key");
      } else if (labels->labels().empty()) {
        violations_.Add(list, "must not be empty");
      } else if (CheckLength(list, labels->labels_size(), kMostLabels, violations_)) {
        for (int at = 0; at < labels->labels_size(); ++at) {
          CheckLabel(entry.Item("labels", at), labels->labels(at), i);
        }
      }
    }
  }

  void CheckLabel(const FieldPath& path, const std::string& label, int i) {
    const std::size_t before = violations_.size();
    CheckText(path, label, kTopicLabel, violations_);
    if (violations_.size() != before) return;
    std::string form = matching::LabelForm(label);
    if (form.empty()) {
      violations_.Add(path, "must have a letter or a digit");
      return;
    }
    if (const auto found = BuiltInNames().find(form); found != BuiltInNames().end()) {
      violations_.Add(path, absl::StrCat("already names the built-in topic ", found->second));
      return;
    }
    const int other = named_.try_emplace(std::move(form), i).first->second;
    if (other != i) violations_.Add(path, absl::StrCat("already names topics[", other, "]"));
  }

  const FieldPath& path_;
  const google::protobuf::RepeatedPtrField<v1::Topic>& topics_;
  Violations& violations_;
  const std::shared_ptr<const matching::Thesaurus> built_in_ = matching::Thesaurus::BuiltIn();
  absl::flat_hash_map<std::string, int> by_id_;
  absl::flat_hash_map<std::string, int> named_;
};

}  // namespace

void CheckAllianceTopics(const FieldPath& path, const v1::Alliance& alliance,
                         Violations& violations) {
  if (!CheckLength(path.Field("topics"), alliance.topics_size(), kMostTopics, violations)) return;
  TopicsCheck(path, alliance, violations).Run();
}

}  // namespace counterpoint::validation

#include "service/conversion/topic.h"

#include <string>
#include <utility>
#include <vector>

namespace counterpoint::conversion {
namespace {

constexpr char kChinese[] = "zh";
constexpr char kEnglish[] = "en";

std::vector<std::string> LabelsOf(const v1::Topic& topic, const char* language) {
  const auto found = topic.labels().find(language);
  if (found == topic.labels().end()) return {};
  return {found->second.labels().begin(), found->second.labels().end()};
}

void SetLabels(v1::Topic& topic, const char* language, const std::vector<std::string>& labels) {
  if (labels.empty()) return;
  (*topic.mutable_labels())[language].mutable_labels()->Assign(labels.begin(), labels.end());
}

}  // namespace

matching::Topic TopicOf(const v1::Topic& topic) {
  return {topic.id(), LabelsOf(topic, kChinese), LabelsOf(topic, kEnglish), topic.broader()};
}

v1::Topic MessageOf(const matching::Topic& topic) {
  v1::Topic message;
  message.set_id(topic.id);
  SetLabels(message, kChinese, topic.zh);
  SetLabels(message, kEnglish, topic.en);
  message.set_broader(topic.broader);
  return message;
}

absl::StatusOr<std::shared_ptr<const matching::Thesaurus>> ThesaurusOf(
    const v1::Alliance& alliance) {
  if (alliance.topics().empty()) return matching::Thesaurus::BuiltIn();
  std::vector<matching::Topic> topics;
  for (const v1::Topic& topic : alliance.topics()) topics.push_back(TopicOf(topic));
  return matching::Thesaurus::BuiltIn()->Extend(std::move(topics));
}

}  // namespace counterpoint::conversion

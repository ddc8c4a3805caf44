#include "matching/thesaurus/topic_table.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace counterpoint::matching {
namespace {

constexpr std::size_t kColumns = 4;

// Parts a cell. False where a label in it is empty.
bool ParseLabels(const std::string& cell, std::vector<std::string>& labels, Topic& topic) {
  if (cell.empty()) return true;
  for (const absl::string_view entry : absl::StrSplit(cell, '|')) {
    const std::vector<std::string> parts = absl::StrSplit(entry, absl::MaxSplits('?', 1));
    if (parts[0].empty()) return false;
    if (parts.size() == 1) {
      labels.push_back(parts[0]);
    } else {
      topic.ambiguous.push_back({parts[0], absl::StrSplit(parts[1], ',', absl::SkipEmpty())});
    }
  }
  return true;
}

// What is wrong with the line, or nothing.
std::string ParseTopic(absl::string_view line, std::vector<Topic>& topics) {
  const std::vector<std::string> columns = absl::StrSplit(line, '\t');
  if (columns.size() != kColumns) {
    return absl::StrCat(columns.size(), " columns instead of ", kColumns);
  }
  Topic topic;
  topic.id = columns[0];
  if (columns[1] != "-") topic.broader = columns[1];
  if (!ParseLabels(columns[2], topic.zh, topic) || !ParseLabels(columns[3], topic.en, topic)) {
    return "empty label";
  }
  topics.push_back(std::move(topic));
  return std::string();
}

}  // namespace

absl::StatusOr<std::vector<Topic>> ParseTopicFiles(const std::vector<TopicFile>& files) {
  std::vector<Topic> topics;
  std::vector<std::string> problems;
  for (const TopicFile& file : files) {
    int number = 0;
    for (const absl::string_view line : absl::StrSplit(file.content, '\n')) {
      ++number;
      if (line.empty() || line.front() == '#') continue;
      const std::string problem = ParseTopic(line, topics);
      if (!problem.empty()) {
        problems.push_back(absl::StrCat(file.name, ":", number, ": ", problem));
      }
    }
  }
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "; "));
  return topics;
}

}  // namespace counterpoint::matching

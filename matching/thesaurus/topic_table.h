// The text form in which the built-in topics are written.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

struct TopicFile {
  absl::string_view name;
  absl::string_view content;
};

// The files of matching/thesaurus/topics, as they were when the program was
// built. In the generated file built_in_topics.cc.
const std::vector<TopicFile>& BuiltInTopicFiles();

// One topic a line, in four columns parted by tabs: id, broader topic or "-",
// Chinese labels, English labels. Labels are parted by "|"; a cell may be
// empty. A label that ends in "?" is ambiguous; ids of its cues may follow,
// parted by ",": "track?", "score?games,film". Empty lines and lines that begin
// with "#" are passed over. Errors: INVALID_ARGUMENT naming the file and number
// of each line with another count of columns or an empty label.
absl::StatusOr<std::vector<Topic>> ParseTopicFiles(const std::vector<TopicFile>& files);

}  // namespace counterpoint::matching

// Items of an import that were not taken, and why.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/atomic_file.h"
#include "google/protobuf/message.h"

namespace counterpoint::cli {

// Counts them, keeps the first few for the summary and all in a file. For one
// thread.
class RejectedItems {
 public:
  // `path` is where they go as JSON lines; empty for nowhere. `key` is what an
  // item is called there: "member".
  RejectedItems(const std::string& path, std::string key);

  // The item that began on `line`, with its id; null and "" where the line made
  // none.
  void Add(int64_t line, const std::string& id, const google::protobuf::Message* item,
           const absl::Status& reason);

  int64_t count() const { return count_; }

  // Lines with the first reasons and where the others are; empty where nothing
  // was rejected.
  std::string Summary() const;

  // Puts the file in its place, also when it is empty.
  absl::Status Commit();

 private:
  const std::string path_;
  const std::string key_;
  std::unique_ptr<AtomicFile> file_;
  std::string first_reasons_;
  int64_t count_ = 0;
};

}  // namespace counterpoint::cli

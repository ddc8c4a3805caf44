// Members out of a file.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/csv_reader.h"
#include "clients/cli/mapping.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::cli {

// One item of a file.
struct SourceItem {
  // Where it begins, from 1.
  int64_t line = 0;
  // Its name is `members/{id}`; what only the service sets is empty. An error
  // where the item makes no member: it is rejected, and the rest goes on.
  absl::StatusOr<v1::Member> member;
  // Values that were too long and were cut.
  int truncated = 0;
};

// Reads a file item by item. For one thread.
class MemberSource {
 public:
  virtual ~MemberSource() = default;

  // The next item; nullopt at the end. An error where the file cannot be read
  // on.
  virtual absl::StatusOr<std::optional<SourceItem>> Next() = 0;
};

// Members in JSON, one a line, as `export` writes them: names and times of the
// alliance that they come from are taken off. Empty lines are skipped. Borrows
// `in`.
std::unique_ptr<MemberSource> JsonLinesSource(std::istream* in);

// Rows of a CSV file with a header. INVALID_ARGUMENT where the mapping names a
// column that the file has not. Borrows `in`.
absl::StatusOr<std::unique_ptr<MemberSource>> CsvSource(std::istream* in, Mapping mapping);

}  // namespace counterpoint::cli

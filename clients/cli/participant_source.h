// Participants out of a CSV file.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/csv_reader.h"
#include "clients/cli/participant_flags.h"

namespace counterpoint::cli {

struct ParticipantRow {
  std::string member;  // Id or full name.
  ParticipantFields fields;
};

// One row of a file.
struct ParticipantItem {
  // Where it begins, from 1.
  int64_t line = 0;
  // An error where the row makes no participant: it is rejected, and the rest
  // goes on.
  absl::StatusOr<ParticipantRow> row;
};

// Rows below a header with the names of the fields: member, and if wanted away,
// delegates, least, most, prefers, languages, needs, must, wants, wont; several
// values of a cell stand between semicolons. For one thread.
class ParticipantSource {
 public:
  // Reads the header. INVALID_ARGUMENT where it has other names, or not `member`.
  // Borrows `in`.
  static absl::StatusOr<ParticipantSource> Open(std::istream* in);

  // The next row; nullopt at the end. An error where the file cannot be read on.
  absl::StatusOr<std::optional<ParticipantItem>> Next();

 private:
  ParticipantSource(CsvReader reader, std::vector<std::string> columns)
      : reader_(reader), columns_(std::move(columns)) {}

  absl::StatusOr<ParticipantRow> Parse(const std::vector<std::string>& cells) const;

  CsvReader reader_;
  std::vector<std::string> columns_;
};

}  // namespace counterpoint::cli

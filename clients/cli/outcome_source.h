// Outcomes of meetings out of a file.
#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/csv_reader.h"
#include "counterpoint/v1/session_day.pb.h"

namespace counterpoint::cli {

// One row of a file.
struct OutcomeItem {
  // Where it begins, from 1.
  int64_t line = 0;
  // With names in full. An error where the row makes no outcome.
  absl::StatusOr<v1::MeetingOutcome> outcome;
};

// Rows of CSV below a header with `participant`, `partner` and `result` (held,
// no-show, cancelled), and if wanted `absent` (ids with spaces or semicolons
// between them), `rating` and `comment` of the participant, `partner_rating` and
// `partner_comment`. Members are ids or names. A pair that was there before is an
// error that names its line. For one thread.
class OutcomeSource {
 public:
  // INVALID_ARGUMENT where the header has other columns, or lacks a needed one.
  // Borrows `in`; `alliance` is a full name.
  static absl::StatusOr<OutcomeSource> Open(std::istream* in, std::string alliance);

  // The next row; nullopt at the end. An error where the file cannot be read on.
  absl::StatusOr<std::optional<OutcomeItem>> Next();

 private:
  OutcomeSource(const CsvReader& reader, std::vector<std::string> columns, std::string alliance)
      : reader_(reader), columns_(std::move(columns)), alliance_(std::move(alliance)) {}

  absl::StatusOr<v1::MeetingOutcome> Parse(const CsvRecord& record);

  CsvReader reader_;
  const std::vector<std::string> columns_;
  const std::string alliance_;
  std::map<std::pair<std::string, std::string>, int64_t> lines_;  // By pair.
};

}  // namespace counterpoint::cli

// The tables that the public sets come in.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace counterpoint::evaluation {

using Row = std::vector<std::string>;

// Lines of fields parted by tabs, without quotes.
absl::StatusOr<std::vector<Row>> ReadTabbed(const std::string& path);

// Comma-separated values as in RFC 4180; the header line is left out.
absl::StatusOr<std::vector<Row>> ReadCommaSeparated(const std::string& path);

// Lines of flat JSON objects: the values of `fields` in that order, numbers as
// their digits, empty where there is none.
absl::StatusOr<std::vector<Row>> ReadJsonLines(const std::string& path, const Row& fields);

absl::Status WriteFile(const std::string& path, const std::string& text);

}  // namespace counterpoint::evaluation

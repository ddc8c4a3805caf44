#include "clients/cli/participant_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/vocabulary.h"

namespace counterpoint::cli {
namespace {

const std::vector<std::string>& Known() {
  static const auto* const kKnown =
      new std::vector<std::string>{"member",    "away",  "delegates", "least", "most", "prefers",
                                   "languages", "needs", "must",      "wants", "wont"};
  return *kKnown;
}

absl::Status Unknown(const std::string& column) {
  return absl::InvalidArgumentError(
      absl::StrCat("unknown column \"", column, "\"; known are ", absl::StrJoin(Known(), ", ")));
}

std::vector<std::string> Values(const std::string& cell) {
  std::vector<std::string> values;
  for (const absl::string_view value : absl::StrSplit(cell, ';')) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(value);
    if (!stripped.empty()) values.emplace_back(stripped);
  }
  return values;
}

absl::Status SetNumber(const std::string& cell, int* number) {
  if (absl::SimpleAtoi(cell, number) && *number >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("\"", cell, "\" is no number from 0"));
}

// REQUIRES: a known column and a cell that is not empty.
absl::Status Set(const std::string& column, const std::string& cell, ParticipantRow* row) {
  ParticipantFields& fields = row->fields;
  if (column == "least") return SetNumber(cell, &fields.least);
  if (column == "most") return SetNumber(cell, &fields.most);
  if (column == "prefers") {
    const auto part = ParseName(*v1::Participant::DayPart_descriptor(), cell);
    if (part.ok()) fields.prefers = {*part};
    return part.status();
  }
  if (column == "member") row->member = cell;
  if (column == "away") fields.away = Values(cell);
  if (column == "delegates") fields.delegates = Values(cell);
  if (column == "languages") fields.languages = Values(cell);
  if (column == "needs") fields.needs = Values(cell);
  if (column == "must") fields.must = Values(cell);
  if (column == "wants") fields.wants = Values(cell);
  if (column == "wont") fields.wont = Values(cell);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ParticipantSource> ParticipantSource::Open(std::istream* in) {
  CsvReader reader(in);
  const auto header = reader.Next();
  if (!header.ok()) return header.status();
  if (!header->has_value()) return absl::InvalidArgumentError("the file is empty");
  std::vector<std::string> columns;
  for (const std::string& heading : (*header)->fields) {
    const std::string column(absl::StripAsciiWhitespace(heading));
    if (std::find(Known().begin(), Known().end(), column) == Known().end()) return Unknown(column);
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
      return absl::InvalidArgumentError(absl::StrCat("column \"", column, "\" is there twice"));
    }
    columns.push_back(column);
  }
  if (std::find(columns.begin(), columns.end(), "member") == columns.end()) {
    return absl::InvalidArgumentError("the file has no column \"member\"");
  }
  return ParticipantSource(reader, std::move(columns));
}

absl::StatusOr<std::optional<ParticipantItem>> ParticipantSource::Next() {
  const auto record = reader_.Next();
  if (!record.ok()) return record.status();
  if (!record->has_value()) return std::nullopt;
  return ParticipantItem{(*record)->line, Parse((*record)->fields)};
}

absl::StatusOr<ParticipantRow> ParticipantSource::Parse(
    const std::vector<std::string>& cells) const {
  if (cells.size() != columns_.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("has ", cells.size(), " cells; the header has ", columns_.size()));
  }
  ParticipantRow row;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string cell(absl::StripAsciiWhitespace(cells[i]));
    if (cell.empty()) continue;
    const absl::Status set = Set(columns_[i], cell, &row);
    if (!set.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(columns_[i], ": ", set.message()));
    }
  }
  if (row.member.empty()) return absl::InvalidArgumentError("member: is required");
  return row;
}

}  // namespace counterpoint::cli

#include "clients/cli/outcome_source.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"

namespace counterpoint::cli {
namespace {

constexpr char kKnownColumns[] =
    "participant, partner, result, absent, rating, comment, partner_rating, partner_comment";

using Cells = std::map<std::string, std::string>;

absl::Status AddRating(const Cells& cells, const std::string& prefix, const std::string& member,
                       v1::MeetingOutcome* outcome) {
  const auto cell = [&](const std::string& column) {
    const auto found = cells.find(prefix + column);
    return found == cells.end() ? std::string() : found->second;
  };
  const std::string typed = cell("rating");
  const std::string comment = cell("comment");
  if (typed.empty()) {
    if (comment.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(prefix, "comment: needs a rating beside it"));
  }
  int rating = 0;
  if (!absl::SimpleAtoi(typed, &rating)) {
    return absl::InvalidArgumentError(
        absl::StrCat(prefix, "rating: must be a whole number, 1 to 5"));
  }
  v1::MeetingRating& said = *outcome->add_ratings();
  said.set_participant(member);
  said.set_rating(rating);
  said.set_comment(comment);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OutcomeSource> OutcomeSource::Open(std::istream* in, std::string alliance) {
  CsvReader reader(in);
  const auto header = reader.Next();
  if (!header.ok()) return header.status();
  if (!header->has_value()) return absl::InvalidArgumentError("the file is empty");
  const std::vector<std::string> known = absl::StrSplit(kKnownColumns, ", ");
  std::vector<std::string> columns;
  for (const std::string& heading : (*header)->fields) {
    columns.emplace_back(absl::StripAsciiWhitespace(heading));
    if (std::find(known.begin(), known.end(), columns.back()) == known.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("unknown column \"", heading, "\"; known are ", kKnownColumns));
    }
  }
  const std::set<std::string> distinct(columns.begin(), columns.end());
  if (distinct.size() < columns.size()) {
    return absl::InvalidArgumentError("the file has a column twice");
  }
  for (const char* needed : {"participant", "partner", "result"}) {
    if (!distinct.contains(needed)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the file has no column \"", needed, "\"; known are ", kKnownColumns));
    }
  }
  return OutcomeSource(reader, std::move(columns), std::move(alliance));
}

absl::StatusOr<std::optional<OutcomeItem>> OutcomeSource::Next() {
  const auto record = reader_.Next();
  if (!record.ok()) return record.status();
  if (!record->has_value()) return std::nullopt;
  return OutcomeItem{(*record)->line, Parse(**record)};
}

absl::StatusOr<v1::MeetingOutcome> OutcomeSource::Parse(const CsvRecord& record) {
  if (record.fields.size() != columns_.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("has ", record.fields.size(), " cells; the header has ", columns_.size()));
  }
  Cells cells;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    cells[columns_[i]] = std::string(absl::StripAsciiWhitespace(record.fields[i]));
  }
  for (const char* needed : {"participant", "partner", "result"}) {
    if (cells[needed].empty()) {
      return absl::InvalidArgumentError(absl::StrCat(needed, ": is required"));
    }
  }
  v1::MeetingOutcome outcome;
  const std::string participant = MemberName(alliance_, cells["participant"]);
  const std::string partner = MemberName(alliance_, cells["partner"]);
  outcome.mutable_pair()->set_participant(participant);
  outcome.mutable_pair()->set_partner(partner);
  const auto result = ParseName(*v1::MeetingOutcome::Result_descriptor(), cells["result"]);
  if (!result.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("result: ", result.status().message()));
  }
  outcome.set_result(static_cast<v1::MeetingOutcome::Result>(*result));
  for (absl::string_view id :
       absl::StrSplit(cells["absent"], absl::ByAnyChar(" ;"), absl::SkipEmpty())) {
    outcome.add_absent(MemberName(alliance_, std::string(id)));
  }
  absl::Status rated = AddRating(cells, "", participant, &outcome);
  rated.Update(AddRating(cells, "partner_", partner, &outcome));
  if (!rated.ok()) return rated;
  const auto [earlier, is_new] = lines_.try_emplace(std::minmax(participant, partner), record.line);
  if (!is_new) {
    return absl::InvalidArgumentError(
        absl::StrCat("partner: the two are on line ", earlier->second, " already"));
  }
  return outcome;
}

}  // namespace counterpoint::cli

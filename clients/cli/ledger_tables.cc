#include "clients/cli/ledger_tables.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/csv_writer.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

using Grouping = v1::GetLedgerRequest;

// "signed", of PAIR_SIGNED.
std::string StageName(v1::LedgerStage stage) {
  return absl::AsciiStrToLower(v1::LedgerStage_Name(stage).substr(5));
}

std::string ShownRate(const v1::LedgerStep& step) {
  return step.has_rate() ? absl::StrFormat("%.1f%%", 100 * step.rate()) : "";
}

std::string ShownInterval(const v1::LedgerStep& step) {
  if (!step.has_rate()) return "";
  return absl::StrFormat("%.1f–%.1f%%", 100 * step.rate_low(), 100 * step.rate_high());
}

std::string ShownKinds(const std::string& group, const std::string& language) {
  std::vector<std::string> shown;
  for (const auto name : absl::StrSplit(group, '+')) {
    v1::MemberKind kind = v1::MEMBER_KIND_UNSPECIFIED;
    const bool known = v1::MemberKind_Parse(std::string(name), &kind);
    shown.push_back(known ? ShownKind(kind, language) : std::string(name));
  }
  return absl::StrJoin(shown, " + ");
}

std::string ShownGroup(const v1::LedgerRow& row, Grouping::Grouping grouping,
                       const std::string& language) {
  if (!row.group().empty()) {
    return grouping == Grouping::BY_KINDS ? ShownKinds(row.group(), language) : row.group();
  }
  switch (grouping) {
    case Grouping::BY_TOPIC:
      return Wording("(none shared)", language);
    case Grouping::BY_STAFF_RULE:
      return Wording("(no rule)", language);
    default:
      return Wording("(not known)", language);
  }
}

std::string GroupHeading(Grouping::Grouping grouping) {
  switch (grouping) {
    case Grouping::BY_KINDS:
      return "KINDS";
    case Grouping::BY_TOPIC:
      return "TOPIC";
    case Grouping::BY_MONTH:
      return "MONTH";
    case Grouping::BY_STAFF_RULE:
      return "RULE";
    default:
      return "POLICY";
  }
}

std::string ShownLift(const v1::LedgerRow& row) {
  if (!row.has_lift()) return "";
  return absl::StrFormat("%.2f (%.2f–%.2f)", row.lift(), row.lift_low(), row.lift_high());
}

Table Steps(const v1::Ledger& ledger, Grouping::Grouping grouping, const std::string& language) {
  const auto heading = [&](const std::string& text) { return Wording(text, language); };
  const bool grouped = grouping != Grouping::GROUPING_UNSPECIFIED;
  const bool with_lift = grouping == Grouping::BY_STAFF_RULE;
  std::vector<Table::Column> columns;
  if (grouped) columns.push_back({heading(GroupHeading(grouping))});
  columns.push_back({heading("STEP")});
  columns.push_back({heading("PAIRS"), Table::Align::kRight});
  columns.push_back({heading("RATE"), Table::Align::kRight});
  columns.push_back({heading("95% INTERVAL"), Table::Align::kRight});
  if (with_lift) columns.push_back({heading("LIFT"), Table::Align::kRight});
  Table table(columns);
  for (const v1::LedgerRow& row : ledger.rows()) {
    for (int i = 0; i < row.steps_size(); ++i) {
      const v1::LedgerStep& step = row.steps(i);
      std::vector<std::string> cells;
      if (grouped) cells.push_back(i == 0 ? ShownGroup(row, grouping, language) : "");
      cells.push_back(Wording(StageName(step.stage()), language));
      cells.push_back(absl::StrCat(step.count()));
      cells.push_back(ShownRate(step));
      cells.push_back(ShownInterval(step));
      if (with_lift) cells.push_back(step.stage() == v1::PAIR_ACCEPTED ? ShownLift(row) : "");
      table.AddRow(std::move(cells));
    }
  }
  return table;
}

Table Counts(const v1::LedgerRow& row, const std::string& language) {
  Table table({{""}, {"", Table::Align::kRight}});
  const auto add = [&](const std::string& name, const std::string& value) {
    table.AddRow({name, value});
  };
  add(Wording("Declined pairs", language), absl::StrCat(row.declined_pair_count()));
  for (const v1::LedgerRow::Decline& decline : row.declines()) {
    add(absl::StrCat("  ", ShownName(*v1::DeclineReason_descriptor(), decline.reason(), language)),
        absl::StrCat(decline.count()));
  }
  add(Wording("No-shows", language), absl::StrCat(row.no_show_count()));
  add(Wording("Ratings", language), absl::StrCat(row.rating_count()));
  if (row.has_mean_rating()) {
    add(Wording("Mean rating", language), absl::StrFormat("%.2f", row.mean_rating()));
  }
  std::int64_t agreements = 0;
  for (const auto& value : row.signed_values()) agreements += value.count();
  add(Wording("Agreements", language), absl::StrCat(agreements));
  for (const v1::LedgerRow::SignedValue& value : row.signed_values()) {
    const std::string band = ShownName(*v1::ValueBand_descriptor(), value.value_band(), language);
    add(absl::StrCat("  ", band.empty() ? Wording("(value not known)", language) : band),
        absl::StrCat(value.count()));
  }
  return table;
}

// "too-early", of TOO_EARLY; "none" for the unspecified value.
std::vector<std::string> HeadingsOf(const google::protobuf::EnumDescriptor& vocabulary,
                                    const std::string& prefix) {
  std::vector<std::string> headings;
  for (int i = 0; i < vocabulary.value_count(); ++i) {
    const std::string name = ShownName(vocabulary, vocabulary.value(i)->number(), "en");
    headings.push_back(absl::StrCat(prefix, name.empty() ? "none" : name));
  }
  return headings;
}

std::string CsvNumber(bool there, double number) {
  return there ? absl::StrFormat("%.6g", number) : "";
}

// The counts of a list by the numbers of its vocabulary.
template <typename Counts, typename NumberOf>
void AddCounts(int values, const Counts& counts, const NumberOf& number_of,
               std::vector<std::string>* cells) {
  std::vector<std::int64_t> by_number(static_cast<std::size_t>(values));
  for (const auto& each : counts) {
    const auto number = static_cast<std::size_t>(number_of(each));
    if (number < by_number.size()) by_number[number] = each.count();
  }
  for (const std::int64_t count : by_number) cells->push_back(absl::StrCat(count));
}

}  // namespace

void PrintLedger(const v1::Ledger& ledger, v1::GetLedgerRequest::Grouping grouping,
                 const std::string& language, const TableStyle& style, std::ostream& out) {
  Steps(ledger, grouping, language).Print(out, style);
  if (grouping != Grouping::GROUPING_UNSPECIFIED || ledger.rows().empty()) return;
  out << "\n";
  Counts(ledger.rows(0), language).Print(out, style);
}

void WriteLedgerCsv(const v1::Ledger& ledger, std::ostream& out) {
  std::vector<std::string> headings = {"group"};
  for (int stage = v1::PAIR_SUGGESTED; stage < v1::LedgerStage_ARRAYSIZE; ++stage) {
    const std::string name = StageName(static_cast<v1::LedgerStage>(stage));
    headings.push_back(name);
    if (stage == v1::PAIR_SUGGESTED) continue;
    for (const char* part : {"_rate", "_rate_low", "_rate_high"}) headings.push_back(name + part);
  }
  headings.insert(headings.end(), {"declined_pairs", "no_shows", "ratings", "mean_rating", "lift",
                                   "lift_low", "lift_high"});
  for (const std::string& name : HeadingsOf(*v1::DeclineReason_descriptor(), "declined:")) {
    headings.push_back(name);
  }
  for (const std::string& name : HeadingsOf(*v1::ValueBand_descriptor(), "signed:")) {
    headings.push_back(name);
  }
  WriteCsvRecord(headings, out);
  for (const v1::LedgerRow& row : ledger.rows()) {
    std::vector<std::string> cells = {row.group()};
    for (const v1::LedgerStep& step : row.steps()) {
      cells.push_back(absl::StrCat(step.count()));
      if (step.stage() == v1::PAIR_SUGGESTED) continue;
      for (const double number : {step.rate(), step.rate_low(), step.rate_high()}) {
        cells.push_back(CsvNumber(step.has_rate(), number));
      }
    }
    for (const std::int64_t count :
         {row.declined_pair_count(), row.no_show_count(), row.rating_count()}) {
      cells.push_back(absl::StrCat(count));
    }
    cells.push_back(CsvNumber(row.has_mean_rating(), row.mean_rating()));
    for (const double number : {row.lift(), row.lift_low(), row.lift_high()}) {
      cells.push_back(CsvNumber(row.has_lift(), number));
    }
    AddCounts(
        v1::DeclineReason_ARRAYSIZE, row.declines(),
        [](const auto& decline) { return decline.reason(); }, &cells);
    AddCounts(
        v1::ValueBand_ARRAYSIZE, row.signed_values(),
        [](const auto& value) { return value.value_band(); }, &cells);
    WriteCsvRecord(cells, out);
  }
}

}  // namespace counterpoint::cli

// What became of suggestions, as people and spreadsheets read it.
#pragma once

#include <ostream>
#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/ledger_service.pb.h"

namespace counterpoint::cli {

// A line for each step of each row: how many pairs came so far, the share of the
// step before and its interval. Without a grouping, declines, ratings and values
// below; with rules of the staff their lift.
void PrintLedger(const v1::Ledger& ledger, v1::GetLedgerRequest::Grouping grouping,
                 const std::string& language, const TableStyle& style, std::ostream& out);

// Comma-separated values, a record for each row: numbers and names as the service
// has them, under headings of a fixed form. Empty cells where there is no number.
void WriteLedgerCsv(const v1::Ledger& ledger, std::ostream& out);

}  // namespace counterpoint::cli

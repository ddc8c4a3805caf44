// What became of a session's meetings, as people read it.
#pragma once

#include <ostream>
#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/session_day.pb.h"

namespace counterpoint::cli {

// The columns of a list of outcomes.
Table OutcomeList(const std::string& language);
void AddOutcomeRow(const v1::MeetingOutcome& outcome, const std::string& language, Table* table);

// The counts, bands of scores and ratings with bars, and what scores have to do
// with ratings.
void PrintSessionReport(const v1::SessionReport& report, const std::string& language,
                        const TableStyle& style, std::ostream& out);

// `value` of `most` as a bar of at most `width` cells, in eighths of a cell;
// empty where `most` is 0. REQUIRES: 0 <= value <= most.
std::string Bar(double value, double most, int width);

}  // namespace counterpoint::cli

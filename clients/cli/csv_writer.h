// Comma-separated values, RFC 4180.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace counterpoint::cli {

// Writes one record, ended by CRLF. Fields are quoted where a reader could take
// them for something else. REQUIRES: at least one field.
void WriteCsvRecord(const std::vector<std::string>& fields, std::ostream& out);

}  // namespace counterpoint::cli

#include "clients/cli/csv_writer.h"

namespace counterpoint::cli {
namespace {

bool NeedsQuotes(const std::string& field) {
  if (field.find_first_of("\",\r\n") != std::string::npos) return true;
  // Readers may strip outer spaces, and a byte order mark at the start.
  return !field.empty() && (field.front() == ' ' || field.back() == ' ' || field[0] == '\xEF');
}

}  // namespace

void WriteCsvRecord(const std::vector<std::string>& fields, std::ostream& out) {
  // A lone empty field would be an empty line.
  if (fields.size() == 1 && fields[0].empty()) out << "\"\"";
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out << ',';
    if (!NeedsQuotes(fields[i])) {
      out << fields[i];
      continue;
    }
    out << '"';
    for (const char c : fields[i]) {
      if (c == '"') out << '"';
      out << c;
    }
    out << '"';
  }
  out << "\r\n";
}

}  // namespace counterpoint::cli

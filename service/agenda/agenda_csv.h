// Agendas as tables for spreadsheets, RFC 4180.
#pragma once

#include <string>

#include "service/agenda/agenda.h"

namespace counterpoint::agenda {

// UTF-8 with a byte order mark, lines ended by CRLF. A header of names that stay
// the same in all languages; then a row for each meeting and side, the sides of
// one sheet after those of the one before. Cells that a spreadsheet would take
// for a formula begin with an apostrophe.
std::string ToCsv(const Agenda& agenda);

}  // namespace counterpoint::agenda

// Agendas as a page to read and to print.
#pragma once

#include <string>

#include "service/agenda/agenda.h"

namespace counterpoint::agenda {

// A whole HTML document in UTF-8, without scripts and without anything from
// elsewhere. Each sheet is an article, and on paper (A4) begins a page of its own.
// All texts are escaped.
std::string ToPage(const Agenda& agenda);

}  // namespace counterpoint::agenda

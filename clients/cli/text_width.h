// How wide a text is on a terminal.
#pragma once

#include <string>

namespace counterpoint::cli {

// In cells: East Asian wide and full-width characters take two, combining marks
// and control characters none.
int DisplayWidth(const std::string& text);

// The longest beginning that fits into `width` cells; where something is cut
// off it ends in an ellipsis, which is counted. Never cuts a character apart.
std::string TruncateToWidth(const std::string& text, int width);

// On one line: control characters, which could also steer the terminal, become
// spaces, runs of white space one space; none at the ends.
std::string OneLine(const std::string& text);

}  // namespace counterpoint::cli

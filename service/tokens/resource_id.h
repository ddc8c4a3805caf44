// Ids for resources that come without one.
#pragma once

#include <string>

namespace counterpoint::service {

// At random: 20 letters and digits, 100 bits.
std::string NewResourceId();

}  // namespace counterpoint::service

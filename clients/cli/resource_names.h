// Names of alliances and members, as they are typed.
#pragma once

#include <string>

namespace counterpoint::cli {

// "alliances/{id}" for an id or a full name.
std::string AllianceName(const std::string& typed);

// "alliances/{alliance}/members/{id}" for an id, "members/{id}" or a full name;
// `alliance` is a full name.
std::string MemberName(const std::string& alliance, const std::string& typed);

// What follows the last slash; the whole where there is none.
std::string IdOf(const std::string& name);

}  // namespace counterpoint::cli

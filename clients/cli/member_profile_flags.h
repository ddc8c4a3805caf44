// The usual fields of a profile, from the command line.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::cli {

struct MemberProfileFlags {
  std::vector<int> kind;
  std::vector<std::string> names;
  std::vector<std::string> descriptions;
  std::vector<std::string> offers;
  std::vector<std::string> needs;
  std::vector<std::string> sectors;
  std::vector<std::string> labels;
  std::string region;
  std::vector<int> state;

  void Declare(CLI::App* command);

  // Puts the flags that were given over the fields of `member`.
  void Apply(v1::Member* member) const;
};

}  // namespace counterpoint::cli

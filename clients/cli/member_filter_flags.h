// Conditions on members, from the command line.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "counterpoint/v1/member_filter.pb.h"

namespace counterpoint::cli {

struct MemberFilterFlags {
  std::vector<int> kinds;
  std::vector<std::string> regions;
  std::vector<std::string> topics;
  std::vector<int> modes;
  std::vector<std::string> labels;
  std::vector<int> states;

  // Declares --kind, --region, --topic, --mode, --label and --state, with
  // `prefix` behind the dashes.
  void Declare(CLI::App* command, const std::string& prefix = "");

  v1::MemberFilter ToFilter() const;
};

}  // namespace counterpoint::cli

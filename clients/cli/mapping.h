// What the columns of a CSV file mean for members.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/value_rule.h"

namespace counterpoint::cli {

struct ListingRules {
  // Where it stands: "offers[0]".
  std::string path;
  std::vector<ValueRule> id;
  std::vector<ValueRule> title;
  std::vector<ValueRule> text;
  std::vector<ValueRule> topics;
  std::vector<ValueRule> cooperation_modes;
  std::vector<ValueRule> wanted_kinds;
  std::vector<ValueRule> regions;
  std::vector<ValueRule> confidentiality;
};

// A mapping file as read. Each list of rules fills one field of the member:
// texts by language, lists by appending; a single value has one rule or none.
struct Mapping {
  std::vector<ValueRule> id;
  std::vector<ValueRule> kind;
  std::vector<ValueRule> display_name;
  std::vector<ValueRule> description;
  std::vector<ValueRule> sectors;
  std::vector<ValueRule> region;
  std::vector<ValueRule> employee_count;
  std::vector<ValueRule> founding_year;
  std::vector<ValueRule> capacity;
  std::vector<ValueRule> labels;
  std::vector<ValueRule> state;
  std::vector<ListingRules> offers;
  std::vector<ListingRules> needs;
};

// Reads a mapping from its JSON text (format: clients/README.md). Everything
// that is not understood is INVALID_ARGUMENT with the path of the key: an
// ignored key would lose data without a word.
absl::StatusOr<Mapping> ParseMapping(const std::string& json);

// Finds the columns of all rules in the header of the file.
absl::Status BindMapping(const std::vector<std::string>& header, Mapping* mapping);

}  // namespace counterpoint::cli

// From a configuration to options, and back.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "service/configuration/configuration_text.h"
#include "service/configuration/settings.h"

namespace counterpoint::service {

// Gives the options the values of all fields that are set. What each wrong one must be;
// `lines` as ParsedConfiguration has them.
std::vector<ConfigurationFault> TakeSettings(const ServerConfiguration& configuration,
                                             const absl::flat_hash_map<std::string, int>& lines,
                                             ServeOptions& options);

// The options as a configuration with all fields set.
ServerConfiguration ConfigurationOf(ServeOptions options);

}  // namespace counterpoint::service

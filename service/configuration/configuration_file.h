// What the server goes by: defaults, then a file, then the command line.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/configuration/configuration_text.h"
#include "service/configuration/settings.h"

namespace counterpoint::service {

// A setting of the command line.
struct SettingOverride {
  std::string flag;  // As it was typed, "--listen".
  std::string path;
  std::string value;
};

struct LoadedConfiguration {
  ServerConfiguration configuration;  // Complete.
  ServeOptions options;               // The same.
};

// `file` may be empty. Judges everything that can be judged without opening what is
// named. Errors: NOT_FOUND and PERMISSION_DENIED of the file; INVALID_ARGUMENT that names
// all that is wrong, a line each: unknown fields, values of a wrong type or out of range,
// settings that do not go together.
absl::StatusOr<LoadedConfiguration> LoadConfiguration(
    const std::string& file, const std::vector<SettingOverride>& overrides);

// Paths of settings that differ. REQUIRES: both are complete.
std::vector<std::string> ChangedSettings(const ServerConfiguration& before,
                                         const ServerConfiguration& after);

}  // namespace counterpoint::service

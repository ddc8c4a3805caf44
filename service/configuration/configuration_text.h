// A configuration as text: read with all that is wrong in it, and written with comments.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/configuration/v1/server_configuration.pb.h"

namespace counterpoint::service {

using configuration::v1::ServerConfiguration;

// Something wrong, and what it must be.
struct ConfigurationFault {
  int line = 0;       // From 1; 0: not known, or of no file.
  std::string field;  // "limits.max_calls"; may be empty.
  std::string text;
};

// "FILE:12: limits.max_calls: must be ..." a line each.
std::string Describe(const std::vector<ConfigurationFault>& faults, absl::string_view file);

struct ParsedConfiguration {
  ServerConfiguration configuration;
  // Line of each field that is set, by its path.
  absl::flat_hash_map<std::string, int> lines;
  // Unknown fields, values that are none of their type and text that is no field, in the
  // order of lines. Lines that are wrong are left out and the rest is read on, as far as
  // it can be told apart.
  std::vector<ConfigurationFault> faults;
};
ParsedConfiguration ParseConfiguration(const std::string& text);

// Sets the field to what a command line says. Errors: INVALID_ARGUMENT where it is no
// value of its type. REQUIRES: there is a field of the path.
absl::Status SetField(absl::string_view path, const std::string& value,
                      ServerConfiguration& configuration);

// REQUIRES: as SetField(), and the field is set in `from`.
void CopySetting(absl::string_view path, const ServerConfiguration& from, ServerConfiguration& to);

// Paths of all fields that hold values, in their order.
std::vector<std::string> SettingPaths();
// Whether a change of the field takes effect without a restart. REQUIRES: as SetField().
bool IsReloadable(absl::string_view path);

// Every field of the message with its value and the comments of its declaration. Parses
// as the same message. REQUIRES: all fields are set.
std::string CommentedText(const ServerConfiguration& configuration);

}  // namespace counterpoint::service

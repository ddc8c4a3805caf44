// Which field of the configuration is which option of the server: the one list of them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/server_options.h"

namespace counterpoint::service {

// All that `counterpointd serve` goes by.
struct ServeOptions {
  ServerOptions server;
  // Files for the ports; empty: none.
  std::string port_file;
  std::string http_port_file;
  // A value of configuration.v1.ServerConfiguration.Level.
  int log_level = 2;
  // How long calls may go on after a signal.
  absl::Duration drain = absl::Seconds(10);
};

// What goes over the settings: it either takes their values or gives them others. Paths
// are those of fields of ServerConfiguration, "store.directory".
class SettingVisitor {
 public:
  virtual ~SettingVisitor() = default;
  virtual void Text(absl::string_view path, std::string& value) = 0;
  virtual void Truth(absl::string_view path, bool& value) = 0;
  virtual void Enumerator(absl::string_view path, int& value) = 0;
  // `least` and `most` are values that may be taken.
  virtual void Number(absl::string_view path, std::int64_t& value, std::int64_t least,
                      std::int64_t most) = 0;
  virtual void Real(absl::string_view path, double& value, double least) = 0;
  virtual void Period(absl::string_view path, absl::Duration& value, absl::Duration least) = 0;
};

// In the order of the fields.
void VisitSettings(ServeOptions& options, SettingVisitor& visitor);

}  // namespace counterpoint::service

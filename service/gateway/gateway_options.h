// How the gateway is set up.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace counterpoint::service {

struct GatewayOptions {
  // Host and port for HTTP; empty: nothing is served there. Port 0 takes a free one.
  std::string listen;
  // Origins of pages elsewhere that may call, such as "https://portal.example"; "*" is
  // every one. Pages of the gateway itself always may.
  std::vector<std::string> allowed_origins;
  // Folder with the files of the console; empty: none are served.
  std::string console_directory;
  // Threads for connections and for JSON.
  int threads = 2;
  // Connections at a time; further ones are closed at once.
  int max_connections = 2000;
  // Larger bodies and messages are refused.
  std::size_t max_body_bytes = 16 << 20;
  // How long a call may take whose client does not say. Streams may last.
  absl::Duration default_timeout = absl::Minutes(5);
  // How long a connection may be silent between requests, and within one.
  absl::Duration idle_timeout = absl::Minutes(2);
  absl::Duration stall_timeout = absl::Seconds(30);
};

}  // namespace counterpoint::service

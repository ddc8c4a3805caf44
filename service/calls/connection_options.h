// How connections of clients are kept.
#pragma once

#include <cstddef>

#include "absl/time/time.h"

namespace counterpoint::service {

struct ConnectionOptions {
  // A client that is silent is asked whether it is there, and how long it may take to
  // answer: so connections whose other side has silently gone end, and their watches
  // hold no threads.
  absl::Duration keepalive_time = absl::Seconds(60);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  // Clients that ask more often are disconnected.
  absl::Duration min_client_ping_interval = absl::Seconds(10);
  // Calls under way on one connection; a client keeps others back.
  int max_concurrent_calls = 1000;
  // Connections without calls are closed after a while, and all after some age; zero:
  // never.
  absl::Duration max_idle = absl::Minutes(30);
  absl::Duration max_age = absl::ZeroDuration();
  // Bytes that gRPC may take for requests and answers.
  std::size_t memory_bytes = std::size_t{1} << 30;
};

}  // namespace counterpoint::service

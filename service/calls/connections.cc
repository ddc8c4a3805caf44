#include "service/calls/connections.h"

#include <algorithm>
#include <climits>
#include <cstdint>

#include "grpcpp/resource_quota.h"

namespace counterpoint::service {
namespace {

int Millis(absl::Duration duration) {
  return static_cast<int>(
      std::clamp<std::int64_t>(absl::ToInt64Milliseconds(duration), 1, INT_MAX));
}

// gRPC takes the largest number for never.
int MillisOrNever(absl::Duration duration) {
  return duration == absl::ZeroDuration() ? INT_MAX : Millis(duration);
}

}  // namespace

void ConfigureConnections(const ConnectionOptions& options, grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_concurrent_calls);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(options.keepalive_time));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(options.keepalive_timeout));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Millis(options.min_client_ping_interval));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, MillisOrNever(options.max_idle));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, MillisOrNever(options.max_age));
  grpc::ResourceQuota memory("counterpoint");
  memory.Resize(options.memory_bytes);
  builder.SetResourceQuota(memory);
}

}  // namespace counterpoint::service

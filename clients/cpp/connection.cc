#include "clients/cpp/connection.h"

#include "clients/cpp/credentials.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"

namespace counterpoint::client {

std::shared_ptr<grpc::Channel> OpenChannel(const ConnectionOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(options.max_message_bytes);
  arguments.SetMaxSendMessageSize(options.max_message_bytes);
  // gRPC fails every call until its own pause (1 s at first, minutes later)
  // is over. It must not be longer than ours, or our attempts are for nothing.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS,
                   static_cast<int>(absl::ToInt64Milliseconds(options.retry.max_backoff)));
  // Repetition is decided here, where it is known what is safe to repeat.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  const bool in_the_clear = options.credentials == nullptr;
  const auto credentials = in_the_clear ? grpc::InsecureChannelCredentials() : options.credentials;
  if (options.token.empty() || (in_the_clear && !IsOnThisMachine(options.address))) {
    return grpc::CreateCustomChannel(options.address, credentials, arguments);
  }
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      options.address, credentials, arguments, SendsToken(options.token));
}

}  // namespace counterpoint::client

// Calls of any method by its descriptor, with or without a token.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"

namespace counterpoint::service {

struct RawAnswer {
  grpc::Status status;
  std::vector<std::string> messages;  // As they came.
  std::string metadata;               // Keys and values, initial and trailing, a line each.
};

// Every method of the API, in the order of the access table.
std::vector<const google::protobuf::MethodDescriptor*> AllMethods();

// An empty request of the method.
std::unique_ptr<google::protobuf::Message> NewRequest(
    const google::protobuf::MethodDescriptor& method);

// Sets a field that is given by its path, "member.name".
void SetText(google::protobuf::Message& message, const std::string& path, const std::string& text);

// Sends one request, and takes what comes until the call ends; of a stream that has
// told something and goes on, the first message, which counts as OK. An empty token
// sends none.
RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                  const google::protobuf::MethodDescriptor& method,
                  const google::protobuf::Message& request, const std::string& token,
                  absl::Duration limit = absl::Seconds(30));

}  // namespace counterpoint::service

#include "service/rpc/grpc_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "service/errors/resource_errors.h"

namespace counterpoint::service {

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status message;
  message.set_code(static_cast<int>(status.code()));
  message.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    google::protobuf::Any& detail = *message.add_details();
    detail.set_type_url(std::string(type_url));
    detail.set_value(std::string(payload));
  });
  return message;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const bool retry = absl::IsUnavailable(status) && !status.GetPayload(kRetryInfoUrl).has_value();
  const google::rpc::Status message = ToRpcStatus(retry ? TryAgain(status.message()) : status);
  return grpc::Status(static_cast<grpc::StatusCode>(message.code()), message.message(),
                      message.details().empty() ? "" : message.SerializeAsString());
}

}  // namespace counterpoint::service

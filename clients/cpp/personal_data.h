// The PersonalDataService.
#pragma once

#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "counterpoint/v1/personal_data_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class PersonalData {
 public:
  PersonalData(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // Calls `take` with each record. Not repeated where the connection breaks.
  absl::Status Export(const v1::ExportMemberDataRequest& request,
                      absl::FunctionRef<void(const v1::ExportMemberDataResponse&)> take) const;

  // As long as ConnectionOptions::search_timeout, and tried once.
  absl::StatusOr<v1::EraseMemberResponse> Erase(const v1::EraseMemberRequest& request) const;

 private:
  std::shared_ptr<v1::PersonalDataService::StubInterface> stub_;
  Caller patient_caller_;
};

}  // namespace counterpoint::client

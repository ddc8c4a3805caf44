// The AllianceService.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/alliance_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class Alliances {
 public:
  Alliances(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  absl::StatusOr<v1::Alliance> Create(const v1::CreateAllianceRequest& request) const;
  absl::StatusOr<v1::Alliance> Get(const v1::GetAllianceRequest& request) const;
  // `request.page_token` says where to begin.
  Pages<v1::Alliance> List(v1::ListAlliancesRequest request) const;
  absl::StatusOr<v1::Alliance> Update(const v1::UpdateAllianceRequest& request) const;
  absl::Status Delete(const v1::DeleteAllianceRequest& request) const;
  Pages<v1::Topic> ListTopics(v1::ListTopicsRequest request) const;

 private:
  std::shared_ptr<v1::AllianceService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client

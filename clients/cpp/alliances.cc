#include "clients/cpp/alliances.h"

#include <utility>

namespace counterpoint::client {

using Stub = v1::AllianceService::StubInterface;

Alliances::Alliances(const std::shared_ptr<grpc::Channel>& channel,
                     const ConnectionOptions& options)
    : stub_(v1::AllianceService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::Alliance> Alliances::Create(const v1::CreateAllianceRequest& request) const {
  return caller_.Call(*stub_, &Stub::CreateAlliance, WithRequestId(request));
}

absl::StatusOr<v1::Alliance> Alliances::Get(const v1::GetAllianceRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetAlliance, request);
}

Pages<v1::Alliance> Alliances::List(v1::ListAlliancesRequest request) const {
  return FetchPages<v1::Alliance>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListAlliancesRequest& page) {
        return caller.Call(*stub, &Stub::ListAlliances, page);
      },
      [](v1::ListAlliancesResponse& response) { return response.mutable_alliances(); });
}

absl::StatusOr<v1::Alliance> Alliances::Update(const v1::UpdateAllianceRequest& request) const {
  return caller_.Call(*stub_, &Stub::UpdateAlliance, WithRequestId(request));
}

absl::Status Alliances::Delete(const v1::DeleteAllianceRequest& request) const {
  return caller_.Call(*stub_, &Stub::DeleteAlliance, WithRequestId(request)).status();
}

Pages<v1::Topic> Alliances::ListTopics(v1::ListTopicsRequest request) const {
  return FetchPages<v1::Topic>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListTopicsRequest& page) {
        return caller.Call(*stub, &Stub::ListTopics, page);
      },
      [](v1::ListTopicsResponse& response) { return response.mutable_topics(); });
}

}  // namespace counterpoint::client

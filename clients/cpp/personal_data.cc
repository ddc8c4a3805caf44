#include "clients/cpp/personal_data.h"

#include "clients/cpp/error.h"

namespace counterpoint::client {
namespace {

// Tried once: a second attempt finds nothing where the first one has done its work, and
// what was removed would not be told.
ConnectionOptions PatientOnce(ConnectionOptions options) {
  options.timeout = options.search_timeout;
  return OneAttempt(options);
}

}  // namespace

using Stub = v1::PersonalDataService::StubInterface;

PersonalData::PersonalData(const std::shared_ptr<grpc::Channel>& channel,
                           const ConnectionOptions& options)
    : stub_(v1::PersonalDataService::NewStub(channel)), patient_caller_(PatientOnce(options)) {}

absl::Status PersonalData::Export(
    const v1::ExportMemberDataRequest& request,
    absl::FunctionRef<void(const v1::ExportMemberDataResponse&)> take) const {
  grpc::ClientContext context;
  const auto reader = stub_->ExportMemberData(&context, request);
  v1::ExportMemberDataResponse response;
  while (reader->Read(&response)) take(response);
  return FromGrpc(reader->Finish());
}

absl::StatusOr<v1::EraseMemberResponse> PersonalData::Erase(
    const v1::EraseMemberRequest& request) const {
  return patient_caller_.Call(*stub_, &Stub::EraseMember, request);
}

}  // namespace counterpoint::client

// PersonalDataService on gRPC.
#pragma once

#include "counterpoint/v1/personal_data_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/personal_data_writes.h"
#include "service/rpc/stream_limit.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class PersonalDataService final : public v1::PersonalDataService::WithCallbackMethod_EraseMember<
                                      v1::PersonalDataService::Service> {
 public:
  PersonalDataService(const Backend& backend, AuditTrail& trail, WorkerPool& writers,
                      StreamLimit& streams, absl::Duration backup_age)
      : backend_(backend),
        gate_(backend.gate),
        trail_(trail),
        writes_(backend, trail, backup_age),
        writers_(writers),
        streams_(streams) {}

  grpc::Status ExportMemberData(grpc::ServerContext* context,
                                const v1::ExportMemberDataRequest* request,
                                grpc::ServerWriter<v1::ExportMemberDataResponse>* writer) override;
  grpc::ServerUnaryReactor* EraseMember(grpc::CallbackServerContext* context,
                                        const v1::EraseMemberRequest* request,
                                        v1::EraseMemberResponse* response) override;

 private:
  const Backend& backend_;
  CallGate& gate_;
  AuditTrail& trail_;
  const PersonalDataWrites writes_;
  WorkerPool& writers_;
  StreamLimit& streams_;
};

}  // namespace counterpoint::service

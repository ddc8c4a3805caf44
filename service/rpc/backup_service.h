// BackupService on gRPC.
#pragma once

#include "counterpoint/v1/backup_service.grpc.pb.h"
#include "service/backups/backups.h"
#include "service/rpc/backend.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class BackupService final : public v1::BackupService::CallbackService {
 public:
  // `backups` is null where none are made.
  BackupService(const Backend& backend, Backups* backups, WorkerPool& readers)
      : gate_(backend.gate), backups_(backups), readers_(readers) {}

  grpc::ServerUnaryReactor* CreateBackup(grpc::CallbackServerContext* context,
                                         const v1::CreateBackupRequest* request,
                                         v1::Backup* response) override;
  grpc::ServerUnaryReactor* GetBackup(grpc::CallbackServerContext* context,
                                      const v1::GetBackupRequest* request,
                                      v1::Backup* response) override;
  grpc::ServerUnaryReactor* ListBackups(grpc::CallbackServerContext* context,
                                        const v1::ListBackupsRequest* request,
                                        v1::ListBackupsResponse* response) override;

 private:
  absl::StatusOr<v1::Backup> Get(const v1::GetBackupRequest& request) const;

  CallGate& gate_;
  Backups* const backups_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service

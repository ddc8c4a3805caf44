#include "service/rpc/backup_service.h"

#include "service/backups/backup_message.h"
#include "service/rpc/unary_call.h"
#include "service/validation/violations.h"

namespace counterpoint::service {
namespace {

absl::Status NoFolder() {
  return absl::FailedPreconditionError(
      "the server makes no backups; start it with --backups DIR, or name backups.directory in its "
      "configuration");
}

}  // namespace

grpc::ServerUnaryReactor* BackupService::CreateBackup(grpc::CallbackServerContext* context,
                                                      const v1::CreateBackupRequest* request,
                                                      v1::Backup* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const v1::CreateBackupRequest& /*r*/) -> absl::StatusOr<v1::Backup> {
                 if (backups_ == nullptr) return NoFolder();
                 return backups_->Begin();
               });
}

grpc::ServerUnaryReactor* BackupService::GetBackup(grpc::CallbackServerContext* context,
                                                   const v1::GetBackupRequest* request,
                                                   v1::Backup* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const v1::GetBackupRequest& r) { return Get(r); });
}

grpc::ServerUnaryReactor* BackupService::ListBackups(grpc::CallbackServerContext* context,
                                                     const v1::ListBackupsRequest* request,
                                                     v1::ListBackupsResponse* response) {
  return RunOn(
      gate_, readers_, context, request, response,
      [this](const v1::ListBackupsRequest& /*r*/) -> absl::StatusOr<v1::ListBackupsResponse> {
        if (backups_ == nullptr) return NoFolder();
        return backups_->List();
      });
}

absl::StatusOr<v1::Backup> BackupService::Get(const v1::GetBackupRequest& request) const {
  const auto id = ParseBackupName(request.name());
  if (!id) {
    validation::Violations violations;
    violations.Add(validation::FieldPath("name"),
                   "must be backups/{number}, the number of at least "
                   "six digits, such as backups/000017");
    return violations.ToStatus();
  }
  if (backups_ == nullptr) return NoFolder();
  return backups_->Get(*id);
}

}  // namespace counterpoint::service

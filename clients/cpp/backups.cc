#include "clients/cpp/backups.h"

#include "absl/time/clock.h"

namespace counterpoint::client {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(500);

}  // namespace

using Stub = v1::BackupService::StubInterface;

Backups::Backups(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::BackupService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::Backup> Backups::Create() const {
  return caller_.Call(*stub_, &Stub::CreateBackup, v1::CreateBackupRequest());
}

absl::StatusOr<v1::Backup> Backups::Get(const std::string& name) const {
  v1::GetBackupRequest request;
  request.set_name(name);
  return caller_.Call(*stub_, &Stub::GetBackup, request);
}

absl::StatusOr<v1::ListBackupsResponse> Backups::List() const {
  return caller_.Call(*stub_, &Stub::ListBackups, v1::ListBackupsRequest());
}

absl::StatusOr<v1::Backup> Backups::AwaitEnd(
    const std::string& name, const std::function<void(const v1::Backup&)>& on_change) const {
  for (;;) {
    const auto backup = Get(name);
    if (!backup.ok()) return backup;
    if (on_change) on_change(*backup);
    if (backup->state() != v1::Backup::MAKING) return backup;
    absl::SleepFor(kPause);
  }
}

}  // namespace counterpoint::client

// The BackupService.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "counterpoint/v1/backup_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class Backups {
 public:
  Backups(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // Begins one and returns at once. Where the answer is lost and the call repeated, that may
  // be ABORTED by the one that it has begun.
  absl::StatusOr<v1::Backup> Create() const;
  absl::StatusOr<v1::Backup> Get(const std::string& name) const;
  absl::StatusOr<v1::ListBackupsResponse> List() const;

  // Asks for it twice a second until it is being made no longer; `on_change` is told each
  // time.
  absl::StatusOr<v1::Backup> AwaitEnd(
      const std::string& name, const std::function<void(const v1::Backup&)>& on_change) const;

 private:
  std::shared_ptr<v1::BackupService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client

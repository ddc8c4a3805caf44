// Backups as the API shows them.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "counterpoint/v1/backup_service.pb.h"
#include "storage/backup_folder.h"

namespace counterpoint::service {

std::string BackupName(absl::string_view id);
// Nothing where the name has another form.
std::optional<std::string> ParseBackupName(absl::string_view name);

v1::Backup BackupMessage(const storage::StoredBackup& backup);

}  // namespace counterpoint::service

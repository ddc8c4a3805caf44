#include "service/backups/backup_message.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

constexpr char kCollection[] = "backups/";
constexpr std::size_t kLeastDigits = 6;
constexpr std::size_t kMostDigits = 18;

void SetTime(absl::Time time, google::protobuf::Timestamp* (v1::Backup::*field)(),
             v1::Backup& message) {
  if (time != absl::UnixEpoch()) *(message.*field)() = conversion::ToTimestamp(time);
}

}  // namespace

std::string BackupName(absl::string_view id) { return absl::StrCat(kCollection, id); }

std::optional<std::string> ParseBackupName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kCollection) || name.size() < kLeastDigits ||
      name.size() > kMostDigits || !std::all_of(name.begin(), name.end(), absl::ascii_isdigit)) {
    return std::nullopt;
  }
  return std::string(name);
}

v1::Backup BackupMessage(const storage::StoredBackup& backup) {
  using State = storage::StoredBackup::State;
  v1::Backup message;
  message.set_name(BackupName(backup.id));
  message.set_state(backup.state == State::kVerified  ? v1::Backup::VERIFIED
                    : backup.state == State::kDamaged ? v1::Backup::DAMAGED
                                                      : v1::Backup::UNVERIFIED);
  SetTime(backup.begin_time, &v1::Backup::mutable_begin_time, message);
  SetTime(backup.end_time, &v1::Backup::mutable_end_time, message);
  SetTime(backup.verify_time, &v1::Backup::mutable_verify_time, message);
  message.set_sequence(backup.sequence);
  message.set_bytes(static_cast<std::int64_t>(backup.bytes));
  message.set_files(backup.files);
  message.set_fault(backup.fault);
  return message;
}

}  // namespace counterpoint::service

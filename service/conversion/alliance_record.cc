#include "service/conversion/alliance_record.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/etag.h"
#include "service/conversion/policy.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {

std::string PayloadOf(v1::Alliance alliance) {
  alliance.clear_name();
  alliance.clear_etag();
  alliance.clear_create_time();
  alliance.clear_update_time();
  alliance.clear_revision();
  return StoredBytesOf(alliance);
}

absl::StatusOr<v1::Alliance> StoredAllianceOf(absl::string_view alliance,
                                              const storage::Record& record) {
  v1::Alliance stored;
  if (!stored.ParseFromString(record.payload)) {
    return absl::DataLossError(
        absl::StrCat(FormatAllianceName(alliance), ": the stored alliance cannot be read"));
  }
  return stored;
}

absl::StatusOr<v1::Alliance> AllianceOf(absl::string_view alliance, const storage::Record& record,
                                        std::int64_t revision) {
  absl::StatusOr<v1::Alliance> shown = StoredAllianceOf(alliance, record);
  if (!shown.ok()) return shown;
  shown->set_name(FormatAllianceName(alliance));
  *shown->mutable_policy() = MessageOf(PolicyOf(shown->policy()));
  shown->set_etag(EtagOf(record.revision));
  *shown->mutable_create_time() = ToTimestamp(record.create_time);
  *shown->mutable_update_time() = ToTimestamp(record.update_time);
  shown->set_revision(revision);
  return shown;
}

}  // namespace counterpoint::conversion

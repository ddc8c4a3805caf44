#include "service/conversion/member_record.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/etag.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {

std::string PayloadOf(v1::Member member) {
  member.clear_name();
  member.clear_etag();
  member.clear_create_time();
  member.clear_update_time();
  return StoredBytesOf(member);
}

absl::Time ExpireTimeOf(const v1::Member& member) {
  if (!member.has_expire_time()) return absl::InfiniteFuture();
  return absl::FromUnixMicros(absl::ToUnixMicros(ToTime(member.expire_time())));
}

absl::StatusOr<v1::Member> MemberOf(absl::string_view alliance, const storage::Record& record) {
  const std::string name = FormatMemberName(alliance, record.id);
  v1::Member member;
  if (!member.ParseFromString(record.payload)) {
    return absl::DataLossError(absl::StrCat(name, ": the stored profile cannot be read"));
  }
  member.set_name(name);
  member.set_etag(EtagOf(record.revision));
  *member.mutable_create_time() = ToTimestamp(record.create_time);
  *member.mutable_update_time() = ToTimestamp(record.update_time);
  return member;
}

v1::MemberSummary SummaryOf(const v1::Member& member) {
  v1::MemberSummary summary;
  summary.set_name(member.name());
  *summary.mutable_display_name() = member.display_name();
  summary.set_kind(member.kind());
  summary.set_region(member.region());
  return summary;
}

}  // namespace counterpoint::conversion

#include "service/rpc/member_put.h"

#include <utility>

#include "service/conversion/etag.h"
#include "service/conversion/member_record.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/timestamp.h"
#include "service/validation/normal_form.h"

namespace counterpoint::service {

storage::Write PutOf(const std::string& id, v1::Member member,
                     const std::optional<storage::Record>& present) {
  validation::Normalise(member);
  storage::Write write;
  write.id = id;
  write.expire_time = conversion::ExpireTimeOf(member);
  write.payload = conversion::PayloadOf(std::move(member));
  write.precondition = present ? storage::Precondition::AtRevision(present->revision)
                               : storage::Precondition::MustNotExist();
  return write;
}

storage::Record Written(const storage::Write& write, const std::optional<storage::Record>& present,
                        const storage::CommitResult& result) {
  storage::Record record;
  record.id = write.id;
  record.payload = write.payload;
  record.create_revision = present ? present->create_revision : result.revision;
  record.revision = result.revision;
  record.create_time = present ? present->create_time : result.commit_time;
  record.update_time = result.commit_time;
  record.expire_time = write.expire_time;
  return record;
}

v1::Member Preview(absl::string_view alliance, const storage::Write& write,
                   const std::optional<storage::Record>& present) {
  v1::Member member;
  member.ParseFromString(write.payload);
  member.set_name(conversion::FormatMemberName(alliance, write.id));
  if (present) {
    member.set_etag(conversion::EtagOf(present->revision));
    *member.mutable_create_time() = conversion::ToTimestamp(present->create_time);
    *member.mutable_update_time() = conversion::ToTimestamp(present->update_time);
  }
  return member;
}

}  // namespace counterpoint::service

#include "service/sessions/session_put.h"

#include <string>
#include <utility>

#include "service/conversion/etag.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/session_record.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

template <typename Resource>
storage::Write WriteOf(storage::Collection collection, std::string id, const Resource& resource) {
  storage::Write write;
  write.collection = collection;
  write.id = std::move(id);
  write.payload = conversion::PayloadOf(resource);
  const auto revision = conversion::RevisionOf(resource.etag());
  write.precondition = revision ? storage::Precondition::AtRevision(*revision)
                                : storage::Precondition::MustNotExist();
  return write;
}

template <typename Resource>
void StampAny(const storage::CommitResult& result, Resource& resource) {
  resource.set_etag(conversion::EtagOf(result.revision));
  *resource.mutable_update_time() = conversion::ToTimestamp(result.commit_time);
  if (!resource.has_create_time()) *resource.mutable_create_time() = resource.update_time();
}

}  // namespace

storage::Write PutOf(const v1::Session& session) {
  return WriteOf(storage::Collection::kSession,
                 conversion::ParseSessionName(session.name())->session, session);
}

storage::Write PutOf(const v1::Participant& participant) {
  const auto name = conversion::ParseParticipantName(participant.name());
  return WriteOf(storage::Collection::kParticipant,
                 conversion::ParticipantRecordId(name->session, name->member), participant);
}

void Stamp(const storage::CommitResult& result, v1::Session& session) { StampAny(result, session); }

void Stamp(const storage::CommitResult& result, v1::Participant& participant) {
  StampAny(result, participant);
}

}  // namespace counterpoint::service

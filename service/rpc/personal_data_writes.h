// Erasing a member.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/personal_data_service.pb.h"
#include "service/audit/audit_trail.h"
#include "service/personal_data/erasure_writes.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contract and errors are those of personal_data_service.proto. Thread-safe.
class PersonalDataWrites {
 public:
  // `backup_age` is that at which backups are removed; 0: none are made, or they stay.
  PersonalDataWrites(const Backend& backend, AuditTrail& trail, absl::Duration backup_age)
      : backend_(backend), trail_(trail), backup_age_(backup_age) {}

  // Waits for readers no longer than until `stop` returns true.
  absl::StatusOr<v1::EraseMemberResponse> Erase(const v1::EraseMemberRequest& request,
                                                const std::function<bool()>& stop) const;

 private:
  // What has been committed, and what it takes to remove the rest.
  struct Committed {
    MemberTraces traces;
    v1::Member profile;
    ErasureWrites erasure;
    std::string pseudonym;
    std::int64_t revision = 0;  // Of the alliance when it was looked through; afterwards then.
  };
  // What is to be committed, as of the view. Errors: those of WritesOfErasure(), a stale etag.
  absl::StatusOr<Committed> Prepare(const v1::EraseMemberRequest& request,
                                    const storage::ReadView& view) const;
  // Errors, also of the next: LostRace() where somebody else was quicker.
  absl::StatusOr<Committed> CommitOnce(const v1::EraseMemberRequest& request) const;
  // REQUIRES: the alliance's locks are held, and nothing that matters has changed since.
  absl::StatusOr<Committed> CommitPrepared(const std::string& alliance, Committed prepared) const;
  // What is kept beside records, by kind.
  absl::StatusOr<std::map<std::string, std::int64_t>> RemoveKeptNow(const std::string& alliance,
                                                                    const Committed& committed,
                                                                    bool only_look) const;
  absl::Status RemoveRest(const std::string& alliance, const Committed& committed,
                          const std::function<bool()>& stop) const;

  const Backend& backend_;
  AuditTrail& trail_;
  const absl::Duration backup_age_;
};

}  // namespace counterpoint::service

// What is kept of a member beside records: answers under request ids, derived data, and
// names in the audit trail.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/member.pb.h"
#include "service/personal_data/member_traces.h"
#include "storage/audit_store.h"
#include "storage/store.h"

namespace counterpoint::service {

// Whether an answer that is kept, or the request id that it is kept under, may name
// the member. Rather one answer too many: a repetition of that request is then
// done again, or meets what it did the first time.
bool IsAnswerAbout(const MemberTraces& traces, absl::string_view request_id,
                   absl::string_view reply);

// Whether a name in the audit trail is the member's, or of what is the member's by its
// id. `chain` is the one that the entry is in.
bool IsAuditNameOf(absl::string_view alliance, const MemberTraces& traces, absl::string_view chain,
                   absl::string_view name);

// A row of derived data.
struct DerivedRow {
  std::uint8_t kind = 0;
  std::string id;
  std::size_t bytes = 0;
};
// The member's analysed texts, and the vectors of its texts under any model. `member` is
// its profile, a default one where it is gone. Errors: those of the view.
absl::StatusOr<std::vector<DerivedRow>> DerivedOf(const storage::ReadView& view,
                                                  const std::string& alliance,
                                                  const MemberTraces& traces,
                                                  const v1::Member& member);

// By kind, as EraseMemberResponse has them. Removes them, unless `only_look`. Errors:
// those of the store.
absl::StatusOr<std::map<std::string, std::int64_t>> RemoveKept(
    storage::AuditStore& store, const std::string& alliance, const MemberTraces& traces,
    const std::vector<DerivedRow>& derived, bool only_look);

}  // namespace counterpoint::service

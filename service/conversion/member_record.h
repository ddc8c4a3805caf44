// Members between the API and the store.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/match.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "storage/record.h"

namespace counterpoint::conversion {

// The bytes to store: the member without its name and output-only fields,
// serialised so that equal members give equal bytes.
std::string PayloadOf(v1::Member member);

// When the store has to delete the member: cut to whole microseconds,
// InfiniteFuture() where the member does not say.
// REQUIRES: the expire time is valid or unset.
absl::Time ExpireTimeOf(const v1::Member& member);

// The member as the API shows it: payload, name, etag and times. Errors:
// DATA_LOSS naming the member where the payload cannot be read.
absl::StatusOr<v1::Member> MemberOf(absl::string_view alliance, const storage::Record& record);

// The fields of a member that a list of matches shows.
v1::MemberSummary SummaryOf(const v1::Member& member);

}  // namespace counterpoint::conversion

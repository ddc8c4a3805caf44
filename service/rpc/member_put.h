// Writing one member.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "counterpoint/v1/member.pb.h"
#include "storage/record.h"

namespace counterpoint::service {

// A write of a member, in its normal form, over what is there now: nothing, or
// a record that must not have changed since.
storage::Write PutOf(const std::string& id, v1::Member member,
                     const std::optional<storage::Record>& present);

// The record that a commit made of the write.
storage::Record Written(const storage::Write& write, const std::optional<storage::Record>& present,
                        const storage::CommitResult& result);

// What the API would show after the write if it were carried out: the member
// with its name, and with etag and times only where it is there already.
v1::Member Preview(absl::string_view alliance, const storage::Write& write,
                   const std::optional<storage::Record>& present);

}  // namespace counterpoint::service

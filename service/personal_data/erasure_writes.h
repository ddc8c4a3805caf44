// The commit that erases a member.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/personal_data/held_records.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

struct ErasureWrites {
  std::vector<storage::Write> writes;
  // By kind, as EraseMemberResponse has them.
  std::map<std::string, std::int64_t> removed;
  std::map<std::string, std::int64_t> rewritten;
};

// What has to be written for no record to name the member. Its profile goes; what it
// shares with others stays, with `pseudonym` in its place and without what only it has
// said: that a partner was met, whom a plan seats where, that a suggestion was accepted
// go on counting for the others. Errors: those of VisitHeldRecords(),
// FAILED_PRECONDITION that names an operation which is under way and may write
// what it has read.
absl::StatusOr<ErasureWrites> WritesOfErasure(const storage::ReadView& view,
                                              absl::string_view alliance,
                                              const MemberTraces& traces,
                                              const std::string& pseudonym);

}  // namespace counterpoint::service

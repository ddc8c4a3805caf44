// The sample alliance that comes with the clients, as matching sees it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "matching/index/member_index.h"

namespace counterpoint::evaluation {

struct SampleMembers {
  matching::MemberIndex::Members members;
  // With past partnerships.
  std::shared_ptr<const matching::MemberIndex> index;
  // The beginning of 2027; all profiles were written a month before.
  absl::Time as_of;
};

// From alliance.json, members.jsonl and partnerships.csv of a folder. Errors name the
// file.
absl::StatusOr<SampleMembers> LoadSampleMembers(const std::string& folder);

}  // namespace counterpoint::evaluation

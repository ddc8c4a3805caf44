#include "storage/record_name.h"

#include "absl/strings/str_cat.h"

namespace counterpoint::storage {

std::string RecordName(absl::string_view alliance, Collection collection, absl::string_view id) {
  switch (collection) {
    case Collection::kAlliance:
      return absl::StrCat("alliance \"", alliance, "\"");
    case Collection::kMember:
      return absl::StrCat("member \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kInteraction:
      return absl::StrCat("interaction \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kSession:
      return absl::StrCat("session \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kParticipant:
      return absl::StrCat("participant \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kPlan:
      return absl::StrCat("plan \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kMeetingOutcome:
      return absl::StrCat("outcome \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kOperation:
      return absl::StrCat("operation \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kStaffRule:
      return absl::StrCat("staff rule \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kGeneration:
      return absl::StrCat("generation \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kGenerationBlock:
      return absl::StrCat("part of a generation \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kPublication:
      return absl::StrCat("publication \"", id, "\" of alliance \"", alliance, "\"");
    case Collection::kPolicyProposal:
      return absl::StrCat("policy proposal \"", id, "\" of alliance \"", alliance, "\"");
  }
  return absl::StrCat("record \"", id, "\" of alliance \"", alliance, "\"");
}

}  // namespace counterpoint::storage

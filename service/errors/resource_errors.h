// Errors about a resource, with the google.rpc details that clients expect.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {

inline constexpr char kResourceInfoUrl[] = "type.googleapis.com/google.rpc.ResourceInfo";
inline constexpr char kRetryInfoUrl[] = "type.googleapis.com/google.rpc.RetryInfo";

// NOT_FOUND with a ResourceInfo.
absl::Status AllianceNotFound(absl::string_view alliance);
absl::Status MemberNotFound(absl::string_view alliance, absl::string_view member);
// Names all of them, or the first twenty and how many more there are, as the
// message has to fit into a trailer; the ResourceInfo is about the first.
// REQUIRES: `members` is not empty.
absl::Status MembersNotFound(absl::string_view alliance, const std::vector<std::string>& members);

absl::Status InteractionNotFound(absl::string_view alliance, absl::string_view interaction);
absl::Status OperationNotFound(const conversion::OperationName& name);
absl::Status SessionNotFound(const conversion::SessionName& name);
absl::Status ParticipantNotFound(const conversion::ParticipantName& name);
absl::Status PlanNotFound(const conversion::PlanName& name);
absl::Status GenerationNotFound(const conversion::GenerationName& name);
absl::Status PolicyProposalNotFound(const conversion::PolicyProposalName& name);
absl::Status StaffRuleNotFound(const conversion::StaffRuleName& name);

// ALREADY_EXISTS with a ResourceInfo.
absl::Status AllianceExists(absl::string_view alliance);
absl::Status MemberExists(absl::string_view alliance, absl::string_view member);
absl::Status SessionExists(const conversion::SessionName& name);
absl::Status StaffRuleExists(const conversion::StaffRuleName& name);
// Names all of these members' participants, as MembersNotFound() does.
// REQUIRES: `members` is not empty.
absl::Status ParticipantsExist(const conversion::SessionName& session,
                               const std::vector<std::string>& members);
// Interactions that are there with other content. `violations` is the error
// that names each of them by its place in the request: its message and details
// are kept. The ResourceInfo is about `first`.
absl::Status InteractionsExist(const absl::Status& violations, absl::string_view alliance,
                               absl::string_view first);

// ABORTED with a ResourceInfo of the operation that is under way for `target`,
// a name.
absl::Status OperationUnderWay(const conversion::OperationName& name, absl::string_view target);

// ABORTED: the etag that was sent is not the present one.
absl::Status StaleEtag(absl::string_view name);

// UNAVAILABLE with a RetryInfo.
absl::Status TryAgain(absl::string_view message);

}  // namespace counterpoint::service

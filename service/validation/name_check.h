// Ids and names of resources, and ids of requests.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/conversion/resource_name.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// 1 to 63 of [a-z0-9-], no hyphen at either end.
void CheckResourceId(const FieldPath& path, absl::string_view id, Violations& violations);

// What the name says; nothing, with a violation, where it has another form.
std::optional<std::string> CheckAllianceName(const FieldPath& path, absl::string_view name,
                                             Violations& violations);
std::optional<conversion::MemberName> CheckMemberName(const FieldPath& path, absl::string_view name,
                                                      Violations& violations);
std::optional<conversion::InteractionName> CheckInteractionName(const FieldPath& path,
                                                                absl::string_view name,
                                                                Violations& violations);
std::optional<conversion::OperationName> CheckOperationName(const FieldPath& path,
                                                            absl::string_view name,
                                                            Violations& violations);
std::optional<conversion::SessionName> CheckSessionName(const FieldPath& path,
                                                        absl::string_view name,
                                                        Violations& violations);
std::optional<conversion::ParticipantName> CheckParticipantName(const FieldPath& path,
                                                                absl::string_view name,
                                                                Violations& violations);

std::optional<conversion::PolicyProposalName> CheckPolicyProposalName(const FieldPath& path,
                                                                      absl::string_view name,
                                                                      Violations& violations);
std::optional<conversion::StaffRuleName> CheckStaffRuleName(const FieldPath& path,
                                                            absl::string_view name,
                                                            Violations& violations);

// The id of a member of the alliance, or of any where that is empty; nothing,
// with a violation, where the name is another.
std::optional<std::string> CheckMemberOf(const FieldPath& path, absl::string_view name,
                                         absl::string_view alliance, Violations& violations);

// At most `most` names of members, all of the alliance unless that is empty.
void CheckMemberNames(const FieldPath& parent, absl::string_view name,
                      const google::protobuf::RepeatedPtrField<std::string>& names, int most,
                      absl::string_view alliance, Violations& violations);

// The field `request_id` of a request: at most 128 bytes.
void CheckRequestId(absl::string_view request_id, Violations& violations);

}  // namespace counterpoint::validation

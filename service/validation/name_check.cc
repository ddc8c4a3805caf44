#include "service/validation/name_check.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/validation/list_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr TextForm kRequestId{128, false, false};

void AddBadName(const FieldPath& path, absl::string_view name, absl::string_view form,
                Violations& violations) {
  violations.Add(path, name.empty() ? "must not be empty"
                                    : absl::StrCat("is ", Quoted(name), "; must be ", form));
}

}  // namespace

void CheckResourceId(const FieldPath& path, absl::string_view id, Violations& violations) {
  if (conversion::IsResourceId(id)) return;
  AddBadName(path, id, "1 to 63 of a-z, 0-9 and hyphens, no hyphen at either end", violations);
}

std::optional<std::string> CheckAllianceName(const FieldPath& path, absl::string_view name,
                                             Violations& violations) {
  auto parsed = conversion::ParseAllianceName(name);
  if (!parsed) AddBadName(path, name, "alliances/{alliance}", violations);
  return parsed;
}

std::optional<conversion::MemberName> CheckMemberName(const FieldPath& path, absl::string_view name,
                                                      Violations& violations) {
  auto parsed = conversion::ParseMemberName(name);
  if (!parsed) AddBadName(path, name, "alliances/{alliance}/members/{member}", violations);
  return parsed;
}

std::optional<conversion::InteractionName> CheckInteractionName(const FieldPath& path,
                                                                absl::string_view name,
                                                                Violations& violations) {
  auto parsed = conversion::ParseInteractionName(name);
  if (!parsed)
    AddBadName(path, name, "alliances/{alliance}/interactions/{interaction}", violations);
  return parsed;
}

std::optional<conversion::OperationName> CheckOperationName(const FieldPath& path,
                                                            absl::string_view name,
                                                            Violations& violations) {
  auto parsed = conversion::ParseOperationName(name);
  if (!parsed) AddBadName(path, name, "alliances/{alliance}/operations/{operation}", violations);
  return parsed;
}

std::optional<conversion::SessionName> CheckSessionName(const FieldPath& path,
                                                        absl::string_view name,
                                                        Violations& violations) {
  auto parsed = conversion::ParseSessionName(name);
  if (!parsed) AddBadName(path, name, "alliances/{alliance}/sessions/{session}", violations);
  return parsed;
}

std::optional<conversion::StaffRuleName> CheckStaffRuleName(const FieldPath& path,
                                                            absl::string_view name,
                                                            Violations& violations) {
  auto parsed = conversion::ParseStaffRuleName(name);
  if (!parsed) AddBadName(path, name, "alliances/{alliance}/staffRules/{rule}", violations);
  return parsed;
}

std::optional<conversion::ParticipantName> CheckParticipantName(const FieldPath& path,
                                                                absl::string_view name,
                                                                Violations& violations) {
  auto parsed = conversion::ParseParticipantName(name);
  if (!parsed) {
    AddBadName(path, name, "alliances/{alliance}/sessions/{session}/participants/{member}",
               violations);
  }
  return parsed;
}

std::optional<conversion::PolicyProposalName> CheckPolicyProposalName(const FieldPath& path,
                                                                      absl::string_view name,
                                                                      Violations& violations) {
  auto parsed = conversion::ParsePolicyProposalName(name);
  if (!parsed) AddBadName(path, name, "alliances/{alliance}/policyProposals/{number}", violations);
  return parsed;
}

std::optional<std::string> CheckMemberOf(const FieldPath& path, absl::string_view name,
                                         absl::string_view alliance, Violations& violations) {
  auto parsed = CheckMemberName(path, name, violations);
  if (!parsed) return std::nullopt;
  if (!alliance.empty() && parsed->alliance != alliance) {
    violations.Add(path, "is a member of another alliance");
    return std::nullopt;
  }
  return std::move(parsed->member);
}

void CheckMemberNames(const FieldPath& parent, absl::string_view name,
                      const google::protobuf::RepeatedPtrField<std::string>& names, int most,
                      absl::string_view alliance, Violations& violations) {
  if (!CheckLength(parent.Field(name), names.size(), most, violations)) return;
  for (int i = 0; i < names.size(); ++i) {
    CheckMemberOf(parent.Item(name, i), names[i], alliance, violations);
  }
}

void CheckRequestId(absl::string_view request_id, Violations& violations) {
  CheckText(FieldPath("request_id"), request_id, kRequestId, violations);
}

}  // namespace counterpoint::validation

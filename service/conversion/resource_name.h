// Names of resources: `alliances/{alliance}`, and within it
// `members/{member}`, `interactions/{interaction}`, `operations/{operation}`,
// `sessions/{session}`, `sessions/{session}/participants/{member}`,
// `sessions/{session}/plans/{number}`, `staffRules/{rule}`, `generations/{number}`
// and `policyProposals/{number}`.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::conversion {

struct MemberName {
  std::string alliance;
  std::string member;

  friend bool operator==(const MemberName& a, const MemberName& b) {
    return a.alliance == b.alliance && a.member == b.member;
  }
};

struct InteractionName {
  std::string alliance;
  std::string interaction;

  friend bool operator==(const InteractionName& a, const InteractionName& b) {
    return a.alliance == b.alliance && a.interaction == b.interaction;
  }
};

struct OperationName {
  std::string alliance;
  std::string operation;

  friend bool operator==(const OperationName&, const OperationName&) = default;
};

struct SessionName {
  std::string alliance;
  std::string session;

  friend bool operator==(const SessionName&, const SessionName&) = default;
};

struct ParticipantName {
  std::string alliance;
  std::string session;
  std::string member;

  friend bool operator==(const ParticipantName&, const ParticipantName&) = default;
};

struct PlanName {
  std::string alliance;
  std::string session;
  int plan = 0;  // From 1.

  friend bool operator==(const PlanName&, const PlanName&) = default;
};

struct StaffRuleName {
  std::string alliance;
  std::string rule;

  friend bool operator==(const StaffRuleName&, const StaffRuleName&) = default;
};

struct GenerationName {
  std::string alliance;
  int generation = 0;  // From 1; 0: the current one, `generations/current`.

  friend bool operator==(const GenerationName&, const GenerationName&) = default;
};

struct PolicyProposalName {
  std::string alliance;
  int proposal = 0;  // From 1.

  friend bool operator==(const PolicyProposalName&, const PolicyProposalName&) = default;
};

// 1 to 63 of [a-z0-9-], no hyphen at either end.
bool IsResourceId(absl::string_view id);

// The id within the name; nothing where the name has another form.
std::optional<std::string> ParseAllianceName(absl::string_view name);
std::optional<MemberName> ParseMemberName(absl::string_view name);
std::optional<InteractionName> ParseInteractionName(absl::string_view name);
std::optional<OperationName> ParseOperationName(absl::string_view name);
std::optional<SessionName> ParseSessionName(absl::string_view name);
std::optional<ParticipantName> ParseParticipantName(absl::string_view name);
// Numbers are decimal, without leading zeros, at most 999,999,999.
std::optional<PlanName> ParsePlanName(absl::string_view name);
std::optional<StaffRuleName> ParseStaffRuleName(absl::string_view name);
// Numbers as in ParsePlanName().
std::optional<GenerationName> ParseGenerationName(absl::string_view name);
std::optional<PolicyProposalName> ParsePolicyProposalName(absl::string_view name);

// The member id of a full name in this alliance, or of the short form
// `members/{member}`; nothing where the name has another form or alliance.
std::optional<std::string> ParseMemberNameWithin(absl::string_view alliance,
                                                 absl::string_view name);

std::string FormatAllianceName(absl::string_view alliance);
std::string FormatMemberName(absl::string_view alliance, absl::string_view member);
std::string FormatInteractionName(absl::string_view alliance, absl::string_view interaction);
std::string FormatOperationName(absl::string_view alliance, absl::string_view operation);
std::string FormatSessionName(absl::string_view alliance, absl::string_view session);
std::string FormatParticipantName(absl::string_view alliance, absl::string_view session,
                                  absl::string_view member);
std::string FormatPlanName(absl::string_view alliance, absl::string_view session, int plan);
std::string FormatStaffRuleName(absl::string_view alliance, absl::string_view rule);
std::string FormatGenerationName(absl::string_view alliance, int generation);
std::string FormatPolicyProposalName(absl::string_view alliance, int proposal);

}  // namespace counterpoint::conversion

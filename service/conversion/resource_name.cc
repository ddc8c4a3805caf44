#include "service/conversion/resource_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace counterpoint::conversion {
namespace {

constexpr absl::string_view kAlliances = "alliances/";
constexpr absl::string_view kMembers = "members/";
constexpr absl::string_view kInteractions = "interactions/";
constexpr absl::string_view kOperations = "operations/";
constexpr absl::string_view kSessions = "sessions/";
constexpr absl::string_view kParticipants = "participants/";
constexpr absl::string_view kPlans = "plans/";
constexpr absl::string_view kStaffRules = "staffRules/";
constexpr absl::string_view kGenerations = "generations/";
constexpr absl::string_view kPolicyProposals = "policyProposals/";
constexpr absl::string_view kCurrent = "current";
constexpr std::size_t kLongestId = 63;
constexpr std::size_t kLongestNumber = 9;

struct NameWithin {
  std::string alliance;
  std::string id;
};

// A name of the form `alliances/{alliance}/{collection}{id}`.
std::optional<NameWithin> ParseNameWithin(absl::string_view name, absl::string_view collection) {
  const std::size_t slash = name.find('/', kAlliances.size());
  if (slash == absl::string_view::npos) return std::nullopt;
  const auto alliance = ParseAllianceName(name.substr(0, slash));
  absl::string_view rest = name.substr(slash + 1);
  if (!alliance || !absl::ConsumePrefix(&rest, collection) || !IsResourceId(rest)) {
    return std::nullopt;
  }
  return NameWithin{*alliance, std::string(rest)};
}

// A name of the form `{session name}/{collection}{id}`.
struct NameInSession {
  SessionName session;
  absl::string_view id;
};

std::optional<NameInSession> ParseNameInSession(absl::string_view name,
                                                absl::string_view collection) {
  const std::size_t last = name.rfind('/');
  if (last == absl::string_view::npos) return std::nullopt;
  absl::string_view parent = name.substr(0, last + 1);
  if (!absl::ConsumeSuffix(&parent, collection) || !absl::ConsumeSuffix(&parent, "/")) {
    return std::nullopt;
  }
  const auto session = ParseSessionName(parent);
  if (!session) return std::nullopt;
  return NameInSession{*session, name.substr(last + 1)};
}

// A number from 1 that names a resource.
std::optional<int> ParseNumber(absl::string_view id) {
  int number = 0;
  if (id.empty() || id.size() > kLongestNumber || id.front() == '0' ||
      !std::all_of(id.begin(), id.end(),
                   [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }) ||
      !absl::SimpleAtoi(id, &number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

bool IsResourceId(absl::string_view id) {
  return !id.empty() && id.size() <= kLongestId && id.front() != '-' && id.back() != '-' &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
         });
}

std::optional<std::string> ParseAllianceName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kAlliances) || !IsResourceId(name)) return std::nullopt;
  return std::string(name);
}

std::optional<MemberName> ParseMemberName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kMembers);
  if (!parsed) return std::nullopt;
  return MemberName{parsed->alliance, parsed->id};
}

std::optional<InteractionName> ParseInteractionName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kInteractions);
  if (!parsed) return std::nullopt;
  return InteractionName{parsed->alliance, parsed->id};
}

std::optional<OperationName> ParseOperationName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kOperations);
  if (!parsed) return std::nullopt;
  return OperationName{parsed->alliance, parsed->id};
}

std::optional<SessionName> ParseSessionName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kSessions);
  if (!parsed) return std::nullopt;
  return SessionName{parsed->alliance, parsed->id};
}

std::optional<ParticipantName> ParseParticipantName(absl::string_view name) {
  const auto parsed = ParseNameInSession(name, kParticipants);
  if (!parsed || !IsResourceId(parsed->id)) return std::nullopt;
  return ParticipantName{parsed->session.alliance, parsed->session.session,
                         std::string(parsed->id)};
}

std::optional<PlanName> ParsePlanName(absl::string_view name) {
  const auto parsed = ParseNameInSession(name, kPlans);
  const auto plan = parsed ? ParseNumber(parsed->id) : std::nullopt;
  if (!plan) return std::nullopt;
  return PlanName{parsed->session.alliance, parsed->session.session, *plan};
}

std::optional<StaffRuleName> ParseStaffRuleName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kStaffRules);
  if (!parsed) return std::nullopt;
  return StaffRuleName{parsed->alliance, parsed->id};
}

std::optional<GenerationName> ParseGenerationName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kGenerations);
  if (!parsed) return std::nullopt;
  if (parsed->id == kCurrent) return GenerationName{parsed->alliance, 0};
  const auto number = ParseNumber(parsed->id);
  if (!number) return std::nullopt;
  return GenerationName{parsed->alliance, *number};
}

std::optional<PolicyProposalName> ParsePolicyProposalName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kPolicyProposals);
  const auto number = parsed ? ParseNumber(parsed->id) : std::nullopt;
  if (!number) return std::nullopt;
  return PolicyProposalName{parsed->alliance, *number};
}

std::optional<std::string> ParseMemberNameWithin(absl::string_view alliance,
                                                 absl::string_view name) {
  absl::string_view id = name;
  if (absl::ConsumePrefix(&id, kMembers)) {
    return IsResourceId(id) ? std::optional(std::string(id)) : std::nullopt;
  }
  const auto full = ParseMemberName(name);
  if (!full || full->alliance != alliance) return std::nullopt;
  return full->member;
}

std::string FormatAllianceName(absl::string_view alliance) {
  return absl::StrCat(kAlliances, alliance);
}

std::string FormatMemberName(absl::string_view alliance, absl::string_view member) {
  return absl::StrCat(kAlliances, alliance, "/", kMembers, member);
}

std::string FormatInteractionName(absl::string_view alliance, absl::string_view interaction) {
  return absl::StrCat(kAlliances, alliance, "/", kInteractions, interaction);
}

std::string FormatOperationName(absl::string_view alliance, absl::string_view operation) {
  return absl::StrCat(kAlliances, alliance, "/", kOperations, operation);
}

std::string FormatSessionName(absl::string_view alliance, absl::string_view session) {
  return absl::StrCat(kAlliances, alliance, "/", kSessions, session);
}

std::string FormatParticipantName(absl::string_view alliance, absl::string_view session,
                                  absl::string_view member) {
  return absl::StrCat(FormatSessionName(alliance, session), "/", kParticipants, member);
}

std::string FormatPlanName(absl::string_view alliance, absl::string_view session, int plan) {
  return absl::StrCat(FormatSessionName(alliance, session), "/", kPlans, plan);
}

std::string FormatStaffRuleName(absl::string_view alliance, absl::string_view rule) {
  return absl::StrCat(kAlliances, alliance, "/", kStaffRules, rule);
}

std::string FormatGenerationName(absl::string_view alliance, int generation) {
  const std::string number = generation == 0 ? "current" : absl::StrCat(generation);
  return absl::StrCat(kAlliances, alliance, "/", kGenerations, number);
}

std::string FormatPolicyProposalName(absl::string_view alliance, int proposal) {
  return absl::StrCat(kAlliances, alliance, "/", kPolicyProposals, proposal);
}

}  // namespace counterpoint::conversion

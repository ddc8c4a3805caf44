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
constexpr std::size_t kLongestId = 63;
constexpr std::size_t kLongestPlanNumber = 9;

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
  int plan = 0;
  if (!parsed || parsed->id.empty() || parsed->id.size() > kLongestPlanNumber ||
      parsed->id.front() == '0' ||
      !std::all_of(parsed->id.begin(), parsed->id.end(),
                   [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }) ||
      !absl::SimpleAtoi(parsed->id, &plan)) {
    return std::nullopt;
  }
  return PlanName{parsed->session.alliance, parsed->session.session, plan};
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

}  // namespace counterpoint::conversion

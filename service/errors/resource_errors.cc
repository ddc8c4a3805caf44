#include "service/errors/resource_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "counterpoint/rpc/status.pb.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

constexpr char kAllianceType[] = "counterpoint.v1/Alliance";
constexpr char kMemberType[] = "counterpoint.v1/Member";
constexpr char kInteractionType[] = "counterpoint.v1/Interaction";
constexpr char kOperationType[] = "counterpoint.v1/Operation";
constexpr char kStaffRuleType[] = "counterpoint.v1/StaffRule";
constexpr char kSessionType[] = "counterpoint.v1/Session";
constexpr char kParticipantType[] = "counterpoint.v1/Participant";
constexpr char kPlanType[] = "counterpoint.v1/SessionPlan";
constexpr char kGenerationType[] = "counterpoint.v1/Generation";
constexpr char kPolicyProposalType[] = "counterpoint.v1/PolicyProposal";
// Names in a message; gRPC clients refuse trailers of more than 8 KiB.
constexpr std::size_t kMaxNamed = 20;

absl::Status WithResource(absl::Status status, absl::string_view type, const std::string& name) {
  google::rpc::ResourceInfo info;
  info.set_resource_type(std::string(type));
  info.set_resource_name(name);
  status.SetPayload(kResourceInfoUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status NotFound(absl::string_view type, const std::string& name) {
  return WithResource(absl::NotFoundError(absl::StrCat(name, " does not exist")), type, name);
}

absl::Status Exists(absl::string_view type, const std::string& name) {
  return WithResource(absl::AlreadyExistsError(absl::StrCat(name, " already exists")), type, name);
}

}  // namespace

absl::Status AllianceNotFound(absl::string_view alliance) {
  return NotFound(kAllianceType, conversion::FormatAllianceName(alliance));
}

absl::Status MemberNotFound(absl::string_view alliance, absl::string_view member) {
  return NotFound(kMemberType, conversion::FormatMemberName(alliance, member));
}

absl::Status MembersNotFound(absl::string_view alliance, const std::vector<std::string>& members) {
  const std::size_t named = std::min(members.size(), kMaxNamed);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < named; ++i) {
    names.push_back(conversion::FormatMemberName(alliance, members[i]));
  }
  std::string message = absl::StrCat(absl::StrJoin(names, ", "),
                                     members.size() == 1 ? " does not exist" : " do not exist");
  if (members.size() > named) {
    absl::StrAppend(&message, ", nor do ", members.size() - named, " more");
  }
  return WithResource(absl::NotFoundError(message), kMemberType, names.front());
}

absl::Status InteractionNotFound(absl::string_view alliance, absl::string_view interaction) {
  return NotFound(kInteractionType, conversion::FormatInteractionName(alliance, interaction));
}

absl::Status OperationNotFound(const conversion::OperationName& name) {
  return NotFound(kOperationType, conversion::FormatOperationName(name.alliance, name.operation));
}

absl::Status SessionNotFound(const conversion::SessionName& name) {
  return NotFound(kSessionType, conversion::FormatSessionName(name.alliance, name.session));
}

absl::Status StaffRuleNotFound(const conversion::StaffRuleName& name) {
  return NotFound(kStaffRuleType, conversion::FormatStaffRuleName(name.alliance, name.rule));
}

absl::Status ParticipantNotFound(const conversion::ParticipantName& name) {
  return NotFound(kParticipantType,
                  conversion::FormatParticipantName(name.alliance, name.session, name.member));
}

absl::Status PlanNotFound(const conversion::PlanName& name) {
  return NotFound(kPlanType, conversion::FormatPlanName(name.alliance, name.session, name.plan));
}

absl::Status GenerationNotFound(const conversion::GenerationName& name) {
  return NotFound(kGenerationType,
                  conversion::FormatGenerationName(name.alliance, name.generation));
}

absl::Status PolicyProposalNotFound(const conversion::PolicyProposalName& name) {
  return NotFound(kPolicyProposalType,
                  conversion::FormatPolicyProposalName(name.alliance, name.proposal));
}

absl::Status AllianceExists(absl::string_view alliance) {
  return Exists(kAllianceType, conversion::FormatAllianceName(alliance));
}

absl::Status MemberExists(absl::string_view alliance, absl::string_view member) {
  return Exists(kMemberType, conversion::FormatMemberName(alliance, member));
}

absl::Status StaffRuleExists(const conversion::StaffRuleName& name) {
  return Exists(kStaffRuleType, conversion::FormatStaffRuleName(name.alliance, name.rule));
}

absl::Status SessionExists(const conversion::SessionName& name) {
  return Exists(kSessionType, conversion::FormatSessionName(name.alliance, name.session));
}

absl::Status ParticipantsExist(const conversion::SessionName& session,
                               const std::vector<std::string>& members) {
  const std::size_t named = std::min(members.size(), kMaxNamed);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < named; ++i) {
    names.push_back(
        conversion::FormatParticipantName(session.alliance, session.session, members[i]));
  }
  std::string message = absl::StrCat(absl::StrJoin(names, ", "),
                                     members.size() == 1 ? " already exists" : " already exist");
  if (members.size() > named) {
    absl::StrAppend(&message, ", and so do ", members.size() - named, " more");
  }
  return WithResource(absl::AlreadyExistsError(message), kParticipantType, names.front());
}

absl::Status InteractionsExist(const absl::Status& violations, absl::string_view alliance,
                               absl::string_view first) {
  absl::Status status = absl::AlreadyExistsError(violations.message());
  violations.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    status.SetPayload(type_url, payload);
  });
  return WithResource(std::move(status), kInteractionType,
                      conversion::FormatInteractionName(alliance, first));
}

absl::Status OperationUnderWay(const conversion::OperationName& name, absl::string_view target) {
  const std::string operation = conversion::FormatOperationName(name.alliance, name.operation);
  return WithResource(absl::AbortedError(absl::StrCat(operation, " is under way for ", target,
                                                      "; wait for it or cancel it")),
                      kOperationType, operation);
}

absl::Status StaleEtag(absl::string_view name) {
  return absl::AbortedError(
      absl::StrCat(name, " has changed since its etag was given; read it and try again"));
}

absl::Status TryAgain(absl::string_view message) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(1);
  absl::Status status = absl::UnavailableError(message);
  status.SetPayload(kRetryInfoUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

}  // namespace counterpoint::service

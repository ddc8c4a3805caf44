#include "service/access/access_table.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "counterpoint/v1/alliance_service.pb.h"
#include "counterpoint/v1/audit_service.pb.h"
#include "counterpoint/v1/backup_service.pb.h"
#include "counterpoint/v1/interaction_service.pb.h"
#include "counterpoint/v1/learning_service.pb.h"
#include "counterpoint/v1/ledger_service.pb.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "counterpoint/v1/member_service.pb.h"
#include "counterpoint/v1/operation_service.pb.h"
#include "counterpoint/v1/personal_data_service.pb.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "counterpoint/v1/session_day_service.pb.h"
#include "counterpoint/v1/session_service.pb.h"
#include "counterpoint/v1/staff_rule_service.pb.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// What is looked at by whoever looks at all.
constexpr RoleSet kEverybody = {Role::kReader, Role::kPortal, Role::kStaff, Role::kBatch,
                                Role::kAdministrator};
// What members bring about, by themselves or with a list that is imported.
constexpr RoleSet kRecorders = {Role::kPortal, Role::kStaff, Role::kBatch, Role::kAdministrator};
// What members see and do of a session that they take part in.
constexpr RoleSet kPortals = {Role::kPortal, Role::kStaff, Role::kAdministrator};
// What concerns an alliance as a whole, and may come from a timetable.
constexpr RoleSet kJobs = {Role::kStaff, Role::kBatch, Role::kAdministrator};
// What is for people of the alliance to decide or to know.
constexpr RoleSet kStaff = {Role::kStaff, Role::kAdministrator};
// What changes how an alliance matches, or whether it is there.
constexpr RoleSet kAdministrators = {Role::kAdministrator};

// A file's descriptors are known once something in it has been used.
void LoadDescriptors() {
  v1::GetAllianceRequest::descriptor();
  v1::GetAuditHeadRequest::descriptor();
  v1::GetBackupRequest::descriptor();
  v1::GetInteractionRequest::descriptor();
  v1::LearnPolicyRequest::descriptor();
  v1::GetLedgerRequest::descriptor();
  v1::MatchNeedRequest::descriptor();
  v1::GetMemberRequest::descriptor();
  v1::GetOperationRequest::descriptor();
  v1::EraseMemberRequest::descriptor();
  v1::GetPlanRequest::descriptor();
  v1::GetGenerationRequest::descriptor();
  v1::ExportAgendaRequest::descriptor();
  v1::GetSessionRequest::descriptor();
  v1::GetStaffRuleRequest::descriptor();
}

AccessRules::FieldPath PathOf(const Descriptor& request, absl::string_view names) {
  AccessRules::FieldPath path;
  const Descriptor* type = &request;
  for (const absl::string_view name : absl::StrSplit(names, '.')) {
    path.push_back(type->FindFieldByName(std::string(name)));
    type = path.back()->message_type();
  }
  return path;
}

}  // namespace

absl::Span<const MethodAccess> AccessTable() {
  static const auto* const kTable = new std::vector<MethodAccess>{
      {"counterpoint.v1.AllianceService.CreateAlliance", kAdministrators, Reach::kAll, {}},
      {"counterpoint.v1.AllianceService.GetAlliance", kEverybody, Reach::kNamed, {"name"}},
      {"counterpoint.v1.AllianceService.ListAlliances", kEverybody, Reach::kOwn, {}},
      {"counterpoint.v1.AllianceService.UpdateAlliance",
       kAdministrators,
       Reach::kNamed,
       {"alliance.name"}},
      {"counterpoint.v1.AllianceService.DeleteAlliance", kAdministrators, Reach::kAll, {"name"}},
      {"counterpoint.v1.AllianceService.ListTopics", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.AuditService.ListAuditEntries", kStaff, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.AuditService.GetAuditHead", kStaff, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.AuditService.VerifyAudit", kStaff, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.BackupService.CreateBackup", kAdministrators, Reach::kAll, {}},
      {"counterpoint.v1.BackupService.GetBackup", kAdministrators, Reach::kAll, {}},
      {"counterpoint.v1.BackupService.ListBackups", kAdministrators, Reach::kAll, {}},
      {"counterpoint.v1.InteractionService.BatchRecordInteractions",
       kRecorders,
       Reach::kNamed,
       {"parent"}},
      {"counterpoint.v1.InteractionService.GetInteraction", kRecorders, Reach::kNamed, {"name"}},
      {"counterpoint.v1.InteractionService.RecordInteractions",
       kRecorders,
       Reach::kNamed,
       {"parent"}},
      {"counterpoint.v1.InteractionService.ListInteractions",
       kRecorders,
       Reach::kNamed,
       {"parent"}},
      {"counterpoint.v1.InteractionService.DeleteInteraction", kRecorders, Reach::kNamed, {"name"}},
      {"counterpoint.v1.LearningService.LearnPolicy", kJobs, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.LearningService.GetPolicyProposal", kJobs, Reach::kNamed, {"name"}},
      {"counterpoint.v1.LearningService.ListPolicyProposals", kJobs, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.LearningService.AdoptPolicyProposal",
       kAdministrators,
       Reach::kNamed,
       {"name"}},
      {"counterpoint.v1.LearningService.RejectPolicyProposal",
       kAdministrators,
       Reach::kNamed,
       {"name"}},
      {"counterpoint.v1.LedgerService.GetLedger", kJobs, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MatchingService.RecommendPartners", kEverybody, Reach::kNamed, {"member"}},
      {"counterpoint.v1.MatchingService.MatchNeed", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MatchingService.ListSimilarMembers", kEverybody, Reach::kNamed, {"member"}},
      {"counterpoint.v1.MatchingService.ExplainMatch", kEverybody, Reach::kNamed, {"member"}},
      {"counterpoint.v1.MatchingService.WhyNot", kStaff, Reach::kNamed, {"member"}},
      {"counterpoint.v1.MemberService.CreateMember", kRecorders, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MemberService.GetMember", kEverybody, Reach::kNamed, {"name"}},
      {"counterpoint.v1.MemberService.ListMembers", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MemberService.SearchMembers", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MemberService.UpdateMember", kRecorders, Reach::kNamed, {"member.name"}},
      {"counterpoint.v1.MemberService.DeleteMember", kJobs, Reach::kNamed, {"name"}},
      {"counterpoint.v1.MemberService.BatchCreateMembers", kJobs, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MemberService.BatchGetMembers", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MemberService.StreamMembers", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MemberService.ImportMembers", kJobs, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.MemberService.WatchMembers", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.OperationService.GetOperation", kJobs, Reach::kNamed, {"name"}},
      {"counterpoint.v1.OperationService.ListOperations", kJobs, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.OperationService.WaitOperation", kJobs, Reach::kNamed, {"name"}},
      {"counterpoint.v1.OperationService.WatchOperation", kJobs, Reach::kNamed, {"name"}},
      {"counterpoint.v1.OperationService.CancelOperation", kJobs, Reach::kNamed, {"name"}},
      {"counterpoint.v1.PersonalDataService.ExportMemberData", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.PersonalDataService.EraseMember", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.PlanService.PlanSession", kStaff, Reach::kNamed, {"session"}},
      {"counterpoint.v1.PlanService.RepairPlan", kStaff, Reach::kNamed, {"plan"}},
      {"counterpoint.v1.PlanService.EditPlan", kStaff, Reach::kNamed, {"plan"}},
      {"counterpoint.v1.PlanService.JudgeSessionChanges", kStaff, Reach::kNamed, {"session"}},
      {"counterpoint.v1.PlanService.GetPlan", kPortals, Reach::kNamed, {"name"}},
      {"counterpoint.v1.PlanService.ListPlans", kPortals, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.PlanService.ComparePlans", kStaff, Reach::kNamed, {"plan", "other_plan"}},
      {"counterpoint.v1.PlanService.PublishPlan", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.PlanService.DeletePlan", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.RecommendationService.RefreshRecommendations",
       kJobs,
       Reach::kNamed,
       {"parent", "policy_proposal"}},
      {"counterpoint.v1.RecommendationService.ListRecommendations",
       kEverybody,
       Reach::kNamed,
       {"member", "generation"}},
      {"counterpoint.v1.RecommendationService.ReadRecommendations",
       kEverybody,
       Reach::kNamed,
       {"parent", "generation"}},
      {"counterpoint.v1.RecommendationService.GetGeneration", kEverybody, Reach::kNamed, {"name"}},
      {"counterpoint.v1.RecommendationService.ListGenerations",
       kEverybody,
       Reach::kNamed,
       {"parent"}},
      {"counterpoint.v1.RecommendationService.RollBackRecommendations",
       kStaff,
       Reach::kNamed,
       {"generation"}},
      {"counterpoint.v1.RecommendationService.CompareGenerations",
       kJobs,
       Reach::kNamed,
       {"base", "generation"}},
      {"counterpoint.v1.RecommendationService.WatchRecommendationChanges",
       kRecorders,
       Reach::kNamed,
       {"parent"}},
      {"counterpoint.v1.RecommendationService.GetRecommendationDigest",
       kRecorders,
       Reach::kNamed,
       {"member"}},
      {"counterpoint.v1.SessionDayService.ExportAgenda",
       kPortals,
       Reach::kNamed,
       {"session", "plan"}},
      {"counterpoint.v1.SessionDayService.CheckInParticipants",
       kPortals,
       Reach::kNamed,
       {"session"}},
      {"counterpoint.v1.SessionDayService.RecordMeetingOutcomes",
       kPortals,
       Reach::kNamed,
       {"session"}},
      {"counterpoint.v1.SessionDayService.ListMeetingOutcomes", kStaff, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.SessionDayService.GetSessionReport", kStaff, Reach::kNamed, {"session"}},
      {"counterpoint.v1.SessionService.CreateSession", kStaff, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.SessionService.GetSession", kEverybody, Reach::kNamed, {"name"}},
      {"counterpoint.v1.SessionService.ListSessions", kEverybody, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.SessionService.UpdateSession", kStaff, Reach::kNamed, {"session.name"}},
      {"counterpoint.v1.SessionService.DeleteSession", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.SessionService.CopySession", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.SessionService.SetSessionState", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.SessionService.CreateParticipant", kPortals, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.SessionService.BatchCreateParticipants", kJobs, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.SessionService.GetParticipant", kPortals, Reach::kNamed, {"name"}},
      {"counterpoint.v1.SessionService.ListParticipants", kPortals, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.SessionService.UpdateParticipant",
       kPortals,
       Reach::kNamed,
       {"participant.name"}},
      {"counterpoint.v1.SessionService.DeleteParticipant", kPortals, Reach::kNamed, {"name"}},
      {"counterpoint.v1.StaffRuleService.CreateStaffRule", kStaff, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.StaffRuleService.GetStaffRule", kStaff, Reach::kNamed, {"name"}},
      {"counterpoint.v1.StaffRuleService.ListStaffRules", kStaff, Reach::kNamed, {"parent"}},
      {"counterpoint.v1.StaffRuleService.EndStaffRule", kStaff, Reach::kNamed, {"name"}},
  };
  return *kTable;
}

AccessRules::AccessRules() {
  LoadDescriptors();
  for (const MethodAccess& access : AccessTable()) {
    const MethodDescriptor* method =
        DescriptorPool::generated_pool()->FindMethodByName(std::string(access.method));
    if (method == nullptr) continue;  // A row of no method lets nobody in.
    Rule rule{&access, {}};
    for (const absl::string_view name : access.names) {
      rule.names.push_back(PathOf(*method->input_type(), name));
    }
    by_request_.emplace(method->input_type(), std::move(rule));
  }
}

const AccessRules::Rule* AccessRules::Find(const Message& request) const {
  const auto found = by_request_.find(request.GetDescriptor());
  return found == by_request_.end() ? nullptr : &found->second;
}

absl::Status AccessRules::CheckCovers(absl::string_view service) const {
  const ServiceDescriptor* descriptor =
      DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  std::vector<absl::string_view> missing;
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const MethodDescriptor& method = *descriptor->method(i);
    const auto found = by_request_.find(method.input_type());
    if (found == by_request_.end() || found->second.access->method != method.full_name()) {
      missing.push_back(method.full_name());
    }
  }
  if (missing.empty()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("no roles are given for ", absl::StrJoin(missing, ", "),
                                          "; add a row to service/access/access_table.cc"));
}

std::string TextAt(const Message& message, const AccessRules::FieldPath& path) {
  const Message* within = &message;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    within = &within->GetReflection()->GetMessage(*within, path[i]);
  }
  return within->GetReflection()->GetString(*within, path.back());
}

}  // namespace counterpoint::service

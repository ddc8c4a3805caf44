#include "service/audit/audited_methods.h"

#include <algorithm>
#include <iterator>

namespace counterpoint::service {
namespace {

using enum AuditKind;

// Only what streams out a whole alliance, or what is printed and carried away, counts
// as a bulk read: portals make lists by pages with every page that they show, and an
// entry for each would be a trail of all that anybody looks at.
constexpr ReadMethod kReadMethods[] = {
    {"counterpoint.v1.AllianceService.GetAlliance", kRead},
    {"counterpoint.v1.AllianceService.ListAlliances", kRead},
    {"counterpoint.v1.AllianceService.ListTopics", kRead},
    {"counterpoint.v1.AuditService.GetAuditHead", kRead},
    {"counterpoint.v1.AuditService.ListAuditEntries", kRead},
    {"counterpoint.v1.AuditService.VerifyAudit", kRead},
    {"counterpoint.v1.BackupService.GetBackup", kRead},
    {"counterpoint.v1.BackupService.ListBackups", kRead},
    {"counterpoint.v1.InteractionService.GetInteraction", kRead},
    {"counterpoint.v1.InteractionService.ListInteractions", kRead},
    {"counterpoint.v1.LearningService.GetPolicyProposal", kRead},
    {"counterpoint.v1.LearningService.ListPolicyProposals", kRead},
    {"counterpoint.v1.LedgerService.GetLedger", kRead},
    {"counterpoint.v1.MatchingService.ExplainMatch", kRead},
    {"counterpoint.v1.MatchingService.ListSimilarMembers", kRead},
    {"counterpoint.v1.MatchingService.MatchNeed", kRead},
    {"counterpoint.v1.MatchingService.RecommendPartners", kRead},
    {"counterpoint.v1.MatchingService.WhyNot", kRead},
    {"counterpoint.v1.MemberService.BatchGetMembers", kRead},
    {"counterpoint.v1.MemberService.GetMember", kRead},
    {"counterpoint.v1.MemberService.ListMembers", kRead},
    {"counterpoint.v1.MemberService.SearchMembers", kRead},
    {"counterpoint.v1.MemberService.StreamMembers", kBulkRead},
    {"counterpoint.v1.MemberService.WatchMembers", kWatch},
    {"counterpoint.v1.OperationService.GetOperation", kRead},
    {"counterpoint.v1.OperationService.ListOperations", kRead},
    {"counterpoint.v1.OperationService.WaitOperation", kRead},
    {"counterpoint.v1.OperationService.WatchOperation", kRead},
    {"counterpoint.v1.PersonalDataService.ExportMemberData", kBulkRead},
    {"counterpoint.v1.PlanService.ComparePlans", kRead},
    {"counterpoint.v1.PlanService.GetPlan", kRead},
    {"counterpoint.v1.PlanService.JudgeSessionChanges", kRead},
    {"counterpoint.v1.PlanService.ListPlans", kRead},
    {"counterpoint.v1.RecommendationService.CompareGenerations", kRead},
    {"counterpoint.v1.RecommendationService.GetGeneration", kRead},
    {"counterpoint.v1.RecommendationService.GetRecommendationDigest", kRead},
    {"counterpoint.v1.RecommendationService.ListGenerations", kRead},
    {"counterpoint.v1.RecommendationService.ListRecommendations", kRead},
    {"counterpoint.v1.RecommendationService.ReadRecommendations", kBulkRead},
    {"counterpoint.v1.RecommendationService.WatchRecommendationChanges", kWatch},
    {"counterpoint.v1.SessionDayService.ExportAgenda", kBulkRead},
    {"counterpoint.v1.SessionDayService.GetSessionReport", kRead},
    {"counterpoint.v1.SessionDayService.ListMeetingOutcomes", kRead},
    {"counterpoint.v1.SessionService.GetParticipant", kRead},
    {"counterpoint.v1.SessionService.GetSession", kRead},
    {"counterpoint.v1.SessionService.ListParticipants", kRead},
    {"counterpoint.v1.SessionService.ListSessions", kRead},
    {"counterpoint.v1.StaffRuleService.GetStaffRule", kRead},
    {"counterpoint.v1.StaffRuleService.ListStaffRules", kRead},
};

}  // namespace

AuditKind AuditKindOf(absl::string_view method) {
  const auto* const found =
      std::lower_bound(std::begin(kReadMethods), std::end(kReadMethods), method,
                       [](const ReadMethod& row, absl::string_view m) { return row.method < m; });
  const bool is_read = found != std::end(kReadMethods) && found->method == method;
  return is_read ? found->kind : kChange;
}

absl::Span<const ReadMethod> ReadMethods() { return kReadMethods; }

}  // namespace counterpoint::service

#include "service/calls/call_class.h"

#include "absl/container/flat_hash_map.h"

namespace counterpoint::service {

CallClass ClassOf(absl::string_view method) {
  using Classes = absl::flat_hash_map<absl::string_view, CallClass>;
  static const Classes* const classes = new Classes{
      {"counterpoint.v1.AllianceService.GetAlliance", CallClass::kSingleRead},
      {"counterpoint.v1.InteractionService.GetInteraction", CallClass::kSingleRead},
      {"counterpoint.v1.MemberService.GetMember", CallClass::kSingleRead},
      {"counterpoint.v1.OperationService.GetOperation", CallClass::kSingleRead},
      {"counterpoint.v1.RecommendationService.ListRecommendations", CallClass::kSingleRead},
      {"counterpoint.v1.SessionService.GetParticipant", CallClass::kSingleRead},
      {"counterpoint.v1.SessionService.GetSession", CallClass::kSingleRead},
      {"counterpoint.v1.StaffRuleService.GetStaffRule", CallClass::kSingleRead},
      {"counterpoint.v1.AuditService.VerifyAudit", CallClass::kMatching},
      {"counterpoint.v1.LedgerService.GetLedger", CallClass::kMatching},
      {"counterpoint.v1.MatchingService.ExplainMatch", CallClass::kMatching},
      {"counterpoint.v1.MatchingService.ListSimilarMembers", CallClass::kMatching},
      {"counterpoint.v1.MatchingService.MatchNeed", CallClass::kMatching},
      {"counterpoint.v1.MatchingService.RecommendPartners", CallClass::kMatching},
      {"counterpoint.v1.MatchingService.WhyNot", CallClass::kMatching},
      {"counterpoint.v1.PersonalDataService.EraseMember", CallClass::kMatching},
      {"counterpoint.v1.RecommendationService.CompareGenerations", CallClass::kMatching},
      {"counterpoint.v1.RecommendationService.GetRecommendationDigest", CallClass::kMatching},
      {"counterpoint.v1.PlanService.JudgeSessionChanges", CallClass::kSearch},
      {"counterpoint.v1.PlanService.RepairPlan", CallClass::kSearch},
  };
  const auto found = classes->find(method);
  return found == classes->end() ? CallClass::kOrdinary : found->second;
}

double CostOf(CallClass of) {
  switch (of) {
    case CallClass::kSingleRead:
      return 1;
    case CallClass::kOrdinary:
      return 10;
    case CallClass::kMatching:
      return 50;
    case CallClass::kSearch:
      return 500;
  }
  return 10;
}

}  // namespace counterpoint::service

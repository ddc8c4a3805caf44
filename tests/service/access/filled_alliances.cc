#include "tests/service/access/filled_alliances.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "counterpoint/v1/operation_service.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "google/protobuf/text_format.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

const MethodDescriptor& MethodNamed(const std::string& name) {
  return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("counterpoint.v1." +
                                                                               name);
}

std::unique_ptr<Message> RequestOf(const MethodDescriptor& method, const std::string& text,
                                   const std::string& alliance) {
  auto request = NewRequest(method);
  const std::string filled = absl::StrReplaceAll(text, {{"$", "alliances/" + alliance}});
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(filled, request.get()))
      << method.full_name() << ": " << filled;
  return request;
}

// The word is in no text of another alliance.
std::string MemberText(const std::string& id, const std::string& alliance) {
  return absl::StrCat(
      "{ parent: '$' member_id: '", id,
      "' member { kind: ", id == "north" ? "CREATOR" : "SCENE_UNIT",
      " display_name { key: 'en' value: '", id, " zephyr", alliance,
      "' } offers { title { key: 'en' value: 'Adaptive game music' } text { key: "
      "'en' value: 'Game music and sound design.' } } needs { title { key: 'en' "
      "value: 'Game music' } text { key: 'en' value: 'Sound design wanted.' } } } }");
}

constexpr char kPair[] = "{ participant: '$/members/north' partner: '$/members/star' }";

// One for each method. What is made exists already, what is deleted does not exist.
const std::map<std::string, std::string>& ValidRequests() {
  static const auto* const kRequests = new std::map<std::string, std::string>{
      {"CreateAlliance", "alliance_id: 'music'"},
      {"GetAlliance", "name: '$'"},
      {"ListAlliances", ""},
      {"UpdateAlliance",
       "alliance { name: '$' display_name { key: 'en' value: 'm' } } validate_only: true"},
      {"DeleteAlliance", "name: '$' etag: 'another'"},
      {"ListTopics", "parent: '$' page_size: 1"},
      {"ListAuditEntries", "parent: '$' page_size: 1"},
      {"GetAuditHead", "parent: '$'"},
      {"VerifyAudit", "parent: '$'"},
      {"CreateBackup", ""},
      {"GetBackup", "name: 'backups/000001'"},
      {"ListBackups", ""},
      {"BatchRecordInteractions",
       "parent: '$' interactions { name: '$/interactions/i' kind: ACCEPTED member: "
       "'$/members/north' partner: '$/members/star' occur_time { seconds: 1700000000 } }"},
      {"GetInteraction", "name: '$/interactions/i'"},
      {"RecordInteractions",
       "parent: '$' interactions { name: '$/interactions/i' kind: ACCEPTED member: "
       "'$/members/north' partner: '$/members/star' occur_time { seconds: 1700000000 } }"},
      {"ListInteractions", "parent: '$' page_size: 1"},
      {"DeleteInteraction", "name: '$/interactions/none'"},
      {"LearnPolicy", "parent: '$'"},
      {"GetPolicyProposal", "name: '$/policyProposals/1'"},
      {"ListPolicyProposals", "parent: '$'"},
      {"AdoptPolicyProposal", "name: '$/policyProposals/1' author: 'a' reason: 'r'"},
      {"RejectPolicyProposal", "name: '$/policyProposals/1' author: 'a' reason: 'r'"},
      {"GetLedger", "parent: '$'"},
      {"RecommendPartners", "member: '$/members/north' page_size: 1 floor: 0"},
      {"MatchNeed", "parent: '$' page_size: 1 need { title { key: 'en' value: 'game music' } }"},
      {"ListSimilarMembers", "member: '$/members/north' page_size: 1"},
      {"ExplainMatch", "member: '$/members/north' partner: '$/members/star'"},
      {"WhyNot", "member: '$/members/north' partner: '$/members/star'"},
      {"CreateMember",
       "parent: '$' member_id: 'north' member { kind: CREATOR display_name { key: "
       "'en' value: 'n' } }"},
      {"GetMember", "name: '$/members/north'"},
      {"ListMembers", "parent: '$' page_size: 1"},
      {"SearchMembers", "parent: '$' facets: [KINDS, REGIONS, STATES, TOPICS, LISTINGS]"},
      {"UpdateMember",
       "member { name: '$/members/harp' kind: CREATOR display_name { key: 'en' "
       "value: 'harp' } } update_mask { paths: 'display_name' }"},
      {"DeleteMember", "name: '$/members/none'"},
      {"BatchCreateMembers",
       "parent: '$' requests { member_id: 'north' member { kind: CREATOR "
       "display_name { key: 'en' value: 'n' } } }"},
      {"BatchGetMembers", "parent: '$' names: '$/members/north'"},
      {"StreamMembers", "parent: '$'"},
      {"ImportMembers",
       "parent: '$' members { name: '$/members/harp' kind: CREATOR display_name { "
       "key: 'en' value: 'harp' } }"},
      {"WatchMembers", "parent: '$' until_present: true"},
      {"GetOperation", "name: '$/operations/none'"},
      {"ListOperations", "parent: '$'"},
      {"WaitOperation", "name: '$/operations/none'"},
      {"WatchOperation", "name: '$/operations/none'"},
      {"CancelOperation", "name: '$/operations/none'"},
      {"ExportMemberData", "name: '$/members/harp'"},
      {"EraseMember", "name: '$/members/harp' validate_only: true"},
      {"PlanSession", "session: '$/sessions/empty'"},
      {"RepairPlan",
       "plan: '$/sessions/spring/plans/1' no_shows: '$/members/harp' validate_only: "
       "true"},
      {"EditPlan", absl::StrCat("plan: '$/sessions/spring/plans/1' edits { remove ", kPair,
                                " } validate_only: true")},
      {"JudgeSessionChanges", "session: '$/sessions/spring' changes { more_tables: 1 }"},
      {"GetPlan", "name: '$/sessions/spring/plans/1'"},
      {"ListPlans", "parent: '$/sessions/spring'"},
      {"ComparePlans", "plan: '$/sessions/spring/plans/1' other_plan: '$/sessions/spring/plans/2'"},
      {"PublishPlan", "name: '$/sessions/spring/plans/1' session_etag: 'another'"},
      {"DeletePlan", "name: '$/sessions/spring/plans/9'"},
      {"RefreshRecommendations", "parent: '$' validate_only: true"},
      {"ListRecommendations", "member: '$/members/north' page_size: 1"},
      {"ReadRecommendations", "parent: '$'"},
      {"GetGeneration", "name: '$/generations/1'"},
      {"ListGenerations", "parent: '$' page_size: 1"},
      {"RollBackRecommendations", "generation: '$/generations/9'"},
      {"CompareGenerations", "base: '$/generations/1' generation: '$/generations/2'"},
      {"WatchRecommendationChanges", "parent: '$'"},
      {"GetRecommendationDigest", "member: '$/members/north' since_time { seconds: 1700000000 }"},
      {"ExportAgenda",
       "session: '$/sessions/spring' plan: '$/sessions/spring/plans/1' format: CSV"},
      {"CheckInParticipants", "session: '$/sessions/spring' participants: '$/members/north'"},
      {"RecordMeetingOutcomes",
       absl::StrCat("session: '$/sessions/spring' outcomes { pair ", kPair, " result: HELD }")},
      {"ListMeetingOutcomes", "parent: '$/sessions/spring'"},
      {"GetSessionReport", "session: '$/sessions/spring'"},
      {"CreateSession",
       "parent: '$' session_id: 'spring' session { display_name { key: 'en' "
       "value: 's' } time_zone: 'Asia/Shanghai' days { date: '2027-03-02' slots "
       "{ start: '09:00' minutes: 20 } } tables { id: 't1' } }"},
      {"GetSession", "name: '$/sessions/spring'"},
      {"ListSessions", "parent: '$'"},
      {"UpdateSession",
       "session { name: '$/sessions/empty' display_name { key: 'en' value: 's' } "
       "} update_mask { paths: 'display_name' }"},
      {"DeleteSession", "name: '$/sessions/none'"},
      {"CopySession", "name: '$/sessions/spring' session_id: 'empty' first_date: '2027-04-01'"},
      {"SetSessionState", "name: '$/sessions/spring' state: DRAFT etag: 'another'"},
      {"CreateParticipant", "parent: '$/sessions/spring' participant_id: 'north' participant { }"},
      {"BatchCreateParticipants",
       "parent: '$/sessions/spring' requests { participant_id: 'north' participant { } }"},
      {"GetParticipant", "name: '$/sessions/spring/participants/north'"},
      {"ListParticipants", "parent: '$/sessions/spring' page_size: 1"},
      {"UpdateParticipant",
       "participant { name: '$/sessions/spring/participants/harp' "
       "most_meetings: 2 } update_mask { paths: 'most_meetings' }"},
      {"DeleteParticipant", "name: '$/sessions/spring/participants/none'"},
      {"CreateStaffRule",
       "parent: '$' staff_rule_id: 'r' staff_rule { action: VETO members { "
       "members: '$/members/north' } partners { members: '$/members/star' } "
       "author: 'Staff' reason: 'r' expire_time { seconds: 1900000000 } }"},
      {"GetStaffRule", "name: '$/staffRules/r'"},
      {"ListStaffRules", "parent: '$' page_size: 1"},
      {"EndStaffRule", "name: '$/staffRules/none' author: 'a' reason: 'r'"},
  };
  return *kRequests;
}

}  // namespace

std::vector<std::string> FilledAlliancesTest::Do(const std::string& method,
                                                 const std::string& alliance,
                                                 const std::string& text) {
  const MethodDescriptor& descriptor = MethodNamed(method);
  const RawAnswer answer =
      CallRaw(channel_, descriptor, *RequestOf(descriptor, text, alliance), all_);
  EXPECT_TRUE(answer.status.ok()) << method << ": " << answer.status.error_message();
  return answer.messages;
}

template <typename Response>
Response FilledAlliancesTest::Ask(const std::string& method, const std::string& alliance,
                                  const std::string& text) {
  const auto messages = Do(method, alliance, text);
  Response response;
  EXPECT_EQ(messages.size(), 1U) << method;
  if (!messages.empty()) response.ParseFromString(messages.front());
  return response;
}

std::string FilledAlliancesTest::Work(const std::string& method, const std::string& alliance,
                                      const std::string& text) {
  const auto begun = Ask<v1::Operation>(method, alliance, text);
  const auto ended = Ask<v1::Operation>("OperationService.WaitOperation", alliance,
                                        absl::StrCat("name: '", begun.name(), "'"));
  EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED) << ended.DebugString();
  return begun.name();
}

void FilledAlliancesTest::Fill(const std::string& alliance) {
  Do("AllianceService.CreateAlliance", alliance,
     absl::StrCat("alliance_id: '", alliance, "' alliance { display_name { key: 'en' value: '",
                  alliance, "' } } request_id: 'first-", alliance, "'"));
  std::string members = absl::StrCat("parent: '$' request_id: 'members-", alliance, "' ");
  for (const char* id : {"north", "star", "harp"}) {
    absl::StrAppend(&members, "requests ", MemberText(id, alliance), " ");
  }
  Do("MemberService.BatchCreateMembers", alliance, members);
  Do("InteractionService.BatchRecordInteractions", alliance,
     ValidRequests().at("BatchRecordInteractions"));
  Do("StaffRuleService.CreateStaffRule", alliance, ValidRequests().at("CreateStaffRule"));
  const auto known = Ask<v1::Alliance>("AllianceService.GetAlliance", alliance, "name: '$'");
  ASSERT_TRUE(server_->AwaitIndexed(alliance, known.revision(), absl::Seconds(60)));
  Work("RecommendationService.RefreshRecommendations", alliance, "parent: '$'");
  const std::string session = ValidRequests().at("CreateSession");
  Do("SessionService.CreateSession", alliance, session);
  Do("SessionService.CreateSession", alliance,
     absl::StrReplaceAll(session, {{"'spring'", "'empty'"}}));
  for (const char* id : {"north", "star", "harp"}) {
    Do("SessionService.CreateParticipant", alliance,
       absl::StrCat("parent: '$/sessions/spring' participant_id: '", id, "' participant { }"));
  }
  operations_[alliance] = Work("PlanService.PlanSession", alliance, "session: '$/sessions/spring'");
}

Loot FilledAlliancesTest::Take(const std::string& alliance) {
  const std::string name = "alliances/" + alliance;
  Loot loot = {{"alliance", name},
               {"member", name + "/members/north"},
               {"interaction", name + "/interactions/i"},
               {"operation", operations_[alliance]},
               {"session", name + "/sessions/spring"},
               {"participant", name + "/sessions/spring/participants/north"},
               {"plan", name + "/sessions/spring/plans/1"},
               {"rule", name + "/staffRules/r"},
               {"generation", name + "/generations/1"},
               {"proposal", name + "/policyProposals/1"},
               {"request id", "members-" + alliance}};
  loot["page token of members"] = Ask<v1::ListMembersResponse>("MemberService.ListMembers",
                                                               alliance, "parent: '$' page_size: 1")
                                      .next_page_token();
  const auto recommended =
      Ask<v1::RecommendPartnersResponse>("MatchingService.RecommendPartners", alliance,
                                         "member: '$/members/harp' page_size: 1 floor: 0");
  loot["page token of matches"] = recommended.next_page_token();
  loot["attribution token"] = recommended.provenance().attribution_token();
  const auto stored =
      Ask<v1::ListRecommendationsResponse>("RecommendationService.ListRecommendations", alliance,
                                           "member: '$/members/harp' page_size: 1");
  loot["page token of a stored list"] = stored.next_page_token();
  loot["attribution token of a stored list"] = stored.list().attribution_token();
  loot["resume token"] =
      Ask<v1::WatchRecommendationChangesResponse>(
          "RecommendationService.WatchRecommendationChanges", alliance, "parent: '$'")
          .resume_token();
  return loot;
}

void FilledAlliancesTest::SetUp() {
  GuardedServiceTest::SetUp();
  all_ = Token(Role::kAdministrator, "");
  for (const char* alliance : {"music", "games", "ghost"}) Fill(alliance);
  games_ = Take("games");
  ghost_ = Take("ghost");
  Do("AllianceService.DeleteAlliance", "ghost", "name: '$' force: true");
}

void FilledAlliancesTest::Refill() {
  const MethodDescriptor& get = MethodNamed("AllianceService.GetAlliance");
  if (!StatusOf(get, *RequestOf(get, "name: '$'", "music"), all_).ok()) Fill("music");
}

std::unique_ptr<Message> FilledAlliancesTest::ValidRequest(const MethodDescriptor& method) const {
  const auto found = ValidRequests().find(method.name());
  if (found == ValidRequests().end()) {
    ADD_FAILURE() << method.name() << ": has no request here";
    return NewRequest(method);
  }
  return RequestOf(method, found->second, "music");
}

}  // namespace counterpoint::service

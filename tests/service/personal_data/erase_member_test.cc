// Erasing a member, provably: a word that is nowhere else is planted in all of its
// fields and its id, the member is used everywhere, and afterwards no answer of any
// method and no byte of any file has the word.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "counterpoint/v1/audit_service.pb.h"
#include "counterpoint/v1/operation_service.pb.h"
#include "counterpoint/v1/personal_data_service.grpc.pb.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "gmock/gmock.h"
#include "rocksdb/db.h"
#include "tests/service/access/filled_alliances.h"

namespace counterpoint::service {
namespace {

using google::protobuf::MethodDescriptor;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

constexpr char kCanary[] = "zqcanary";
constexpr char kMember[] = "alliances/music/members/m-zqcanary";

const MethodDescriptor& Method(const std::string& name) {
  return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("counterpoint.v1." +
                                                                               name);
}

class EraseMemberTest : public FilledAlliancesTest {
 protected:
  void SetUp() override {
    FilledAlliancesTest::SetUp();
    staff_ = Token(Role::kStaff, "music");
    Plant();
  }

  RawAnswer Try(const std::string& method, const std::string& text, const std::string& token) {
    const MethodDescriptor& descriptor = Method(method);
    auto request = NewRequest(descriptor);
    const std::string filled =
        absl::StrReplaceAll(text, {{"$", "alliances/music"}, {"@", kMember}});
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(filled, request.get())) << filled;
    return CallRaw(channel_, descriptor, *request, token);
  }
  template <typename Response>
  Response Do(const std::string& method, const std::string& text) {
    const RawAnswer answer = Try(method, text, staff_);
    EXPECT_TRUE(answer.status.ok()) << method << ": " << answer.status.error_message();
    Response response;
    if (!answer.messages.empty()) response.ParseFromString(answer.messages.front());
    return response;
  }
  void Work(const std::string& method, const std::string& text) {
    const auto begun = Do<v1::Operation>(method, text);
    const auto ended = Do<v1::Operation>("OperationService.WaitOperation",
                                         absl::StrCat("name: '", begun.name(), "'"));
    EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED) << ended.DebugString();
  }

  // The member with the word in all its fields, and everywhere where a member may be.
  void Plant() {
    Do<v1::Member>(
        "MemberService.CreateMember",
        "parent: '$' member_id: 'm-zqcanary' request_id: 'make-zqcanary' member { kind: CREATOR "
        "display_name { key: 'en' value: 'Zqcanary Audio' } display_name { key: 'zh' value: "
        "'中文zqcanary名' } description { key: 'en' value: 'We are zqcanary people.' } "
        "offers { id: 'o-zqcanary' title { key: 'en' value: 'Adaptive game music zqcanarysong' } "
        "text { key: 'en' value: 'Game music and sound design by zqcanarysmith.' } } "
        "needs { title { key: 'en' value: 'Game music zqcanaryneed' } text { key: 'en' value: "
        "'Sound design wanted, zqcanarytext.' } } labels: 'zqcanary-label' credentials { kind: "
        "AWARD title { key: 'en' value: 'Zqcanary Prize' } issuer: 'Zqcanary Board' } }");
    Do<v1::Member>("MemberService.UpdateMember",
                   "member { name: '@' labels: 'zqcanary-other' } update_mask { paths: 'labels' } "
                   "request_id: 'r-2'");
    Do<v1::BatchRecordInteractionsResponse>(
        "InteractionService.BatchRecordInteractions",
        "parent: '$' interactions { name: '$/interactions/met--m-zqcanary--north' kind: MET "
        "member: "
        "'@' partner: '$/members/north' } interactions { name: '$/interactions/other' kind: VIEWED "
        "member: '$/members/star' partner: '@' }");
    Do<v1::StaffRule>("StaffRuleService.CreateStaffRule",
                      "parent: '$' staff_rule_id: 'canary' staff_rule { action: BOOST factor: 2 "
                      "partners { members: '@' members: '$/members/north' } author: 'Staff' "
                      "reason: 'Zqcanary Audio is new' expire_time { seconds: 1900000000 } }");
    const auto known = Do<v1::Alliance>("AllianceService.GetAlliance", "name: '$'");
    ASSERT_TRUE(server_->AwaitIndexed("music", known.revision(), absl::Seconds(60)));
    Work("RecommendationService.RefreshRecommendations", "parent: '$'");
    Do<v1::Participant>("SessionService.CreateParticipant",
                        "parent: '$/sessions/spring' participant_id: 'm-zqcanary' participant { "
                        "delegates { display_name: 'Zqcanary Person' role: 'zqcanary role' } "
                        "wishes { partner: '$/members/star' kind: MUST_MEET } }");
    Do<v1::Participant>("SessionService.UpdateParticipant",
                        "participant { name: '$/sessions/spring/participants/harp' wishes { "
                        "partner: '@' kind: WANTS_TO_MEET } } update_mask { paths: 'wishes' }");
    Work("PlanService.PlanSession", "session: '$/sessions/spring'");
    Do<v1::Session>("PlanService.PublishPlan", "name: '$/sessions/spring/plans/2'");
    Do<v1::Session>("SessionService.SetSessionState", "name: '$/sessions/spring' state: RUNNING");
    Do<v1::RecordMeetingOutcomesResponse>(
        "SessionDayService.RecordMeetingOutcomes",
        "session: '$/sessions/spring' outcomes { pair { participant: '@' partner: '$/members/star' "
        "} result: HELD ratings { participant: '@' rating: 5 comment: 'zqcanary comment' } }");
    // Pages and snapshots that are pinned.
    Do<v1::ListMembersResponse>("MemberService.ListMembers", "parent: '$' page_size: 1");
    members_page_ =
        Do<v1::ListMembersResponse>("MemberService.ListMembers", "parent: '$' page_size: 2")
            .next_page_token();
    Do<v1::RecommendPartnersResponse>("MatchingService.RecommendPartners",
                                      "member: '$/members/star' page_size: 1 floor: 0");
    // In the trail of another alliance too.
    Try("MemberService.DeleteMember", "name: '@'", Token(Role::kStaff, "games"));
  }

  // Methods whose answers have the word.
  std::set<std::string> Tellers() {
    std::set<std::string> tellers;
    for (const MethodDescriptor* method : AllMethods()) {
      if (method->name() == "DeleteAlliance") continue;
      auto request = ValidRequest(*method);
      // All of it at once.
      const auto* size = method->input_type()->FindFieldByName("page_size");
      if (size != nullptr) request->GetReflection()->SetInt32(request.get(), size, 100);
      const RawAnswer answer = CallRaw(channel_, *method, *request, all_);
      std::string text = answer.status.error_message() + answer.status.error_details();
      for (const std::string& message : answer.messages) text += message;
      if (absl::StrContains(absl::AsciiStrToLower(text), kCanary)) {
        tellers.insert(method->name());
      }
    }
    return tellers;
  }

  // Files of the data directory that have the word; and keys and values, which may be
  // compressed in files. The server is down.
  std::set<std::string> FilesWithTheWord() const {
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(options_.store.path)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::stringstream bytes;
      bytes << in.rdbuf();
      if (absl::StrContains(absl::AsciiStrToLower(bytes.str()), kCanary)) {
        found.insert(entry.path().filename());
      }
    }
    return found;
  }
  std::set<std::string> RecordsWithTheWord() const {
    std::set<std::string> found;
    std::vector<std::string> names;
    EXPECT_TRUE(rocksdb::DB::ListColumnFamilies({}, options_.store.path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    EXPECT_TRUE(
        rocksdb::DB::OpenForReadOnly({}, options_.store.path, families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    for (auto* handle : handles) {
      const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator({}, handle));
      for (it->SeekToFirst(); it->Valid(); it->Next()) {
        const std::string text =
            absl::AsciiStrToLower(it->key().ToString() + it->value().ToString());
        if (absl::StrContains(text, kCanary)) found.insert(handle->GetName());
      }
    }
    for (auto* handle : handles) EXPECT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    return found;
  }

  v1::EraseMemberResponse Erase(const std::string& fields = "") {
    return Do<v1::EraseMemberResponse>("PersonalDataService.EraseMember",
                                       absl::StrCat("name: '@' ", fields));
  }

  std::string staff_;
  std::string members_page_;
};

TEST_F(EraseMemberTest, NothingNamesItAnyMoreInAnswersRecordsOrFiles) {
  EXPECT_THAT(Tellers(), IsSupersetOf({"ListMembers", "StreamMembers", "ListInteractions",
                                       "ReadRecommendations", "ListStaffRules", "GetPlan",
                                       "ListParticipants", "ListAuditEntries"}))
      << "the test would find what it looks for";
  const auto erased = Erase();
  EXPECT_EQ(erased.removed().at("member"), 1);
  EXPECT_EQ(erased.rewritten().at("interaction"), 4);
  EXPECT_EQ(erased.rewritten().at("meeting outcome"), 1);
  EXPECT_GE(erased.rewritten().at("participant"), 2);
  EXPECT_GE(erased.removed().at("request answer"), 2);

  EXPECT_THAT(Tellers(), IsEmpty());
  EXPECT_EQ(Try("MemberService.ListMembers",
                absl::StrCat("parent: '$' page_size: 2 page_token: '", members_page_, "'"), staff_)
                .status.error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  Work("RecommendationService.RefreshRecommendations", "parent: '$'");
  EXPECT_THAT(Tellers(), IsEmpty()) << "after another refresh";
  Restart();
  EXPECT_THAT(Tellers(), IsEmpty()) << "after a restart";
  Stop();
  EXPECT_THAT(RecordsWithTheWord(), IsEmpty());
  EXPECT_THAT(FilesWithTheWord(), IsEmpty());
}

TEST_F(EraseMemberTest, TheFilesHaveItBefore) {
  Stop();
  EXPECT_THAT(RecordsWithTheWord(),
              IsSupersetOf({"records", "changes", "requests", "derived", "audit"}));
  EXPECT_FALSE(FilesWithTheWord().empty());
}

TEST_F(EraseMemberTest, WhatItSharedWithOthersGoesOnCounting) {
  const auto before =
      Do<v1::ListInteractionsResponse>("InteractionService.ListInteractions", "parent: '$'");
  const auto erased = Erase();
  const auto after =
      Do<v1::ListInteractionsResponse>("InteractionService.ListInteractions", "parent: '$'");
  ASSERT_EQ(after.interactions_size(), before.interactions_size());
  std::multiset<int> kinds_before;
  std::multiset<int> kinds_after;
  std::multiset<std::int64_t> times_before;
  std::multiset<std::int64_t> times_after;
  int by_pseudonym = 0;
  for (int i = 0; i < after.interactions_size(); ++i) {
    kinds_before.insert(before.interactions(i).kind());
    kinds_after.insert(after.interactions(i).kind());
    times_before.insert(before.interactions(i).occur_time().seconds());
    times_after.insert(after.interactions(i).occur_time().seconds());
    by_pseudonym += absl::StrContains(after.interactions(i).DebugString(), erased.pseudonym());
  }
  EXPECT_EQ(kinds_after, kinds_before);
  EXPECT_EQ(times_after, times_before);
  EXPECT_EQ(by_pseudonym, 4);
  const auto plan = Do<v1::SessionPlan>("PlanService.GetPlan", "name: '$/sessions/spring/plans/2'");
  EXPECT_TRUE(absl::StrContains(plan.DebugString(), erased.pseudonym()));
  const auto outcomes = Do<v1::ListMeetingOutcomesResponse>("SessionDayService.ListMeetingOutcomes",
                                                            "parent: '$/sessions/spring'");
  EXPECT_EQ(outcomes.outcomes_size(), 1);
}

TEST_F(EraseMemberTest, TheTrailHasACertificateWithoutAName) {
  const auto erased = Erase();
  const auto listed = Do<v1::ListAuditEntriesResponse>("AuditService.ListAuditEntries",
                                                       "parent: '$' method: 'EraseMember'");
  ASSERT_EQ(listed.entries_size(), 1);
  const v1::AuditEntry& entry = listed.entries(0);
  EXPECT_EQ(entry.removed().at("member"), 1);
  EXPECT_EQ(entry.removed().at("interaction, rewritten"), 4);
  EXPECT_EQ(entry.resources_size(), 0);
  EXPECT_EQ(entry.request_digest(), "");
  EXPECT_FALSE(entry.caller().empty());
  const auto verified = Do<v1::VerifyAuditResponse>("AuditService.VerifyAudit", "parent: '$'");
  EXPECT_TRUE(verified.holds()) << verified.fault();
  EXPECT_GT(verified.erased_names(), 0);
}

TEST_F(EraseMemberTest, ATrialTellsAndRemovesNothing) {
  const auto told = Erase("validate_only: true");
  EXPECT_EQ(told.removed().at("member"), 1);
  EXPECT_FALSE(Tellers().empty());
  const auto erased = Erase();
  for (const auto& [kind, count] : told.rewritten()) {
    EXPECT_EQ(erased.rewritten().at(kind), count) << kind;
  }
}

TEST_F(EraseMemberTest, OneThatWasDeletedBeforeIsErasedAsWell) {
  ASSERT_TRUE(Try("MemberService.DeleteMember", "name: '@'", staff_).status.ok());
  const auto erased = Erase();
  EXPECT_EQ(erased.removed().count("member"), 0U);
  EXPECT_EQ(erased.rewritten().at("interaction"), 4);
  EXPECT_EQ(Try("PersonalDataService.EraseMember", "name: '@'", staff_).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(EraseMemberTest, WrongEtagsAndNamesEraseNothing) {
  EXPECT_EQ(
      Try("PersonalDataService.EraseMember", "name: '@' etag: 'x'", staff_).status.error_code(),
      grpc::StatusCode::ABORTED);
  EXPECT_EQ(Try("PersonalDataService.EraseMember", "name: 'members/x'", all_).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_TRUE(Try("MemberService.GetMember", "name: '@'", staff_).status.ok());
}

TEST_F(EraseMemberTest, AllThatIsHeldCanBeExported) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", staff_));
  v1::ExportMemberDataRequest request;
  request.set_name(kMember);
  const auto stub = v1::PersonalDataService::NewStub(channel_);
  const auto reader = stub->ExportMemberData(&context, request);
  std::map<std::string, int> kinds;
  std::string json;
  for (v1::ExportMemberDataResponse record; reader->Read(&record);) {
    ++kinds[record.kind()];
    json += record.json();
  }
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_EQ(kinds["member"], 1);
  EXPECT_EQ(kinds["interaction"], 4);
  EXPECT_EQ(kinds["participant"], 2);
  EXPECT_EQ(kinds["meeting outcome"], 1);
  EXPECT_EQ(kinds["staff rule"], 1);
  EXPECT_EQ(kinds["analysed texts"], 1);
  EXPECT_GE(kinds["stored lists"], 1);
  EXPECT_GE(kinds["plan"], 1);
  EXPECT_GE(kinds["request answer"], 2);
  EXPECT_GE(kinds["change"], 4);
  EXPECT_GE(kinds["audit entry"], 4);
  EXPECT_TRUE(absl::StrContains(json, "zqcanarysmith"));
}

}  // namespace
}  // namespace counterpoint::service
